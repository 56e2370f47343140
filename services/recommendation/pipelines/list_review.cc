#include "services/recommendation/pipelines/list_review.h"

#include <algorithm>
#include <map>

#include "absl/container/flat_hash_set.h"

namespace akin {
namespace {

absl::flat_hash_set<size_t> ItemsOf(const std::vector<ReviewDecision>& decisions,
                                    ReviewAction action) {
  absl::flat_hash_set<size_t> items;
  for (const ReviewDecision& decision : decisions) {
    if (decision.action == action) items.insert(decision.item);
  }
  return items;
}

// The pinned items by their places, which are all below `items`.
std::map<size_t, size_t> Pins(size_t items, const std::vector<ReviewDecision>& decisions,
                              const absl::flat_hash_set<size_t>& dropped) {
  std::map<size_t, size_t> pins;
  absl::flat_hash_set<size_t> pinned;
  for (const ReviewDecision& decision : decisions) {
    if (decision.action != ReviewAction::kPin || dropped.contains(decision.item)) continue;
    if (!pinned.insert(decision.item).second) continue;
    size_t place = std::min(decision.place, items - 1);
    while (pins.contains(place)) place = (place + 1) % items;
    pins.emplace(place, decision.item);
  }
  return pins;
}

}  // namespace

std::vector<size_t> ReviewedOrder(size_t items, const std::vector<ReviewDecision>& decisions) {
  const auto dropped = ItemsOf(decisions, ReviewAction::kDrop);
  const auto demoted = ItemsOf(decisions, ReviewAction::kDemote);
  const size_t left = items - dropped.size();
  if (left == 0) return {};
  const std::map<size_t, size_t> pins = Pins(left, decisions, dropped);
  absl::flat_hash_set<size_t> pinned;
  for (const auto& [place, item] : pins) pinned.insert(item);
  std::vector<size_t> others;
  for (size_t i = 0; i < items; ++i) {
    if (!dropped.contains(i) && !pinned.contains(i)) others.push_back(i);
  }
  std::stable_partition(others.begin(), others.end(),
                        [&](size_t item) { return !demoted.contains(item); });
  std::vector<size_t> list;
  auto next = others.begin();
  for (size_t place = 0; place < left; ++place) {
    const auto pin = pins.find(place);
    list.push_back(pin != pins.end() ? pin->second : *next++);
  }
  return list;
}

}  // namespace akin
