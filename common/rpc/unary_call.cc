#include <algorithm>

#include "absl/time/clock.h"
#include "common/rpc/calls.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace akin::rpc_internal {
namespace {

// Parse -> answer at once, or: park until min_revision -> handle on the pool -> finish. Refused
// where the queue for the pool is too long: before the parsing, unless the answer may be there at
// once. Each step holds a reference, so that the call outlives a step that is still running when
// gRPC is done with it.
class UnaryCall : public grpc::ServerUnaryReactor, public std::enable_shared_from_this<UnaryCall> {
 public:
  UnaryCall(HostState& host, const UnaryMethod& method, const MethodReport& report,
            grpc::CallbackServerContext& server, grpc::ByteBuffer* response)
      : host_(host), method_(method), core_(host, report, server), response_(response) {}

  void Start(const grpc::ByteBuffer& bytes) {
    self_ = shared_from_this();
    const auto keep = self_;
    absl::Status status = core_.admitted();
    core_.CountBytes(bytes.Length());
    if (status.ok() && !method_.answer_at_once) status = core_.CheckRoom();
    if (status.ok()) status = ParseRequest(bytes);
    if (!status.ok()) return Reply(status);
    if (!AnswerAtOnce()) AwaitRevision();
  }

  void OnCancel() override {
    core_.MarkCancelled();
    if (const auto ticket = ticket_.load()) host_.options().gate->Cancel(ticket);
  }

  void OnDone() override { self_.reset(); }

 private:
  // Else gRPC hands each call to a thread of its own for OnDone, which is nothing here.
  bool InternalInlineable() override { return true; }

  absl::Status ParseRequest(const grpc::ByteBuffer& bytes) {
    request_ = method_.new_request();
    RETURN_IF_ERROR(Parse(bytes, *request_));
    if (!method_.min_revision || method_.min_revision(*request_) >= 0) return absl::OkStatus();
    return InvalidField("min_revision",
                        absl::StrCat(method_.min_revision(*request_), ", want >= 0"));
  }

  // Asked after the wait for a revision: a view that starts may be ready by then.
  absl::Status Ready() const {
    if (core_.cancelled()) return absl::CancelledError("call cancelled");
    if (!method_.min_revision || !host_.options().ready_to_read) return absl::OkStatus();
    return host_.options().ready_to_read();
  }

  int64_t WantedRevision() const {
    return method_.min_revision ? method_.min_revision(*request_) : 0;
  }

  // False if the call has to go its normal way.
  bool AnswerAtOnce() {
    if (!method_.answer_at_once || !IsRevisionServed() || !Ready().ok()) return false;
    absl::optional<ReadyAnswer> answer = method_.answer_at_once(core_.context(), *request_);
    if (!answer) return false;
    *response_ = ToByteBuffer(*std::move(answer));
    core_.CountBytes(response_->Length());
    Reply(absl::OkStatus());
    return true;
  }

  bool IsRevisionServed() const {
    const int64_t wanted = WantedRevision();
    const RevisionGate* gate = host_.options().gate;
    return wanted == 0 || gate == nullptr || gate->CheckReached(wanted).ok();
  }

  void AwaitRevision() {
    const int64_t wanted = WantedRevision();
    RevisionGate* gate = host_.options().gate;
    if (wanted == 0 || gate == nullptr) return Schedule();
    ticket_ = gate->WhenReached(wanted, RevisionTimeout(), [self = self_](absl::Status status) {
      status.ok() ? self->Schedule() : self->Reply(status);
    });
    if (core_.cancelled()) gate->Cancel(ticket_);
  }

  // Short of the deadline, so that the answer still reaches the caller.
  absl::Duration RevisionTimeout() const {
    const absl::Duration left = core_.context().deadline - absl::Now();
    const absl::Duration margin = std::min(absl::Milliseconds(50), left * 0.1);
    return std::clamp(left - margin, absl::ZeroDuration(), host_.options().max_revision_wait);
  }

  void Schedule() {
    if (const absl::Status room = core_.CheckRoom(); !room.ok()) return Reply(room);
    core_.Run([self = shared_from_this()](const WorkLanes::Turn& turn) {
      turn.is_late ? self->Reply(QueueTooLong()) : self->Handle();
    });
  }

  void Handle() {
    if (const absl::Status ready = Ready(); !ready.ok()) return Reply(ready);
    absl::StatusOr<MessagePtr> response = method_.handle(core_.context(), *request_);
    core_.Handled(request_.get(), response);
    if (response.ok()) *response_ = Serialize(**response);
    core_.CountBytes(response_->Length());
    Reply(response.status());
  }

  void Reply(const absl::Status& status) { Finish(core_.Close(status)); }

  HostState& host_;
  const UnaryMethod& method_;
  CallCore core_;
  MessagePtr request_;  // null if the call was refused
  grpc::ByteBuffer* const response_;
  std::atomic<RevisionGate::Ticket> ticket_ = 0;
  std::shared_ptr<UnaryCall> self_;  // until OnDone
};

}  // namespace

grpc::ServerUnaryReactor* NewUnaryCall(HostState& host, const UnaryMethod& method,
                                       const MethodReport& report,
                                       grpc::CallbackServerContext* server,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) {
  auto call = std::make_shared<UnaryCall>(host, method, report, *server, response);
  call->Start(*request);
  return call.get();
}

}  // namespace akin::rpc_internal
