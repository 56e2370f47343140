#ifndef AKIN_COMMON_RPC_HOST_STATE_H_
#define AKIN_COMMON_RPC_HOST_STATE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/rpc/call_guard.h"
#include "common/rpc/service_host.h"
#include "common/sync/mutex.h"
#include "common/sync/work_lanes.h"
#include "common/time/clock.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"

// Internal to common/rpc: what the calls of one ServiceHost share.
namespace akin::rpc_internal {

// A stream that must be ended when the server stops. Thread-safe.
class OpenStream {
 public:
  virtual ~OpenStream() = default;
  // With `status`, as soon as nothing is being written.
  virtual void End(absl::Status status) = 0;
  // At once: whoever does not read what is being written would keep the stream open.
  virtual void Abort() = 0;
};

// UNAVAILABLE with reason SERVER_STOPPING and RetryInfo: how streams end when the server stops.
absl::Status ServerStopping();

// RESOURCE_EXHAUSTED with reason QUEUE_TOO_LONG and RetryInfo.
const absl::Status& QueueTooLong();

// A method of the service, as its calls are reported and done.
struct MethodReport {
  std::string name;          // "/package.Service/Method"
  OnCall on_call = nullptr;  // null: to nobody
  WorkCost cost = WorkCost::kDear;
};

// Thread-safe.
class HostState {
 public:
  explicit HostState(ServiceHost::Options options);

  const ServiceHost::Options& options() const { return options_; }
  WorkLanes& lanes() { return lanes_; }
  // Before the server starts.
  void set_guard(CallGuard* guard) { guard_ = guard; }
  CallGuard* guard() { return guard_; }  // null: none

  // Counts the call. OK, or RESOURCE_EXHAUSTED: with RetryInfo where there are too many, without
  // where its metadata is too large.
  absl::Status Admit(const grpc::CallbackServerContext& server);
  void Leave() { --calls_; }

  void Add(std::weak_ptr<OpenStream> stream);
  // Ends all streams, and each that is added later.
  void EndStreams();
  void AbortStreams();
  bool HasStreams() { return !OpenStreams().empty(); }

 private:
  std::vector<std::shared_ptr<OpenStream>> OpenStreams();

  ServiceHost::Options options_;
  CallGuard* guard_ = nullptr;
  std::atomic<int> calls_ = 0;
  Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::weak_ptr<OpenStream>> streams_ ABSL_GUARDED_BY(mu_);
  const SteadyClock clock_;
  WorkLanes lanes_;  // last: its tasks use the rest
};

// The part that all kinds of call have in common: admission, context, turns, measuring. Counted in
// the host from construction to destruction if `admitted` is OK.
class CallCore {
 public:
  CallCore(HostState& host, const MethodReport& report, grpc::CallbackServerContext& server);
  ~CallCore();

  const absl::Status& admitted() const { return admitted_; }
  const CallContext& context() const { return context_; }
  // OK, or QueueTooLong where the call would have to wait for its turn for too long.
  absl::Status CheckRoom();
  // Runs a step of the call when its turn has come.
  void Run(std::function<void(const WorkLanes::Turn&)> step);
  void MarkCancelled() { cancelled_->store(true); }
  bool cancelled() const { return cancelled_->load(); }

  // Ends the call, whatever it waits for; does nothing once it was closed, for then its status is
  // on the way, and gRPC's context of it may be gone.
  void TryCancel();

  // Of the guard's books, see CallGuard::Visit; for calls that were admitted.
  void CountBytes(size_t bytes);
  absl::Status NextRequest(size_t bytes);
  void Handled(const google::protobuf::Message* request, const absl::StatusOr<MessagePtr>& answer);

  // Reports the call, and gives its status in gRPC's form. Call once, just before Finish.
  grpc::Status Close(const absl::Status& status);

 private:
  absl::Status Enter(grpc::CallbackServerContext& server);

  HostState& host_;
  const MethodReport& report_;
  Mutex mu_;
  grpc::CallbackServerContext* server_ ABSL_GUARDED_BY(mu_);  // null once closed
  const absl::Time start_;
  std::shared_ptr<std::atomic<bool>> cancelled_;
  CallContext context_;
  std::atomic<int64_t> queued_nanos_ = 0;
  std::unique_ptr<CallGuard::Visit> visit_;  // null: not guarded, or not admitted
  const absl::Status admitted_;
};

// INVALID_ARGUMENT, naming the field if a string in it is not UTF-8.
absl::Status Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);
// What is not valid UTF-8 in `message` is mended first: no client could read the answer.
grpc::ByteBuffer Serialize(google::protobuf::Message& message);
grpc::ByteBuffer ToByteBuffer(ReadyAnswer answer);

}  // namespace akin::rpc_internal

#endif  // AKIN_COMMON_RPC_HOST_STATE_H_
