#include <deque>

#include "absl/strings/str_cat.h"
#include "common/rpc/calls.h"

namespace akin::rpc_internal {
namespace {

// Reads while less than a batch is held; hands all that is held to the handler, on the pool; writes
// its answers one by one; and only then starts the next batch. So what one stream holds is bounded
// by two batches, however fast its client writes and however slowly it reads.
class BidiBatchCall : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                      public OpenStream,
                      public std::enable_shared_from_this<BidiBatchCall> {
 public:
  BidiBatchCall(HostState& host, const BidiBatchMethod& method, const MethodReport& report,
                grpc::CallbackServerContext& server)
      : host_(host), method_(method), core_(host, report, server) {}

  void Start() {
    self_ = shared_from_this();
    const auto keep = self_;
    absl::Status status = core_.admitted();
    if (status.ok()) status = core_.CheckRoom();
    if (!status.ok()) return End(status);
    host_.Add(keep);
    MutexLock lock(mu_);
    ReadMore();
  }

  void OnReadDone(bool ok) override {
    MutexLock lock(mu_);
    reading_ = false;
    if (ok) {
      Hold();
    } else {
      client_done_ = true;
    }
    Proceed();
  }

  void OnWriteDone(bool ok) override {
    MutexLock lock(mu_);
    if (!ok && end_.ok()) end_ = absl::CancelledError("client has gone");
    answers_.pop_front();
    WriteNext();
  }

  void OnCancel() override {
    core_.MarkCancelled();
    End(absl::CancelledError("call cancelled"));
  }

  void End(absl::Status status) override {
    MutexLock lock(mu_);
    if (end_.ok()) end_ = std::move(status);
    Proceed();
  }

  void Abort() override { core_.TryCancel(); }

  void OnDone() override { self_.reset(); }

 private:
  // Keeps the message that was read, or ends the stream if it is one too many or does not parse.
  void Hold() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    MessagePtr message = method_.new_request();
    absl::Status taken = core_.NextRequest(incoming_.Length());
    if (taken.ok()) taken = Parse(incoming_, *message);
    if (!taken.ok()) {
      if (end_.ok()) end_ = taken;
      return;
    }
    held_bytes_ += incoming_.Length();
    held_.push_back(std::move(message));
  }

  // What to do now that something has changed.
  void Proceed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (finished_) return;
    if (!busy_ && !end_.ok()) return FinishNow();
    if (!busy_ && !held_.empty()) HandleHeld();
    if (!busy_ && client_done_) return FinishNow();
    ReadMore();
  }

  void ReadMore() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const bool full = held_.size() >= host_.options().max_batch_messages ||
                      held_bytes_ >= host_.options().max_batch_bytes;
    if (reading_ || client_done_ || full || !end_.ok()) return;
    reading_ = true;
    StartRead(&incoming_);
  }

  void HandleHeld() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    busy_ = true;
    held_bytes_ = 0;
    auto batch = std::make_shared<std::vector<MessagePtr>>(std::move(held_));
    held_.clear();
    core_.Run([self = shared_from_this(), batch](const WorkLanes::Turn&) {
      self->Handle(std::move(*batch));
    });
  }

  void Handle(std::vector<MessagePtr> batch) {
    auto answers = method_.handle(core_.context(), std::move(batch));
    MutexLock lock(mu_);
    if (answers.ok()) {
      for (MessagePtr& answer : *answers) Answer(std::move(answer));
    } else if (end_.ok()) {
      end_ = answers.status();
    }
    WriteNext();
  }

  void Answer(absl::StatusOr<MessagePtr> answer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    core_.Handled(nullptr, answer);
    answers_.push_back(Serialize(**answer));
    core_.CountBytes(answers_.back().Length());
  }

  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (!end_.ok()) answers_.clear();
    if (!answers_.empty()) return StartWrite(&answers_.front());
    busy_ = false;
    Proceed();
  }

  void FinishNow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    finished_ = true;
    Finish(core_.Close(end_));
  }

  HostState& host_;
  const BidiBatchMethod& method_;
  CallCore core_;
  grpc::ByteBuffer incoming_;
  Mutex mu_;
  bool reading_ ABSL_GUARDED_BY(mu_) = false;
  bool client_done_ ABSL_GUARDED_BY(mu_) = false;
  bool busy_ ABSL_GUARDED_BY(mu_) = false;  // a batch is handled, or its answers are written
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status end_ ABSL_GUARDED_BY(mu_);  // how to end early; OK: when the client is done
  std::vector<MessagePtr> held_ ABSL_GUARDED_BY(mu_);
  size_t held_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  std::deque<grpc::ByteBuffer> answers_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<BidiBatchCall> self_;  // until OnDone
};

}  // namespace

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* NewBidiBatchCall(
    HostState& host, const BidiBatchMethod& method, const MethodReport& report,
    grpc::CallbackServerContext* server) {
  auto call = std::make_shared<BidiBatchCall>(host, method, report, *server);
  call->Start();
  return call.get();
}

}  // namespace akin::rpc_internal
