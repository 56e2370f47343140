#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_SHINGLE_COUNTS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_SHINGLE_COUNTS_H_

#include <cstdint>
#include <vector>

#include "common/text/fingerprint.h"
#include "services/recommendation/domain/tables/count_table.h"

namespace akin {

// About how many live articles share a shingle: enough to tell a footer from a sentence.
// Thread-compatible.
class ShingleCounts {
 public:
  void Add(const std::vector<uint32_t>& shingles) {
    for (const uint32_t shingle : shingles) table_.Add(HashOf(shingle));
  }
  void Remove(const std::vector<uint32_t>& shingles) {
    for (const uint32_t shingle : shingles) table_.Remove(HashOf(shingle));
  }
  // Brings what Add will write to nearer.
  void Prefetch(const std::vector<uint32_t>& shingles) const {
    for (const uint32_t shingle : shingles) table_.Prefetch(HashOf(shingle));
  }
  uint32_t Count(uint32_t shingle) const { return table_.Count(HashOf(shingle)); }

  // Whether this many live articles ask for another number of cells; then Reset and Add them all.
  bool IsWrongSizeFor(size_t articles) const { return table_.size() != SizeFor(articles); }
  void ResetFor(size_t articles) { table_.Reset(SizeFor(articles)); }

  size_t memory_bytes() const { return table_.memory_bytes(); }

 private:
  static constexpr size_t kMaxCells = size_t{1} << 28;
  static constexpr size_t kCellsPerArticle = 32;

  static size_t SizeFor(size_t articles) {
    return CountTable::SizeFor(articles * kCellsPerArticle, kMaxCells);
  }
  // Spread, since articles keep their smallest shingles.
  static uint64_t HashOf(uint32_t shingle) { return MixBits(shingle); }

  CountTable table_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_SHINGLE_COUNTS_H_
