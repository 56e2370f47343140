#ifndef AKIN_COMMON_RPC_CALL_CONTEXT_H_
#define AKIN_COMMON_RPC_CALL_CONTEXT_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/time/time.h"

namespace grpc {
class CallbackServerContext;
}

namespace akin {

struct Caller;

// What a handler knows about the call it serves. Cheap to copy; safe to read from any thread while
// the call is served.
struct CallContext {
  // When the caller stops waiting; InfiniteFuture if it never does.
  absl::Time deadline = absl::InfiniteFuture();

  // The W3C traceparent that came in, or one made for this call; outgoing calls carry it on.
  std::string traceparent;

  // True once the caller has gone or the deadline has passed: work for it is wasted.
  bool cancelled() const { return cancelled_flag && cancelled_flag->load(); }
  std::shared_ptr<const std::atomic<bool>> cancelled_flag;

  // Lets outgoing calls inherit deadline and cancellation; null outside a server.
  const grpc::CallbackServerContext* server_context = nullptr;

  // Who calls, see common/access/caller.h. Null where nobody asked: everyone may everything.
  std::shared_ptr<const Caller> caller = nullptr;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_CALL_CONTEXT_H_
