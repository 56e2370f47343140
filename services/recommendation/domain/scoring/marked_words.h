#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_MARKED_WORDS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_MARKED_WORDS_H_

#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/scoring/overlap.h"
#include "services/recommendation/domain/scoring/shared_form.h"
#include "services/recommendation/domain/similar.h"

namespace akin {

// The words of an article's title, and those that are written as names, to be compared with those
// of many others. Immutable. Both must outlive it.
class MarkedWords {
 public:
  MarkedWords(const Corpus& corpus, const IndexedArticle& article);

  // Sets how alike the titles are, how many names are shared, and how much both say that the other
  // text does not. `other` must be stored.
  void Compare(ArticleIndex other, PairFeatures& features) const;
  // The same of what is not of the form that both share.
  void CompareWithout(const SharedForm& form, ArticleIndex other, PairFeatures& features) const;

 private:
  // What is known of one kind of words: which they are and the sum of their idfs.
  struct Kind {
    absl::flat_hash_set<uint32_t> terms;
    double weight = 0;
  };

  // `a` and `b`: the weights of all that may count.
  template <typename LeftOut>
  void Compare(ArticleIndex other, Overlap titles, Overlap names, const LeftOut& left_out,
               PairFeatures& features) const;
  template <typename LeftOut>
  double Strangeness(ArticleIndex other, const LeftOut& left_out) const;
  double WeightWithout(const SharedForm& form, const Kind& kind) const;

  const Corpus& corpus_;
  const IndexedArticle& article_;
  Kind title_, names_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_MARKED_WORDS_H_
