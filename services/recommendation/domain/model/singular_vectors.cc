#include "services/recommendation/domain/model/singular_vectors.h"

#include <algorithm>
#include <cmath>

#include "common/text/fingerprint.h"

namespace akin {
namespace {

// Further columns and passes of the subspace iteration; Halko, Martinsson and Tropp (2011), 4.4.
constexpr size_t kOversampling = 16;
constexpr int kPasses = 3;

// result = transpose(A) * (A * q), one article at a time.
Matrix TimesGram(const SparseRows& a, const Matrix& q) {
  Matrix result(q.rows(), q.columns);
  std::vector<float> product(q.columns);
  for (const auto& row : a.rows) {
    std::fill(product.begin(), product.end(), 0.0f);
    for (const auto& cell : row) {
      const float* from = q.row(cell.column);
      for (size_t j = 0; j < q.columns; ++j) product[j] += cell.value * from[j];
    }
    for (const auto& cell : row) {
      float* to = result.row(cell.column);
      for (size_t j = 0; j < q.columns; ++j) to[j] += cell.value * product[j];
    }
  }
  return result;
}

using Square = std::vector<double>;  // n by n, row-major.

// transpose(a) * b.
Square Product(const Matrix& a, const Matrix& b) {
  const size_t n = a.columns;
  Square product(n * n);
  for (size_t r = 0; r < a.rows(); ++r) {
    const float* x = a.row(r);
    const float* y = b.row(r);
    for (size_t i = 0; i < n; ++i) {
      if (x[i] == 0) continue;
      const double xi = x[i];
      for (size_t j = 0; j < n; ++j) product[i * n + j] += xi * y[j];
    }
  }
  return product;
}

// Makes the columns orthonormal by Cholesky's factor of their Gram matrix; columns that depend on
// earlier ones become zero.
void Orthonormalize(Matrix& q) {
  const size_t n = q.columns;
  Square l = Product(q, q);
  std::vector<double> inverse_diagonal(n);
  for (size_t j = 0; j < n; ++j) {
    const double before = l[j * n + j];
    for (size_t k = 0; k < j; ++k) l[j * n + j] -= l[j * n + k] * l[j * n + k];
    const bool independent = l[j * n + j] > 1e-10 * before && before > 0;
    inverse_diagonal[j] = independent ? 1 / std::sqrt(l[j * n + j]) : 0;
    for (size_t i = j + 1; i < n; ++i) {
      for (size_t k = 0; k < j; ++k) l[i * n + j] -= l[i * n + k] * l[j * n + k];
      l[i * n + j] *= inverse_diagonal[j];
    }
  }
  std::vector<double> solved(n);
  for (size_t r = 0; r < q.rows(); ++r) {
    float* x = q.row(r);
    for (size_t j = 0; j < n; ++j) {
      double value = x[j];
      for (size_t k = 0; k < j; ++k) value -= l[j * n + k] * solved[k];
      solved[j] = value * inverse_diagonal[j];
    }
    for (size_t j = 0; j < n; ++j) x[j] = static_cast<float>(solved[j]);
  }
}

// Rotates rows and columns p and q of the symmetric `a` so that a[p][q] becomes zero, and the
// columns of `vectors` with them.
void JacobiRotate(Square& a, Square& vectors, size_t n, size_t p, size_t q) {
  const double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
  const double t = (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1);
  const double s = t * c;
  for (size_t k = 0; k < n; ++k) {
    const double x = a[k * n + p], y = a[k * n + q];
    a[k * n + p] = c * x - s * y;
    a[k * n + q] = s * x + c * y;
  }
  for (size_t k = 0; k < n; ++k) {
    const double x = a[p * n + k], y = a[q * n + k];
    a[p * n + k] = c * x - s * y;
    a[q * n + k] = s * x + c * y;
  }
  for (size_t k = 0; k < n; ++k) {
    const double x = vectors[k * n + p], y = vectors[k * n + q];
    vectors[k * n + p] = c * x - s * y;
    vectors[k * n + q] = s * x + c * y;
  }
}

// Eigenvectors of the symmetric `a` as columns, their eigenvalues, and the order by falling one.
Square Eigenvectors(Square a, size_t n, std::vector<double>& eigenvalues,
                    std::vector<size_t>& order) {
  constexpr int kSweeps = 12;
  Square vectors(n * n);
  double total = 0;
  for (size_t i = 0; i < n; ++i) {
    vectors[i * n + i] = 1;
    total += std::abs(a[i * n + i]);
  }
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (size_t p = 0; p < n; ++p) {
      for (size_t q = p + 1; q < n; ++q) {
        if (std::abs(a[p * n + q]) > 1e-12 * total) JacobiRotate(a, vectors, n, p, q);
      }
    }
  }
  order.resize(n);
  for (size_t i = 0; i < n; ++i) {
    order[i] = i;
    eigenvalues.push_back(a[i * n + i]);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t x, size_t y) { return eigenvalues[x] > eigenvalues[y]; });
  return vectors;
}

// Anything will do to start from, if it is the same each time and no column is like another.
Matrix StartingColumns(const std::vector<uint64_t>& seeds, size_t columns) {
  Matrix q(seeds.size(), columns);
  for (size_t i = 0; i < seeds.size(); ++i) {
    for (size_t j = 0; j < columns; ++j) {
      const uint64_t bits = MixBits(seeds[i] + MixBits(j + 1));
      q.row(i)[j] = static_cast<float>(static_cast<int32_t>(bits)) * 0x1p-31f;
    }
  }
  return q;
}

}  // namespace

SingularVectors LeadingSingularVectors(const SparseRows& a, const std::vector<uint64_t>& seeds,
                                       size_t dimensions) {
  Matrix q = StartingColumns(seeds, dimensions + kOversampling);
  Orthonormalize(q);
  for (int pass = 0; pass < kPasses; ++pass) {
    q = TimesGram(a, q);
    Orthonormalize(q);
  }
  std::vector<size_t> order;
  const size_t n = q.columns;
  std::vector<double> eigenvalues;
  const Square rotation = Eigenvectors(Product(q, TimesGram(a, q)), n, eigenvalues, order);
  SingularVectors result{Matrix(seeds.size(), dimensions), {}};
  for (size_t j = 0; j < dimensions; ++j) {
    result.values.push_back(std::sqrt(std::max(0.0, eigenvalues[order[j]])));
  }
  for (size_t i = 0; i < seeds.size(); ++i) {
    for (size_t j = 0; j < dimensions; ++j) {
      double sum = 0;
      for (size_t k = 0; k < n; ++k) sum += q.row(i)[k] * rotation[k * n + order[j]];
      result.vectors.row(i)[j] = static_cast<float>(sum);
    }
  }
  return result;
}

}  // namespace akin
