#include "common/redis/redis_error.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace akin {
namespace {

struct Kind {
  absl::string_view first_word;
  absl::StatusCode code;
  absl::string_view hint = "";
};

constexpr absl::string_view kCluster =
    " (a node of a Redis Cluster, which is not supported: give the address of a single server, or "
    "of a proxy that speaks to the cluster)";
constexpr absl::string_view kCredentials = " (see --redis_username and --redis_password_file)";

constexpr absl::StatusCode kServesNot = absl::StatusCode::kFailedPrecondition;
constexpr absl::StatusCode kTakesNoWrites = absl::StatusCode::kPermissionDenied;

constexpr Kind kKinds[] = {
    {"READONLY", kTakesNoWrites},    // A replica, by now.
    {"MISCONF", kTakesNoWrites},     // It cannot save to its disk.
    {"NOREPLICAS", kTakesNoWrites},  // It is cut off from its replicas, and may be replaced.
    {"NOPERM", kTakesNoWrites, kCredentials},
    {"OOM", absl::StatusCode::kResourceExhausted},
    {"LOADING", kServesNot},
    {"MASTERDOWN", kServesNot},  // A replica without its master.
    {"BUSY", kServesNot},        // With a script, which may end, ...
    {"UNKILLABLE", kServesNot},  // ... or not.
    {"NOAUTH", kServesNot, kCredentials},
    {"WRONGPASS", kServesNot, kCredentials},
    {"DENIED", kServesNot},  // Protected mode: it wants a password, or a loopback address.
    {"CLUSTERDOWN", kServesNot, kCluster},
    {"MOVED", kServesNot, kCluster},
    {"ASK", kServesNot, kCluster},
    {"CROSSSLOT", absl::StatusCode::kUnknown, kCluster},
    {"TRYAGAIN", absl::StatusCode::kUnknown, kCluster},
};

// No server says more than this in earnest.
constexpr size_t kMaxMessageBytes = 200;

absl::string_view WithoutArguments(absl::string_view error) {
  return error.substr(0, std::min(error.find(", with args"), kMaxMessageBytes));
}

}  // namespace

absl::Status RedisErrorStatus(absl::string_view error) {
  const absl::string_view first_word = error.substr(0, error.find(' '));
  const Kind* kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                  [&](const Kind& kind) { return kind.first_word == first_word; });
  const bool known = kind != std::end(kKinds);
  return absl::Status(
      known ? kind->code : absl::StatusCode::kUnknown,
      absl::StrCat("redis: ", WithoutArguments(error), known ? kind->hint : absl::string_view()));
}

bool IsOfWrongServer(const absl::Status& status) {
  return status.code() == kServesNot || status.code() == kTakesNoWrites;
}

}  // namespace akin
