// Feeds, polled by real ingestion processes from a publisher that makes trouble.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "akin/ingestion/v1/ingestion_service.grpc.pb.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/errors.h"
#include "common/sync/mutex.h"
#include "common/testing/child_process.h"
#include "common/testing/http_server.h"
#include "common/testing/service_process.h"
#include "common/time/proto_time.h"
#include "services/ingestion/fetch/curl_fetcher.h"

namespace akin {
namespace {

namespace fs = std::filesystem;
using ingestion::v1::Feed;
using IngestionStub = ingestion::v1::IngestionService::Stub;
using StorageStub = storage::v1::StorageService::Stub;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using Reply = TestHttpServer::Reply;
using Request = TestHttpServer::Request;

// Publishers are here, not at 127.0.0.1, which stays forbidden.
constexpr char kPublisher[] = "127.0.0.2";
constexpr char kAnotherPublisher[] = "127.0.0.3";
constexpr absl::Duration kLease = absl::Seconds(2);

bool Eventually(const std::function<bool()>& holds) {
  const absl::Time give_up = absl::Now() + absl::Seconds(30);
  while (!holds() && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(20));
  return holds();
}

struct Item {
  std::string guid;
  std::string title;
  std::string link;
  std::string text = "Some text about it.";
};

std::string Rss(const std::vector<Item>& items) {
  std::string body = "<rss version='2.0'><channel><title>The Wire</title>";
  for (const Item& item : items) {
    absl::StrAppend(&body, "<item><guid isPermaLink='false'>", item.guid, "</guid><title>",
                    item.title, "</title><link>", item.link, "</link><description>", item.text,
                    "</description></item>");
  }
  return body + "</channel></rss>";
}

// A feed of one item that is called like the feed.
std::string OneItem(const std::string& title) {
  return Rss({{title, title, absl::StrCat("https://wire.example/", title)}});
}

// An ingestion process with its own metrics and its own name to the publisher.
struct IngestionReplica {
  IngestionReplica(const std::string& storage, int number)
      : contact(absl::StrCat("replica-", number)),
        metrics_address(absl::StrCat("127.0.0.1:", FreePort())),
        process(
            "akin-ingestion",
            {absl::StrCat("--storage_address=", storage),
             absl::StrCat("--metrics_listen=", metrics_address),
             absl::StrCat("--fetch_contact=", contact),
             absl::StrCat("--fetch_allow_cidr=", kPublisher, ",", kAnotherPublisher),
             "--max_document_bytes=1000000", "--feed_min_interval=200ms",
             "--feed_default_interval=250ms", "--feed_max_interval=2s",
             "--feed_check_interval=30ms", "--feed_polls_per_second=500", "--fetch_host_delay=0s",
             absl::StrCat("--feed_lease=", absl::FormatDuration(kLease))}),
        stub(ingestion::v1::IngestionService::NewStub(NewChannel(process.address()))) {}

  // How many polls ended so; 0 if the process does not answer.
  int Polls(const std::string& outcome) const {
    const SystemClock clock;
    CurlFetcher fetcher({.policy = AddressPolicy(CidrList::Parse("127.0.0.1").value())}, clock);
    const auto page = fetcher.Fetch({.url = absl::StrCat("http://", metrics_address, "/metrics")});
    if (!page.ok()) return 0;
    const std::string series = absl::StrCat("akin_feed_polls_total{outcome=\"", outcome, "\"} ");
    const size_t at = page->body.find(series);
    return at == std::string::npos ? 0 : std::atoi(page->body.c_str() + at + series.size());
  }

  const std::string contact;
  const std::string metrics_address;
  ServiceProcess process;
  std::unique_ptr<IngestionStub> stub;
};

class SubscriptionsTest : public ::testing::Test {
 protected:
  SubscriptionsTest()
      : folder_(NewFolder()),
        storage_("akin-storage", {absl::StrCat("--data_dir=", folder_)}),
        storage_stub_(storage::v1::StorageService::NewStub(NewChannel(storage_.address()))) {}

  ~SubscriptionsTest() override {
    for (auto& replica : replicas_) replica->process.Kill();
    storage_.Kill();
    fs::remove_all(folder_);
  }

  static std::string NewFolder() {
    std::string folder = (fs::temp_directory_path() / "akin-feeds.XXXXXX").string();
    return mkdtemp(folder.data());
  }

  IngestionReplica& StartReplica() {
    const int number = static_cast<int>(replicas_.size());
    return *replicas_.emplace_back(std::make_unique<IngestionReplica>(storage_.address(), number));
  }

  std::string Subscribe(const std::string& url) {
    ingestion::v1::CreateFeedRequest request;
    request.mutable_feed()->set_url(url);
    const auto created = CallUnary<ingestion::v1::CreateFeedResponse>(
        {}, *replicas_[0]->stub, &IngestionStub::CreateFeed, request);
    EXPECT_TRUE(created.ok()) << url << ": " << created.status();
    return created.ok() ? created->feed().name() : "";
  }

  // Publishes at a path of the publisher, and subscribes to it.
  std::string Publish(const std::string& path, std::vector<Reply> replies) {
    publisher_.ServeInTurn(path, std::move(replies));
    return Subscribe(publisher_.Url(path));
  }

  Feed Get(const std::string& name) {
    ingestion::v1::GetFeedRequest request;
    request.set_name(name);
    const auto response = CallUnary<ingestion::v1::GetFeedResponse>(
        {}, *replicas_[0]->stub, &IngestionStub::GetFeed, request);
    return response.ok() ? response->feed() : Feed();
  }

  Feed AwaitFeed(const std::string& name, const std::function<bool(const Feed&)>& holds) {
    EXPECT_TRUE(Eventually([&] { return holds(Get(name)); })) << Get(name).DebugString();
    return Get(name);
  }

  std::multiset<std::string> StoredHeadlines() {
    storage::v1::ListArticlesRequest request;
    request.set_page_size(1'000);
    const auto response = CallUnary<storage::v1::ListArticlesResponse>(
        {}, *storage_stub_, &StorageStub::ListArticles, request);
    std::multiset<std::string> headlines;
    if (!response.ok()) return headlines;
    for (const auto& article : response->articles()) headlines.insert(article.headline());
    return headlines;
  }

  const std::string folder_;
  ServiceProcess storage_;
  std::unique_ptr<StorageStub> storage_stub_;
  TestHttpServer publisher_{false, kPublisher};
  std::vector<std::unique_ptr<IngestionReplica>> replicas_;
};

bool Polled(const Feed& feed) { return feed.total_items().seen() > 0; }
bool Failed(const Feed& feed) { return feed.consecutive_failures() > 0; }

TEST_F(SubscriptionsTest, AnAwkwardPublisherIsPolledAndStorageHasWhatItPublished) {
  StartReplica();

  publisher_.Handle("/unchanged", [](const Request& request) -> Reply {
    if (request.Header("if-none-match") == "W/\"odd, one\"") return {.status = 304};
    return {.headers = {{"ETag", "W/\"odd, one\""}}, .body = OneItem("unchanged")};
  });
  const std::string unchanged = Subscribe(publisher_.Url("/unchanged"));
  const std::string moved = Publish("/moved", {TestHttpServer::Redirect(301, "/home")});
  publisher_.Serve("/home", {.body = OneItem("moved")});
  const std::string borrowed = Publish("/borrowed", {TestHttpServer::Redirect(302, "/guest")});
  publisher_.Serve("/guest", {.body = OneItem("borrowed")});
  const std::string gone = Publish("/gone", {{.status = 410}});
  const std::string bomb =
      Publish("/bomb", {{.headers = {{"Content-Encoding", "gzip"}}, .body = GzipBomb(50'000'000)}});
  const std::string drip = Publish(
      "/drip",
      {{.body = OneItem("drip"), .piece_bytes = 1, .piece_interval = absl::Milliseconds(100)}});
  TestHttpServer secret;
  secret.Serve("/", {.body = OneItem("secret")});
  const std::string inward = Publish("/inward", {TestHttpServer::Redirect(301, secret.Url("/"))});
  const std::string guids =
      Publish("/guids", {{.body = Rss({{"1", "guids a", "https://wire.example/ga"},
                                       {"2", "guids b", "https://wire.example/gb"}})},
                         {.body = Rss({{"x1", "guids a", "https://wire.example/ga"},
                                       {"x2", "guids b", "https://wire.example/gb"},
                                       {"x3", "guids c", "https://wire.example/gc"}})}});
  const std::string edited = Publish(
      "/edited", {{.body = Rss({{"e", "edited", "https://wire.example/e", "At first."}})},
                  {.body = Rss({{"e", "edited", "https://wire.example/e", "Corrected."}})}});
  const std::string broken = Publish(
      "/broken", {{.body = "<rss><channel><title>Q & A</title><item><title>A & B <b>c</title>"
                           "<link>https://wire.example/broken</link></item><item/><item><title>"
                           "not closed"}});
  const std::string page = Publish(
      "/page", {{.headers = {{"Content-Type", "text/html"}},
                 .body = "<!doctype html><html><body><p>Please log in.</p></body></html>"}});
  TestHttpServer busy(false, kAnotherPublisher);
  busy.Serve("/feed", {.status = 429, .headers = {{"Retry-After", "3600"}}});
  const std::string throttled = Subscribe(busy.Url("/feed"));

  AwaitFeed(unchanged, [&](const Feed&) { return publisher_.Requests("/unchanged").size() >= 3; });
  EXPECT_EQ(Get(unchanged).total_items().seen(), 1) << "304s are not parsed";
  EXPECT_EQ(Get(unchanged).state(), ingestion::v1::FEED_STATE_ACTIVE);

  const Feed home = AwaitFeed(moved, Polled);
  EXPECT_EQ(home.url(), publisher_.Url("/moved"));
  EXPECT_EQ(home.current_url(), publisher_.Url("/home"));
  ASSERT_TRUE(Eventually([&] { return publisher_.Requests("/home").size() >= 2; }));
  EXPECT_EQ(publisher_.Requests("/moved").size(), 1u);
  EXPECT_EQ(AwaitFeed(borrowed, Polled).current_url(), publisher_.Url("/borrowed"));

  const Feed ended = AwaitFeed(gone, Failed);
  EXPECT_EQ(ended.state(), ingestion::v1::FEED_STATE_GONE);
  EXPECT_FALSE(ended.has_next_poll_time());
  EXPECT_THAT(ended.last_error(), HasSubstr("410"));

  for (const std::string& name : {bomb, drip, inward, page, throttled}) {
    EXPECT_EQ(AwaitFeed(name, Failed).state(), ingestion::v1::FEED_STATE_FAILING);
    EXPECT_NE(Get(name).last_error(), "");
  }
  EXPECT_TRUE(secret.Requests().empty()) << "a forbidden address was asked";
  EXPECT_THAT(Get(inward).last_error(), HasSubstr("loopback"));
  const absl::Time next = FromProto(Get(throttled).next_poll_time());
  EXPECT_GT(next - absl::Now(), absl::Minutes(59));
  EXPECT_LT(next - absl::Now(), absl::Minutes(80));

  AwaitFeed(guids, [](const Feed& f) { return f.total_items().created() == 3; });
  AwaitFeed(edited, [](const Feed& f) { return f.total_items().revised() == 1; });
  EXPECT_GE(AwaitFeed(broken, Polled).last_poll_items().failed(), 1);

  EXPECT_THAT(StoredHeadlines(),
              UnorderedElementsAre("unchanged", "moved", "borrowed", "guids a", "guids b",
                                   "guids c", "edited", "A & B c", "not closed"));
  EXPECT_EQ(publisher_.Requests("/gone").size(), 1u);
}

// Which paths are asked for, and whether one was asked for twice at once. Shared with its handlers,
// which pollers call until the fixture ends them.
class FairPublisher : public std::enable_shared_from_this<FairPublisher> {
 public:
  explicit FairPublisher(TestHttpServer& server) : server_(server) {}

  std::string Publish(const std::string& path) {
    server_.Handle(path, [self = shared_from_this(), path](const Request& request) -> Reply {
      self->Enter(path, request.Header("user-agent"));
      absl::SleepFor(absl::Milliseconds(5));
      self->Leave(path);
      return {.body = OneItem(path.substr(1))};
    });
    return server_.Url(path);
  }

  // Polls of the feed that was polled least.
  int fewest_polls(size_t feeds) const {
    MutexLock lock(mu_);
    if (polls_.size() < feeds) return 0;
    int fewest = polls_.begin()->second;
    for (const auto& [path, polls] : polls_) fewest = std::min(fewest, polls);
    return fewest;
  }
  size_t pollers() const {
    MutexLock lock(mu_);
    return pollers_.size();
  }
  bool overlapped() const {
    MutexLock lock(mu_);
    return overlapped_;
  }

 private:
  void Enter(const std::string& path, const std::string& poller) {
    MutexLock lock(mu_);
    overlapped_ |= !inside_.insert(path).second;
    ++polls_[path];
    pollers_.insert(poller);
  }
  void Leave(const std::string& path) {
    MutexLock lock(mu_);
    inside_.erase(path);
  }

  TestHttpServer& server_;
  mutable Mutex mu_;
  std::set<std::string> inside_ ABSL_GUARDED_BY(mu_);
  std::set<std::string> pollers_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, int> polls_ ABSL_GUARDED_BY(mu_);
  bool overlapped_ ABSL_GUARDED_BY(mu_) = false;
};

TEST_F(SubscriptionsTest, ThreeReplicasShareTheFeedsAndForgetNoneWhenTheyDie) {
  constexpr size_t kFeeds = 30;
  for (int i = 0; i < 3; ++i) StartReplica();
  const auto fair = std::make_shared<FairPublisher>(publisher_);
  for (size_t i = 0; i < kFeeds; ++i) Subscribe(fair->Publish(absl::StrCat("/f", i)));
  ASSERT_TRUE(Eventually([&] { return fair->pollers() == 3 && fair->fewest_polls(kFeeds) >= 1; }));

  replicas_[2]->process.Kill();
  replicas_[1]->process.Pause();
  absl::SleepFor(kLease);
  const int before = fair->fewest_polls(kFeeds);
  EXPECT_TRUE(Eventually([&] { return fair->fewest_polls(kFeeds) >= before + 2; }))
      << "a feed was forgotten";
  replicas_[1]->process.Resume();
  const int resumed = fair->fewest_polls(kFeeds);
  EXPECT_TRUE(Eventually([&] { return fair->fewest_polls(kFeeds) >= resumed + 2; }));

  EXPECT_FALSE(fair->overlapped()) << "a feed was polled by two at once";
  EXPECT_EQ(StoredHeadlines().size(), kFeeds);
}

TEST_F(SubscriptionsTest, WhatAReplicaBringsAfterItsLeaseIsRefused) {
  StartReplica();
  StartReplica();
  // The first poll's answer hangs until its replica was stopped for longer than its lease.
  struct First {  // Shared with the handler, which is called until the fixture ends the pollers.
    Mutex mu;
    std::string poller ABSL_GUARDED_BY(mu);
  };
  const auto first = std::make_shared<First>();
  publisher_.Handle("/feed", [first](const Request& request) -> Reply {
    MutexLock lock(first->mu);
    if (!first->poller.empty()) return {.body = OneItem("fresh")};
    first->poller = request.Header("user-agent");
    return {.status = 404, .delay = absl::Milliseconds(700)};
  });
  const auto poller = [&] {
    MutexLock lock(first->mu);
    return first->poller;
  };
  const std::string feed = Subscribe(publisher_.Url("/feed"));
  ASSERT_TRUE(Eventually([&] { return !poller().empty(); }));
  IngestionReplica& stopped = *replicas_[absl::StrContains(poller(), replicas_[0]->contact) ? 0 : 1];
  IngestionReplica& other = *replicas_[&stopped == replicas_[0].get() ? 1 : 0];
  stopped.process.Pause();
  std::swap(replicas_[0], replicas_[&other == replicas_[0].get() ? 0 : 1]);  // calls go there
  AwaitFeed(feed, Polled);
  stopped.process.Resume();
  EXPECT_TRUE(Eventually([&] { return stopped.Polls("lease_lost") == 1; }));
  EXPECT_EQ(Get(feed).last_error(), "") << "the late 404 was kept";
}

// The same for articles, with this test as the replica that was away.
TEST_F(SubscriptionsTest, ArticlesOfALostLeaseAreRefused) {
  storage::v1::CreateFeedRequest create;
  create.set_name("feeds/x");
  create.mutable_settings()->set_url(publisher_.Url("/feed"));
  ASSERT_TRUE(CallUnary<storage::v1::CreateFeedResponse>({}, *storage_stub_,
                                                         &StorageStub::CreateFeed, create)
                  .ok());
  storage::v1::ClaimDueFeedsRequest claim;
  claim.set_holder("this test");
  claim.mutable_duration()->set_nanos(200'000'000);
  const auto claimed = CallUnary<storage::v1::ClaimDueFeedsResponse>(
      {}, *storage_stub_, &StorageStub::ClaimDueFeeds, claim);
  ASSERT_TRUE(claimed.ok() && claimed->claims_size() == 1) << claimed.status();
  publisher_.Serve("/feed", {.body = OneItem("fresh")});
  StartReplica();
  AwaitFeed("feeds/x", Polled);

  storage::v1::PutArticlesRequest put;
  put.add_articles()->set_name("articles/late");
  put.mutable_articles(0)->set_headline("late");
  put.set_lease("feeds/x");
  put.set_fencing_token(claimed->claims(0).fencing_token());
  const absl::Status refused = CallUnary<storage::v1::PutArticlesResponse>(
                                   {}, *storage_stub_, &StorageStub::PutArticles, put)
                                   .status();
  EXPECT_EQ(ErrorReason(refused), "STALE_LEASE") << refused;
  EXPECT_THAT(StoredHeadlines(), UnorderedElementsAre("fresh"));
}

TEST_F(SubscriptionsTest, ItemsThatAreCutShortGetTheirPagesTextAsRobotsTxtAllows) {
  StartReplica();
  const auto page = [](const std::string& title) -> Reply {
    std::string text;
    for (int i = 0; i < 20; ++i) {
      absl::StrAppend(&text, "Witness number ", i, " of ", title, " said that it was so. ");
    }
    return {.headers = {{"Content-Type", "text/html"}},
            .body = absl::StrCat("<!doctype html><html><body><article><h1>", title, "</h1><p>",
                                 text, "</p></article></body></html>")};
  };
  publisher_.Serve("/robots.txt", {.body = "User-agent: *\nDisallow: /private\n"});
  publisher_.Serve("/open", page("open"));
  publisher_.Serve("/private", page("private"));
  publisher_.Serve("/feed", {.body = Rss({{"1", "open", publisher_.Url("/open"), "Witness…"},
                                          {"2", "private", publisher_.Url("/private"), "Hush…"},
                                          {"3", "lost", publisher_.Url("/lost"), "Where…"}})});
  ingestion::v1::CreateFeedRequest request;
  request.mutable_feed()->set_url(publisher_.Url("/feed"));
  request.mutable_feed()->set_fetch_full_pages(true);
  const auto created = CallUnary<ingestion::v1::CreateFeedResponse>(
      {}, *replicas_[0]->stub, &IngestionStub::CreateFeed, request);
  ASSERT_TRUE(created.ok()) << created.status();
  AwaitFeed(created->feed().name(), [](const Feed& f) { return f.total_items().seen() >= 6; });

  EXPECT_EQ(publisher_.Requests("/open").size(), 1u) << "fetched again although unchanged";
  EXPECT_TRUE(publisher_.Requests("/private").empty());
  storage::v1::ListArticlesRequest list;
  list.set_view(news::v1::ARTICLE_VIEW_FULL);
  const auto stored = CallUnary<storage::v1::ListArticlesResponse>(
      {}, *storage_stub_, &StorageStub::ListArticles, list);
  ASSERT_TRUE(stored.ok()) << stored.status();
  std::map<std::string, std::string> bodies;
  for (const auto& article : stored->articles()) bodies[article.headline()] = article.body();
  EXPECT_THAT(bodies["open"], HasSubstr("Witness number 19"));
  EXPECT_EQ(bodies.at("private"), "");
  EXPECT_EQ(bodies.at("lost"), "") << "the summary is what there is";
}

TEST_F(SubscriptionsTest, SubscriptionsAndTheirStateSurviveStoragesDeath) {
  StartReplica();
  publisher_.Handle("/feed", [](const Request& request) -> Reply {
    if (request.Header("if-none-match") == "\"1\"") return {.status = 304};
    return {.headers = {{"ETag", "\"1\""}}, .body = OneItem("kept")};
  });
  const std::string feed = Subscribe(publisher_.Url("/feed"));
  AwaitFeed(feed, Polled);
  storage_.Kill();
  storage_.Start();
  const size_t polls = publisher_.Requests("/feed").size();
  EXPECT_TRUE(Eventually([&] { return publisher_.Requests("/feed").size() > polls; }));
  EXPECT_EQ(Get(feed).total_items().seen(), 1);
  EXPECT_EQ(publisher_.Requests("/feed").back().Header("if-none-match"), "\"1\"");
}

}  // namespace
}  // namespace akin
