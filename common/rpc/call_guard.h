#ifndef AKIN_COMMON_RPC_CALL_GUARD_H_
#define AKIN_COMMON_RPC_CALL_GUARD_H_

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call_context.h"
#include "google/protobuf/message.h"

namespace grpc {
class CallbackServerContext;
}

namespace akin {

// What stands before the calls of a server: tells who calls, whether they may and how often, and
// keeps the books. Implementations are thread-safe and never block.
class CallGuard {
 public:
  // One call that was let in, until this is destroyed. Thread-safe.
  class Visit {
   public:
    virtual ~Visit() = default;
    // Bytes of a request or of an answer that have come or go.
    virtual void CountBytes(size_t bytes) = 0;
    // A further request of a stream, of so many bytes: not OK ends the stream.
    virtual absl::Status NextRequest(size_t bytes) = 0;
    // A request was handled; `request` is null where it is no longer there.
    virtual void Handled(
        const google::protobuf::Message* request,
        const absl::StatusOr<std::unique_ptr<google::protobuf::Message>>& answer) = 0;
  };

  virtual ~CallGuard() = default;

  // Says in `call` who calls `method` ("/package.Service/Method"), and lets them in, or says why
  // not. Asked before anything is done for the call.
  virtual absl::StatusOr<std::unique_ptr<Visit>> Enter(absl::string_view method,
                                                       const grpc::CallbackServerContext& server,
                                                       CallContext& call) = 0;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_CALL_GUARD_H_
