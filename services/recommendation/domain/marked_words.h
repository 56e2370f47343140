#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MARKED_WORDS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MARKED_WORDS_H_

#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "services/recommendation/domain/corpus.h"
#include "services/recommendation/domain/similar.h"

namespace akin {

// The words of an article's title, and those that are written as names, to be compared with those
// of many others. Immutable. `corpus` must outlive it.
class MarkedWords {
 public:
  MarkedWords(const Corpus& corpus, const IndexedArticle& article);

  // Sets how alike the titles are and how many names are shared. `other` must be stored.
  void Compare(ArticleIndex other, PairFeatures& features) const;

 private:
  // What is known of one kind of words: which they are and the sum of their idfs.
  struct Kind {
    absl::flat_hash_set<uint32_t> terms;
    double weight = 0;
  };

  const Corpus& corpus_;
  Kind title_, names_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MARKED_WORDS_H_
