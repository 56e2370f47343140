#include "services/ingestion/ingestion_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/ingestion/document_intake.h"
#include "services/ingestion/ingest_batch.h"
#include "services/ingestion/parse/detect.h"

namespace akin {

using ingestion::v1::IngestArticleRequest;
using ingestion::v1::IngestArticleResponse;
using ingestion::v1::IngestArticlesRequest;
using ingestion::v1::IngestArticlesResponse;
using ingestion::v1::IngestDocumentRequest;
using ingestion::v1::IngestDocumentResponse;

namespace {

constexpr size_t kMaxRequestIdBytes = 128;
constexpr size_t kMaxFileNameBytes = 1'024;

absl::Status CheckRequestId(absl::string_view request_id) {
  if (request_id.size() <= kMaxRequestIdBytes) return absl::OkStatus();
  return InvalidField("request_id",
                      absl::StrCat(request_id.size(), " bytes, want at most ", kMaxRequestIdBytes));
}

absl::Status CheckDocument(const IngestDocumentRequest& request, const IntakeLimits& limits) {
  if (request.content().size() > limits.max_document_bytes) {
    return InvalidField("content", absl::StrCat(request.content().size(), " bytes, want at most ",
                                                limits.max_document_bytes));
  }
  if (request.file_name().size() > kMaxFileNameBytes) {
    return InvalidField("file_name", absl::StrCat(request.file_name().size(),
                                                  " bytes, want at most ", kMaxFileNameBytes));
  }
  if (!request.url().empty() && SourceOfUrl(request.url()).empty()) {
    return InvalidField("url", "want an absolute http or https URL");
  }
  return absl::OkStatus();
}

ItemOrigin OriginOf(const IngestDocumentRequest& request, DocumentFormat format) {
  const bool story = format == DocumentFormat::kStoryText;
  return {request.source(), request.url(), story ? request.file_name() : ""};
}

// How many requests from `begin` on can go to storage together.
size_t RunLength(const std::vector<IngestArticlesRequest>& requests, size_t begin) {
  size_t end = begin + 1;
  while (end < requests.size() &&
         requests[end].validate_only() == requests[begin].validate_only()) {
    ++end;
  }
  return end - begin;
}

absl::StatusOr<news::v1::Article> Admit(const IngestArticlesRequest& request,
                                        const IntakeLimits& limits) {
  RETURN_IF_ERROR(CheckRequestId(request.request_id()));
  return AdmitArticle(request.article(), limits);
}

}  // namespace

IngestionService::IngestionService(ArticleSink& sink, FeedSubscriptions& feeds, Options options)
    : RpcService("akin.ingestion.v1.IngestionService", std::move(options.host)),
      sink_(sink),
      feeds_(feeds),
      limits_(options.limits) {
  Unary("IngestArticle", &IngestionService::IngestArticle);
  Unary("IngestDocument", &IngestionService::IngestDocument);
  BidiBatch<IngestArticlesRequest, IngestArticlesResponse>(
      "IngestArticles", [this](const CallContext& call, const auto& requests) {
        return IngestArticles(call, requests);
      });
  FeedMethod("CreateFeed", &FeedSubscriptions::CreateFeed);
  FeedMethod("GetFeed", &FeedSubscriptions::GetFeed);
  FeedMethod("ListFeeds", &FeedSubscriptions::ListFeeds);
  FeedMethod("UpdateFeed", &FeedSubscriptions::UpdateFeed);
  FeedMethod("DeleteFeed", &FeedSubscriptions::DeleteFeed);
  FeedMethod("FetchFeed", &FeedSubscriptions::FetchFeed);
  host().SetCheap({"CreateFeed", "GetFeed", "ListFeeds", "UpdateFeed", "DeleteFeed"});
}

template <typename Request, typename Response>
void IngestionService::FeedMethod(
    absl::string_view method,
    absl::StatusOr<Response> (FeedSubscriptions::*handler)(const CallContext&, const Request&)) {
  Unary<Request, Response>(method,
                           [this, handler](const CallContext& call, const Request& request) {
                             return (feeds_.*handler)(call, request);
                           });
}

absl::StatusOr<IngestArticleResponse> IngestionService::IngestArticle(
    const CallContext& call, const IngestArticleRequest& request) {
  RETURN_IF_ERROR(CheckRequestId(request.request_id()));
  IngestBatch batch;
  batch.Add(AdmitArticle(request.article(), limits_), request.article().headline());
  RETURN_IF_ERROR(batch.Put(call, sink_, {.validate_only = request.validate_only()}));
  RETURN_IF_ERROR(batch.first_error());
  IngestArticleResponse response;
  *response.mutable_result() = batch.results().front();
  response.set_log_id(batch.log_id());
  return response;
}

absl::StatusOr<std::vector<IngestArticlesResponse>> IngestionService::IngestArticles(
    const CallContext& call, const std::vector<IngestArticlesRequest>& requests) {
  std::vector<IngestArticlesResponse> responses;
  for (size_t begin = 0; begin < requests.size(); begin = responses.size()) {
    IngestBatch batch;
    for (size_t i = begin; i < begin + RunLength(requests, begin); ++i) {
      batch.Add(Admit(requests[i], limits_), requests[i].article().headline());
    }
    const absl::Status put =
        batch.Put(call, sink_, {.validate_only = requests[begin].validate_only()});
    if (!put.ok()) batch.Fail(put);
    for (const ingestion::v1::IngestResult& result : batch.results()) {
      IngestArticlesResponse& response = responses.emplace_back();
      *response.mutable_result() = result;
      response.set_request_id(requests[responses.size() - 1].request_id());
      response.set_log_id(batch.log_id());
    }
  }
  for (IngestArticlesResponse& response : responses) response.mutable_result()->clear_item_index();
  return responses;
}

absl::StatusOr<IngestDocumentResponse> IngestionService::IngestDocument(
    const CallContext& call, const IngestDocumentRequest& request) {
  RETURN_IF_ERROR(CheckDocument(request, limits_));
  ASSIGN_OR_RETURN(
      const ParsedDocument document,
      ReadDocument(request.content(), {.url = request.url(),
                                       .media_type = request.media_type(),
                                       .max_unpacked_bytes = limits_.max_document_bytes}));
  IngestBatch batch = AdmitItems(document, OriginOf(request, document.format), limits_);
  RETURN_IF_ERROR(batch.Put(call, sink_, {.validate_only = request.validate_only()}));
  IngestDocumentResponse response;
  response.set_format(std::string(FormatName(document.format)));
  response.set_log_id(batch.log_id());
  for (const ingestion::v1::IngestResult& result : batch.results()) {
    *response.add_results() = result;
    response.set_revision(std::max(response.revision(), result.revision()));
  }
  return response;
}

}  // namespace akin
