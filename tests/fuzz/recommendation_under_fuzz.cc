#include "services/recommendation/recommendation_app.h"
#include "tests/fuzz/view_under_fuzz.h"

namespace akin::fuzz {

std::unique_ptr<ServiceUnderFuzz> NewServiceUnderFuzz() {
  return std::make_unique<ViewUnderFuzz<RecommendationApp>>();
}

}  // namespace akin::fuzz
