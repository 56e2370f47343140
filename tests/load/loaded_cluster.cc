#include "tests/load/loaded_cluster.h"

#include <cstdlib>
#include <iostream>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/bench/corpus/corpus_article.h"
#include "tests/bench/corpus/random.h"

namespace akin::load {
namespace {

namespace iv1 = ingestion::v1;
namespace rv1 = recommendation::v1;
namespace sv1 = storage::v1;

constexpr size_t kHotArticles = 100;
// For a machine that does other things, too.
constexpr absl::Duration kLoadPatience = absl::Minutes(15);

std::unique_ptr<Cluster> StartCluster(const LoadedCluster::Options& options) {
  KeepOnProcessors(options.service_processors);
  auto cluster = std::make_unique<Cluster>(std::map<std::string, std::vector<std::string>>{
      {"recommendation", options.recommendation_flags}});
  KeepOnProcessors(options.own_processors);
  return cluster;
}

rv1::ListSimilarArticlesRequest ListRequest(const std::string& seed) {
  rv1::ListSimilarArticlesRequest request;
  request.add_seeds()->set_article(seed);
  return request;
}

template <typename Response, typename Request>
Ask NewAsk(const Connections& to, const char* method, Request request) {
  return {to.Next(), method, std::make_unique<Request>(std::move(request)),
          std::make_shared<Response>()};
}

// Two or three words that one headline has.
std::string QueryOf(const std::string& headline, uint64_t number) {
  const std::vector<std::string> words = absl::StrSplit(headline, ' ', absl::SkipEmpty());
  bench::Random random(number);
  std::vector<std::string> query;
  for (int i = random.Between(2, 3); i > 0; --i) query.push_back(words[random.Below(words.size())]);
  return absl::StrJoin(query, " ");
}

Ask AskSimilar(const Connections& to, rv1::ListSimilarArticlesRequest request) {
  return NewAsk<rv1::ListSimilarArticlesResponse>(
      to, "/akin.recommendation.v1.RecommendationService/ListSimilarArticles", std::move(request));
}

Ask AskIngest(const Connections& to, news::v1::Article article) {
  iv1::IngestArticleRequest request;
  *request.mutable_article() = std::move(article);
  return NewAsk<iv1::IngestArticleResponse>(to, "/akin.ingestion.v1.IngestionService/IngestArticle",
                                            std::move(request));
}

}  // namespace

LoadedCluster::LoadedCluster(const Options& options)
    : cluster_(StartCluster(options)),
      storage_(std::make_unique<Connections>(cluster_->storage().address())),
      ingestion_(std::make_unique<Connections>(cluster_->ingestion().address())),
      search_(std::make_unique<Connections>(cluster_->search().address())),
      recommendation_(std::make_unique<Connections>(cluster_->recommendation().address())) {
  Load(options.articles);
  Warm();
}

news::v1::Article LoadedCluster::NextArticle() {
  news::v1::Article article = bench::CorpusArticle(corpus_, plan_.Next());
  article.clear_name();
  return article;
}

void LoadedCluster::Load(int articles) {
  grpc::ClientContext context;
  const auto stream = cluster_->ingestion_stub().IngestArticles(&context);
  for (int i = 0; i < articles; ++i) articles_.push_back(NextArticle());
  std::thread writer([&] {
    for (const news::v1::Article& article : articles_) {
      iv1::IngestArticlesRequest request;
      *request.mutable_article() = article;
      stream->Write(request);
    }
    stream->WritesDone();
  });
  std::vector<std::string> names;
  for (iv1::IngestArticlesResponse response; stream->Read(&response);)
    names.push_back(response.result().name());
  writer.join();
  if (!stream->Finish().ok() || names.size() != articles_.size()) {
    std::cerr << "load: ingestion did not take the articles\n";
    std::abort();
  }
  for (size_t i = 0; i < names.size(); ++i) articles_[i].set_name(names[i]);
}

void LoadedCluster::Warm() {
  const int64_t revision = NewestRevision(*cluster_);
  AwaitStories(*cluster_, revision, kLoadPatience);
  const absl::Time give_up = absl::Now() + kLoadPatience;
  while (!Search(*cluster_, "news", revision).ok() ||
         !Similar(*cluster_, articles_[0].name(), revision).ok()) {
    if (absl::Now() < give_up) continue;  // each waits for the revision
    std::cerr << "load: the articles do not come to be found\n";
    std::abort();
  }
  for (int round = 0; round < 3; ++round) {  // what is asked for again is kept
    for (size_t i = 0; i < kHotArticles && i < articles_.size(); ++i)
      Similar(*cluster_, articles_[i].name(), 0).IgnoreError();
  }
}

Traffic LoadedCluster::Searches() {
  return [this](uint64_t number) {
    search::v1::SearchArticlesRequest request;
    const news::v1::Article& article = articles_[bench::Mix(1, number) % articles_.size()];
    request.set_query(QueryOf(article.headline(), number));
    request.mutable_max_staleness();  // zero
    return NewAsk<search::v1::SearchArticlesResponse>(
        *search_, "/akin.search.v1.SearchService/SearchArticles", std::move(request));
  };
}

Traffic LoadedCluster::ColdLists() {
  return [this](uint64_t number) {
    auto request = ListRequest(articles_[bench::Mix(2, number) % articles_.size()].name());
    request.mutable_max_staleness();  // zero
    return AskSimilar(*recommendation_, std::move(request));
  };
}

Traffic LoadedCluster::CheapReads() {
  return [this](uint64_t number) {
    if (number % 2 == 0)
      return AskSimilar(*recommendation_, ListRequest(articles_[number / 2 % kHotArticles].name()));
    sv1::GetArticleRequest request;
    request.set_name(articles_[bench::Mix(3, number) % articles_.size()].name());
    return NewAsk<sv1::GetArticleResponse>(*storage_, "/akin.storage.v1.StorageService/GetArticle",
                                           std::move(request));
  };
}

Traffic LoadedCluster::Ingests(int count) {
  auto articles = std::make_shared<std::vector<news::v1::Article>>();
  for (int i = 0; i < count; ++i) articles->push_back(NextArticle());
  return [this, articles](uint64_t number) {
    return AskIngest(*ingestion_, (*articles)[number % articles->size()]);
  };
}

Traffic LoadedCluster::Revisions(int articles) {
  return [this, articles](uint64_t number) {
    news::v1::Article article = articles_[number % articles];
    article.clear_name();
    absl::StrAppend(article.mutable_body(), "\n\nUpdate ", number / articles, ".");
    return AskIngest(*ingestion_, std::move(article));
  };
}

std::vector<std::pair<std::string, ProcessState>> LoadedCluster::States() {
  return {{"storage", StateOf(cluster_->storage().pid())},
          {"ingestion", StateOf(cluster_->ingestion().pid())},
          {"search", StateOf(cluster_->search().pid())},
          {"recommendation", StateOf(cluster_->recommendation().pid())}};
}

int64_t LoadedCluster::ResidentBytes() {
  int64_t bytes = 0;
  for (const auto& [name, state] : States()) bytes += state.resident_bytes;
  return bytes;
}

}  // namespace akin::load
