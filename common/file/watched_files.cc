#include "common/file/watched_files.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/file/config_file.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace akin {

absl::StatusOr<std::unique_ptr<WatchedFiles>> WatchedFiles::Open(std::vector<File> files,
                                                                 Options options) {
  std::unique_ptr<WatchedFiles> watched(new WatchedFiles(std::move(options)));
  for (File& file : files) {
    if (file.path.empty()) continue;
    // In this order a change in between is seen later.
    std::string stamp = FileStamps({file.path});
    RETURN_IF_ERROR(Read(file));
    watched->files_.push_back({std::move(file), std::move(stamp)});
  }
  if (watched->files_.empty()) return watched;
  watched->watcher_ =
      std::make_unique<PeriodicTask>(watched->options_.poll, [self = watched.get()] {
        for (Watched& file : self->files_) self->Refresh(file);
      });
  return watched;
}

absl::Status WatchedFiles::Read(const File& file) {
  const absl::StatusOr<std::string> text = ReadConfigFile(file.path);
  if (!text.ok()) return InvalidField(file.flag, text.status().message());
  const absl::Status status = file.take(*text);
  if (status.ok()) return status;
  return InvalidField(file.flag, absl::StrCat(file.path, ": ", status.message()));
}

void WatchedFiles::Refresh(Watched& watched) const {
  const std::string& path = watched.file.path;
  std::string now = FileStamps({path});
  if (now == watched.stamp) return;
  watched.stamp = std::move(now);
  const absl::Status status = Read(watched.file);
  if (status.ok()) {
    Log(Severity::kInfo, "file changed", {{"file", path}});
  } else {
    Log(Severity::kError, "file is wrong; what it said before stays",
        {{"error", status.message()}});
  }
  if (options_.on_change) options_.on_change(path, status);
}

}  // namespace akin
