#ifndef AKIN_COMMON_ACCESS_POLICY_JSON_H_
#define AKIN_COMMON_ACCESS_POLICY_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/access/policy.h"

namespace akin {

// A policy in gRPC's JSON form (gRFC A43: name, allow_rules, deny_rules; at least one allow rule),
// with two lists of ours beside it, whose entries say of whom and of what as rules do:
//   "quotas": [{"name", "source": {"principals"}, "request": {"paths"},
//               "calls_per_second", "calls_in_progress", "bytes_per_second"}]
//   "publishers": [{"name", "source": {"principals"}, "sources": ["example.com"]}]
// INVALID_ARGUMENT saying where: line and column of what is no JSON, else the path to the value,
// "allow_rules[2].request.paths[0]: …". Fields that there are not are errors, and so are fields
// that come twice: nothing in a policy is passed over. Thread-safe.
absl::StatusOr<AccessPolicy> ParsePolicy(absl::string_view json);

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_POLICY_JSON_H_
