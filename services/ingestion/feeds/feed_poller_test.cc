#include "services/ingestion/feeds/feed_poller.h"

#include <algorithm>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/testing/fake_article_sink.h"
#include "services/ingestion/testing/fake_feed_store.h"
#include "services/ingestion/testing/fake_fetcher.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

constexpr char kRss[] =
    "<rss><channel><title>W</title><item><title>t</title></item></channel></rss>";

// A web that says how many are in it at once.
class CountingWeb {
 public:
  FakeFetcher::Answer Serving(absl::Duration takes = absl::ZeroDuration()) {
    return [this, takes](const FetchRequest& request) -> absl::StatusOr<FetchResponse> {
      Enter(request.url);
      const absl::Time end = absl::Now() + takes;
      bool cancelled = false;
      while (absl::Now() < end && !cancelled) {
        cancelled = request.cancelled();
        absl::SleepFor(absl::Milliseconds(1));
      }
      Leave(request.url);
      if (cancelled) return absl::CancelledError("cancelled");
      return FetchResponse{.http_status = 200, .body = kRss, .final_url = request.url};
    };
  }

  std::map<std::string, int> fetches() const {
    MutexLock lock(mu_);
    return fetches_;
  }
  int total() const {
    MutexLock lock(mu_);
    return total_;
  }
  int most_at_once() const {
    MutexLock lock(mu_);
    return most_at_once_;
  }
  bool overlapped() const {
    MutexLock lock(mu_);
    return overlapped_;
  }

 private:
  void Enter(const std::string& url) {
    MutexLock lock(mu_);
    ++total_;
    ++fetches_[url];
    overlapped_ |= ++inside_[url] > 1;
    most_at_once_ = std::max(most_at_once_, ++all_inside_);
  }
  void Leave(const std::string& url) {
    MutexLock lock(mu_);
    --inside_[url];
    --all_inside_;
  }

  mutable Mutex mu_;
  std::map<std::string, int> fetches_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, int> inside_ ABSL_GUARDED_BY(mu_);
  int total_ ABSL_GUARDED_BY(mu_) = 0;
  int all_inside_ ABSL_GUARDED_BY(mu_) = 0;
  int most_at_once_ ABSL_GUARDED_BY(mu_) = 0;
  bool overlapped_ ABSL_GUARDED_BY(mu_) = false;
};

// What one replica has of its own.
struct Replica {
  Replica(FeedStore& store, const FeedReader& reader, const Clock& clock,
          FeedPoller::Options options, HostGate::Options gate_options)
      : gate(gate_options, clock), poller(store, reader, gate, clock, metrics, options) {}

  Metrics metrics;
  HostGate gate;
  FeedPoller poller;
};

class FeedPollerTest : public ::testing::Test {
 protected:
  FeedPollerTest() {
    options_.idle_wait = absl::Milliseconds(5);
    options_.polls_per_second = 10'000;
    options_.host_delay = gate_options_.min_delay = absl::ZeroDuration();
    sink_.SetFence(
        [this](const std::string& lease, int64_t token) { return store_.Holds(lease, token); });
  }

  std::unique_ptr<Replica> NewReplica() {
    return std::make_unique<Replica>(store_, reader_, clock_, options_, gate_options_);
  }

  std::string Create(int number, const std::string& host = "", bool paused = false) {
    const std::string name = absl::StrCat("feeds/f", number);
    FeedSettings settings;
    settings.set_url(absl::StrCat("https://", host.empty() ? absl::StrCat("h", number) : host,
                                  ".example/", number));
    settings.set_paused(paused);
    EXPECT_TRUE(store_.Create({}, name, settings).ok());
    fetcher_.Serve(settings.url(), web_.Serving(takes_));
    return name;
  }

  static bool Eventually(const std::function<bool()>& holds) {
    const absl::Time give_up = absl::Now() + absl::Seconds(10);
    while (!holds() && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(2));
    return holds();
  }

  static std::string Metric(const Replica& replica, const std::string& line) {
    const std::string text = replica.metrics.Text();
    const size_t at = text.rfind(line);
    return at == std::string::npos ? "" : text.substr(at, text.find('\n', at) - at);
  }

  const SystemClock clock_;
  FakeFeedStore store_{clock_};
  FakeFetcher fetcher_;
  FakeArticleSink sink_;
  CountingWeb web_;
  absl::Duration takes_ = absl::Milliseconds(2);
  RobotsCache robots_{{}, fetcher_, clock_};
  HostGate pages_gate_{{}, clock_};
  FullPages pages_{fetcher_, robots_, pages_gate_, clock_, {}};
  FeedReader reader_{fetcher_, pages_, sink_, clock_, {}};
  FeedPoller::Options options_;
  HostGate::Options gate_options_;
};

TEST_F(FeedPollerTest, EveryFeedIsPolledOnceAndNotAgainBeforeItsTime) {
  for (int i = 0; i < 50; ++i) Create(i);
  auto replica = NewReplica();
  replica->poller.Start();
  ASSERT_TRUE(Eventually([&] { return store_.records() >= 50; }));
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(web_.total(), 50);
  EXPECT_EQ(web_.fetches().size(), 50u);
  EXPECT_LE(web_.most_at_once(), options_.max_polls);
  EXPECT_EQ(Metric(*replica, "akin_feed_polls_total{outcome=\"content\"}"),
            "akin_feed_polls_total{outcome=\"content\"} 50");
  EXPECT_EQ(Metric(*replica, "akin_feed_polls_running"), "akin_feed_polls_running 0");
}

TEST_F(FeedPollerTest, ReplicasShareTheFeedsWithoutOverlap) {
  for (int i = 0; i < 90; ++i) Create(i);
  std::vector<std::unique_ptr<Replica>> replicas;
  for (int i = 0; i < 3; ++i) replicas.push_back(NewReplica());
  for (auto& replica : replicas) replica->poller.Start();
  ASSERT_TRUE(Eventually([&] { return store_.records() >= 90; }));
  EXPECT_EQ(web_.total(), 90);
  EXPECT_FALSE(web_.overlapped());
}

TEST_F(FeedPollerTest, PollsStartAtTheirPace) {
  options_.polls_per_second = 50;
  for (int i = 0; i < 20; ++i) Create(i);
  const absl::Time start = absl::Now();
  auto replica = NewReplica();
  replica->poller.Start();
  ASSERT_TRUE(Eventually([&] { return store_.records() >= 20; }));
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(19 * 20));
}

TEST_F(FeedPollerTest, FeedsOfABusyHostWaitAndOthersGoOn) {
  options_.host_delay = gate_options_.min_delay = absl::Seconds(30);
  for (int i = 0; i < 20; ++i) Create(i, "same");
  for (int i = 100; i < 120; ++i) Create(i);
  auto replica = NewReplica();
  replica->poller.Start();
  ASSERT_TRUE(Eventually([&] { return web_.total() == 21 && store_.records() == 40; }))
      << web_.total() << " polls, " << store_.records() << " records";
  std::vector<absl::Time> turns;
  for (int i = 0; i < 20; ++i) {
    const FeedRecord feed = store_.Get({}, absl::StrCat("feeds/f", i)).value();
    if (!feed.progress().has_last_poll_time()) turns.push_back(FromProto(feed.next_poll_time()));
  }
  ASSERT_EQ(turns.size(), 19u) << "one of them was polled";
  std::sort(turns.begin(), turns.end());
  for (size_t i = 1; i < turns.size(); ++i) {
    EXPECT_NEAR(absl::ToDoubleSeconds(turns[i] - turns[i - 1]), 30, 2) << "each has its turn";
  }
}

TEST_F(FeedPollerTest, StoppingIsQuickAndGivesBackWhatWasBeingPolled) {
  takes_ = absl::Seconds(60);
  const std::string name = Create(1);
  auto replica = NewReplica();
  replica->poller.Start();
  ASSERT_TRUE(Eventually([&] { return web_.total() == 1; }));
  const absl::Time start = absl::Now();
  replica->poller.Stop();
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  EXPECT_EQ(store_.records(), 0);
  EXPECT_TRUE(store_.Lease({}, name, "next", absl::Seconds(1)).ok());
}

TEST_F(FeedPollerTest, WhatComesAfterItsLeaseIsNotKept) {
  takes_ = absl::Milliseconds(200);
  const std::string name = Create(1);
  auto replica = NewReplica();
  replica->poller.Start();
  ASSERT_TRUE(Eventually([&] { return web_.total() == 1; }));
  store_.EndLeases();
  const int64_t next = store_.Lease({}, name, "next", absl::Seconds(60)).value();
  ASSERT_TRUE(Eventually([&] {
    return Metric(*replica, "akin_feed_polls_total{outcome=\"lease_lost\"}") ==
           "akin_feed_polls_total{outcome=\"lease_lost\"} 1";
  }));
  EXPECT_EQ(sink_.article_count(), 0u);
  EXPECT_EQ(store_.records(), 0);
  EXPECT_TRUE(store_.Holds(name, next)) << "the new holder's lease was given back";
}

TEST_F(FeedPollerTest, ASubscriptionThatEndsWhileItIsPolledTroublesNobody) {
  sink_.SetFence(nullptr);  // its lease outlives it
  takes_ = absl::Milliseconds(100);
  const std::string name = Create(1);
  auto replica = NewReplica();
  replica->poller.Start();
  ASSERT_TRUE(Eventually([&] { return web_.total() == 1; }));
  ASSERT_TRUE(store_.Delete({}, name).ok());
  EXPECT_TRUE(Eventually([&] {
    return Metric(*replica, "akin_feed_polls_total{outcome=\"cancelled\"}") ==
           "akin_feed_polls_total{outcome=\"cancelled\"} 1";
  }));
}

TEST_F(FeedPollerTest, AStorageThatFailsIsAskedAgainLater) {
  Create(1);
  store_.FailWith(absl::UnavailableError("down"));
  auto replica = NewReplica();
  replica->poller.Start();
  absl::SleepFor(absl::Milliseconds(30));
  EXPECT_EQ(web_.total(), 0);
  store_.FailWith(absl::OkStatus());
  EXPECT_TRUE(Eventually([&] { return store_.records() == 1; }));
}

TEST_F(FeedPollerTest, FetchPollsAlsoWhatIsPausedAndAnswersWithWhatCame) {
  const std::string name = Create(1, "", /*paused=*/true);
  auto replica = NewReplica();
  const FeedPoller::Fetched fetched = replica->poller.Fetch({}, name).value();
  EXPECT_EQ(fetched.results.size(), 1u);
  EXPECT_EQ(fetched.feed.progress().title(), "W");
  EXPECT_FALSE(fetched.feed.has_next_poll_time());
  EXPECT_TRUE(absl::IsNotFound(replica->poller.Fetch({}, "feeds/none").status()));
}

TEST_F(FeedPollerTest, FetchRefusesWhatIsBeingPolled) {
  takes_ = absl::Milliseconds(300);
  const std::string name = Create(1);
  auto replica = NewReplica();
  replica->poller.Start();
  ASSERT_TRUE(Eventually([&] { return web_.total() == 1; }));
  EXPECT_EQ(ErrorReason(replica->poller.Fetch({}, name).status()), "LEASE_HELD");
}

TEST_F(FeedPollerTest, AHostThatAskedForPeaceIsLeftAlone) {
  const std::string throttled = Create(1, "same"), other = Create(2, "same");
  FetchResponse later{.http_status = 429};
  later.retry_after = clock_.Now() + absl::Minutes(10);
  fetcher_.Serve("https://same.example/1", later);
  auto replica = NewReplica();
  ASSERT_TRUE(replica->poller.Fetch({}, throttled).ok());
  const absl::Status refused = replica->poller.Fetch({}, other).status();
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_GT(RetryAfter(refused), absl::Minutes(9));
}

}  // namespace
}  // namespace akin
