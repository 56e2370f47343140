#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_RECORD_ARENA_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_RECORD_ARENA_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/memory/large_page.h"

namespace akin {

// Memory for millions of records of some hundred bytes, in large pages: no allocation of its own
// for each, and no holes between other things' memory when they go. What is freed is used again by
// records of the same size, to within kUnit. Records stay where they are. Thread-compatible.
class RecordArena {
 public:
  // Names a record by its place.
  using Ref = uint32_t;
  static constexpr Ref kNone = ~Ref{0};

  Ref Add(absl::string_view bytes);
  // `size` as it was added.
  void Free(Ref ref, size_t size);

  const uint8_t* operator[](Ref ref) const { return At(ref); }

  size_t memory_bytes() const { return memory_bytes_; }

 private:
  static constexpr size_t kUnit = 8;
  static constexpr size_t kPage = LargePage::kSize;
  static constexpr size_t kUnitsPerPage = kPage / kUnit;

  static size_t UnitsOf(size_t size) { return (size + kUnit - 1) / kUnit; }
  uint8_t* At(Ref ref) const {
    return pages_[ref / kUnitsPerPage].data() + ref % kUnitsPerPage * kUnit;
  }
  Ref New(size_t units);

  std::vector<LargePage> pages_;        // A larger record has a larger page.
  size_t used_ = kUnitsPerPage;         // Of the last page.
  std::vector<std::vector<Ref>> free_;  // By units.
  size_t memory_bytes_ = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_RECORD_ARENA_H_
