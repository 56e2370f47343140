#include "common/rpc/calls.h"
#include "common/rpc/end_of_stream.h"

namespace akin::rpc_internal {
namespace {

// Pulls one message at a time from the source, on the pool, and writes it; so a client that reads
// slowly holds one message here and no thread.
class ServerStreamCall : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                         public OpenStream,
                         public std::enable_shared_from_this<ServerStreamCall> {
 public:
  ServerStreamCall(HostState& host, const ServerStreamMethod& method, const MethodReport& report,
                   grpc::CallbackServerContext& server)
      : host_(host), method_(method), core_(host, report, server), request_(method.new_request()) {}

  void Start(const grpc::ByteBuffer& bytes) {
    self_ = shared_from_this();
    const auto keep = self_;
    absl::Status status = core_.admitted();
    core_.CountBytes(bytes.Length());
    if (status.ok()) status = core_.CheckRoom();
    if (status.ok()) status = Parse(bytes, *request_);
    if (!status.ok()) return End(status);
    host_.Add(keep);
    Schedule(&ServerStreamCall::Open);
  }

  // Ends the stream as soon as nothing is running or being written for it.
  void End(absl::Status status) override {
    {
      MutexLock lock(mu_);
      if (end_.ok()) end_ = std::move(status);
      if (busy_ || finished_) return;
      finished_ = true;
    }
    Finish(core_.Close(IsEndOfStream(end_) ? absl::OkStatus() : end_));
  }

  void OnWriteDone(bool ok) override {
    Rest(ok ? absl::OkStatus() : absl::CancelledError("client has gone"));
    Wake();
  }

  void OnCancel() override {
    core_.MarkCancelled();
    End(absl::CancelledError("call cancelled"));
  }

  void Abort() override { core_.TryCancel(); }

  void OnDone() override { self_.reset(); }

 private:
  void Schedule(void (ServerStreamCall::*step)()) {
    {
      MutexLock lock(mu_);
      if (busy_ || finished_) {
        woken_ = true;
        return;
      }
      busy_ = true;
      woken_ = false;
    }
    core_.Run([self = shared_from_this(), step](const WorkLanes::Turn&) { (self.get()->*step)(); });
  }

  void Wake() { Schedule(&ServerStreamCall::PullOne); }

  void Open() {
    std::weak_ptr<ServerStreamCall> weak = weak_from_this();
    auto pull = method_.open(core_.context(), *request_, [weak] {
      if (auto self = weak.lock()) self->Wake();
    });
    if (pull.ok()) pull_ = *std::move(pull);
    Rest(pull.status());
    Wake();
  }

  void PullOne() {
    absl::StatusOr<MessagePtr> next = pull_();
    if (next.ok() && *next != nullptr) {
      outgoing_ = Serialize(**next);
      core_.CountBytes(outgoing_.Length());
      StartWrite(&outgoing_);  // stays busy until OnWriteDone
      return;
    }
    Rest(next.status());
    bool again;
    {
      MutexLock lock(mu_);
      again = woken_;
    }
    if (again) Wake();
  }

  // Nothing is running now; ends the stream if it should.
  void Rest(const absl::Status& status) {
    absl::Status end;
    {
      MutexLock lock(mu_);
      busy_ = false;
      if (end_.ok()) end_ = status;
      end = end_;
    }
    if (!end.ok()) End(end);
  }

  HostState& host_;
  const ServerStreamMethod& method_;
  CallCore core_;
  const MessagePtr request_;
  PullMessage pull_;
  grpc::ByteBuffer outgoing_;
  Mutex mu_;
  bool busy_ ABSL_GUARDED_BY(mu_) = false;      // a step runs, or a write is under way
  bool woken_ ABSL_GUARDED_BY(mu_) = false;     // there may be more than the step saw
  bool finished_ ABSL_GUARDED_BY(mu_) = false;  // Finish was called
  absl::Status end_ ABSL_GUARDED_BY(mu_);       // how it is to end; OK: not yet
  std::shared_ptr<ServerStreamCall> self_;      // until OnDone
};

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* NewServerStreamCall(HostState& host,
                                                                const ServerStreamMethod& method,
                                                                const MethodReport& report,
                                                                grpc::CallbackServerContext* server,
                                                                const grpc::ByteBuffer* request) {
  auto call = std::make_shared<ServerStreamCall>(host, method, report, *server);
  call->Start(*request);
  return call.get();
}

}  // namespace akin::rpc_internal
