#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SINGULAR_VECTORS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SINGULAR_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

// The part of linear algebra that learning needs: pure functions, the same result each time.
namespace akin {

// A matrix by rows, zeros left out.
struct SparseRows {
  struct Cell {
    uint32_t column;
    float value;
  };
  std::vector<std::vector<Cell>> rows;
};

// Dense, row-major.
struct Matrix {
  Matrix(size_t rows, size_t columns) : columns(columns), values(rows * columns) {}
  float* row(size_t i) { return &values[i * columns]; }
  const float* row(size_t i) const { return &values[i * columns]; }
  size_t rows() const { return values.size() / columns; }

  size_t columns;
  std::vector<float> values;
};

struct SingularVectors {
  Matrix vectors;              // A row for each column of the sparse matrix.
  std::vector<double> values;  // Falling.
};

// The leading right singular vectors of `a`, which has as many columns as there are `seeds`:
// numbers that are different from one another and the same each time.
SingularVectors LeadingSingularVectors(const SparseRows& a, const std::vector<uint64_t>& seeds,
                                       size_t dimensions);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SINGULAR_VECTORS_H_
