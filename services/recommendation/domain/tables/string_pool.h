#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_STRING_POOL_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_STRING_POOL_H_

#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/recommendation/domain/tables/paged_vector.h"

namespace akin {

// Strings one behind the other in large pages, which stay where they are: a text takes its bytes
// and one or a few for its size. Thread-compatible.
class StringArena {
 public:
  // Names a text. 0 is the empty one.
  using Ref = uint32_t;

  // At most 2^32 bytes in all.
  Ref Add(absl::string_view text);
  absl::string_view operator[](Ref ref) const;
  size_t memory_bytes() const { return memory_bytes_; }

 private:
  static constexpr size_t kPage = size_t{1} << 16;

  std::vector<std::unique_ptr<char[]>> pages_;  // A text begins in the one that Ref / kPage names.
  size_t used_ = 1;                             // Of the last page; of the first, one for Ref 0.
  size_t memory_bytes_ = 0;
};

// Strings that many articles repeat, each kept once and named by a number. 0 is the empty one.
// Nothing is ever removed. Thread-compatible.
class StringPool {
 public:
  StringPool() : ids_(0, Hash{this}, Same{this}) { refs_.push_back(0); }
  StringPool(const StringPool&) = delete;  // The hash functions point here.
  StringPool& operator=(const StringPool&) = delete;

  uint32_t Intern(absl::string_view text);
  // 0 for one that is not there.
  uint32_t Find(absl::string_view text) const;
  absl::string_view operator[](uint32_t id) const { return arena_[refs_[id]]; }
  // Numbers are given in order; this is the next.
  uint32_t size() const { return static_cast<uint32_t>(refs_.size()); }

  size_t memory_bytes() const {
    return arena_.memory_bytes() + refs_.memory_bytes() + ids_.capacity() * (sizeof(uint32_t) + 1);
  }

 private:
  absl::string_view TextOf(uint32_t id) const { return (*this)[id]; }
  absl::string_view TextOf(absl::string_view text) const { return text; }

  struct Hash {
    using is_transparent = void;
    const StringPool* of;
    template <typename Key>
    size_t operator()(const Key& key) const {
      return absl::Hash<absl::string_view>()(of->TextOf(key));
    }
  };
  struct Same {
    using is_transparent = void;
    const StringPool* of;
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      return of->TextOf(a) == of->TextOf(b);
    }
  };

  StringArena arena_;
  PagedVector<StringArena::Ref> refs_;
  absl::flat_hash_set<uint32_t, Hash, Same> ids_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_STRING_POOL_H_
