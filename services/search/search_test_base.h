#ifndef AKIN_SERVICES_SEARCH_SEARCH_TEST_BASE_H_
#define AKIN_SERVICES_SEARCH_SEARCH_TEST_BASE_H_

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "akin/search/v1/search_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/rpc/status_conversion.h"
#include "common/testing/fake_storage.h"
#include "gtest/gtest.h"
#include "services/search/search_app.h"

namespace akin {

// The real search server on 127.0.0.1, following a storage that the test scripts.
class SearchTestBase : public testing::Test {
 protected:
  SearchTestBase()
      : data_dir_(absl::StrCat(testing::TempDir(), "/search_",
                               testing::UnitTest::GetInstance()->current_test_info()->name(), "_",
                               getpid())) {
    std::filesystem::remove_all(data_dir_);
  }
  ~SearchTestBase() override {
    StopSearch();
    std::filesystem::remove_all(data_dir_);
  }

  void StartSearch(SearchApp::Options options = {}) {
    options.data_dir = data_dir_;
    options.follower.heartbeat_interval = absl::Milliseconds(50);
    options.follower.retry_delay = absl::Milliseconds(20);
    auto app = SearchApp::Open(options, clock_, metrics_);
    ASSERT_TRUE(app.ok()) << app.status();
    app_ = *std::move(app);
    auto server = Server::Start({}, {&app_->service()});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    app_->Start(storage_.channel());
    stub_ = search::v1::SearchService::NewStub(NewChannel(server_->address()));
  }

  void StopSearch() {
    stub_.reset();
    if (server_ != nullptr) server_->Stop();
    server_.reset();
    if (app_ != nullptr) app_->Stop();
    app_.reset();
  }

  // Waits for everything that storage has so far; asks again while the view is catching up.
  absl::StatusOr<search::v1::SearchArticlesResponse> Search(
      search::v1::SearchArticlesRequest request) {
    if (request.min_revision() == 0) request.set_min_revision(storage_.revision());
    const absl::Time give_up = absl::Now() + absl::Seconds(20);
    while (true) {
      auto response = Call(request);
      if (response.ok() || !absl::IsUnavailable(response.status()) || absl::Now() > give_up) {
        return response;
      }
    }
  }

  absl::StatusOr<search::v1::SearchArticlesResponse> Call(
      const search::v1::SearchArticlesRequest& request) {
    return CallUnary<search::v1::SearchArticlesResponse>(
        CallContext(), *stub_, &search::v1::SearchService::Stub::SearchArticles, request);
  }

  // The ids that a query finds, in the order of the answer.
  std::vector<std::string> Ids(absl::string_view query, absl::string_view filter = "",
                               search::v1::SearchOrder order = {}) {
    search::v1::SearchArticlesRequest request;
    request.set_query(std::string(query));
    request.set_filter(std::string(filter));
    request.set_order(order);
    request.set_page_size(100);
    return IdsOf(Search(request));
  }

  static std::vector<std::string> IdsOf(
      const absl::StatusOr<search::v1::SearchArticlesResponse>& response) {
    if (!response.ok()) return {response.status().ToString()};
    std::vector<std::string> ids;
    for (const auto& hit : response->hits()) ids.push_back(hit.article().name().substr(9));
    return ids;
  }

  // An article to be changed and put.
  static news::v1::Article Article(absl::string_view id, absl::string_view headline,
                                   absl::string_view body = "", absl::string_view language = "en") {
    news::v1::Article article;
    article.set_name(absl::StrCat("articles/", id));
    article.set_headline(std::string(headline));
    article.set_body(std::string(body));
    article.set_language(std::string(language));
    article.set_source("sources/example.com");
    article.mutable_publish_time()->set_seconds(1'700'000'000);
    return article;
  }

  const std::string data_dir_;
  FakeStorage storage_;
  SystemClock clock_;
  Metrics metrics_;
  std::unique_ptr<SearchApp> app_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<search::v1::SearchService::Stub> stub_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_SEARCH_TEST_BASE_H_
