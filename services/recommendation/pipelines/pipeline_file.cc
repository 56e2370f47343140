#include "services/recommendation/pipelines/pipeline_file.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  return text;
}

}  // namespace

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

absl::Status PipelineFile::Read() {
  absl::StatusOr<std::string> text = ReadFile(options_.path);
  if (!text.ok()) {
    text_.reset();
    return text.status();
  }
  if (text_ == *text) return absl::OkStatus();
  text_ = *std::move(text);
  const auto set = PipelineSet::Parse(*text_);
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
