#ifndef AKIN_COMMON_ACCESS_ACCESS_FILES_H_
#define AKIN_COMMON_ACCESS_ACCESS_FILES_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/access/policy.h"
#include "common/access/tokens.h"
#include "common/file/watched_files.h"
#include "common/sync/mutex.h"

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
  AccessFiles() = default;
  absl::Status TakePolicy(absl::string_view text);
  absl::Status TakeTokens(absl::string_view text);

  mutable Mutex mu_;
  std::shared_ptr<const AccessPolicy> policy_ ABSL_GUARDED_BY(mu_);
  std::shared_ptr<const Tokens> tokens_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<WatchedFiles> files_;  // last: its thread uses the rest
};

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_ACCESS_FILES_H_
