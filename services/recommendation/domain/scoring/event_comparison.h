#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_EVENT_COMPARISON_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_EVENT_COMPARISON_H_

#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/scoring/marked_words.h"
#include "services/recommendation/domain/scoring/text_comparison.h"
#include "services/recommendation/domain/similar.h"

namespace akin {

// Compares an article with others as to whether they report one event, in two steps, since most do
// not and the first one tells. Immutable. `corpus` and `article` must outlive it.
class EventComparison {
 public:
  EventComparison(const Corpus& corpus, const IndexedArticle& article)
      : corpus_(corpus), text_(corpus, article), marked_(corpus, article) {}

  // What words and time tell: MostSameEventScore() says whether the rest can matter.
  PairFeatures Compare(ArticleIndex other) const;
  // Adds what phrases and numbers tell: then SameEventScore() is that of all features.
  void Complete(ArticleIndex other, PairFeatures& features) const;

 private:
  bool MayShareForm(ArticleIndex other, const PairFeatures& features) const;

  const Corpus& corpus_;
  const TextComparison text_;
  const MarkedWords marked_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_EVENT_COMPARISON_H_
