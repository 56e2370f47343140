#include "common/access/quotas.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/quota_error.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

// Callers that are remembered; beyond, those that have not called for a while are forgotten, and
// new ones share one bucket where that does not help.
constexpr size_t kMaxCallers = 10'000;
constexpr absl::Duration kIdle = absl::Minutes(1);
// When a place among the calls in progress may be free again.
constexpr absl::Duration kProgressRetry = absl::Milliseconds(100);

absl::Status Exceeded(const QuotaRule& rule, absl::string_view what, absl::Duration retry) {
  const std::string message = absl::StrCat("quota \"", rule.calls.name, "\": ", what);
  return WithRetryAfter(WithQuotaViolation(ErrorWithReason(absl::StatusCode::kResourceExhausted,
                                                           "QUOTA_EXCEEDED", message),
                                           rule.calls.name),
                        std::max(retry, absl::Milliseconds(1)));
}

std::string KeyOf(const QuotaRule& rule, const Caller& caller) {
  return absl::StrCat(rule.calls.name, "\n",
                      caller.IsAnonymous() ? caller.address : caller.principals.front());
}

}  // namespace

void Quotas::Bucket::Fill(double per_second, absl::Time now) {
  const double capacity = std::max(per_second, 1.0);
  const double more = absl::ToDoubleSeconds(now - filled) * per_second;
  left = filled == absl::InfinitePast() ? capacity : std::min(capacity, left + more);
  filled = now;
}

void Quotas::ForgetIdle() {
  const absl::Time now = clock_.Now();
  absl::erase_if(usage_, [&](const auto& entry) {
    return entry.second->in_progress == 0 && now - entry.second->used > kIdle;
  });
}

std::shared_ptr<Quotas::Usage> Quotas::UsageOf(const QuotaRule& rule, const Caller& caller) {
  std::string key = KeyOf(rule, caller);
  if (usage_.size() >= kMaxCallers && !usage_.contains(key)) {
    ForgetIdle();
    if (usage_.size() >= kMaxCallers) key = absl::StrCat(rule.calls.name, "\n");
  }
  std::shared_ptr<Usage>& usage = usage_[key];
  if (usage == nullptr) usage = std::make_shared<Usage>();
  usage->used = clock_.Now();
  return usage;
}

absl::Status Quotas::Check(const Used& used, bool more_in_progress) {
  const QuotaRule& rule = *used.first;
  Usage& usage = *used.second;
  const absl::Time now = clock_.Now();
  if (more_in_progress && rule.calls_in_progress > 0 &&
      usage.in_progress >= rule.calls_in_progress) {
    return Exceeded(rule, absl::StrCat(rule.calls_in_progress, " calls at a time"), kProgressRetry);
  }
  if (rule.calls_per_second > 0) {
    usage.calls.Fill(rule.calls_per_second, now);
    if (usage.calls.left < 1) {
      return Exceeded(rule, absl::StrCat(rule.calls_per_second, " calls a second"),
                      absl::Seconds((1 - usage.calls.left) / rule.calls_per_second));
    }
  }
  if (rule.bytes_per_second > 0) {
    usage.bytes.Fill(rule.bytes_per_second, now);
    if (usage.bytes.left <= 0) {
      return Exceeded(rule, absl::StrCat(rule.bytes_per_second, " bytes a second"),
                      absl::Seconds((1 - usage.bytes.left) / rule.bytes_per_second));
    }
  }
  return absl::OkStatus();
}

absl::Status Quotas::TakeCall(const std::vector<Used>& used, int more_in_progress) {
  MutexLock lock(mu_);
  for (const Used& one : used) RETURN_IF_ERROR(Check(one, more_in_progress > 0));
  for (const auto& [rule, usage] : used) {
    usage->calls.left -= 1;
    usage->in_progress += more_in_progress;
  }
  return absl::OkStatus();
}

void Quotas::TakeBytes(const std::vector<Used>& used, size_t bytes) {
  MutexLock lock(mu_);
  for (const auto& [rule, usage] : used) usage->bytes.left -= static_cast<double>(bytes);
}

void Quotas::Leave(const std::vector<Used>& used) {
  MutexLock lock(mu_);
  for (const auto& [rule, usage] : used) --usage->in_progress;
}

absl::StatusOr<std::unique_ptr<Quotas::Share>> Quotas::Enter(
    std::shared_ptr<const AccessPolicy> policy, const CallFacts& call) {
  std::vector<Used> used;
  for (const QuotaRule& rule : policy->quotas) {
    if (!rule.calls.Matches(call)) continue;
    MutexLock lock(mu_);
    used.emplace_back(&rule, UsageOf(rule, call.caller));
  }
  if (used.empty()) return std::unique_ptr<Share>();
  RETURN_IF_ERROR(TakeCall(used, 1));
  return std::make_unique<Share>(*this, std::move(policy), std::move(used));
}

size_t Quotas::size() {
  MutexLock lock(mu_);
  return usage_.size();
}

}  // namespace akin
