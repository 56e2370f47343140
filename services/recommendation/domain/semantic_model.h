#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SEMANTIC_MODEL_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SEMANTIC_MODEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace akin {

// What one article is about, as a direction in a space of a few dozen subjects. Integers, so that
// products are exact. Empty: not known.
struct SemanticVector {
  std::vector<int8_t> values;
  float norm = 0;      // Of `values`.
  float strength = 0;  // 0..1: how much of the article's words the space explains.
};

// 0 where either is empty.
double SemanticCosine(const SemanticVector& a, const SemanticVector& b);

// Latent semantic analysis of the articles themselves: words that appear in the same articles point
// the same way. Immutable once made, so thread-safe.
class SemanticModel {
 public:
  // Frequency weights of one article's terms, by term key.
  struct TermWeight {
    uint64_t key;
    uint32_t weight;  // As in Analysis::Term.
  };

  // One article to learn from; the caller passes articles, and within them terms, in an order that
  // does not depend on arrival, so that the same articles make the same model.
  using Sample = std::vector<TermWeight>;
  static SemanticModel Train(const std::vector<Sample>& samples);

  SemanticVector Project(const std::vector<TermWeight>& terms) const;

  std::string Encode() const;
  static absl::StatusOr<SemanticModel> Decode(absl::string_view bytes);

  int dimensions() const { return dimensions_; }

 private:
  struct Row {
    uint32_t begin;  // In rows_.
    float idf;
  };

  int dimensions_ = 0;
  float unknown_idf_ = 1;  // Of words that the model has never met.
  float scale_ = 1;        // A row's value times this is its real coordinate.
  absl::flat_hash_map<uint64_t, Row> index_;
  std::vector<int16_t> rows_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SEMANTIC_MODEL_H_
