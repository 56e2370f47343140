#ifndef AKIN_COMMON_ACCESS_QUOTAS_H_
#define AKIN_COMMON_ACCESS_QUOTAS_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/access/policy.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"

namespace akin {

// What each caller has used of its quotas. A caller is its first principal, or the address that it
// calls from if it is anonymous. Buckets that fill evenly and hold a second's worth: a caller that
// was quiet may use that at once. Bytes are counted once they are known, so that one large answer
// may overdraw the bucket; then nothing is let in until it has filled again. Thread-safe.
class Quotas {
 public:
  // `clock` must not go back, and outlive this.
  explicit Quotas(const Clock& clock) : clock_(clock) {}

  // What one call holds of its quotas, until this is destroyed. Must not outlive the quotas.
  class Share;

  // Takes a call from all quotas of the policy that it matches: null if there are none. If one of
  // them has no more, nothing is taken: RESOURCE_EXHAUSTED (reason QUOTA_EXCEEDED) with RetryInfo
  // and QuotaFailure.
  absl::StatusOr<std::unique_ptr<Share>> Enter(std::shared_ptr<const AccessPolicy> policy,
                                               const CallFacts& call);

  // How many callers are known.
  size_t size();

 private:
  struct Bucket {
    double left = 0;
    absl::Time filled = absl::InfinitePast();  // never
    void Fill(double per_second, absl::Time now);
  };
  struct Usage {
    Bucket calls, bytes;
    int in_progress = 0;
    absl::Time used;
  };
  using Used = std::pair<const QuotaRule*, std::shared_ptr<Usage>>;

  std::shared_ptr<Usage> UsageOf(const QuotaRule& rule, const Caller& caller)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void ForgetIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Whether a call may begin (`more_in_progress`: one more at a time).
  absl::Status Check(const Used& used, bool more_in_progress) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status TakeCall(const std::vector<Used>& used, int more_in_progress);
  void TakeBytes(const std::vector<Used>& used, size_t bytes);
  void Leave(const std::vector<Used>& used);

  const Clock& clock_;
  Mutex mu_;
  absl::flat_hash_map<std::string, std::shared_ptr<Usage>> usage_ ABSL_GUARDED_BY(mu_);
};

class Quotas::Share {
 public:
  Share(Quotas& quotas, std::shared_ptr<const AccessPolicy> policy, std::vector<Used> used)
      : quotas_(quotas), policy_(std::move(policy)), used_(std::move(used)) {}
  ~Share() { quotas_.Leave(used_); }
  Share(const Share&) = delete;

  void CountBytes(size_t bytes) { quotas_.TakeBytes(used_, bytes); }
  // A further request within the call; errors as of Enter.
  absl::Status NextCall() { return quotas_.TakeCall(used_, 0); }

 private:
  Quotas& quotas_;
  const std::shared_ptr<const AccessPolicy> policy_;  // whose rules are used
  const std::vector<Used> used_;
};

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_QUOTAS_H_
