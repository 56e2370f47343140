#include "common/cache/invalidations.h"

#include <algorithm>

namespace akin {

void Invalidations::FollowLog(absl::string_view log_id, int64_t revision) {
  MutexLock lock(mu_);
  log_id_ = std::string(log_id);
  trusted_from_ = revision;
  invalid_before_.clear();
  order_.clear();
  ++epoch_;
}

std::string Invalidations::LogId() const {
  MutexLock lock(mu_);
  return log_id_;
}

void Invalidations::Add(CacheTag tag, int64_t revision) {
  MutexLock lock(mu_);
  int64_t& invalid_before = invalid_before_[tag];
  invalid_before = std::max(invalid_before, revision);
  order_.emplace_back(tag, revision);
  while (order_.size() > max_tags_) {
    const auto [oldest, at] = order_.front();
    order_.pop_front();
    const auto found = invalid_before_.find(oldest);
    // Unless it was invalidated again since.
    if (found != invalid_before_.end() && found->second == at) {
      trusted_from_ = std::max(trusted_from_, at);
      invalid_before_.erase(found);
    }
  }
  ++epoch_;
}

bool Invalidations::Cover(const CacheEntry& entry, CacheTag key) const {
  const uint64_t epoch = epoch_;  // Read first: what is added meanwhile is looked at next time.
  if (entry.valid_at_epoch == epoch) return false;
  {
    MutexLock lock(mu_);
    if (entry.revision < trusted_from_ || IsOutdated(entry, key)) return true;
    for (CacheTag tag : entry.tags) {
      if (IsOutdated(entry, tag)) return true;
    }
  }
  entry.valid_at_epoch = epoch;
  return false;
}

bool Invalidations::IsOutdated(const CacheEntry& entry, CacheTag tag) const {
  const auto found = invalid_before_.find(tag);
  return found != invalid_before_.end() && entry.revision < found->second;
}

}  // namespace akin
