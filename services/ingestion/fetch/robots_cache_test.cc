#include "services/ingestion/fetch/robots_cache.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kPage[] = "https://wire.example/a";

// Answers as told, and remembers what it was asked for.
class ScriptedFetcher : public Fetcher {
 public:
  absl::StatusOr<FetchResponse> Fetch(const FetchRequest& request) override {
    MutexLock lock(mu_);
    urls_.push_back(request.url);
    last_ = request;
    return answer_;
  }

  void Answer(int http_status, absl::string_view body = "") {
    MutexLock lock(mu_);
    answer_ = FetchResponse{.http_status = http_status, .body = std::string(body)};
  }
  void Answer(absl::StatusOr<FetchResponse> answer) {
    MutexLock lock(mu_);
    answer_ = std::move(answer);
  }
  std::vector<std::string> urls() const {
    MutexLock lock(mu_);
    return urls_;
  }
  FetchRequest last() const {
    MutexLock lock(mu_);
    return last_;
  }

 private:
  mutable Mutex mu_;
  absl::StatusOr<FetchResponse> answer_ ABSL_GUARDED_BY(mu_) = FetchResponse{.http_status = 404};
  std::vector<std::string> urls_ ABSL_GUARDED_BY(mu_);
  FetchRequest last_ ABSL_GUARDED_BY(mu_);
};

class RobotsCacheTest : public testing::Test {
 protected:
  bool MayFetch(absl::string_view url) { return robots_.MayFetch(url).ok(); }

  ScriptedFetcher fetcher_;
  FakeClock clock_;
  RobotsCache robots_{{.max_sites = 100, .max_bytes = 1 << 20}, fetcher_, clock_};
};

TEST_F(RobotsCacheTest, AsksOncePerOriginAndObeys) {
  fetcher_.Answer(200, "User-agent: akin\nDisallow: /private\nCrawl-delay: 7");
  EXPECT_EQ(robots_.CrawlDelay(kPage), absl::nullopt);
  EXPECT_TRUE(MayFetch("https://wire.example/a"));
  EXPECT_TRUE(MayFetch("https://WIRE.example:443/b"));
  const absl::Status status = robots_.MayFetch("https://ann:pw@wire.example/private?token=1");
  EXPECT_EQ(ErrorReason(status), fetch_errors::kRobots);
  EXPECT_EQ(status.message(), "https://wire.example/private: the site's robots.txt disallows it");
  EXPECT_EQ(robots_.CrawlDelay(kPage), absl::Seconds(7));
  EXPECT_THAT(fetcher_.urls(), ElementsAre("https://wire.example:443/robots.txt"));
  MayFetch("http://wire.example/a");
  MayFetch("https://wire.example:8443/a");
  EXPECT_EQ(fetcher_.urls().size(), 3u);
}

TEST_F(RobotsCacheTest, QueriesCountInRules) {
  fetcher_.Answer(200, "User-agent: *\nDisallow: /*?print");
  EXPECT_TRUE(MayFetch("https://wire.example/a"));
  EXPECT_FALSE(MayFetch("https://wire.example/a?print=1"));
}

TEST_F(RobotsCacheTest, NoFileAllowsAndAServersTroubleDisallows) {
  struct Case {
    int http_status;
    bool allowed;
  };
  int site = 0;
  for (const Case& c : std::vector<Case>{{401, true},
                                         {403, true},
                                         {404, true},
                                         {410, true},
                                         {429, false},
                                         {500, false},
                                         {503, false}}) {
    fetcher_.Answer(c.http_status);
    EXPECT_EQ(MayFetch(absl::StrCat("https://", ++site, ".example/")), c.allowed) << c.http_status;
  }
  fetcher_.Answer(
      ErrorWithReason(absl::StatusCode::kOutOfRange, fetch_errors::kTooManyRedirects, ""));
  EXPECT_TRUE(MayFetch("https://loop.example/"));
  fetcher_.Answer(absl::UnavailableError("no route"));
  const absl::Status status = robots_.MayFetch(kPage);
  EXPECT_EQ(ErrorReason(status), fetch_errors::kRobots);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no route"));
}

TEST_F(RobotsCacheTest, AFileCountsForADayAtMost) {
  MayFetch(kPage);
  clock_.Advance(absl::Hours(24) - absl::Seconds(1));
  MayFetch(kPage);
  EXPECT_EQ(fetcher_.urls().size(), 1u);
  clock_.Advance(absl::Seconds(1));
  MayFetch(kPage);
  EXPECT_EQ(fetcher_.urls().size(), 2u);
}

TEST_F(RobotsCacheTest, ASenderMayWantItReadSooner) {
  fetcher_.Answer(FetchResponse{.http_status = 200, .max_age = absl::Hours(1)});
  MayFetch(kPage);
  clock_.Advance(absl::Hours(1));
  MayFetch(kPage);
  EXPECT_EQ(fetcher_.urls().size(), 2u);
}

TEST_F(RobotsCacheTest, AFailureIsTriedAgainAfterAWhile) {
  fetcher_.Answer(503);
  EXPECT_FALSE(MayFetch(kPage));
  fetcher_.Answer(200);
  EXPECT_FALSE(MayFetch(kPage));
  clock_.Advance(absl::Minutes(15));
  EXPECT_TRUE(MayFetch(kPage));
}

TEST_F(RobotsCacheTest, AnOlderFileCountsWhileTheSiteIsInTrouble) {
  fetcher_.Answer(200, "User-agent: *\nDisallow: /private");
  EXPECT_TRUE(MayFetch(kPage));
  clock_.Advance(absl::Hours(25));
  fetcher_.Answer(503);
  EXPECT_TRUE(MayFetch(kPage));
  EXPECT_FALSE(MayFetch("https://wire.example/private"));
  EXPECT_EQ(fetcher_.urls().size(), 2u);
}

TEST_F(RobotsCacheTest, ABrokenOffFileIsNoneButACutOneIs) {
  fetcher_.Answer(FetchResponse{.http_status = 200, .body = "User-", .body_incomplete = true});
  EXPECT_FALSE(MayFetch(kPage));
  fetcher_.Answer(FetchResponse{
      .http_status = 200, .body = std::string(Robots::kMaxBytes, '#'), .body_incomplete = true});
  EXPECT_TRUE(MayFetch("https://large.example/"));
}

TEST_F(RobotsCacheTest, FetchesAreBounded) {
  MayFetch(kPage);
  const FetchLimits limits = fetcher_.last().limits;
  EXPECT_EQ(limits.max_unpacked_bytes, 500 << 10);
  EXPECT_TRUE(limits.cut_large_bodies);
  EXPECT_LE(limits.total_timeout, absl::Seconds(15));
}

TEST_F(RobotsCacheTest, ACancelledFetchIsNotRemembered) {
  fetcher_.Answer(absl::CancelledError("stop"));
  EXPECT_TRUE(absl::IsCancelled(robots_.MayFetch(kPage)));
  fetcher_.Answer(200);
  EXPECT_TRUE(MayFetch(kPage));
}

TEST_F(RobotsCacheTest, WhatIsNoAddressMayNotBeFetched) {
  EXPECT_EQ(ErrorReason(robots_.MayFetch("ftp://wire.example/")), fetch_errors::kBadScheme);
}

TEST_F(RobotsCacheTest, ManySitesAndLargeFilesAreForgotten) {
  for (int i = 0; i < 500; ++i) {
    MayFetch(absl::StrCat("https://", i, ".example/"));
    clock_.Advance(absl::Seconds(1));
  }
  EXPECT_EQ(fetcher_.urls().size(), 500u);
  MayFetch("https://499.example/");
  EXPECT_EQ(fetcher_.urls().size(), 500u) << "the newest is known";
  MayFetch("https://0.example/");
  EXPECT_EQ(fetcher_.urls().size(), 501u) << "the oldest is forgotten";

  std::string large = "User-agent: *\n";
  while (large.size() < 300'000) large += "Disallow: /some/folder/of/many\n";
  fetcher_.Answer(200, large);
  for (int i = 0; i < 10; ++i) {
    MayFetch(absl::StrCat("https://large", i, ".example/"));
    clock_.Advance(absl::Seconds(1));
  }
  MayFetch("https://large0.example/");
  EXPECT_EQ(fetcher_.urls().size(), 512u);
}

// Holds each fetch until it is let go.
class HeldFetcher : public Fetcher {
 public:
  absl::StatusOr<FetchResponse> Fetch(const FetchRequest&) override {
    ++fetches;
    while (!let_go) absl::SleepFor(absl::Milliseconds(1));
    return FetchResponse{.http_status = 404};
  }
  std::atomic<int> fetches = 0;
  std::atomic<bool> let_go = false;
};

TEST(RobotsCacheThreadsTest, ManyWhoAskAtOnceShareOneFetch) {
  HeldFetcher fetcher;
  const SystemClock clock;
  RobotsCache robots({}, fetcher, clock);
  std::atomic<int> allowed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] { allowed += robots.MayFetch(kPage).ok(); });
  }
  absl::SleepFor(absl::Milliseconds(50));
  fetcher.let_go = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(allowed, 8);
  EXPECT_EQ(fetcher.fetches, 1);
}

TEST(RobotsCacheThreadsTest, WhoWaitsMayCancel) {
  HeldFetcher fetcher;
  const SystemClock clock;
  RobotsCache robots({}, fetcher, clock);
  std::thread first([&] { EXPECT_TRUE(robots.MayFetch(kPage).ok()); });
  while (fetcher.fetches == 0) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_TRUE(absl::IsCancelled(robots.MayFetch(kPage, [] { return true; })));
  fetcher.let_go = true;
  first.join();
}

TEST(RobotsCacheThreadsTest, SitesComeAndGoAmongThreads) {
  ScriptedFetcher fetcher;
  const SystemClock clock;
  RobotsCache robots({.max_sites = 8}, fetcher, clock);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        const std::string url = absl::StrCat("https://", (i * (t + 1)) % 30, ".example/");
        EXPECT_TRUE(robots.MayFetch(url).ok());
        robots.CrawlDelay(url);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace akin
