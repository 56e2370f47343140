#ifndef AKIN_COMMON_ACCESS_ACCESS_FILES_H_
#define AKIN_COMMON_ACCESS_ACCESS_FILES_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/access/policy.h"
#include "common/access/tokens.h"
#include "common/sync/mutex.h"
#include "common/sync/periodic_task.h"

namespace akin {

// The policy and the tokens as their files last had them, looked at every second: a file that has
// become wrong is logged, and what was right stays. Thread-safe.
class AccessFiles {
 public:
  struct Paths {
    std::string policy;  // empty: everyone may everything
    std::string tokens;  // empty: there are none
  };
  // Told of each change of a file: the path, and OK or what is wrong with it.
  using OnChange = std::function<void(absl::string_view path, const absl::Status& status)>;

  // INVALID_ARGUMENT naming flag, file and place if a file is wrong.
  static absl::StatusOr<std::unique_ptr<AccessFiles>> Open(Paths paths, OnChange on_change);

  // Null without one.
  std::shared_ptr<const AccessPolicy> policy() const;
  std::shared_ptr<const Tokens> tokens() const;

 private:
  AccessFiles(Paths paths, OnChange on_change)
      : paths_(std::move(paths)), on_change_(std::move(on_change)) {}
  absl::Status ReadPolicy();
  absl::Status ReadTokens();
  // Reads the file at `path` if its stamp has changed.
  void Refresh(const std::string& path, std::string& stamp, absl::Status (AccessFiles::*read)());
  void RefreshAll();

  const Paths paths_;
  const OnChange on_change_;
  std::string policy_stamp_, tokens_stamp_;  // of the thread that watches
  mutable Mutex mu_;
  std::shared_ptr<const AccessPolicy> policy_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<const Tokens> tokens_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<PeriodicTask> watcher_;  // last: its thread uses the rest
};

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_ACCESS_FILES_H_
