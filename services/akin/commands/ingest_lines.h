#ifndef AKIN_SERVICES_AKIN_COMMANDS_INGEST_LINES_H_
#define AKIN_SERVICES_AKIN_COMMANDS_INGEST_LINES_H_

#include <string>

#include "absl/status/status.h"
#include "services/akin/cli/session.h"
#include "services/akin/commands/ingest_report.h"

namespace akin {

struct IngestLinesOptions {
  std::string source;  // of articles that name none
  bool validate_only = false;
};

// Streams articles from `path` ("-": standard input), one a line as proto3 JSON, through
// IngestArticles, and reports each. A line that is no article is reported as failed and the others
// go on. Thread-safe. Not OK if the file cannot be read or the stream broke.
absl::Status IngestLines(Session& session, const std::string& path,
                         const IngestLinesOptions& options, IngestReport& report);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_INGEST_LINES_H_
