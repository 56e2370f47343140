#ifndef AKIN_COMMON_RPC_SERVICE_HOST_H_
#define AKIN_COMMON_RPC_SERVICE_HOST_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/rpc/call_context.h"
#include "common/view/revision_gate.h"
#include "google/protobuf/message.h"

namespace grpc {
class Service;
}

namespace akin {

class CallGuard;

using MessagePtr = std::unique_ptr<google::protobuf::Message>;
// Next message of a stream; null if there is none now.
using PullMessage = std::function<absl::StatusOr<MessagePtr>()>;

// One finished call, for metrics and logs.
struct CallRecord {
  const absl::Status& status;
  absl::Duration duration;
  absl::Duration queued;  // of which it waited for a thread
  const CallContext& call;
};
// Told of each finished call of one method. Must be fast.
using OnCall = std::function<void(const CallRecord&)>;

// A response that is serialized already: `shared`, of which nobody makes a copy, and after it the
// fields in `own`.
struct ReadyAnswer {
  std::shared_ptr<const std::string> shared;
  std::string own;
};

struct UnaryMethod {
  std::function<MessagePtr()> new_request;
  std::function<int64_t(const google::protobuf::Message&)> min_revision;  // null: has none
  std::function<absl::StatusOr<MessagePtr>(const CallContext&, const google::protobuf::Message&)>
      handle;
  // Asked before `handle`, on gRPC's thread: the answer, if it is in memory. Must not block. Null:
  // the method never knows.
  std::function<absl::optional<ReadyAnswer>(const CallContext&, const google::protobuf::Message&)>
      answer_at_once = nullptr;
};

struct ServerStreamMethod {
  std::function<MessagePtr()> new_request;
  std::function<absl::StatusOr<PullMessage>(const CallContext&, const google::protobuf::Message&,
                                            std::function<void()> wake)>
      open;
};

struct BidiBatchMethod {
  std::function<MessagePtr()> new_request;
  std::function<absl::StatusOr<std::vector<MessagePtr>>(const CallContext&,
                                                        std::vector<MessagePtr>)>
      handle;
};

// The one adapter between gRPC's callback API and our handlers. For each call it admits (or answers
// RESOURCE_EXHAUSTED before any work, or what its guard says), parses (INVALID_ARGUMENT if the
// bytes do not), parks until min_revision is served, runs the handler on a bounded pool, maps the
// status and reports the call. What can be answered at once, with all of that but the pool, is
// answered on gRPC's own thread. A call that would wait for too long, or has, is answered
// RESOURCE_EXHAUSTED, reason QUEUE_TOO_LONG (common/sync/work_lanes.h); steps of a stream, which
// come no faster than they are done, are not. Thread-safe once its methods are added; must outlive
// the server it is registered with.
class ServiceHost {
 public:
  struct Options {
    // Threads for handlers, which may block.
    int threads = 16;
    // Handlers of dear methods that run at a time, see WorkLanes. 0: all but one of the threads.
    int max_running = 0;
    // The longest that a call may wait for a thread.
    absl::Duration max_queue_time = absl::Milliseconds(250);
    // Calls admitted and not yet answered, parked ones included; streams count as one each.
    int max_calls = 4096;
    // Longest wait for min_revision of a call without a deadline.
    absl::Duration max_revision_wait = absl::Seconds(30);
    // Messages and bytes of one bidirectional stream that are held before the client is slowed
    // down.
    size_t max_batch_messages = 256;
    size_t max_batch_bytes = 8 << 20;
    // What min_revision waits for. Null: the service has no revisions.
    RevisionGate* gate = nullptr;
    // Asked before each call that reads (has min_revision) is handled, once its revision is there:
    // not OK refuses it, e.g. VIEW_STALE.
    std::function<absl::Status()> ready_to_read;
  };

  ServiceHost(absl::string_view full_name, Options options);
  ~ServiceHost();
  ServiceHost(const ServiceHost&) = delete;
  ServiceHost& operator=(const ServiceHost&) = delete;

  void AddUnary(absl::string_view method, UnaryMethod entry);
  void AddServerStream(absl::string_view method, ServerStreamMethod entry);
  void AddBidiBatch(absl::string_view method, BidiBatchMethod entry);
  // Says of methods that were added that they take next to nothing, or must not wait for those that
  // take more. All others are dear.
  void SetCheap(std::initializer_list<absl::string_view> methods);

  const std::string& full_name() const;
  grpc::Service& grpc_service();

  // Has each method's calls reported to what `of` makes for it ("/package.Service/Method"); before
  // the server starts.
  void ReportCalls(const std::function<OnCall(absl::string_view method)>& of);
  // Has `guard` asked before each call; null: nobody. Before the server starts, which it must
  // outlive.
  void GuardCalls(CallGuard* guard);
  // Whether calls that read would be handled now.
  bool IsReady() const;
  // Ends what does not end by itself: streams that are open or will be opened, with UNAVAILABLE and
  // reason SERVER_STOPPING. The server calls it when it stops.
  void EndStreams();
  // Cancels streams that have not ended since, because their callers do not read.
  void AbortStreams();
  // Whether any stream is open.
  bool HasStreams() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_SERVICE_HOST_H_
