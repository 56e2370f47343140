#include "tests/e2e/cluster.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "akin/news/v1/status_service.grpc.pb.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

std::string NewFolder() {
  std::string folder = (fs::temp_directory_path() / "akin-e2e.XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) std::abort();
  return folder;
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "." : value;
}

std::string Quoted(absl::string_view word) {
  return absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'");
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

news::v1::ServiceStatus RecommendationStatus(Cluster& cluster) {
  const auto stub =
      news::v1::StatusService::NewStub(NewChannel(cluster.recommendation().address()));
  const auto response = CallUnary<news::v1::GetStatusResponse>(
      {}, *stub, &news::v1::StatusService::Stub::GetStatus, news::v1::GetStatusRequest());
  return response.ok() && response->services_size() > 0 ? response->services(0)
                                                        : news::v1::ServiceStatus();
}

}  // namespace

Cluster::Cluster(const std::map<std::string, std::vector<std::string>>& flags)
    : folder_(NewFolder()) {
  std::vector<std::string> redis;
  if (RedisServer::Available()) {
    redis_ = std::make_unique<RedisServer>();
    redis.push_back(absl::StrCat("--redis_address=", redis_->address()));
  }
  const auto with = [&](absl::string_view service, std::vector<std::string> own) {
    const auto more = flags.find(std::string(service));
    if (more != flags.end()) own.insert(own.end(), more->second.begin(), more->second.end());
    return own;
  };
  storage_ = std::make_unique<ServiceProcess>(
      "akin-storage", with("storage", {absl::StrCat("--data_dir=", data_dir("storage")),
                                       absl::StrCat("--backup_dir=", path("backups"))}));
  const std::string at = absl::StrCat("--storage_address=", storage_->address());
  const auto view_flags = [&](absl::string_view service) {
    std::vector<std::string> own = {at, absl::StrCat("--data_dir=", data_dir(service))};
    own.insert(own.end(), redis.begin(), redis.end());
    return with(service, std::move(own));
  };
  ingestion_ = std::make_unique<ServiceProcess>("akin-ingestion", with("ingestion", {at}));
  search_ = std::make_unique<ServiceProcess>("akin-search", view_flags("search"));
  recommendation_ =
      std::make_unique<ServiceProcess>("akin-recommendation", view_flags("recommendation"));
  storage_stub_ = storage::v1::StorageService::NewStub(NewChannel(storage_->address()));
  ingestion_stub_ = ingestion::v1::IngestionService::NewStub(NewChannel(ingestion_->address()));
  search_stub_ = search::v1::SearchService::NewStub(NewChannel(search_->address()));
  recommendation_stub_ =
      recommendation::v1::RecommendationService::NewStub(NewChannel(recommendation_->address()));
}

Cluster::~Cluster() {
  for (const auto* process : {&recommendation_, &search_, &ingestion_, &storage_})
    (*process)->Kill();
  std::error_code error;
  fs::remove_all(folder_, error);
}

std::string Cluster::data_dir(absl::string_view service) const {
  const std::string folder = absl::StrCat(folder_, "/data/", service);
  fs::create_directories(folder);
  return folder;
}

std::string Cluster::path(absl::string_view name) const { return absl::StrCat(folder_, "/", name); }

std::vector<std::string> ProgramResult::lines() const {
  return absl::StrSplit(out, '\n', absl::SkipEmpty());
}

ProgramResult RunAkin(Cluster& cluster, const std::vector<std::string>& arguments) {
  const std::string out = cluster.path("stdout");
  const std::string err = cluster.path("stderr");
  std::string command =
      absl::StrCat("AKIN_STORAGE_ADDRESS=", cluster.storage().address(),
                   " AKIN_INGESTION_ADDRESS=", cluster.ingestion().address(),
                   " AKIN_SEARCH_ADDRESS=", cluster.search().address(),
                   " AKIN_RECOMMENDATION_ADDRESS=", cluster.recommendation().address(), " ",
                   Quoted(absl::StrCat(Environment("AKIN_BIN_DIR"), "/akin")));
  for (const std::string& argument : arguments) absl::StrAppend(&command, " ", Quoted(argument));
  const int status =
      std::system(absl::StrCat(command, " </dev/null >", Quoted(out), " 2>", Quoted(err)).c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(out), ReadAll(err)};
}

absl::StatusOr<ingestion::v1::IngestArticleResponse> TryIngest(Cluster& cluster,
                                                               const news::v1::Article& article) {
  ingestion::v1::IngestArticleRequest request;
  *request.mutable_article() = article;
  return CallUnary<ingestion::v1::IngestArticleResponse>(
      {}, cluster.ingestion_stub(), &ingestion::v1::IngestionService::Stub::IngestArticle, request);
}

ingestion::v1::IngestResult Ingest(Cluster& cluster, const news::v1::Article& article) {
  const auto response = TryIngest(cluster, article);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->result() : ingestion::v1::IngestResult();
}

news::v1::Article NewArticle(absl::string_view id, absl::string_view headline,
                             absl::string_view body, int day) {
  news::v1::Article article;
  article.set_source("sources/e2e.example");
  article.set_external_id(std::string(id));
  article.set_headline(std::string(headline));
  article.set_body(std::string(body));
  article.set_language("en");
  article.mutable_publish_time()->set_seconds(1'789'000'000 + day * 86'400);
  return article;
}

absl::StatusOr<recommendation::v1::ListSimilarArticlesResponse> Similar(Cluster& cluster,
                                                                        const std::string& name,
                                                                        int64_t min_revision) {
  recommendation::v1::ListSimilarArticlesRequest request;
  request.add_seeds()->set_article(name);
  request.set_min_revision(min_revision);
  return CallUnary<recommendation::v1::ListSimilarArticlesResponse>(
      {}, cluster.recommendation_stub(),
      &recommendation::v1::RecommendationService::Stub::ListSimilarArticles, request);
}

absl::StatusOr<search::v1::SearchArticlesResponse> Search(Cluster& cluster,
                                                          const std::string& query,
                                                          int64_t min_revision) {
  search::v1::SearchArticlesRequest request;
  request.set_query(query);
  request.set_min_revision(min_revision);
  return CallUnary<search::v1::SearchArticlesResponse>(
      {}, cluster.search_stub(), &search::v1::SearchService::Stub::SearchArticles, request);
}

absl::StatusOr<storage::v1::GetArticleResponse> Get(Cluster& cluster, const std::string& name,
                                                    int64_t min_revision) {
  storage::v1::GetArticleRequest request;
  request.set_name(name);
  request.set_min_revision(min_revision);
  return CallUnary<storage::v1::GetArticleResponse>(
      {}, cluster.storage_stub(), &storage::v1::StorageService::Stub::GetArticle, request);
}

void AwaitStories(Cluster& cluster, int64_t revision, absl::Duration at_most) {
  const absl::Time give_up = absl::Now() + at_most;
  while (RecommendationStatus(cluster).story_revision() < revision) {
    ASSERT_LT(absl::Now(), give_up) << "stories are not assigned up to revision " << revision;
    absl::SleepFor(absl::Milliseconds(50));
  }
}

int64_t NewestRevision(Cluster& cluster) {
  const auto response = CallUnary<storage::v1::ListArticlesResponse>(
      {}, cluster.storage_stub(), &storage::v1::StorageService::Stub::ListArticles,
      storage::v1::ListArticlesRequest());
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? response->info().revision() : 0;
}

std::string SamplesFolder() {
  return absl::StrCat(Environment("AKIN_SOURCE_DIR"), "/deploy/local/samples");
}

}  // namespace akin
