#include "services/ingestion/reconciling_article_sink.h"

#include <algorithm>
#include <utility>

#include "common/status/status_macros.h"
#include "services/ingestion/domain/reconcile.h"

namespace akin {

using news::v1::Article;

namespace {

// What storage takes in one request.
constexpr size_t kMaxNames = 1'000;

// Storage, for the time of a call.
class StoredArticles : public KnownArticles {
 public:
  StoredArticles(StorageLink& storage, const CallContext& call) : storage_(storage), call_(call) {}

  absl::StatusOr<ByName> Get(const std::vector<std::string>& names) override {
    ByName found;
    for (size_t begin = 0; begin < names.size(); begin += kMaxNames) {
      storage::v1::BatchGetArticlesRequest request;
      const auto end = names.begin() + std::min(names.size(), begin + kMaxNames);
      request.mutable_names()->Assign(names.begin() + begin, end);
      ASSIGN_OR_RETURN(auto response,
                       storage_.Call(call_, &StorageLink::Stub::BatchGetArticles, request));
      for (Article& article : *response.mutable_articles()) {
        std::string name = article.name();
        found[name] = std::move(article);
      }
    }
    return found;
  }

  absl::StatusOr<Article> FindByUrl(const std::string& canonical_url) override {
    storage::v1::LookupArticleRequest request;
    request.set_canonical_url(canonical_url);
    request.set_view(news::v1::ARTICLE_VIEW_FULL);  // a card has no external id
    ASSIGN_OR_RETURN(auto response,
                     storage_.Call(call_, &StorageLink::Stub::LookupArticle, request));
    return std::move(*response.mutable_article());
  }

 private:
  StorageLink& storage_;
  const CallContext& call_;
};

}  // namespace

absl::StatusOr<ArticleSink::Result> ReconcilingArticleSink::Put(
    const CallContext& call, const std::vector<Article>& articles, const Options& options) {
  if (!options.of_document) return sink_.Put(call, articles, options);
  StoredArticles stored(storage_, call);
  ASSIGN_OR_RETURN(std::vector<ReconciledArticle> reconciled,
                   Reconcile(articles, clock_.Now(), stored));
  std::vector<Article> to_put;
  for (ReconciledArticle& item : reconciled) {
    if (!item.withdrawn) to_put.push_back(item.article);
  }
  Result result;
  if (!to_put.empty()) {
    ASSIGN_OR_RETURN(result, sink_.Put(call, to_put, options));
  }
  std::vector<Item> put = std::exchange(result.items, {});
  size_t next = 0;
  for (ReconciledArticle& item : reconciled) {
    Item& answer = result.items.emplace_back();
    answer.outcome = ingestion::v1::INGEST_OUTCOME_WITHDRAWN;
    if (!item.withdrawn) answer = std::move(put[next++]);
    answer.name = item.article.name();
    answer.remarks = std::move(item.remarks);
  }
  return result;
}

}  // namespace akin
