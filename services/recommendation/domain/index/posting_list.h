#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_POSTING_LIST_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_POSTING_LIST_H_

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "common/memory/large_page.h"

namespace akin {

// Memory for the bytes of many posting lists: chunks of few sizes, which lists chain together.
// Thread-compatible.
class PostingArena {
 public:
  // Names a chunk and says its size. 0: none.
  using Ref = uint32_t;

  static constexpr size_t kSmallest = 16;  // Bytes of a chunk.
  static constexpr size_t kLargest = 2048;
  static size_t SizeOf(Ref ref) { return kSmallest << (ref & 7); }

  // At least `size` zeroed bytes, or kLargest.
  Ref New(size_t size);
  void Free(Ref ref);
  uint8_t* At(Ref ref) { return pages_[PageOf(ref)].data() + OffsetOf(ref); }
  const uint8_t* At(Ref ref) const { return pages_[PageOf(ref)].data() + OffsetOf(ref); }

  size_t memory_bytes() const { return pages_.size() * kPage; }

 private:
  static constexpr size_t kPage = LargePage::kSize;
  static constexpr size_t kPadding = 4;  // May be read.
  static constexpr size_t kUnitsPerPage = kPage / kSmallest;

  static size_t PageOf(Ref ref) { return (ref >> 3) / kUnitsPerPage; }
  static size_t OffsetOf(Ref ref) { return (ref >> 3) % kUnitsPerPage * kSmallest; }

  std::vector<LargePage> pages_;
  size_t used_ = kPage;  // Of the last page.
  std::array<std::vector<Ref>, 8> free_;
};

// Articles that have a term, each with a level of 0 to 15 that says how much it weighs there, in
// ascending order: gaps and levels as variable-length numbers in a chain of chunks, the newest
// first. A list of one keeps it in itself. Thread-compatible.
class PostingList {
 public:
  static constexpr uint32_t kLevels = 16;

  // `article` must be larger than the last.
  void Append(PostingArena& arena, uint32_t article, uint32_t level);
  // Brings what Append will write to nearer.
  void PrefetchEnd(PostingArena& arena) const {
    if (tail_ != 0) __builtin_prefetch(arena.At(tail_) + used_, /*rw=*/1);
  }
  void Clear(PostingArena& arena);

  // One of the articles is not to be counted any more. True: it is time to remove such for good.
  bool MarkDead() {
    --live_;
    ++dead_;
    return dead_ > kMaxDead || dead_ > 8 + live_ / 4;
  }
  uint32_t live() const { return live_; }
  uint32_t size() const { return live_ + dead_; }

  // Calls `visit(article, level)` for all, those that are marked too; ascending within a chunk.
  template <typename Visit>
  void ForEach(const PostingArena& arena, const Visit& visit) const {
    if (tail_ == 0) {
      if (size() > 0) visit(last_, static_cast<uint32_t>(used_));
      return;
    }
    for (PostingArena::Ref ref = tail_; ref != 0;) {
      const uint8_t* chunk = arena.At(ref);
      const uint8_t* end = chunk + PostingArena::SizeOf(ref);
      std::memcpy(&ref, chunk, sizeof(ref));
      uint32_t article = ~uint32_t{0};  // The first is a gap from "before 0".
      for (const uint8_t* at = chunk + sizeof(ref); at != end && *at != 0;) {
        const uint32_t value = Read(at);
        article += value / kLevels;
        visit(article, value % kLevels);
      }
    }
  }

 private:
  static constexpr uint32_t kMaxDead = 1u << 20;

  // One or two bytes, as nearly all are, without a branch. Reads up to four.
  static uint32_t Read(const uint8_t*& at) {
    uint32_t bytes;
    std::memcpy(&bytes, at, sizeof(bytes));
    const uint32_t more = bytes >> 7 & 1;
    uint32_t value = (bytes & 0x7f) | ((bytes >> 1 & 0x3f80) & (0 - more));
    at += 1 + more;
    if ((bytes & 0x8080) != 0x8080) return value;
    for (int shift = 14;; shift += 7) {
      const uint32_t byte = *at++;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  void Extend(PostingArena& arena);
  bool Write(PostingArena& arena, uint32_t value);
  bool WriteBytes(uint8_t* at, size_t left, uint32_t value);
  void Push(PostingArena& arena, uint32_t article, uint32_t level);

  PostingArena::Ref tail_ = 0;
  uint32_t last_ = 0;
  uint32_t live_ = 0;
  uint32_t dead_ : 21;
  uint32_t used_ : 11;  // Bytes of the last chunk less one; of a list of one, its level.

 public:
  PostingList() : dead_(0), used_(0) {}
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_POSTING_LIST_H_
