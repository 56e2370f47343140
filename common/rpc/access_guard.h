#ifndef AKIN_COMMON_RPC_ACCESS_GUARD_H_
#define AKIN_COMMON_RPC_ACCESS_GUARD_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/access/access_files.h"
#include "common/access/audit_log.h"
#include "common/access/quotas.h"
#include "common/rpc/call_guard.h"
#include "common/time/clock.h"

namespace akin {

// Lets callers in by a policy file, within their quotas, and writes the audit log. Denied is who
// may not by UNAUTHENTICATED (nobody knows who calls) or PERMISSION_DENIED, before the request is
// even parsed: so neither tells whether what was asked for is there. Thread-safe.
class AccessGuard : public CallGuard {
 public:
  struct Options {
    AccessFiles::Paths files;
    std::string audit_log;  // a file, "-" for standard output; empty: none
  };

  // INVALID_ARGUMENT naming the flag if a file is wrong.
  static absl::StatusOr<std::shared_ptr<AccessGuard>> Open(const Options& options);

  absl::StatusOr<std::unique_ptr<Visit>> Enter(absl::string_view method,
                                               const grpc::CallbackServerContext& server,
                                               CallContext& call) override;

 private:
  class GuardedVisit;

  AccessGuard() = default;
  // Says in `call` who calls; null if the call is let in by no quota.
  absl::StatusOr<std::unique_ptr<Quotas::Share>> Check(absl::string_view method,
                                                       const grpc::CallbackServerContext& server,
                                                       CallContext& call);
  void Denied(absl::string_view method, const grpc::CallbackServerContext& server,
              const CallContext& call, const absl::Status& status);
  bool MayLogDenied();
  void FileChanged(absl::string_view path, const absl::Status& status);
  void Audit(std::vector<AuditEntry> items, absl::string_view method, const CallContext& call);

  const SteadyClock clock_;
  Quotas quotas_{clock_};
  std::atomic<int64_t> logged_second_ = 0;  // when denied calls were logged last, and how many then
  std::atomic<int> logged_ = 0;
  std::unique_ptr<AuditLog> audit_;     // null: none
  std::unique_ptr<AccessFiles> files_;  // last: calls back from its thread
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_ACCESS_GUARD_H_
