#include "services/recommendation/domain/model/semantic_vector.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace akin {
namespace {

template <typename Value>
int32_t PortableDot(const Value* a, const int8_t* b, size_t size) {
  int32_t dot = 0;
  for (size_t i = 0; i < size; ++i) dot += int32_t{a[i]} * b[i];
  return dot;
}

#if defined(__x86_64__)

#define AKIN_AVX2 __attribute__((target("avx2")))
#define AKIN_VNNI __attribute__((target("avx512f,avx512bw,avx512vnni")))

AKIN_AVX2 int32_t SumOfLanes(__m256i sums) {
  alignas(32) int32_t lanes[8];
  _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), sums);
  int32_t sum = 0;
  for (const int32_t lane : lanes) sum += lane;
  return sum;
}

AKIN_AVX2 int32_t Avx2Dot(const int8_t* a, const int8_t* b, size_t size) {
  __m256i sums = _mm256_setzero_si256();
  size_t i = 0;
  for (; i + 16 <= size; i += 16) {
    const __m256i x =
        _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(a + i)));
    const __m256i y =
        _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(b + i)));
    sums = _mm256_add_epi32(sums, _mm256_madd_epi16(x, y));
  }
  return SumOfLanes(sums) + PortableDot(a + i, b + i, size - i);
}

AKIN_AVX2 int32_t WideAvx2Dot(const int16_t* a, const int8_t* b, size_t size) {
  __m256i sums = _mm256_setzero_si256();
  size_t i = 0;
  for (; i + 16 <= size; i += 16) {
    const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(a + i));
    const __m256i y =
        _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(b + i)));
    sums = _mm256_add_epi32(sums, _mm256_madd_epi16(x, y));
  }
  return SumOfLanes(sums) + PortableDot(a + i, b + i, size - i);
}

// VNNI multiplies unsigned by signed bytes: 128 is added to those of `a`, and 128 times the sum of
// `b` taken off again.
AKIN_VNNI int32_t VnniDot(const int8_t* a, const int8_t* b, size_t size) {
  const __m512i offset = _mm512_set1_epi8(static_cast<char>(0x80));
  __m512i dots = _mm512_setzero_si512();
  __m512i sums = _mm512_setzero_si512();
  for (size_t i = 0; i < size; i += 64) {
    const size_t left = size - i;
    const __mmask64 mask = left >= 64 ? ~__mmask64{0} : (__mmask64{1} << left) - 1;
    const __m512i x = _mm512_xor_si512(_mm512_maskz_loadu_epi8(mask, a + i), offset);
    const __m512i y = _mm512_maskz_loadu_epi8(mask, b + i);
    dots = _mm512_dpbusd_epi32(dots, x, y);
    sums = _mm512_dpbusd_epi32(sums, offset, y);
  }
  alignas(64) int32_t lanes[16];
  _mm512_store_si512(lanes, _mm512_sub_epi32(dots, sums));
  int32_t dot = 0;
  for (const int32_t lane : lanes) dot += lane;
  return dot;
}

#endif

}  // namespace

std::vector<DotProductFunction> DotProductVariants() {
  std::vector<DotProductFunction> variants = {PortableDot<int8_t>};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) variants.push_back(Avx2Dot);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vnni")) {
    variants.push_back(VnniDot);
  }
#endif
  return variants;
}

std::vector<WideDotProductFunction> WideDotProductVariants() {
  std::vector<WideDotProductFunction> variants = {PortableDot<int16_t>};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) variants.push_back(WideAvx2Dot);
#endif
  return variants;
}

int32_t DotProduct(const int8_t* a, const int8_t* b, size_t size) {
  static const DotProductFunction best = DotProductVariants().back();
  return best(a, b, size);
}

int32_t DotProduct(const int16_t* a, const int8_t* b, size_t size) {
  static const WideDotProductFunction best = WideDotProductVariants().back();
  return best(a, b, size);
}

double SemanticCosine(const SemanticView& a, const SemanticView& b) {
  if (a.empty() || a.size != b.size) return 0;
  return DotProduct(a.values, b.values, a.size) / (static_cast<double>(a.norm) * b.norm);
}

}  // namespace akin
