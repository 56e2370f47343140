#include "services/recommendation/domain/semantic_model.h"

#include <algorithm>
#include <cmath>

#include "common/text/fingerprint.h"
#include "services/recommendation/domain/analysis.h"
#include "services/recommendation/domain/codec.h"

namespace akin {
namespace {

// Fewer articles than this say nothing about subjects.
constexpr size_t kMinSamples = 100;
constexpr size_t kMaxVocabulary = 40'000;
constexpr int kMinDimensions = 32;
constexpr int kMaxDimensions = 160;
constexpr size_t kSamplesPerDimension = 8;
// Further columns and passes of the subspace iteration; Halko, Martinsson and Tropp (2011), 4.4.
constexpr int kOversampling = 16;
constexpr int kPasses = 3;
constexpr double kRowLimit = 32767;

double Frequency(uint32_t weight) { return static_cast<double>(weight) / kTermWeightUnit; }

struct Word {
  uint64_t key;
  uint32_t documents;
};

// Words in two samples or more, the most frequent first where they are too many; then by key.
std::vector<Word> WordsOf(const std::vector<SemanticModel::Sample>& samples) {
  absl::flat_hash_map<uint64_t, uint32_t> counts;
  for (const auto& sample : samples) {
    for (const auto& term : sample) ++counts[term.key];
  }
  std::vector<Word> words;
  for (const auto& [key, documents] : counts) {
    if (documents >= 2) words.push_back({key, documents});
  }
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
    return a.documents != b.documents ? a.documents > b.documents : a.key < b.key;
  });
  if (words.size() > kMaxVocabulary) words.resize(kMaxVocabulary);
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.key < b.key; });
  return words;
}

// A matrix of articles by words, rows of unit length, zeros left out.
struct SparseRows {
  struct Cell {
    uint32_t column;
    float value;
  };
  std::vector<std::vector<Cell>> rows;
};

SparseRows RowsOf(const std::vector<SemanticModel::Sample>& samples,
                  const absl::flat_hash_map<uint64_t, uint32_t>& columns,
                  const std::vector<float>& idfs) {
  SparseRows matrix;
  for (const auto& sample : samples) {
    std::vector<SparseRows::Cell> row;
    double sum = 0;
    for (const auto& term : sample) {
      const auto it = columns.find(term.key);
      if (it == columns.end()) continue;
      const double value = Frequency(term.weight) * idfs[it->second];
      row.push_back({it->second, static_cast<float>(value)});
      sum += value * value;
    }
    const float scale = sum > 0 ? static_cast<float>(1 / std::sqrt(sum)) : 0;
    for (auto& cell : row) cell.value *= scale;
    matrix.rows.push_back(std::move(row));
  }
  return matrix;
}

// Dense, row-major.
struct Matrix {
  Matrix(size_t rows, size_t columns) : columns(columns), values(rows * columns) {}
  float* row(size_t i) { return &values[i * columns]; }
  const float* row(size_t i) const { return &values[i * columns]; }
  size_t rows() const { return values.size() / columns; }

  size_t columns;
  std::vector<float> values;
};

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

// Eigenvectors of the symmetric `a` as columns, and the columns' order by falling eigenvalue.
Square Eigenvectors(Square a, size_t n, std::vector<size_t>& order) {
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
  for (size_t i = 0; i < n; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t x, size_t y) { return a[x * n + x] > a[y * n + y]; });
  return vectors;
}

// The leading right singular vectors of `a`: one row per word, `dimensions` columns.
Matrix SingularVectors(const SparseRows& a, const std::vector<Word>& words, size_t dimensions) {
  Matrix q(words.size(), dimensions + kOversampling);
  for (size_t i = 0; i < words.size(); ++i) {
    for (size_t j = 0; j < q.columns; ++j) {
      const uint64_t bits = MixBits(words[i].key + MixBits(j + 1));
      q.row(i)[j] = static_cast<float>(static_cast<int32_t>(bits)) * 0x1p-31f;
    }
  }
  Orthonormalize(q);
  for (int pass = 0; pass < kPasses; ++pass) {
    q = TimesGram(a, q);
    Orthonormalize(q);
  }
  std::vector<size_t> order;
  const size_t n = q.columns;
  const Square vectors = Eigenvectors(Product(q, TimesGram(a, q)), n, order);
  Matrix result(words.size(), dimensions);
  for (size_t i = 0; i < words.size(); ++i) {
    for (size_t j = 0; j < dimensions; ++j) {
      double sum = 0;
      for (size_t k = 0; k < n; ++k) sum += q.row(i)[k] * vectors[k * n + order[j]];
      result.row(i)[j] = static_cast<float>(sum);
    }
  }
  return result;
}

constexpr uint64_t kModelVersion = 1;

}  // namespace

double SemanticCosine(const SemanticVector& a, const SemanticVector& b) {
  if (a.values.empty() || a.values.size() != b.values.size()) return 0;
  int32_t dot = 0;
  for (size_t i = 0; i < a.values.size(); ++i) dot += int32_t{a.values[i]} * b.values[i];
  return dot / (static_cast<double>(a.norm) * b.norm);
}

SemanticModel SemanticModel::Train(const std::vector<Sample>& samples) {
  SemanticModel model;
  if (samples.size() < kMinSamples) return model;
  const std::vector<Word> words = WordsOf(samples);
  const size_t dimensions =
      std::clamp<size_t>(samples.size() / kSamplesPerDimension, kMinDimensions, kMaxDimensions);
  if (words.size() < 2 * dimensions) return model;

  absl::flat_hash_map<uint64_t, uint32_t> columns;
  std::vector<float> idfs;
  for (const Word& word : words) {
    columns[word.key] = static_cast<uint32_t>(idfs.size());
    idfs.push_back(
        static_cast<float>(1 + std::log((1.0 + samples.size()) / (1.0 + word.documents))));
  }
  const SparseRows rows = RowsOf(samples, columns, idfs);
  const Matrix vectors = SingularVectors(rows, words, dimensions);

  float largest = 1e-9f;
  for (size_t i = 0; i < words.size(); ++i) {
    for (size_t j = 0; j < dimensions; ++j) {
      largest = std::max(largest, std::abs(vectors.row(i)[j] * idfs[i]));
    }
  }
  model.dimensions_ = static_cast<int>(dimensions);
  model.scale_ = largest / static_cast<float>(kRowLimit);
  model.unknown_idf_ = static_cast<float>(1 + std::log((1.0 + samples.size()) / 2));
  for (size_t i = 0; i < words.size(); ++i) {
    model.index_[words[i].key] = {static_cast<uint32_t>(model.rows_.size()), idfs[i]};
    for (size_t j = 0; j < dimensions; ++j) {
      model.rows_.push_back(
          static_cast<int16_t>(std::lround(vectors.row(i)[j] * idfs[i] / model.scale_)));
    }
  }
  return model;
}

SemanticVector SemanticModel::Project(const std::vector<TermWeight>& terms) const {
  SemanticVector vector;
  if (dimensions_ == 0) return vector;
  std::vector<int64_t> sums(dimensions_);
  double whole = 0;
  for (const TermWeight& term : terms) {
    const auto it = index_.find(term.key);
    const double idf = it == index_.end() ? unknown_idf_ : it->second.idf;
    whole += Frequency(term.weight) * idf * Frequency(term.weight) * idf;
    if (it == index_.end()) continue;
    const int16_t* row = &rows_[it->second.begin];
    for (int j = 0; j < dimensions_; ++j) sums[j] += int64_t{term.weight} * row[j];
  }
  int64_t largest = 0;
  double squares = 0;
  for (const int64_t sum : sums) {
    largest = std::max(largest, std::abs(sum));
    squares += static_cast<double>(sum) * static_cast<double>(sum);
  }
  if (largest == 0) return vector;
  int32_t norm = 0;
  for (const int64_t sum : sums) {
    const int8_t value = static_cast<int8_t>(std::lround(127.0 * sum / largest));
    vector.values.push_back(value);
    norm += int32_t{value} * value;
  }
  vector.norm = static_cast<float>(std::sqrt(static_cast<double>(norm)));
  vector.strength =
      static_cast<float>(std::min(1.0, std::sqrt(squares / whole) * scale_ / kTermWeightUnit));
  return vector;
}

std::string SemanticModel::Encode() const {
  std::vector<std::pair<uint64_t, Row>> words(index_.begin(), index_.end());
  std::sort(words.begin(), words.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  ByteWriter out;
  out.Number(kModelVersion);
  out.Number(dimensions_);
  out.Float(scale_);
  out.Float(unknown_idf_);
  out.Number(words.size());
  for (const auto& [key, row] : words) {
    out.Number(key);
    out.Float(row.idf);
    for (int j = 0; j < dimensions_; ++j) {
      const auto value = static_cast<uint16_t>(rows_[row.begin + j]);
      out.Byte(static_cast<uint8_t>(value));
      out.Byte(static_cast<uint8_t>(value >> 8));
    }
  }
  return out.Take();
}

absl::StatusOr<SemanticModel> SemanticModel::Decode(absl::string_view bytes) {
  ByteReader in(bytes);
  if (in.Number() != kModelVersion) return absl::DataLossError("semantic model: other version");
  SemanticModel model;
  model.dimensions_ = static_cast<int>(in.Count());
  model.scale_ = in.Float();
  model.unknown_idf_ = in.Float();
  const size_t words = in.Count();
  for (size_t i = 0; i < words && in.ok(); ++i) {
    const uint64_t key = in.Number();
    model.index_[key] = {static_cast<uint32_t>(model.rows_.size()), in.Float()};
    for (int j = 0; j < model.dimensions_; ++j) {
      const uint16_t low = in.Byte();
      model.rows_.push_back(static_cast<int16_t>(low | (uint16_t{in.Byte()} << 8)));
    }
  }
  if (!in.done()) return absl::DataLossError("semantic model: malformed");
  return model;
}

}  // namespace akin
