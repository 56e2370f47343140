#ifndef AKIN_SERVICES_RECOMMENDATION_STORE_MEMORY_STATE_STORE_H_
#define AKIN_SERVICES_RECOMMENDATION_STORE_MEMORY_STATE_STORE_H_

#include <map>
#include <string>

#include "common/sync/mutex.h"
#include "services/recommendation/store/state_store.h"

namespace akin {

// A StateStore that ends with the process; for tests.
class MemoryStateStore : public StateStore {
 public:
  LogPosition position() const override;
  absl::Status Commit(const StateChanges& changes, const LogPosition& position) override;
  absl::Status ForEach(absl::string_view prefix, const Visitor& visit) const override;
  absl::StatusOr<std::string> Get(absl::string_view key) const override;
  bool is_damaged() const override { return false; }
  absl::Status Wipe(absl::string_view log_id) override;

 private:
  mutable Mutex mu_;
  LogPosition position_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::string, std::less<>> records_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_STORE_MEMORY_STATE_STORE_H_
