#ifndef AKIN_SERVICES_AKIN_COMMANDS_INGEST_REPORT_H_
#define AKIN_SERVICES_AKIN_COMMANDS_INGEST_REPORT_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "common/sync/mutex.h"
#include "services/akin/cli/output.h"
#include "services/akin/cli/progress_bar.h"

namespace akin {

// What became of everything that one `akin ingest` sent. Prints each item as a line of JSON, or
// counts for people. Thread-safe.
class IngestReport {
 public:
  IngestReport(Output& out, int64_t documents);

  // One item of `document`.
  void Add(const std::string& document, const ingestion::v1::IngestResult& result);
  // Nothing of `document` could be taken in.
  void AddFailure(const std::string& document, const absl::Status& status);
  void DocumentDone();

  // Prints the summary for people. Not OK if anything failed.
  absl::Status Finish();

 private:
  void Fail(const std::string& document, const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Summary() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  Mutex mu_;
  Output& out_ ABSL_GUARDED_BY(mu_);
  ProgressBar progress_ ABSL_GUARDED_BY(mu_);
  std::map<ingestion::v1::IngestOutcome, int64_t> outcomes_ ABSL_GUARDED_BY(mu_);
  int64_t items_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t documents_done_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t failures_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t newest_revision_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Status first_error_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_INGEST_REPORT_H_
