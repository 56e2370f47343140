#include "services/recommendation/domain/index/posting_list.h"

#include <algorithm>

namespace akin {

PostingArena::Ref PostingArena::New(size_t size) {
  Ref size_class = 0;
  while (size_class < 7 && (kSmallest << size_class) < size) ++size_class;
  const size_t bytes = kSmallest << size_class;
  if (!free_[size_class].empty()) {
    const Ref ref = free_[size_class].back();
    free_[size_class].pop_back();
    std::memset(At(ref), 0, bytes);
    return ref;
  }
  if (used_ + bytes > kPage - kPadding) {
    pages_.emplace_back(kPage);
    used_ = pages_.size() == 1 ? kSmallest : 0;  // 0 names no chunk.
  }
  const size_t unit = (pages_.size() - 1) * kUnitsPerPage + used_ / kSmallest;
  used_ += bytes;
  return static_cast<Ref>(unit << 3) | size_class;
}

void PostingArena::Free(Ref ref) { free_[ref & 7].push_back(ref); }

void PostingList::Append(PostingArena& arena, uint32_t article, uint32_t level) {
  if (size() == 0) {
    last_ = article;
    used_ = level;
  } else {
    if (tail_ == 0) {
      const uint32_t level_of_first = used_;
      Extend(arena);
      Push(arena, last_, level_of_first);
    }
    Push(arena, article, level);
  }
  ++live_;
}

void PostingList::Clear(PostingArena& arena) {
  for (PostingArena::Ref ref = tail_; ref != 0;) {
    PostingArena::Ref next;
    std::memcpy(&next, arena.At(ref), sizeof(next));
    arena.Free(ref);
    ref = next;
  }
  *this = PostingList();
}

// Chunks grow with the list, so that neither slack nor links take more than a fraction of it.
void PostingList::Extend(PostingArena& arena) {
  const PostingArena::Ref chunk = arena.New(size() / 2);
  std::memcpy(arena.At(chunk), &tail_, sizeof(tail_));
  tail_ = chunk;
  used_ = sizeof(tail_) - 1;
}

// Up to four bytes, as they nearly all are, without a branch: a restart writes a hundred million.
bool PostingList::Write(PostingArena& arena, uint32_t value) {
  const uint32_t place = used_ + 1;
  const size_t left = PostingArena::SizeOf(tail_) - place;
  uint8_t* const at = arena.At(tail_) + place;
  if (left < sizeof(uint32_t) || value >= 1u << 28) return WriteBytes(at, left, value);
  const uint32_t more = (value >= 1u << 7) + (value >= 1u << 14) + (value >= 1u << 21);
  const uint32_t bytes = (value & 0x7f) | (value << 1 & 0x7f00) | (value << 2 & 0x7f0000) |
                         (value << 3 & 0x7f000000) | (0x808080 & ((1u << 8 * more) - 1));
  std::memcpy(at, &bytes, sizeof(bytes));  // What is beyond the value stays zero.
  used_ += 1 + more;
  return true;
}

bool PostingList::WriteBytes(uint8_t* at, size_t left, uint32_t value) {
  uint8_t bytes[5];
  uint32_t size = 0;
  for (; value >= 0x80; value >>= 7) bytes[size++] = static_cast<uint8_t>(value | 0x80);
  bytes[size++] = static_cast<uint8_t>(value);
  if (size > left) return false;
  std::memcpy(at, bytes, size);
  used_ += size;
  return true;
}

void PostingList::Push(PostingArena& arena, uint32_t article, uint32_t level) {
  const bool is_first = used_ + 1 == sizeof(tail_);
  const uint32_t gap = is_first ? article + 1 : article - last_;
  if (!Write(arena, gap * kLevels + level)) {
    Extend(arena);
    Write(arena, (article + 1) * kLevels + level);
  }
  last_ = article;
}

}  // namespace akin
