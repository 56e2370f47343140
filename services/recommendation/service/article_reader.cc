#include "services/recommendation/service/article_reader.h"

#include <algorithm>
#include <utility>

#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/article/article_view.h"
#include "common/rpc/client.h"
#include "common/status/status_macros.h"
#include "services/recommendation/view/to_document.h"

namespace akin {
namespace {

using storage::v1::StorageService;

constexpr size_t kMaxBatch = 1000;  // of one BatchGetArticles

}  // namespace

absl::StatusOr<ArticleReader::Articles> ArticleReader::Read(const CallContext& call,
                                                            const std::vector<std::string>& names,
                                                            news::v1::ArticleView view) const {
  Articles articles = ReadCards(names, view);
  if (view == news::v1::ARTICLE_VIEW_FULL) RETURN_IF_ERROR(AddBodies(call, articles));
  return articles;
}

ArticleReader::Articles ArticleReader::ReadCards(const std::vector<std::string>& names,
                                                 news::v1::ArticleView view) const {
  Articles articles;
  for (const std::string& name : names) {
    absl::StatusOr<news::v1::Article> card = view_.Card(ArticleIdOf(name));
    if (!card.ok()) continue;
    KeepView(view, *card);
    articles.emplace(name, *std::move(card));
  }
  return articles;
}

absl::Status ArticleReader::AddBodies(const CallContext& call, Articles& articles) const {
  const auto stub = StorageService::NewStub(storage_);
  std::vector<std::string> names;
  for (const auto& [name, article] : articles) names.push_back(name);
  articles.clear();
  for (size_t begin = 0; begin < names.size(); begin += kMaxBatch) {
    storage::v1::BatchGetArticlesRequest request;
    request.set_view(news::v1::ARTICLE_VIEW_FULL);
    const size_t end = std::min(begin + kMaxBatch, names.size());
    for (size_t i = begin; i < end; ++i) request.add_names(names[i]);
    ASSIGN_OR_RETURN(auto response,
                     CallUnary(call, *stub, &StorageService::Stub::BatchGetArticles, request));
    for (news::v1::Article& article : *response.mutable_articles()) {
      articles[article.name()] = std::move(article);
    }
  }
  return absl::OkStatus();
}

}  // namespace akin
