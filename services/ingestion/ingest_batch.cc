#include "services/ingestion/ingest_batch.h"

#include <utility>

#include "common/rpc/status_conversion.h"
#include "common/status/status_macros.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

// A result is to recognise an item by, not to carry it back.
constexpr size_t kMaxEchoedBytes = 300;

}  // namespace

void IngestBatch::SetError(size_t at, const absl::Status& status) {
  *results_[at].mutable_error() = ToRpcStatus(status);
  if (first_error_.ok()) first_error_ = status;
}

void IngestBatch::Add(absl::StatusOr<news::v1::Article> admitted, std::string headline) {
  const size_t at = results_.size();
  ingestion::v1::IngestResult& result = results_.emplace_back();
  result.set_item_index(static_cast<int32_t>(at));
  if (!admitted.ok()) {
    result.set_headline(std::string(TruncateText(headline, kMaxEchoedBytes)));
    return SetError(at, admitted.status());
  }
  result.set_name(admitted->name());
  result.set_headline(admitted->headline());
  admitted_.push_back(*std::move(admitted));
  places_.push_back(at);
}

void IngestBatch::AddUnchanged(const news::v1::Article& admitted) {
  const size_t at = results_.size();
  ingestion::v1::IngestResult& result = results_.emplace_back();
  result.set_item_index(static_cast<int32_t>(at));
  result.set_name(admitted.name());
  result.set_headline(admitted.headline());
  result.set_outcome(ingestion::v1::INGEST_OUTCOME_UNCHANGED);
}

void IngestBatch::AddOlderVersion(const news::v1::Article& admitted, size_t newest) {
  older_.push_back({results_.size(), newest});
  AddUnchanged(admitted);
  results_.back().add_remarks("update_time: the document has a newer version of this article");
}

void IngestBatch::SetResult(size_t at, ArticleSink::Item& put) {
  if (!put.status.ok()) return SetError(at, put.status);
  ingestion::v1::IngestResult& result = results_[at];
  if (!put.name.empty()) result.set_name(put.name);
  for (std::string& remark : put.remarks) result.add_remarks(std::move(remark));
  result.set_outcome(put.outcome);
  result.set_revision(put.revision);
  if (put.release_time) *result.mutable_release_time() = *put.release_time;
}

absl::Status IngestBatch::Put(const CallContext& call, ArticleSink& sink,
                              ArticleSink::Options options) {
  if (admitted_.empty()) return absl::OkStatus();
  options.of_document = of_document_;
  ASSIGN_OR_RETURN(ArticleSink::Result put, sink.Put(call, admitted_, options));
  log_id_ = std::move(put.log_id);
  for (size_t i = 0; i < places_.size(); ++i) SetResult(places_[i], put.items[i]);
  for (const auto& [older, newest] : older_) {
    results_[older].set_name(results_[newest].name());
    results_[older].set_revision(results_[newest].revision());
  }
  return absl::OkStatus();
}

void IngestBatch::Fail(const absl::Status& status) {
  for (size_t at : places_) SetError(at, status);
}

}  // namespace akin
