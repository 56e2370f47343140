#include "services/ingestion/storage_article_sink.h"

#include <utility>

#include "common/rpc/status_conversion.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

using storage::v1::PutArticlesRequest;
using storage::v1::PutArticlesResponse;
using storage::v1::PutResult;

// Below what storage takes: 1,000 articles and 32 MiB.
constexpr int kMaxArticles = 500;
constexpr size_t kMaxBytes = 16 << 20;

ingestion::v1::IngestOutcome OutcomeOf(storage::v1::PutOutcome outcome) {
  switch (outcome) {
    case storage::v1::PUT_OUTCOME_CREATED:
      return ingestion::v1::INGEST_OUTCOME_CREATED;
    case storage::v1::PUT_OUTCOME_REVISED:
      return ingestion::v1::INGEST_OUTCOME_REVISED;
    case storage::v1::PUT_OUTCOME_UNCHANGED:
      return ingestion::v1::INGEST_OUTCOME_UNCHANGED;
    case storage::v1::PUT_OUTCOME_WITHDRAWN:
      return ingestion::v1::INGEST_OUTCOME_WITHDRAWN;
    case storage::v1::PUT_OUTCOME_EMBARGOED:
      return ingestion::v1::INGEST_OUTCOME_EMBARGOED;
    default:
      return ingestion::v1::INGEST_OUTCOME_UNSPECIFIED;
  }
}

ArticleSink::Item ItemOf(const PutResult& put) {
  ArticleSink::Item item;
  if (put.has_error()) item.status = FromRpcStatus(put.error());
  item.outcome = OutcomeOf(put.outcome());
  item.revision = put.revision();
  if (put.has_release_time()) item.release_time = put.release_time();
  return item;
}

}  // namespace

absl::Status StorageArticleSink::Send(const CallContext& call, const PutArticlesRequest& request,
                                      Result& result) {
  ASSIGN_OR_RETURN(const PutArticlesResponse response,
                   storage_.Call(call, &StorageLink::Stub::PutArticles, request));
  if (response.results_size() != request.articles_size()) {
    return absl::InternalError("storage did not answer for each article");
  }
  for (const PutResult& put : response.results()) result.items.push_back(ItemOf(put));
  result.log_id = response.log_id();
  return absl::OkStatus();
}

absl::StatusOr<ArticleSink::Result> StorageArticleSink::Put(
    const CallContext& call, const std::vector<news::v1::Article>& articles,
    const Options& options) {
  Result result;
  PutArticlesRequest request;
  request.set_validate_only(options.validate_only);
  request.set_lease(options.lease);
  request.set_fencing_token(options.fencing_token);
  size_t bytes = 0;
  for (const news::v1::Article& article : articles) {
    const size_t size = article.ByteSizeLong();
    if (request.articles_size() == kMaxArticles || (bytes > 0 && bytes + size > kMaxBytes)) {
      RETURN_IF_ERROR(Send(call, request, result));
      request.clear_articles();
      bytes = 0;
    }
    *request.add_articles() = article;
    bytes += size;
  }
  if (request.articles_size() > 0) RETURN_IF_ERROR(Send(call, request, result));
  return result;
}

}  // namespace akin
