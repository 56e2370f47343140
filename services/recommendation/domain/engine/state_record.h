#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_RECORD_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_RECORD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// A record of the engine's state. The owner stores records under their keys in the commit that also
// stores the applied revision, and gives all of them back to Restore() after a restart.
struct StateRecord {
  std::string key;    // A letter that says what it is, "/", then an id.
  std::string value;  // Empty: delete the key.
};
using StateChanges = std::vector<StateRecord>;

// Names what records look like; another name makes stores start over from the log.
inline constexpr absl::string_view kStateFormat = "5";

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_RECORD_H_
