// The site over the real services: what readers get while one of them is slow, gone, or has
// withdrawn something.

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct WebPage {
  long status = 0;
  std::string body;
  absl::Duration took;
};

size_t AppendTo(char* bytes, size_t size, size_t count, void* out) {
  static_cast<std::string*>(out)->append(bytes, size * count);
  return size * count;
}

class WebTest : public ::testing::Test {
 protected:
  WebTest()
      : web_("akin-web",
             {absl::StrCat("--storage_address=", cluster_.storage().address()),
              absl::StrCat("--search_address=", cluster_.search().address()),
              absl::StrCat("--recommendation_address=", cluster_.recommendation().address())}) {}

  WebPage Fetch(const std::string& path) const {
    WebPage page;
    const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), &curl_easy_cleanup);
    const std::string url = absl::StrCat("http://", web_.address(), path);
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &AppendTo);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &page.body);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl.get(), CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
    const absl::Time begun = absl::Now();
    EXPECT_EQ(curl_easy_perform(curl.get()), CURLE_OK) << path;
    page.took = absl::Now() - begun;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &page.status);
    return page;
  }

  // Two reports of one event; what is asked afterwards has both.
  void PublishTwoReports() {
    const auto first = Ingest(
        cluster_, NewArticle("1", "Ferry sinks off Cebu in heavy rain",
                             "The ferry Santa Rosa sank off Cebu on Monday. Forty were rescued."));
    const auto second = Ingest(
        cluster_, NewArticle("2", "Forty rescued as ferry Santa Rosa sinks off Cebu",
                             "Forty people were rescued when the ferry Santa Rosa sank off Cebu."));
    first_ = absl::StrCat("/", first.name());
    second_ = absl::StrCat("/", second.name());
    AwaitStories(cluster_, second.revision());
    ASSERT_TRUE(Search(cluster_, "ferry", second.revision()).ok());
  }

  Cluster cluster_;
  ServiceProcess web_;
  std::string first_, second_;
};

TEST_F(WebTest, WhatIsPublishedIsOnThePages) {
  PublishTwoReports();
  EXPECT_THAT(Fetch(first_).body, AllOf(HasSubstr("Ferry sinks off Cebu in heavy rain</h1>"),
                                        HasSubstr("Forty were rescued")));
  EXPECT_THAT(Fetch("/").body, HasSubstr("Forty rescued as ferry"));
  EXPECT_THAT(Fetch("/search?q=santa+rosa").body, HasSubstr("<mark>Santa</mark>"));
  EXPECT_THAT(Fetch("/v1/articles:search?query=ferry").body, HasSubstr("\"totalSize\":\"2\""));
  EXPECT_THAT(Fetch("/search.atom?q=ferry").body, HasSubstr("<title>Ferry sinks off Cebu"));
}

TEST_F(WebTest, SlowRecommendationCostsThePageItsListAndNotItself) {
  PublishTwoReports();
  cluster_.recommendation().Pause();
  const WebPage page = Fetch(first_);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(HasSubstr("Ferry sinks"), HasSubstr("not there yet")));
  EXPECT_LT(page.took, absl::Seconds(3));
  EXPECT_EQ(Fetch("/").status, 200);
  cluster_.recommendation().Resume();
  EXPECT_EQ(Fetch(absl::StrCat(first_, "/similar")).status, 200);
  EXPECT_THAT(Fetch(first_).body, Not(HasSubstr("not there yet")));
}

TEST_F(WebTest, ServicesThatAreGoneComeBack) {
  PublishTwoReports();
  cluster_.recommendation().Kill();
  EXPECT_THAT(Fetch(first_).body, AllOf(HasSubstr("Ferry sinks"), HasSubstr("not there yet")));
  cluster_.search().Kill();
  EXPECT_EQ(Fetch("/").status, 503);
  EXPECT_EQ(Fetch("/search?q=ferry").status, 503);
  cluster_.storage().Kill();
  EXPECT_EQ(Fetch(first_).status, 503);
  EXPECT_EQ(Fetch("/v1/articles").status, 503);
  cluster_.storage().Start();
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (Fetch(first_).status != 200 && absl::Now() < give_up)
    absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(Fetch(first_).status, 200);
}

TEST_F(WebTest, WithdrawnArticleIsGoneFromEveryPage) {
  PublishTwoReports();
  const std::string name = second_.substr(1);
  const ProgramResult withdrawn = RunAkin(cluster_, {"withdraw", name, "--reason", "wrong"});
  ASSERT_EQ(withdrawn.code, 0) << withdrawn.err;
  const int64_t revision = NewestRevision(cluster_);
  ASSERT_TRUE(Search(cluster_, "ferry", revision).ok());
  ASSERT_TRUE(Similar(cluster_, first_.substr(1), revision).ok());
  for (const std::string& path : {second_, absl::StrCat(second_, "/revisions")}) {
    const WebPage page = Fetch(path);
    EXPECT_EQ(page.status, 410) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("Forty")));
  }
  EXPECT_EQ(Fetch(absl::StrCat("/v1", second_)).status, 410);
  for (const std::string& path : {std::string("/"), first_, std::string("/search?q=ferry&every=1"),
                                  std::string("/search.json?q=ferry"), std::string("/v1/articles")})
    EXPECT_THAT(Fetch(path).body, Not(HasSubstr("Forty rescued"))) << path;
}

TEST_F(WebTest, HostileAddressesGetSmallPages) {
  for (const char* path : {"/../../etc/passwd", "/articles/..%2f..%2fetc%2fpasswd", "/articles/%00",
                           "/articles/%3Cscript%3E", "/stories/%F0%28%8C%28", "/%"}) {
    const WebPage page = Fetch(path);
    EXPECT_EQ(page.status, 404) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("root:")));
    EXPECT_LT(page.body.size(), 4000u);
  }
  for (const char* query : {"%22", "((((((((", "a%00b", "-", "*", "field:", "%F0%28%8C%28", "a~9",
                            "last:x", "x%22%20OR%20y:"}) {
    const WebPage page = Fetch(absl::StrCat("/search?q=", query));
    EXPECT_TRUE(page.status == 200 || page.status == 400) << query << ": " << page.status;
  }
  EXPECT_EQ(Fetch(absl::StrCat("/search?q=", std::string(5000, 'a'))).status, 400);
}

}  // namespace
}  // namespace akin
