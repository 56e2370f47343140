#include "services/recommendation/pipelines/agreement.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace akin {

Agreement AgreementOf(const std::vector<std::string>& served,
                      const std::vector<std::string>& other) {
  if (served.empty()) return {};
  absl::flat_hash_map<absl::string_view, size_t> place_in_other;
  for (size_t i = 0; i < other.size(); ++i) place_in_other.emplace(other[i], i);
  std::vector<size_t> places;  // In the other list, of what is in both, in the order served.
  for (const std::string& name : served) {
    const auto found = place_in_other.find(name);
    if (found != place_in_other.end()) places.push_back(found->second);
  }
  Agreement agreement;
  const double common = static_cast<double>(places.size());
  agreement.overlap = common / static_cast<double>(served.size());
  if (places.size() < 2) return agreement;
  std::vector<size_t> sorted = places;
  std::sort(sorted.begin(), sorted.end());
  double squares = 0;
  for (size_t i = 0; i < places.size(); ++i) {
    const size_t rank = std::lower_bound(sorted.begin(), sorted.end(), places[i]) - sorted.begin();
    const double difference = static_cast<double>(rank) - static_cast<double>(i);
    squares += difference * difference;
  }
  agreement.rank_correlation = 1 - 6 * squares / (common * (common * common - 1));
  return agreement;
}

}  // namespace akin
