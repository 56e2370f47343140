#include "services/search/xapian/weights.h"

#include <utility>

namespace akin {

double* WeightNamed(absl::string_view name, SearchWeights& weights) {
  using W = SearchWeights;
  static constexpr std::pair<absl::string_view, double W::*> kWeights[] = {
      {"k1", &W::k1},
      {"b", &W::b},
      {"whole_word_share", &W::whole_word_share},
      {"compound_share", &W::compound_share},
      {"exact_share", &W::exact_share},
      {"gram_share", &W::gram_share},
      {"common_share", &W::common_share},
      {"near_share", &W::near_share},
      {"equal_share", &W::equal_share},
      {"look_k1", &W::look_k1},
      {"look_b", &W::look_b}};
  for (const auto& [known, weight] : kWeights) {
    if (name == known) return &(weights.*weight);
  }
  return nullptr;
}

}  // namespace akin
