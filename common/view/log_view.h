#ifndef AKIN_COMMON_VIEW_LOG_VIEW_H_
#define AKIN_COMMON_VIEW_LOG_VIEW_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "common/view/revision_gate.h"

namespace akin {

// Changes that follow one another in the log.
struct LogBatch {
  std::vector<storage::v1::Change> changes;  // may be empty
  // Where the log stands after them: at least the last change's revision.
  LogPosition position;
  // Commit time of `position`, or storage's time where no change was: "now" for what is computed.
  absl::Time time;
  // True while older history is caught up with: more follows at once, so a commit may wait.
  bool replaying = false;
};

// State that is made from the log alone. Called by the follower's thread only, one call at a time.
class LogView {
 public:
  virtual ~LogView() = default;

  // Where to go on from: everything up to it is durable. {"", 0} if empty.
  virtual LogPosition position() const = 0;

  // Forgets everything. What follows is from the beginning of `log_id`.
  virtual absl::Status Reset(absl::string_view log_id) = 0;

  // Applies the batch; reads see it when this returns. Unless `replaying`, it becomes durable
  // together with its position within a second or so. On failure the same batch comes again, whole;
  // after DATA_LOSS, which says that what was applied after position() is gone, the log from there.
  virtual absl::Status Apply(const LogBatch& batch) = 0;
};

}  // namespace akin

#endif  // AKIN_COMMON_VIEW_LOG_VIEW_H_
