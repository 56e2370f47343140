#ifndef AKIN_SERVICES_RECOMMENDATION_STORE_STATE_STORE_H_
#define AKIN_SERVICES_RECOMMENDATION_STORE_STATE_STORE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/view/revision_gate.h"
#include "services/recommendation/domain/engine/similarity_engine.h"

namespace akin {

// The view's records on local disk, with the log position that they are at. It holds nothing that
// the log could not make again. Thread-safe.
class StateStore {
 public:
  virtual ~StateStore() = default;

  // The position of the last commit; {"", 0} if empty.
  virtual LogPosition position() const = 0;

  // Stores (or, where the value is empty, deletes) the records and the position, all or nothing.
  // Survives the death of the process. UNAVAILABLE: nothing changed. DATA_LOSS: nothing changed,
  // and nothing will until Wipe.
  virtual absl::Status Commit(const StateChanges& changes, const LogPosition& position) = 0;

  // Calls `visit` for each record whose key begins with `prefix`, in key order, until it fails.
  using Visitor = std::function<absl::Status(absl::string_view key, absl::string_view value)>;
  virtual absl::Status ForEach(absl::string_view prefix, const Visitor& visit) const = 0;

  // NOT_FOUND if there is none, DATA_LOSS if the store is damaged there.
  virtual absl::StatusOr<std::string> Get(absl::string_view key) const = 0;

  // True once a damaged record was met, until Wipe.
  virtual bool is_damaged() const = 0;

  // Forgets all records; the position becomes the beginning of `log_id`.
  virtual absl::Status Wipe(absl::string_view log_id) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_STORE_STATE_STORE_H_
