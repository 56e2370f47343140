#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORE_H_

#include "services/recommendation/domain/similar.h"

// From features to scores: pure functions.
namespace akin {

// 0..1, rising with the smoothed cosine; near-duplicates come first whatever smoothing did.
double SimilarityOf(const PairFeatures& features);

// Whether a hit may be listed under a floor of `min_similarity`; 0: there is no floor.
bool PassesFloor(double similarity, double lexical_cosine, double min_similarity);

// 0..1, from unsmoothed features alone; kDuplicateThreshold and above is a near-duplicate.
double DuplicateScoreOf(const PairFeatures& features);
bool IsNearDuplicate(const PairFeatures& features);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORE_H_
