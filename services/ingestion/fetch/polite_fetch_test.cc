// Fetcher, robots.txt and a web server together, as pages are fetched.
#include <string>

#include "common/status/errors.h"
#include "common/testing/http_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/fetch/curl_fetcher.h"
#include "services/ingestion/fetch/robots_cache.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PoliteFetchTest : public testing::Test {
 protected:
  absl::StatusOr<FetchResponse> Get(absl::string_view path) {
    return fetcher_.Fetch(
        {.url = server_.Url(path),
         .accept = std::string(kAcceptPages),
         .may_fetch = [this](absl::string_view url) { return robots_.MayFetch(url); }});
  }
  void ServePages() {
    server_.Serve("/public", {.body = "<p>Rain"});
    server_.Serve("/private", {.body = "<p>Secret"});
    server_.Serve("/short", TestHttpServer::Redirect(302, "/private"));
  }

  TestHttpServer server_;
  FakeClock clock_;
  CurlFetcher fetcher_{{.policy = AddressPolicy(CidrList::Parse("127.0.0.1").value())}, clock_};
  RobotsCache robots_{{}, fetcher_, clock_};
};

TEST_F(PoliteFetchTest, ThePagesOfASiteAreFetchedAsItsRobotsTxtSays) {
  ServePages();
  server_.Serve("/robots.txt", {.body = "User-agent: *\nDisallow: /private\nCrawl-delay: 3\n"});
  EXPECT_EQ(Get("/public")->body, "<p>Rain");
  EXPECT_EQ(ErrorReason(Get("/private").status()), fetch_errors::kRobots);
  EXPECT_EQ(ErrorReason(Get("/short").status()), fetch_errors::kRobots) << "redirects count too";
  EXPECT_THAT(server_.Requests("/private"), IsEmpty());
  EXPECT_THAT(server_.Requests("/robots.txt"), SizeIs(1));
  EXPECT_EQ(robots_.CrawlDelay(server_.Url("/")), absl::Seconds(3));
}

TEST_F(PoliteFetchTest, ARobotsTxtMayBeElsewhereLargeAndPacked) {
  ServePages();
  std::string file = "User-agent: *\nDisallow: /private\n";
  file.append(2'000'000, '#');
  server_.Serve("/robots.txt", TestHttpServer::Redirect(301, "/real"));
  server_.Serve("/real", {.headers = {{"Content-Encoding", "gzip"}}, .body = Gzip(file)});
  EXPECT_EQ(ErrorReason(Get("/private").status()), fetch_errors::kRobots);
  EXPECT_TRUE(Get("/public").ok());
}

TEST_F(PoliteFetchTest, WithoutRobotsTxtAllIsAllowedAndInTroubleNothing) {
  ServePages();
  EXPECT_TRUE(Get("/private").ok());
  clock_.Advance(absl::Hours(24));
  server_.Serve("/robots.txt", {.status = 500});
  EXPECT_TRUE(Get("/private").ok()) << "the older one counts";
  TestHttpServer fresh;
  fresh.Serve("/robots.txt", {.status = 500});
  const absl::Status status = robots_.MayFetch(fresh.Url("/"));
  EXPECT_EQ(ErrorReason(status), fetch_errors::kRobots);
  EXPECT_THAT(std::string(status.message()), HasSubstr("answered 500"));
}

TEST_F(PoliteFetchTest, ARobotsTxtThatLeadsInsideIsNotRead) {
  ServePages();
  server_.Serve("/robots.txt", TestHttpServer::Redirect(302, "http://127.0.0.2:1/"));
  EXPECT_EQ(ErrorReason(Get("/public").status()), fetch_errors::kRobots);
}

}  // namespace
}  // namespace akin
