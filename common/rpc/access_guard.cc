#include "common/rpc/access_guard.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/access/caller.h"
#include "common/log/log.h"
#include "common/rpc/audit_items.h"
#include "common/rpc/caller_identity.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

using google::protobuf::Message;

// Lines a second about denied calls, so that whoever is denied cannot fill the log;
// akin_rpc_calls_total counts all of them, and the audit log has them.
constexpr int kDeniedLines = 10;

absl::Status WhyNot(const Caller& caller, absl::string_view method) {
  if (caller.IsAnonymous()) {
    return ErrorWithReason(absl::StatusCode::kUnauthenticated, "CALLER_UNKNOWN",
                           "who calls is not known; want a certificate or a token");
  }
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "METHOD_NOT_ALLOWED",
                         absl::StrCat(caller.name(), " may not call ", method));
}

}  // namespace

class AccessGuard::GuardedVisit : public CallGuard::Visit {
 public:
  // `method` is the adapter's own text.
  GuardedVisit(AccessGuard& guard, absl::string_view method, const CallContext& call,
               std::unique_ptr<Quotas::Share> share)
      : guard_(guard), method_(method), call_(call), share_(std::move(share)) {}

  void CountBytes(size_t bytes) override {
    if (share_ != nullptr) share_->CountBytes(bytes);
  }

  absl::Status NextRequest(size_t bytes) override {
    CountBytes(bytes);
    return share_ == nullptr ? absl::OkStatus() : share_->NextCall();
  }

  void Handled(const Message* request,
               const absl::StatusOr<std::unique_ptr<Message>>& answer) override {
    if (guard_.audit_ == nullptr || !IsAudited(method_)) return;
    guard_.Audit(AuditItems(request, answer.ok() ? answer->get() : nullptr, answer.status()),
                 method_, call_);
  }

 private:
  AccessGuard& guard_;
  const absl::string_view method_;
  const CallContext& call_;  // the adapter's, which outlives the visit
  const std::unique_ptr<Quotas::Share> share_;
};

absl::StatusOr<std::shared_ptr<AccessGuard>> AccessGuard::Open(const Options& options) {
  std::shared_ptr<AccessGuard> guard(new AccessGuard);
  if (!options.audit_log.empty()) {
    auto audit = AuditLog::Open(options.audit_log);
    if (!audit.ok()) return InvalidField("--audit_log", audit.status().message());
    guard->audit_ = *std::move(audit);
  }
  ASSIGN_OR_RETURN(
      guard->files_,
      AccessFiles::Open(options.files,
                        [self = guard.get()](absl::string_view path, const absl::Status& status) {
                          self->FileChanged(path, status);
                        }));
  return guard;
}

absl::StatusOr<std::unique_ptr<CallGuard::Visit>> AccessGuard::Enter(
    absl::string_view method, const grpc::CallbackServerContext& server, CallContext& call) {
  absl::StatusOr<std::unique_ptr<Quotas::Share>> share = Check(method, server, call);
  if (share.ok()) return std::make_unique<GuardedVisit>(*this, method, call, *std::move(share));
  if (!absl::IsResourceExhausted(share.status())) Denied(method, server, call, share.status());
  return share.status();
}

absl::StatusOr<std::unique_ptr<Quotas::Share>> AccessGuard::Check(
    absl::string_view method, const grpc::CallbackServerContext& server, CallContext& call) {
  ASSIGN_OR_RETURN(Caller caller, IdentifyCaller(server, files_->tokens().get()));
  const std::shared_ptr<const AccessPolicy> policy = files_->policy();
  if (policy != nullptr) caller.sources = policy->GrantsOf(caller);
  call.caller = std::make_shared<const Caller>(std::move(caller));
  if (policy == nullptr) return std::unique_ptr<Quotas::Share>();
  const CallFacts facts = {*call.caller, method,
                           [&](const std::string& key) { return HeaderOf(server, key); }};
  if (!policy->Allows(facts)) return WhyNot(*call.caller, method);
  return quotas_.Enter(policy, facts);
}

void AccessGuard::Denied(absl::string_view method, const grpc::CallbackServerContext& server,
                         const CallContext& call, const absl::Status& status) {
  CallContext known = call;
  if (known.caller == nullptr) {
    known.caller = std::make_shared<const Caller>(Caller{.address = AddressOfPeer(server.peer())});
  }
  if (MayLogDenied()) {
    Log(Severity::kWarning, "call denied",
        {{"method", method},
         {"caller", known.caller->name()},
         {"address", known.caller->address},
         {"reason", ErrorReason(status)},
         {"traceparent", known.traceparent}});
  }
  if (audit_ != nullptr) Audit(AuditItems(nullptr, nullptr, status), method, known);
}

bool AccessGuard::MayLogDenied() {
  const int64_t second = absl::ToUnixSeconds(clock_.Now());
  if (logged_second_.exchange(second) != second) logged_ = 0;
  return ++logged_ <= kDeniedLines;
}

void AccessGuard::FileChanged(absl::string_view path, const absl::Status& status) {
  if (audit_ == nullptr) return;
  audit_->Write({{.what = "policy",
                  .caller = "operator",
                  .name = std::string(path),
                  .outcome = absl::StatusCodeToString(status.code()),
                  .reason = std::string(status.message())}});
}

void AccessGuard::Audit(std::vector<AuditEntry> items, absl::string_view method,
                        const CallContext& call) {
  for (AuditEntry& item : items) {
    item.what = std::string(method);
    item.caller = std::string(call.caller->name());
    item.address = call.caller->address;
    item.trace = call.traceparent;
  }
  audit_->Write(items);
}

}  // namespace akin
