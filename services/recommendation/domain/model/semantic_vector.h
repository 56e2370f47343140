#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_VECTOR_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_VECTOR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace akin {

// What one article is about, as a direction in a space of a hundred or so dimensions. Integers, so
// that products are exact. Empty: not known.
struct SemanticVector {
  std::vector<int8_t> values;
  float norm = 0;  // Of `values`.
};

// The same, kept somewhere else.
struct SemanticView {
  const int8_t* values = nullptr;
  size_t size = 0;
  float norm = 0;

  bool empty() const { return size == 0; }
};

inline SemanticView ViewOf(const SemanticVector& vector) {
  return {vector.values.data(), vector.values.size(), vector.norm};
}

// 0 where either is empty.
double SemanticCosine(const SemanticView& a, const SemanticView& b);

// The sum of products, by the widest instructions that this processor has; the same number by all
// of them. `size` below 2^17.
int32_t DotProduct(const int8_t* a, const int8_t* b, size_t size);
// The same; values of `a` below 2^13, and `size` at most 2^11.
int32_t DotProduct(const int16_t* a, const int8_t* b, size_t size);

// Every way in which DotProduct may be computed here, the portable one first; for tests.
using DotProductFunction = int32_t (*)(const int8_t*, const int8_t*, size_t);
std::vector<DotProductFunction> DotProductVariants();
using WideDotProductFunction = int32_t (*)(const int16_t*, const int8_t*, size_t);
std::vector<WideDotProductFunction> WideDotProductVariants();

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_VECTOR_H_
