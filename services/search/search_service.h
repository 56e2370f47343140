#ifndef AKIN_SERVICES_SEARCH_SEARCH_SERVICE_H_
#define AKIN_SERVICES_SEARCH_SEARCH_SERVICE_H_

#include "akin/search/v1/search_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "services/search/domain/searcher.h"

namespace akin {

// akin.search.v1.SearchService over a Searcher. Thread-safe.
class SearchService : public RpcService {
 public:
  // Both must outlive the service.
  SearchService(const Searcher& searcher, const ArticleIndex& index, ServiceHost::Options options);

 private:
  absl::StatusOr<search::v1::SearchArticlesResponse> SearchArticles(
      const CallContext& call, const search::v1::SearchArticlesRequest& request);
  absl::StatusOr<search::v1::SuggestQueriesResponse> SuggestQueries(
      const CallContext& call, const search::v1::SuggestQueriesRequest& request);

  const Searcher& searcher_;
  const ArticleIndex& index_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_SEARCH_SERVICE_H_
