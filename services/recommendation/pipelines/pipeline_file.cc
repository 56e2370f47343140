#include "services/recommendation/pipelines/pipeline_file.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/file/config_file.h"
#include "common/log/log.h"
#include "common/status/status_macros.h"

namespace akin {
PipelineFile::PipelineFile(const Options& options, Metrics& metrics, OnChange on_change)
    : options_(options),
      on_change_(std::move(on_change)),
      refused_gauge_(metrics.GetGauge("akin_pipelines_refused",
                                      "1 while the pipelines in the file cannot be used.")) {}

absl::StatusOr<std::unique_ptr<PipelineFile>> PipelineFile::Open(const Options& options,
                                                                 Metrics& metrics,
                                                                 OnChange on_change) {
  std::unique_ptr<PipelineFile> file(new PipelineFile(options, metrics, std::move(on_change)));
  RETURN_IF_ERROR(file->Read());
  file->watcher_ =
      std::make_unique<PeriodicTask>(options.poll, [self = file.get()] { self->Refresh(); });
  return file;
}

std::shared_ptr<const PipelineSet> PipelineFile::current() const {
  MutexLock lock(mu_);
  return current_;
}

std::string PipelineFile::refused() const {
  MutexLock lock(mu_);
  return refused_;
}

// One that was refused is looked at again as it is: the certificates that it names may have come.
absl::Status PipelineFile::Read() {
  std::string stamps = FileStamps({options_.path});
  if (stamps == stamps_ && refused().empty()) return absl::OkStatus();
  stamps_ = std::move(stamps);
  ASSIGN_OR_RETURN(const std::string text, ReadConfigFile(options_.path));
  const auto set = PipelineSet::Parse(text);
  if (!set.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(options_.path, ": ", set.status().message()));
  }
  on_change_(**set);
  Log(Severity::kInfo, "pipelines are in use",
      {{"file", options_.path}, {"version", (*set)->version()}});
  MutexLock lock(mu_);
  current_ = *set;
  refused_.clear();
  refused_gauge_.Set(0);
  return absl::OkStatus();
}

void PipelineFile::Refresh() {
  const absl::Status status = Read();
  if (status.ok()) return;
  MutexLock lock(mu_);
  if (refused_ == status.message()) return;
  refused_ = std::string(status.message());
  refused_gauge_.Set(1);
  Log(Severity::kError, "pipelines are refused; those before stay in use",
      {{"error", status.message()}});
}

}  // namespace akin
