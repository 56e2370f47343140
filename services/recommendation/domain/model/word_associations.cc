#include "services/recommendation/domain/model/word_associations.h"

#include <algorithm>
#include <cmath>

namespace akin {
namespace {

// Company that is twice as frequent as chance, or less, is no evidence.
const double kShift = std::log(2.0);
// Rare words are flattered by mutual information; this takes some of it back.
constexpr double kContextSmoothing = 0.75;

using Documents = std::vector<std::vector<uint32_t>>;

Documents ByWord(const Documents& documents, size_t words) {
  Documents by_word(words);
  for (size_t i = 0; i < documents.size(); ++i) {
    for (const uint32_t word : documents[i]) by_word[word].push_back(static_cast<uint32_t>(i));
  }
  return by_word;
}

// For each word, how many companions it has in all its documents together.
std::vector<double> CompanyOf(const Documents& documents, size_t words) {
  std::vector<double> company(words);
  for (const auto& document : documents) {
    for (const uint32_t word : document) company[word] += static_cast<double>(document.size()) - 1;
  }
  return company;
}

// One row per context word.
SparseRows MutualInformation(const Documents& documents, size_t words) {
  const Documents by_word = ByWord(documents, words);
  std::vector<double> logs;
  double sum = 0;
  for (const double company : CompanyOf(documents, words)) {
    logs.push_back(std::log(std::max(company, 1.0)));
    sum += std::exp(kContextSmoothing * logs.back());
  }
  const double log_sum = std::log(sum);

  SparseRows matrix;
  matrix.rows.resize(words);
  std::vector<uint32_t> counts(words);
  for (size_t context = 0; context < words; ++context) {
    std::fill(counts.begin(), counts.end(), 0);
    for (const uint32_t document : by_word[context]) {
      for (const uint32_t word : documents[document]) ++counts[word];
    }
    const double base = log_sum - kContextSmoothing * logs[context] - kShift;
    for (uint32_t word = 0; word < words; ++word) {
      if (counts[word] == 0 || word == context) continue;
      const double information = std::log(counts[word]) - logs[word] + base;
      if (information > 0) {
        matrix.rows[context].push_back({word, static_cast<float>(information)});
      }
    }
  }
  return matrix;
}

void MakeUnitLength(float* row, size_t size) {
  double squares = 0;
  for (size_t i = 0; i < size; ++i) squares += static_cast<double>(row[i]) * row[i];
  if (squares == 0) return;
  const double scale = 1 / std::sqrt(squares);
  for (size_t i = 0; i < size; ++i) row[i] = static_cast<float>(row[i] * scale);
}

}  // namespace

Matrix WordAssociations(const Documents& documents, const std::vector<uint64_t>& seeds,
                        size_t dimensions) {
  const size_t words = seeds.size();
  SingularVectors found =
      LeadingSingularVectors(MutualInformation(documents, words), seeds, dimensions);
  for (size_t i = 0; i < words; ++i) {
    float* row = found.vectors.row(i);
    for (size_t j = 0; j < dimensions; ++j) {
      row[j] = static_cast<float>(row[j] * std::sqrt(found.values[j]));
    }
    MakeUnitLength(row, dimensions);
  }
  return std::move(found.vectors);
}

}  // namespace akin
