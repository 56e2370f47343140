#include "services/search/search_service.h"

#include <utility>

#include "common/status/status_macros.h"
#include "services/search/search_request.h"

namespace akin {

using search::v1::SearchArticlesRequest;
using search::v1::SearchArticlesResponse;
using search::v1::SuggestQueriesRequest;
using search::v1::SuggestQueriesResponse;

SearchService::SearchService(const Searcher& searcher, const ArticleIndex& index,
                             ServiceHost::Options options)
    : RpcService("akin.search.v1.SearchService", std::move(options)),
      searcher_(searcher),
      index_(index) {
  Unary("SearchArticles", &SearchService::SearchArticles);
  Unary("SuggestQueries", &SearchService::SuggestQueries);
}

absl::StatusOr<SearchArticlesResponse> SearchService::SearchArticles(
    const CallContext& call, const SearchArticlesRequest& request) {
  ASSIGN_OR_RETURN(const SearchRequest search, ToSearchRequest(request, call.deadline));
  ASSIGN_OR_RETURN(SearchPage page, searcher_.Search(search));
  return ToResponse(std::move(page));
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
