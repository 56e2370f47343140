#include "services/ingestion/granted_article_sink.h"

#include <utility>

#include "common/access/source_grant.h"
#include "common/status/status_macros.h"

namespace akin {

absl::StatusOr<ArticleSink::Result> GrantedArticleSink::Put(
    const CallContext& call, const std::vector<news::v1::Article>& articles,
    const Options& options) {
  if (!HasLimitedSources(call.caller.get())) return sink_.Put(call, articles, options);
  std::vector<news::v1::Article> granted;
  std::vector<absl::Status> checked;
  for (const news::v1::Article& article : articles) {
    checked.push_back(CheckSourceGrant(call.caller.get(), article.source()));
    if (checked.back().ok()) granted.push_back(article);
  }
  Result result;
  if (!granted.empty()) {
    ASSIGN_OR_RETURN(result, sink_.Put(call, granted, options));
  }
  std::vector<Item> put = std::exchange(result.items, {});
  size_t next = 0;
  for (const absl::Status& status : checked)
    result.items.push_back(status.ok() ? std::move(put[next++]) : Item{.status = status});
  return result;
}

}  // namespace akin
