#include "services/search/search_service.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/page/answer_budget.h"
#include "common/rpc/status_conversion.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/search/export_source.h"
#include "services/search/search_request.h"

namespace akin {

using search::v1::BatchSearchArticlesRequest;
using search::v1::BatchSearchArticlesResponse;
using search::v1::ExportArticlesRequest;
using search::v1::ExportArticlesResponse;
using search::v1::SearchArticlesRequest;
using search::v1::SearchArticlesResponse;
using search::v1::SuggestQueriesRequest;
using search::v1::SuggestQueriesResponse;

namespace {

constexpr int kMaxBatch = 20;

absl::Status NoRoomInBatch() {
  return ErrorWithReason(absl::StatusCode::kResourceExhausted, "ANSWER_TOO_LARGE",
                         "the batch's answer has no room left; search for this by itself");
}

}  // namespace

SearchService::SearchService(const Searcher& searcher, const ArticleIndex& index,
                             const SearchRuleFiles& rules, const Clock& clock,
                             ServiceHost::Options options)
    : RpcService("akin.search.v1.SearchService", options),
      searcher_(searcher),
      index_(index),
      rules_(rules),
      clock_(clock),
      gate_(options.gate),
      ready_to_read_(options.ready_to_read) {
  Unary("SearchArticles", &SearchService::SearchArticles);
  Unary("BatchSearchArticles", &SearchService::BatchSearchArticles);
  ServerStream<ExportArticlesRequest, ExportArticlesResponse>(
      "ExportArticles",
      [this](const CallContext&, const ExportArticlesRequest& request, std::function<void()> wake) {
        return ExportArticles(request, std::move(wake));
      });
  Unary("SuggestQueries", &SearchService::SuggestQueries);
  host().SetCheap({"SuggestQueries"});
}

absl::StatusOr<SearchArticlesResponse> SearchService::SearchArticles(
    const CallContext& call, const SearchArticlesRequest& request) {
  ASSIGN_OR_RETURN(const SearchRequest search,
                   ToSearchRequest(request, {rules_.current(), clock_.Now(), call.deadline}));
  ASSIGN_OR_RETURN(SearchPage page, searcher_.Search(search));
  return ToResponse(std::move(page));
}

absl::StatusOr<BatchSearchArticlesResponse> SearchService::BatchSearchArticles(
    const CallContext& call, const BatchSearchArticlesRequest& request) {
  if (request.requests().empty() || request.requests_size() > kMaxBatch) {
    return InvalidField("requests",
                        absl::StrCat(request.requests_size(), ", want 1 to ", kMaxBatch));
  }
  BatchSearchArticlesResponse response;
  AnswerBudget budget;
  for (const SearchArticlesRequest& one : request.requests()) {
    if (call.cancelled()) return absl::CancelledError("call cancelled");
    auto answer = SearchOfBatch(call, one, request.min_revision());
    if (answer.ok() && !budget.Take(answer->ByteSizeLong())) answer = NoRoomInBatch();
    search::v1::BatchSearchResult& result = *response.add_results();
    if (answer.ok()) {
      *result.mutable_response() = *std::move(answer);
    } else {
      *result.mutable_error() = ToRpcStatus(answer.status());
    }
  }
  return response;
}

// The adapter has waited for the batch's min_revision, not for each request's.
absl::StatusOr<SearchArticlesResponse> SearchService::SearchOfBatch(const CallContext& call,
                                                                    SearchArticlesRequest request,
                                                                    int64_t min_revision) {
  request.set_min_revision(std::max(request.min_revision(), min_revision));
  if (gate_ != nullptr) RETURN_IF_ERROR(gate_->CheckReached(request.min_revision()));
  return SearchArticles(call, request);
}

absl::StatusOr<std::unique_ptr<StreamSource<ExportArticlesResponse>>> SearchService::ExportArticles(
    const ExportArticlesRequest& request, std::function<void()> wake) {
  ASSIGN_OR_RETURN(ExportRequest wanted, ToExportRequest(request, rules_.current(), clock_.Now()));
  return std::make_unique<ExportSource>(ExportSource::Context{index_, gate_, ready_to_read_},
                                        std::move(wanted), std::move(wake));
}

absl::StatusOr<SuggestQueriesResponse> SearchService::SuggestQueries(
    const CallContext&, const SuggestQueriesRequest& request) {
  ASSIGN_OR_RETURN(const int max_results, CheckSuggestRequest(request));
  ASSIGN_OR_RETURN(Suggestions suggestions, index_.Suggest(request.prefix(), max_results));
  SuggestQueriesResponse response;
  for (search::v1::QuerySuggestion& suggestion : suggestions.suggestions) {
    *response.add_suggestions() = std::move(suggestion);
  }
  response.mutable_info()->set_log_id(suggestions.position.log_id);
  response.mutable_info()->set_revision(suggestions.position.revision);
  return response;
}

}  // namespace akin
