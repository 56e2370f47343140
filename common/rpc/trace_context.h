#ifndef AKIN_COMMON_RPC_TRACE_CONTEXT_H_
#define AKIN_COMMON_RPC_TRACE_CONTEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// The traceparent that a call has and passes on, by https://www.w3.org/TR/trace-context/: what the
// caller sent, as version 00, if it keeps to the grammar, else that of a new trace.
std::string ContinueTrace(absl::string_view received);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_TRACE_CONTEXT_H_
