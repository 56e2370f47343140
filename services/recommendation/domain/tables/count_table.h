#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_COUNT_TABLE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_COUNT_TABLE_H_

#include <cstdint>
#include <limits>
#include <vector>

namespace akin {

// Counts by hash, for a million articles. Hashes share cells, so a count may be high, never low; a
// cell that is full stays full. Depends on what is counted, not on its order. Thread-compatible.
class CountTable {
 public:
  CountTable() : cells_(kMinCells) {}

  void Add(uint64_t hash) {
    uint16_t& cell = cells_[CellOf(hash)];
    if (cell < kFull) ++cell;
  }
  void Remove(uint64_t hash) {
    uint16_t& cell = cells_[CellOf(hash)];
    if (cell > 0 && cell < kFull) --cell;
  }
  uint32_t Count(uint64_t hash) const { return cells_[CellOf(hash)]; }
  // Brings what Add will write to nearer.
  void Prefetch(uint64_t hash) const { __builtin_prefetch(&cells_[CellOf(hash)], /*rw=*/1); }

  size_t size() const { return cells_.size(); }
  void Reset(size_t size) { cells_.assign(size, 0); }
  size_t memory_bytes() const { return cells_.size() * sizeof(cells_[0]); }

  // A power of two, so many or more within the limits of all tables and this one's.
  static size_t SizeFor(size_t cells, size_t max_cells) {
    size_t size = kMinCells;
    while (size < max_cells && size < cells) size *= 2;
    return size;
  }

 private:
  static constexpr size_t kMinCells = size_t{1} << 18;
  static constexpr uint16_t kFull = std::numeric_limits<uint16_t>::max();

  size_t CellOf(uint64_t hash) const { return hash & (cells_.size() - 1); }

  std::vector<uint16_t> cells_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_COUNT_TABLE_H_
