#ifndef AKIN_SERVICES_SEARCH_SEARCH_SERVICE_H_
#define AKIN_SERVICES_SEARCH_SEARCH_SERVICE_H_

#include "akin/search/v1/search_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "common/time/clock.h"
#include "services/search/domain/searcher.h"
#include "services/search/search_rule_files.h"

namespace akin {

// akin.search.v1.SearchService over a Searcher. Thread-safe.
class SearchService : public RpcService {
 public:
  // All must outlive the service.
  SearchService(const Searcher& searcher, const ArticleIndex& index, const SearchRuleFiles& rules,
                const Clock& clock, ServiceHost::Options options);

 private:
  absl::StatusOr<search::v1::SearchArticlesResponse> SearchArticles(
      const CallContext& call, const search::v1::SearchArticlesRequest& request);
  absl::StatusOr<search::v1::BatchSearchArticlesResponse> BatchSearchArticles(
      const CallContext& call, const search::v1::BatchSearchArticlesRequest& request);
  absl::StatusOr<search::v1::SearchArticlesResponse> SearchOfBatch(
      const CallContext& call, search::v1::SearchArticlesRequest request, int64_t min_revision);
  absl::StatusOr<std::unique_ptr<StreamSource<search::v1::ExportArticlesResponse>>> ExportArticles(
      const search::v1::ExportArticlesRequest& request, std::function<void()> wake);
  absl::StatusOr<search::v1::SuggestQueriesResponse> SuggestQueries(
      const CallContext& call, const search::v1::SuggestQueriesRequest& request);

  const Searcher& searcher_;
  const ArticleIndex& index_;
  const SearchRuleFiles& rules_;
  const Clock& clock_;
  // As of the options.
  RevisionGate* const gate_;
  const std::function<absl::Status()> ready_to_read_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_SEARCH_SERVICE_H_
