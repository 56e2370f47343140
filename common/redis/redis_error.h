#ifndef AKIN_COMMON_REDIS_REDIS_ERROR_H_
#define AKIN_COMMON_REDIS_REDIS_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace akin {

// The status of a call that Redis answered with `error`, such as "READONLY You can't write …". The
// code tells what it means for the calls to come:
//   FAILED_PRECONDITION: this server does not serve us, or not now (LOADING, NOAUTH, MOVED), and
//     another may have been put in its place.
//   PERMISSION_DENIED: it takes no writes of ours (READONLY, MISCONF); likewise, but it can be
//     read.
//   RESOURCE_EXHAUSTED: it is full (OOM); it can be read, and another connection does not help.
//   UNKNOWN: nothing; it may be the fault of this command, or of this key.
// The message has no arguments of the command in it, which Redis repeats where it knows no such
// command: they may be a password.
absl::Status RedisErrorStatus(absl::string_view error);

// True if another connection, to where the address leads by now, may do better.
bool IsOfWrongServer(const absl::Status& status);

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_ERROR_H_
