#ifndef AKIN_COMMON_FILE_WATCHED_FILES_H_
#define AKIN_COMMON_FILE_WATCHED_FILES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sync/periodic_task.h"

namespace akin {

// Files that are read at the start, and again when they change: one that has become wrong is
// logged, and what its reader has taken in before stays.
class WatchedFiles {
 public:
  struct File {
    std::string flag;  // that names it, for errors
    std::string path;  // empty: there is none
    // Takes in the whole text. An error says what is wrong, and where; it must then have changed
    // nothing. Called by one thread at a time.
    std::function<absl::Status(absl::string_view text)> take;
  };
  struct Options {
    // How often files are looked at.
    absl::Duration poll = absl::Seconds(1);
    // Told of each later change: the path, and OK or what is wrong. Null: nobody is told.
    std::function<void(absl::string_view path, const absl::Status& status)> on_change;
  };

  // INVALID_ARGUMENT naming flag, file and place if a file is wrong.
  static absl::StatusOr<std::unique_ptr<WatchedFiles>> Open(std::vector<File> files,
                                                            Options options);

 private:
  struct Watched {
    File file;
    std::string stamp;  // of what was read last
  };

  explicit WatchedFiles(Options options) : options_(std::move(options)) {}
  static absl::Status Read(const File& file);
  void Refresh(Watched& watched) const;

  const Options options_;
  std::vector<Watched> files_;             // of the thread that watches
  std::unique_ptr<PeriodicTask> watcher_;  // last: its thread uses the rest
};

}  // namespace akin

#endif  // AKIN_COMMON_FILE_WATCHED_FILES_H_
