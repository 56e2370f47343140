#ifndef AKIN_COMMON_RPC_END_OF_STREAM_H_
#define AKIN_COMMON_RPC_END_OF_STREAM_H_

#include "absl/status/status.h"

namespace akin {

// What a StreamSource returns where all is sent: the stream ends, and with OK.
absl::Status EndOfStream();

bool IsEndOfStream(const absl::Status& status);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_END_OF_STREAM_H_
