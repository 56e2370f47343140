#include "services/recommendation/service/article_reader.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/article/article_view.h"
#include "common/page/answer_budget.h"
#include "common/rpc/client.h"
#include "common/status/status_macros.h"
#include "services/recommendation/view/to_document.h"

namespace akin {
namespace {

using storage::v1::StorageService;

constexpr size_t kMaxRead = 1000;  // of one BatchGetArticles

}  // namespace

absl::StatusOr<ArticleReader::Articles> ArticleReader::Read(const CallContext& call,
                                                            const std::vector<std::string>& names,
                                                            news::v1::ArticleView view) const {
  if (view == news::v1::ARTICLE_VIEW_FULL) return ReadWhole(call, names);
  return ReadCards(names, view);
}

absl::StatusOr<ArticleReader::Articles> ArticleReader::ReadCards(
    const std::vector<std::string>& names, news::v1::ArticleView view) const {
  Articles articles;
  AnswerBudget budget;
  for (const std::string& name : names) {
    absl::StatusOr<news::v1::Article> card = view_.Card(ArticleIdOf(name));
    if (card.ok()) {
      KeepView(view, *card);
      if (!budget.Take(card->ByteSizeLong())) break;
      articles.by_name.emplace(name, *std::move(card));
    } else if (!absl::IsNotFound(card.status())) {
      return card.status();
    }
    ++articles.read;
  }
  return articles;
}

absl::StatusOr<ArticleReader::Articles> ArticleReader::ReadWhole(
    const CallContext& call, const std::vector<std::string>& names) const {
  const auto stub = StorageService::NewStub(storage_);
  Articles articles;
  AnswerBudget budget;
  while (articles.read < names.size()) {
    storage::v1::BatchGetArticlesRequest request;
    request.set_view(news::v1::ARTICLE_VIEW_FULL);
    const size_t end = std::min(articles.read + kMaxRead, names.size());
    for (size_t i = articles.read; i < end; ++i) request.add_names(names[i]);
    ASSIGN_OR_RETURN(auto response,
                     CallUnary(call, *stub, &StorageService::Stub::BatchGetArticles, request));
    for (news::v1::Article& article : *response.mutable_articles()) {
      if (!budget.Take(article.ByteSizeLong())) {
        articles.read = absl::c_find(names, article.name()) - names.begin();
        return articles;
      }
      articles.by_name[article.name()] = std::move(article);
    }
    articles.read = end - static_cast<size_t>(response.omitted_size());
  }
  return articles;
}

}  // namespace akin
