#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SHINGLE_COUNTS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SHINGLE_COUNTS_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "common/text/fingerprint.h"

namespace akin {

// About how many live articles share a shingle: enough to tell a footer from a sentence. Shingles
// share cells, so a count may be high, never low; a cell that is full stays full. Depends on the
// live articles alone, not on their order. Thread-compatible.
class ShingleCounts {
 public:
  ShingleCounts() : cells_(kMinCells) {}

  void Add(const std::vector<uint32_t>& shingles) {
    for (const uint32_t shingle : shingles) {
      uint16_t& cell = cells_[CellOf(shingle)];
      if (cell < kFull) ++cell;
    }
  }
  void Remove(const std::vector<uint32_t>& shingles) {
    for (const uint32_t shingle : shingles) {
      uint16_t& cell = cells_[CellOf(shingle)];
      if (cell > 0 && cell < kFull) --cell;
    }
  }
  // Brings what Add will write to nearer.
  void Prefetch(const std::vector<uint32_t>& shingles) const {
    for (const uint32_t shingle : shingles) __builtin_prefetch(&cells_[CellOf(shingle)], /*rw=*/1);
  }
  uint32_t Count(uint32_t shingle) const { return cells_[CellOf(shingle)]; }

  // Whether this many live articles ask for another number of cells; then Reset and Add them all.
  bool IsWrongSizeFor(size_t articles) const { return cells_.size() != SizeFor(articles); }
  void ResetFor(size_t articles) { cells_.assign(SizeFor(articles), 0); }

  size_t memory_bytes() const { return cells_.size() * sizeof(cells_[0]); }

 private:
  static size_t SizeFor(size_t articles) {
    size_t size = kMinCells;
    while (size < kMaxCells && size < articles * kCellsPerArticle) size *= 2;
    return size;
  }

  static constexpr size_t kMinCells = size_t{1} << 18;
  static constexpr size_t kMaxCells = size_t{1} << 28;
  static constexpr size_t kCellsPerArticle = 32;
  static constexpr uint16_t kFull = std::numeric_limits<uint16_t>::max();

  // Spread, since articles keep their smallest shingles.
  size_t CellOf(uint32_t shingle) const { return MixBits(shingle) & (cells_.size() - 1); }

  std::vector<uint16_t> cells_;  // Always a power of two of them.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SHINGLE_COUNTS_H_
