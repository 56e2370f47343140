#include "services/recommendation/store/memory_state_store.h"

#include "absl/strings/match.h"
#include "common/status/status_macros.h"

namespace akin {

LogPosition MemoryStateStore::position() const {
  MutexLock lock(mu_);
  return position_;
}

absl::Status MemoryStateStore::Commit(const StateChanges& changes, const LogPosition& position) {
  MutexLock lock(mu_);
  for (const StateRecord& change : changes) {
    if (change.value.empty()) {
      records_.erase(change.key);
    } else {
      records_[change.key] = change.value;
    }
  }
  position_ = position;
  return absl::OkStatus();
}

absl::Status MemoryStateStore::ForEach(absl::string_view prefix, const Visitor& visit) const {
  MutexLock lock(mu_);
  for (auto it = records_.lower_bound(std::string(prefix));
       it != records_.end() && absl::StartsWith(it->first, prefix); ++it) {
    RETURN_IF_ERROR(visit(it->first, it->second));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> MemoryStateStore::Get(absl::string_view key) const {
  MutexLock lock(mu_);
  const auto record = records_.find(std::string(key));
  if (record == records_.end()) return absl::NotFoundError("no such record");
  return record->second;
}

absl::Status MemoryStateStore::Wipe(absl::string_view log_id) {
  MutexLock lock(mu_);
  records_.clear();
  position_ = {std::string(log_id), 0};
  return absl::OkStatus();
}

}  // namespace akin
