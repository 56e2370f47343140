#include "services/storage/domain/lease_table.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

constexpr size_t kMaxLeases = 100'000;

absl::Status LeaseHeld(absl::string_view lease, absl::Duration rest) {
  return WithRetryAfter(ErrorWithReason(absl::StatusCode::kAborted, "LEASE_HELD",
                                        absl::StrCat("lease ", Shown(lease), ": held by another")),
                        rest);
}

}  // namespace

absl::Status StaleLease(absl::string_view lease, int64_t fencing_token) {
  return ErrorWithReason(
      absl::StatusCode::kFailedPrecondition, "STALE_LEASE",
      absl::StrCat("fencing_token: ", fencing_token, " does not hold lease ", Shown(lease)));
}

absl::StatusOr<std::unique_ptr<LeaseTable>> LeaseTable::Load(ArticleStore& store,
                                                             const Clock& clock) {
  auto table = absl::WrapUnique(new LeaseTable(store, clock));
  ASSIGN_OR_RETURN(auto snapshot, store.Snapshot());
  ASSIGN_OR_RETURN(std::vector<LeaseRecord> records, snapshot->Leases());
  MutexLock lock(table->mu_);
  for (LeaseRecord& record : records) {
    const absl::Time expires = clock.Now() + FromProto(record.duration());
    std::string lease = record.lease();
    table->entries_[std::move(lease)] = {std::move(record), expires};
  }
  return table;
}

absl::StatusOr<int64_t> LeaseTable::Acquire(absl::string_view lease, absl::string_view holder,
                                            absl::Duration duration) {
  MutexLock changing(changing_);
  RETURN_IF_ERROR(CheckRoom(lease));
  Entry entry = Find(lease);
  LeaseRecord& record = entry.record;
  const absl::Time now = clock_.Now();
  const bool same_holder = record.holder() == holder;
  if (!same_holder && !record.holder().empty() && now < entry.expires) {
    return LeaseHeld(lease, entry.expires - now);
  }
  const bool save = !same_holder || FromProto(record.duration()) != duration;
  if (!same_holder) record.set_fencing_token(record.fencing_token() + 1);
  record.set_holder(std::string(holder));
  *record.mutable_duration() = ToProto(duration);
  entry.expires = now + duration;
  RETURN_IF_ERROR(Keep({entry}, save));
  return record.fencing_token();
}

absl::StatusOr<std::vector<Fence>> LeaseTable::AcquireFree(absl::Span<const std::string> leases,
                                                           int max, absl::string_view holder,
                                                           absl::Duration duration) {
  MutexLock changing(changing_);
  const absl::Time now = clock_.Now();
  std::vector<Entry> taken;
  std::vector<Fence> fences;
  for (const std::string& lease : leases) {
    if (taken.size() == static_cast<size_t>(max)) break;
    Entry entry = Find(lease);
    if (!entry.record.holder().empty() && now < entry.expires) continue;
    if (!CheckRoom(lease).ok()) continue;  // Those that are known are given out all the same.
    entry.record.set_fencing_token(entry.record.fencing_token() + 1);
    entry.record.set_holder(std::string(holder));
    *entry.record.mutable_duration() = ToProto(duration);
    entry.expires = now + duration;
    fences.push_back({lease, entry.record.fencing_token()});
    taken.push_back(std::move(entry));
  }
  RETURN_IF_ERROR(Keep(taken, !taken.empty()));
  return fences;
}

absl::Status LeaseTable::Release(absl::string_view lease, int64_t fencing_token) {
  MutexLock changing(changing_);
  Entry entry = Find(lease);
  if (entry.record.fencing_token() != fencing_token || entry.record.holder().empty()) {
    return absl::OkStatus();
  }
  entry.record.clear_holder();
  return Keep({entry}, true);
}

absl::Status LeaseTable::Check(absl::string_view lease, int64_t fencing_token) const {
  const Entry entry = Find(lease);
  if (entry.record.fencing_token() == fencing_token && !entry.record.holder().empty() &&
      clock_.Now() < entry.expires) {
    return absl::OkStatus();
  }
  return StaleLease(lease, fencing_token);
}

LeaseTable::Entry LeaseTable::Find(absl::string_view lease) const {
  MutexLock lock(mu_);
  auto found = entries_.find(lease);
  if (found != entries_.end()) return found->second;
  Entry fresh;
  fresh.record.set_lease(std::string(lease));
  return fresh;
}

absl::Status LeaseTable::CheckRoom(absl::string_view lease) const {
  MutexLock lock(mu_);
  if (entries_.size() < kMaxLeases || entries_.contains(lease)) return absl::OkStatus();
  return absl::ResourceExhaustedError("lease: too many different leases");
}

absl::Status LeaseTable::Keep(absl::Span<const Entry> entries, bool save) {
  std::vector<LeaseRecord> records;
  for (const Entry& entry : entries) records.push_back(entry.record);
  if (save) RETURN_IF_ERROR(store_.SaveLeases(records));
  MutexLock lock(mu_);
  for (const Entry& entry : entries) entries_[entry.record.lease()] = entry;
  return absl::OkStatus();
}

}  // namespace akin
