#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ARRANGING_REASONS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ARRANGING_REASONS_H_

#include <vector>

#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/similar.h"

namespace akin {

// What `other` is to `seed`, from features and times.
Relation RelationOf(const IndexedArticle& seed, const IndexedArticle& other,
                    const PairFeatures& features);

// Why `other` is like `seed`, heaviest first.
std::vector<Reason> ReasonsFor(const Corpus& corpus, const IndexedArticle& seed,
                               const IndexedArticle& other, const PairFeatures& features);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ARRANGING_REASONS_H_
