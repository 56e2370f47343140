#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/sync/executor.h"
#include "common/text/unicode.h"
#include "services/akin/cli/files.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/ingest_lines.h"
#include "services/akin/commands/ingest_report.h"

namespace akin {
namespace {

// Feeds, pages and JSON name their source; a story text does not.
bool IsStoryText(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != absl::string_view::npos && !absl::StrContains("<{[", bytes.substr(first, 1));
}

bool HoldsLines(const std::string& path) { return path == "-" || absl::EndsWith(path, ".jsonl"); }

class IngestCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("source", "SOURCE", "the source of the articles, e.g. example.com", &source_);
    flags.Text("url", "URL", "the document's own address: base of its links", &url_);
    flags.Switch("validate_only", "tell what would become of each, but store nothing",
                 &validate_only_);
    flags.Integer("concurrency", "N", "documents sent at once (default 8)", &concurrency_);
    flags.Switch("any_order", "files of one folder do not build on each other: send them at once",
                 &any_order_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    if (concurrency_ < 1 || concurrency_ > 256)
      return UsageError("--concurrency: want a number from 1 to 256");
    ASSIGN_OR_RETURN(const std::vector<std::string> paths, FindDocuments(arguments));
    IngestReport report(session.out(), static_cast<int64_t>(paths.size()));
    session.ingestion();  // made once, before threads use it
    SendLanes(session, paths, report);
    return report.Finish();
  }

 private:
  // Files whose folders have the same name are one lane, sent in order: folders are named after
  // outlets, and only within one outlet can a file be an update of another.
  void SendLanes(Session& session, const std::vector<std::string>& paths,
                 IngestReport& report) const {
    std::map<std::string, std::vector<std::string>> lanes;
    for (const std::string& path : paths) {
      lanes[any_order_ ? path : FolderName(path)].push_back(path);
    }
    Executor executor(std::min<int>(concurrency_, static_cast<int>(lanes.size())));
    for (const auto& lane : lanes) {
      executor.Run([this, &session, &report, &files = lane.second] {
        for (const std::string& path : files) Send(session, path, report);
      });
    }
  }

  void Send(Session& session, const std::string& path, IngestReport& report) const {
    const absl::Status status = HoldsLines(path)
                                    ? IngestLines(session, path, LineDefaults(), report)
                                    : SendDocument(session, path, report);
    if (!status.ok()) report.AddFailure(path, status);
    report.DocumentDone();
  }

  IngestLinesOptions LineDefaults() const {
    return {.source = source_.empty() ? "" : SourceName(source_), .validate_only = validate_only_};
  }

  absl::Status SendDocument(Session& session, const std::string& path, IngestReport& report) const {
    ASSIGN_OR_RETURN(std::string bytes, ReadFile(path));
    ingestion::v1::IngestDocumentRequest request;
    request.set_source(SourceOf(path, bytes));
    request.set_content(std::move(bytes));
    request.set_media_type(MediaTypeOf(path));
    request.set_url(url_);
    request.set_file_name(ToUtf8(FileName(path), ""));
    request.set_validate_only(validate_only_);
    ASSIGN_OR_RETURN(
        const auto response,
        session.Call<ingestion::v1::IngestDocumentResponse>(
            session.ingestion(), &ingestion::v1::IngestionService::Stub::IngestDocument, request));
    for (const auto& result : response.results()) report.Add(path, result);
    return absl::OkStatus();
  }

  std::string SourceOf(const std::string& path, absl::string_view bytes) const {
    if (!source_.empty()) return SourceName(source_);
    const std::string folder = FolderName(path);
    return IsStoryText(bytes) && LooksLikeHost(folder) ? SourceName(folder) : "";
  }

  std::string source_;
  std::string url_;
  bool validate_only_ = false;
  int32_t concurrency_ = 8;
  bool any_order_ = false;
};

}  // namespace

std::unique_ptr<Command> NewIngestCommand() { return std::make_unique<IngestCommand>(); }

}  // namespace akin
