#ifndef AKIN_SERVICES_AKIN_COMMANDS_ARRANGE_FLAGS_H_
#define AKIN_SERVICES_AKIN_COMMANDS_ARRANGE_FLAGS_H_

#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/akin/cli/flags.h"

namespace akin {

// How a list of similar articles is arranged, as flags.
struct ArrangeFlags {
  bool no_collapse = false;
  bool no_diversity = false;
  bool no_source_cap = false;
  bool no_floor = false;
  bool by_duplicate_score = false;
  int32_t max_per_source = 0;
  recommendation::v1::RecencyMode recency = recommendation::v1::RECENCY_MODE_UNSPECIFIED;

  void DeclareIn(Flags& flags);
  recommendation::v1::ArrangeOptions ToProto() const;
};

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_ARRANGE_FLAGS_H_
