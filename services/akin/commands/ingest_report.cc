#include "services/akin/commands/ingest_report.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/rpc/status_conversion.h"

namespace akin {
namespace {

using ingestion::v1::IngestOutcome;

std::string OutcomeText(IngestOutcome outcome) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(ingestion::v1::IngestOutcome_Name(outcome), "INGEST_OUTCOME_"));
}

// The same status, its details kept, that says where it happened.
absl::Status InDocument(const std::string& document, const absl::Status& status) {
  absl::Status out(status.code(), absl::StrCat(document, ": ", status.message()));
  status.ForEachPayload(
      [&](absl::string_view key, const absl::Cord& value) { out.SetPayload(key, value); });
  return out;
}

}  // namespace

IngestReport::IngestReport(Output& out, int64_t documents)
    : out_(out), progress_("documents", documents) {}

void IngestReport::Add(const std::string& document, const ingestion::v1::IngestResult& result) {
  MutexLock lock(mu_);
  ++items_;
  newest_revision_ = std::max(newest_revision_, result.revision());
  if (result.has_error()) {
    Fail(document, FromRpcStatus(result.error()));
  } else {
    ++outcomes_[result.outcome()];
  }
  if (out_.json()) out_.PrintJson(result);
  progress_.Show(documents_done_, absl::StrCat(items_, " articles"));
}

void IngestReport::AddFailure(const std::string& document, const absl::Status& status) {
  MutexLock lock(mu_);
  Fail(document, status);
}

void IngestReport::DocumentDone() {
  MutexLock lock(mu_);
  ++documents_done_;
  progress_.Show(documents_done_, absl::StrCat(items_, " articles"));
}

void IngestReport::Fail(const std::string& document, const absl::Status& status) {
  ++failures_;
  const absl::Status error = InDocument(document, status);
  if (first_error_.ok()) first_error_ = error;
  if (out_.json()) return;
  progress_.Clear();
  out_.PrintError(error);
}

absl::Status IngestReport::Finish() {
  MutexLock lock(mu_);
  progress_.Clear();
  if (!out_.json()) {
    std::vector<std::string> parts;
    for (const auto& [outcome, count] : outcomes_)
      parts.push_back(absl::StrCat(count, " ", OutcomeText(outcome)));
    if (failures_ > 0) parts.push_back(absl::StrCat(failures_, " failed"));
    out_.Line(parts.empty() ? "nothing ingested" : absl::StrJoin(parts, ", "));
    if (newest_revision_ > 0) out_.Line(absl::StrCat("revision: ", newest_revision_));
  }
  return Summary();
}

// People have seen each failure; a program gets the first one here.
absl::Status IngestReport::Summary() const {
  if (failures_ == 0 || (failures_ == 1 && out_.json())) return first_error_;
  const std::string count = absl::StrCat(failures_, " could not be ingested");
  return absl::Status(
      first_error_.code(),
      out_.json() ? absl::StrCat(count, "; the first: ", first_error_.message()) : count);
}

}  // namespace akin
