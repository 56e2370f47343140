#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_REFRESH_POLICY_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_REFRESH_POLICY_H_

#include <algorithm>
#include <cstddef>

// How often what was made among all articles is made anew as they become more. Functions of the
// number of articles, so that the log decides and no clock does.
namespace akin {

// The more articles there are, the less one more changes. What was made among so many, or fewer, is
// stale when there are an eighth more; among kLargeCorpus, or more, when there are twice as many.
inline constexpr size_t kSmallCorpus = 10'000;
inline constexpr size_t kLargeCorpus = 8 * kSmallCorpus;

// How many times as many articles as it was made among make it stale.
inline double StaleGrowth(size_t articles) {
  return 1 + static_cast<double>(std::clamp(articles, kSmallCorpus, kLargeCorpus)) / kLargeCorpus;
}

// How many lists of neighbours are made anew with each arrival: as many as become stale, 8 to 1.
inline size_t RefreshesPerArrival(size_t articles) {
  return kLargeCorpus / std::clamp(articles, kSmallCorpus, kLargeCorpus);
}

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_REFRESH_POLICY_H_
