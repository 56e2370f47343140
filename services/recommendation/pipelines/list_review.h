#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_LIST_REVIEW_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_LIST_REVIEW_H_

#include <cstddef>
#include <vector>

namespace akin {

enum class ReviewAction { kDrop, kDemote, kPin };

// What a filter wants done with one item of a list.
struct ReviewDecision {
  size_t item = 0;
  ReviewAction action = ReviewAction::kDrop;
  size_t place = 0;  // Of a pin, from 0.
};

// The items 0 to n - 1 that are left, in their new order, as ListFilterService promises: first
// drops, then demotions, then pins, of which the first for an item or a place counts.
std::vector<size_t> ReviewedOrder(size_t items, const std::vector<ReviewDecision>& decisions);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_LIST_REVIEW_H_
