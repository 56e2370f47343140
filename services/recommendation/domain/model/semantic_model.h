#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_MODEL_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_MODEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/recommendation/domain/model/semantic_vector.h"

namespace akin {

// What the articles themselves teach about words, in two ways side by side: subjects (latent
// semantic analysis: which words make articles what they are) and associations (which words keep
// the same company). Subjects tell events apart, associations see the section that both belong to.
// Immutable once made, so thread-safe.
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

  // `terms` in any order.
  SemanticVector Project(const std::vector<TermWeight>& terms) const;
  // The same where a caller has looked words up before; those that it does not know are left out.
  struct WordWeight {
    uint32_t word;
    uint32_t weight;
  };
  static constexpr uint32_t kNoWord = ~uint32_t{0};
  uint32_t WordOf(uint64_t key) const;
  SemanticVector ProjectWords(const std::vector<WordWeight>& words) const;

  std::string Encode() const;
  static absl::StatusOr<SemanticModel> Decode(absl::string_view bytes);

 private:
  // Coordinates of words, in integers times `scale`.
  struct Space {
    size_t dimensions = 0;
    std::vector<int16_t> rows;  // By word.
  };

  struct Lexicon;

  void Learn(const Lexicon& lexicon, const std::vector<Sample>& samples);
  std::vector<WordWeight> WordWeightsOf(const std::vector<TermWeight>& terms) const;
  static std::vector<double> In(const Space& space, const std::vector<WordWeight>& words);
  std::vector<double> AssociationsOf(const std::vector<WordWeight>& words) const;

  absl::flat_hash_map<uint64_t, uint32_t> words_;  // Number by key.
  Space subjects_;
  Space associations_;
  // What the associations of all articles have in common, and so says nothing; of unit length.
  std::vector<float> common_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_SEMANTIC_MODEL_H_
