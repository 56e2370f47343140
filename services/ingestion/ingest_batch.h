#ifndef AKIN_SERVICES_INGESTION_INGEST_BATCH_H_
#define AKIN_SERVICES_INGESTION_INGEST_BATCH_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "services/ingestion/article_sink.h"

namespace akin {

// Articles on their way to storage together, with the result of each: those that were not admitted
// have theirs already. One thread.
class IngestBatch {
 public:
  // Takes an article that was admitted, or why it was not. `headline` tells a failed one by.
  void Add(absl::StatusOr<news::v1::Article> admitted, std::string headline);

  // Declares all articles to be of one document.
  void SetOfDocument() { of_document_ = true; }

  // Takes one of which it is known that storage has it: it is told as UNCHANGED and not put.
  void AddUnchanged(const news::v1::Article& admitted);

  // Takes an older version of what is at `newest` among the results: it is told as UNCHANGED too.
  void AddOlderVersion(const news::v1::Article& admitted, size_t newest);

  // Puts what was admitted, in one go, and fills in the results. An error is of the whole.
  absl::Status Put(const CallContext& call, ArticleSink& sink, ArticleSink::Options options);

  // Gives all that was admitted this error.
  void Fail(const absl::Status& status);

  // In the order added; item_index counts from 0.
  const std::vector<ingestion::v1::IngestResult>& results() const { return results_; }
  const std::string& log_id() const { return log_id_; }

  // Of the one article that was added: why it failed.
  const absl::Status& first_error() const { return first_error_; }

 private:
  void SetError(size_t at, const absl::Status& status);
  void SetResult(size_t at, ArticleSink::Item& put);

  std::vector<news::v1::Article> admitted_;
  std::vector<size_t> places_;                    // of the admitted ones in the results
  std::vector<std::pair<size_t, size_t>> older_;  // places of older versions, of the newest ones
  std::vector<ingestion::v1::IngestResult> results_;
  std::string log_id_;
  bool of_document_ = false;
  absl::Status first_error_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_INGEST_BATCH_H_
