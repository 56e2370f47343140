#include "services/web/desk/desk.h"

#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "akin/news/v1/status_service.pb.h"
#include "common/status/errors.h"
#include "services/web/testing/site_test_base.h"

namespace akin {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DeskTest : public ::testing::Test {
 protected:
  HttpResponse Send(HttpRequest request, const std::string& host = "127.0.0.1:7406") {
    request.headers.emplace_back("Host", host);
    if (!cookie_.empty()) request.headers.emplace_back("Cookie", cookie_);
    HttpResponse out;
    desk_.Handle(request, [&out](HttpResponse response) { out = std::move(response); });
    return out;
  }
  HttpResponse Get(const std::string& path) { return Send({.method = "GET", .path = path}); }
  // As its visitor's browser would send a form of the page.
  HttpResponse Post(const std::string& path, const std::string& form) {
    cookie_.clear();
    const HttpResponse page = Get("/desk");
    const absl::string_view set = FieldOf(page.headers, "Set-Cookie");
    cookie_ = std::string(set.substr(0, set.find(';')));
    const std::string before = "name=\"token\" value=\"";
    const size_t at = page.body.find(before) + before.size();
    const std::string token = page.body.substr(at, page.body.find('"', at) - at);
    return Send({.method = "POST", .path = path, .body = absl::StrCat("token=", token, "&", form)});
  }

  FakeNewsServices services_;
  FakeClock clock_;
  Desk desk_{services_, clock_, {}};
  std::string cookie_;
};

TEST_F(DeskTest, ShowsServicesAndFeedsAndWhatIsWrongWithThem) {
  news::v1::GetStatusResponse status;
  status.add_services()->set_service("storage");
  status.mutable_services(0)->set_state(news::v1::SERVING_STATE_CATCHING_UP);
  services_.Answer(method::kGetStatus, status);
  ingestion::v1::ListFeedsResponse feeds;
  auto& feed = *feeds.add_feeds();
  feed.set_name("feeds/f1");
  feed.set_url("https://wire.example/<rss>");
  feed.set_state(ingestion::v1::FEED_STATE_FAILING);
  feed.set_last_error("404 <b>Not Found</b>");
  services_.Answer(method::kListFeeds, feeds);
  EXPECT_THAT(Get("/desk").body,
              AllOf(HasSubstr("catching up"), HasSubstr("failing"),
                    HasSubstr("404 &lt;b&gt;Not Found"), Not(HasSubstr("<rss>"))));
}

TEST_F(DeskTest, ServicesThatAreDownAreToldAndTheRestIsShown) {
  services_.Fail(method::kGetStatus, absl::UnavailableError("nobody there"));
  const HttpResponse page = Get("/desk");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("recommendation</th><td>nobody there"), HasSubstr("Withdraw")));
}

TEST_F(DeskTest, WithdrawsWithAReasonAndTakesThatBack) {
  services_.Answer(method::kDeleteArticle, storage::v1::DeleteArticleResponse());
  services_.Answer(method::kUndeleteArticle, storage::v1::UndeleteArticleResponse());
  const HttpResponse page =
      Post("/desk/articles",
           "act=withdraw&reason=court+order&article=http%3A%2F%2Fx%2Farticles%2Fa1%3Frecency%3Dx");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("articles/a1 is withdrawn."));
  const auto asked = services_.Asked<storage::v1::DeleteArticleRequest>(method::kDeleteArticle);
  EXPECT_EQ(asked.name(), "articles/a1");
  EXPECT_EQ(asked.reason(), "court order");
  EXPECT_THAT(Post("/desk/articles", "act=undelete&article=articles/a1").body,
              HasSubstr("articles/a1 is served again."));
  EXPECT_EQ(Post("/desk/articles", "act=withdraw&article=a1").status, 400);  // without a reason
}

TEST_F(DeskTest, SteersFeeds) {
  services_.Answer(method::kCreateFeed, ingestion::v1::CreateFeedResponse());
  services_.Answer(method::kUpdateFeed, ingestion::v1::UpdateFeedResponse());
  services_.Answer(method::kFetchFeed, ingestion::v1::FetchFeedResponse());
  services_.Answer(method::kDeleteFeed, ingestion::v1::DeleteFeedResponse());
  Post("/desk/feeds", "act=add&url=https%3A%2F%2Fwire.example%2Frss&source=wire.example");
  const auto created = services_.Asked<ingestion::v1::CreateFeedRequest>(method::kCreateFeed);
  EXPECT_EQ(created.feed().url(), "https://wire.example/rss");
  EXPECT_EQ(created.feed().source(), "sources/wire.example");
  EXPECT_EQ(Post("/desk/feeds", "act=pause&feed=f1").status, 200);
  const auto paused = services_.Asked<ingestion::v1::UpdateFeedRequest>(method::kUpdateFeed);
  EXPECT_EQ(paused.feed().name(), "feeds/f1");
  EXPECT_TRUE(paused.feed().paused());
  EXPECT_THAT(paused.update_mask().paths(), ::testing::ElementsAre("paused"));
  EXPECT_THAT(Post("/desk/feeds", "act=poll&feed=f1").body, HasSubstr("was polled"));
  EXPECT_THAT(Post("/desk/feeds", "act=delete&feed=f1").body, HasSubstr("has ended"));
  EXPECT_EQ(Post("/desk/feeds", "act=burn&feed=f1").status, 400);
}

TEST_F(DeskTest, WhatServicesRefuseIsTold) {
  services_.Fail(method::kDeleteArticle, absl::PermissionDeniedError("may not call it"));
  const HttpResponse page = Post("/desk/articles", "act=withdraw&reason=x&article=a1");
  EXPECT_EQ(page.status, 403);
  EXPECT_THAT(page.body, HasSubstr("may not call it"));
}

TEST_F(DeskTest, DoesNothingThatItsOwnFormsDoNotAskFor) {
  services_.Answer(method::kDeleteArticle, storage::v1::DeleteArticleResponse());
  const std::string form = "act=withdraw&reason=x&article=a1";
  EXPECT_EQ(Send({.method = "POST", .path = "/desk/articles", .body = form}).status, 403);
  cookie_ = absl::StrCat("akin-desk=", std::string(32, 'a'));
  const std::string forged = absl::StrCat(form, "&token=", std::string(64, 'a'));
  EXPECT_EQ(Send({.method = "POST", .path = "/desk/articles", .body = forged}).status, 403);
  EXPECT_EQ(Send({.method = "GET", .path = "/desk/articles"}).status, 405);
  EXPECT_EQ(services_.Asked<storage::v1::DeleteArticleRequest>(method::kDeleteArticle).name(), "");
}

// A page elsewhere can lead a browser here by a name of its own.
TEST_F(DeskTest, AnswersToNamesOfThisMachineOnly) {
  for (const char* host : {"evil.example:7406", "", "127.0.0.1.evil.example"})
    EXPECT_EQ(Send({.method = "GET", .path = "/desk"}, host).status, 403) << host;
  for (const char* host : {"localhost:7406", "127.0.0.1:7406", "[::1]:7406", "localhost"})
    EXPECT_EQ(Send({.method = "GET", .path = "/desk"}, host).status, 200) << host;
}

TEST_F(DeskTest, ExplainsTwoArticles) {
  recommendation::v1::ExplainSimilarityResponse explained;
  explained.set_similarity(0.75);
  explained.set_not_shown_because("too old");
  explained.add_features()->set_name("lexical_cosine");
  services_.Answer(method::kExplainSimilarity, explained);
  EXPECT_THAT(Send({.method = "GET",
                    .path = "/desk/explain",
                    .query = {{"article", "a"}, {"other", "articles/b"}}})
                  .body,
              AllOf(HasSubstr("0.750"), HasSubstr("too old"), HasSubstr("lexical_cosine")));
}

}  // namespace
}  // namespace akin
