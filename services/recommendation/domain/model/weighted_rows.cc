#include "services/recommendation/domain/model/weighted_rows.h"

#include <algorithm>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace akin {
namespace {

// Columns from `first` on.
void SumColumns(const std::vector<WeightedRow>& rows, size_t first, size_t columns, int32_t* sums) {
  std::fill(sums + first, sums + columns, 0);
  for (const WeightedRow& row : rows) {
    for (size_t j = first; j < columns; ++j) sums[j] += int32_t{row.weight} * row.values[j];
  }
}

void PortableSum(const std::vector<WeightedRow>& rows, size_t columns, int32_t* sums) {
  SumColumns(rows, 0, columns, sums);
}

#if defined(__x86_64__)

#define AKIN_AVX2 __attribute__((target("avx2")))

constexpr size_t kLanes = 16;  // Columns in a register.

// Sums of kLanes columns in the order of unpacking: 0-3 and 8-11, 4-7 and 12-15.
struct Sums {
  __m256i low, high;
};

// Two rows at a time, whose values side by side one instruction multiplies and adds.
AKIN_AVX2 inline void AddPair(const int16_t* a, const int16_t* b, __m256i weights, Sums& sums) {
  const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a));
  const __m256i y = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(b));
  sums.low = _mm256_add_epi32(sums.low, _mm256_madd_epi16(_mm256_unpacklo_epi16(x, y), weights));
  sums.high = _mm256_add_epi32(sums.high, _mm256_madd_epi16(_mm256_unpackhi_epi16(x, y), weights));
}

AKIN_AVX2 inline void Store(const Sums& sums, int32_t* to) {
  auto* const out = reinterpret_cast<__m256i*>(to);
  _mm256_storeu_si256(out, _mm256_permute2x128_si256(sums.low, sums.high, 0x20));
  _mm256_storeu_si256(out + 1, _mm256_permute2x128_si256(sums.low, sums.high, 0x31));
}

AKIN_AVX2 inline __m256i Weights(const WeightedRow& a, int16_t b) {
  return _mm256_set1_epi32(static_cast<uint16_t>(a.weight) | static_cast<int32_t>(b) << 16);
}

// kGroups times kLanes columns in one go through the rows.
template <size_t kGroups>
AKIN_AVX2 inline void SumGroups(const std::vector<WeightedRow>& rows, size_t first, int32_t* sums) {
  Sums groups[kGroups];
  for (Sums& group : groups) group = {_mm256_setzero_si256(), _mm256_setzero_si256()};
  size_t i = 0;
  for (; i + 2 <= rows.size(); i += 2) {
    const __m256i weights = Weights(rows[i], rows[i + 1].weight);
    for (size_t g = 0; g < kGroups; ++g) {
      const size_t column = first + g * kLanes;
      AddPair(rows[i].values + column, rows[i + 1].values + column, weights, groups[g]);
    }
  }
  if (i < rows.size()) {
    for (size_t g = 0; g < kGroups; ++g) {
      const int16_t* const values = rows[i].values + first + g * kLanes;
      AddPair(values, values, Weights(rows[i], 0), groups[g]);
    }
  }
  for (size_t g = 0; g < kGroups; ++g) Store(groups[g], sums + first + g * kLanes);
}

AKIN_AVX2 void Avx2Sum(const std::vector<WeightedRow>& rows, size_t columns, int32_t* sums) {
  constexpr size_t kGroups = 3;
  size_t j = 0;
  for (; j + kGroups * kLanes <= columns; j += kGroups * kLanes) SumGroups<kGroups>(rows, j, sums);
  for (; j + kLanes <= columns; j += kLanes) SumGroups<1>(rows, j, sums);
  SumColumns(rows, j, columns, sums);
}

#endif

}  // namespace

std::vector<SumWeightedRowsFunction> SumWeightedRowsVariants() {
  std::vector<SumWeightedRowsFunction> variants = {PortableSum};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) variants.push_back(Avx2Sum);
#endif
  return variants;
}

void SumWeightedRows(const std::vector<WeightedRow>& rows, size_t columns, int32_t* sums) {
  static const SumWeightedRowsFunction best = SumWeightedRowsVariants().back();
  best(rows, columns, sums);
}

}  // namespace akin
