#ifndef AKIN_SERVICES_AKIN_COMMANDS_EVAL_EVENTS_H_
#define AKIN_SERVICES_AKIN_COMMANDS_EVAL_EVENTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/akin/cli/output.h"

namespace akin {

// Prints how the arms in these files of events (or folders of them) fared. NOT_FOUND names a path
// that cannot be read.
absl::Status EvalEvents(const std::vector<std::string>& paths, Output& out);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_EVAL_EVENTS_H_
