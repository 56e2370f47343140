#ifndef AKIN_SERVICES_RECOMMENDATION_STORE_ROCKS_STATE_STORE_H_
#define AKIN_SERVICES_RECOMMENDATION_STORE_ROCKS_STATE_STORE_H_

#include <memory>
#include <string>

#include "services/recommendation/store/state_store.h"

namespace akin {

// A StateStore in RocksDB under `folder`, which is created; one that cannot be read (damaged, or of
// another version) is emptied, since the log makes it again. UNAVAILABLE if the folder cannot be
// used, e.g. because another process has it open.
absl::StatusOr<std::unique_ptr<StateStore>> OpenRocksStateStore(const std::string& folder);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_STORE_ROCKS_STATE_STORE_H_
