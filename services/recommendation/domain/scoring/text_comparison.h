#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_TEXT_COMPARISON_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_TEXT_COMPARISON_H_

#include <vector>

#include "absl/types/optional.h"
#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/scoring/shared_form.h"
#include "services/recommendation/domain/scoring/vectors.h"
#include "services/recommendation/domain/similar.h"
#include "services/recommendation/domain/text/shingle_sketch.h"

namespace akin {

// The words and phrases of an article that many others are compared with, as they are now: what
// duplicates and floors are decided by. Immutable. `corpus` and `article` must outlive it.
class TextComparison {
 public:
  TextComparison(const Corpus& corpus, const IndexedArticle& article);

  // Sets both cosines of words and the containment of phrases.
  void Compare(ArticleIndex other, const ShingleSketch& shingles, PairFeatures& features) const {
    CompareWords(other, features);
    ComparePhrases(other, shingles, features);
  }
  void CompareWords(ArticleIndex other, PairFeatures& features) const;
  // After the words. What both are filled in on a form for is compared by what was filled in, then
  // what words tell without the form is set anew; returns the form, if there is one.
  absl::optional<SharedForm> ComparePhrases(ArticleIndex other, const ShingleSketch& shingles,
                                            PairFeatures& features, bool heed_forms = true) const;
  double DuplicateScore(ArticleIndex other, const ShingleSketch& shingles) const;

  const IndexedArticle& article() const { return article_; }
  const ArticleVector& vector() const { return vector_; }
  const WeightTable& table() const { return table_; }

 private:
  struct WordSums;

  template <typename LeftOut>
  WordSums SumWords(ArticleIndex other, const LeftOut& left_out) const;
  bool CompareWordsWithout(const SharedForm& form, ArticleIndex other,
                           PairFeatures& features) const;

  const Corpus& corpus_;
  const IndexedArticle& article_;
  const ArticleVector vector_;
  const WeightTable table_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_TEXT_COMPARISON_H_
