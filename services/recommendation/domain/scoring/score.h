#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_SCORE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_SCORE_H_

#include <cstddef>

#include "services/recommendation/domain/similar.h"

// From features to scores: pure functions.
namespace akin {

// 0..1, rising with the smoothed cosine; near-duplicates come first whatever smoothing did.
double SimilarityOf(const PairFeatures& features);

// The lexical cosine that a hit needs in a corpus of so many articles where there is a floor.
double LeastLexicalCosine(size_t articles);

// 0..1, from unsmoothed features alone; kDuplicateThreshold and above is a near-duplicate.
double DuplicateScoreOf(const PairFeatures& features);
bool IsNearDuplicate(const PairFeatures& features);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_SCORE_H_
