#include "common/cache/cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

// A shared cache that a test scripts.
class FakeSharedCache : public SharedCache {
 public:
  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) override {
    MutexLock lock(mu_);
    if (down_) return absl::UnavailableError("down");
    const auto found = values_.find(std::string(key));
    if (found == values_.end()) return absl::optional<std::string>();
    return absl::optional<std::string>(found->second);
  }

  absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration ttl) override {
    MutexLock lock(mu_);
    if (down_) return absl::UnavailableError("down");
    if (full_) return absl::ResourceExhaustedError("full");
    EXPECT_GT(ttl, absl::ZeroDuration());
    values_[std::string(key)] = std::string(value);
    return absl::OkStatus();
  }

  void SetDown(bool down) {
    MutexLock lock(mu_);
    down_ = down;
  }

  void SetFull(bool full) {
    MutexLock lock(mu_);
    full_ = full;
  }

  void CorruptAll() {
    MutexLock lock(mu_);
    for (auto& [key, value] : values_) value = "not an entry";
  }

 private:
  Mutex mu_;
  bool down_ ABSL_GUARDED_BY(mu_) = false;
  bool full_ ABSL_GUARDED_BY(mu_) = false;
  std::map<std::string, std::string> values_ ABSL_GUARDED_BY(mu_);
};

class CacheTest : public testing::Test {
 protected:
  static Cache::Options Options() {
    return {.name = "test",
            .soft_ttl = absl::Seconds(30),
            .hard_ttl = absl::Minutes(10),
            .jitter = 0,
            .refresh_pause = absl::Seconds(1)};
  }

  // Computes "1", "2", … at the revision that the test has set.
  Cache::Compute Counting(std::vector<std::string> tags = {}) {
    return [this, tags](absl::Time) -> absl::StatusOr<Computed> {
      const int64_t revision = revision_;
      return Computed{absl::StrCat(++computations_), revision, tags};
    };
  }

  CacheAnswer Get(Cache& cache, const CacheQuery& query, const Cache::Compute& compute) {
    absl::StatusOr<CacheAnswer> answer = cache.Get(query, compute);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.value_or(CacheAnswer{std::make_shared<CacheEntry>(), {}});
  }
  CacheAnswer Get(const CacheQuery& query) { return Get(cache_, query, Counting()); }

  double Refreshes(const std::string& result) {
    return metrics_
        .GetCounter("akin_cache_refreshes_total", "", {{"cache", "test"}, {"result", result}})
        .Value();
  }
  void AwaitRefreshes(const std::string& result, double count) {
    while (Refreshes(result) < count) std::this_thread::yield();
  }

  FakeClock clock_;
  Metrics metrics_;
  std::atomic<int> computations_ = 0;
  std::atomic<int64_t> revision_ = 7;
  FakeSharedCache shared_;
  Cache cache_{Options(), nullptr, clock_, metrics_};
};

TEST_F(CacheTest, SecondGetIsAHitWithTheAgeAndRevisionOfTheComputation) {
  const CacheAnswer first = Get({.key = "a"});
  EXPECT_EQ(first.info.outcome, CacheOutcome::kMiss);
  EXPECT_EQ(first.info.age, absl::ZeroDuration());
  clock_.Advance(absl::Seconds(10));
  revision_ = 8;
  const CacheAnswer second = Get({.key = "a"});
  EXPECT_EQ(second.info.outcome, CacheOutcome::kHit);
  EXPECT_EQ(second.value(), "1");
  EXPECT_EQ(second.info.age, absl::Seconds(10));
  EXPECT_EQ(second.info.revision, 7);
  EXPECT_EQ(Get({.key = "b"}).value(), "2");
}

TEST_F(CacheTest, ErrorsGoToTheCallerAndAreNotCached) {
  const Cache::Compute failing = [](absl::Time) { return absl::NotFoundError("no such article"); };
  EXPECT_EQ(cache_.Get({.key = "a"}, failing).status(), absl::NotFoundError("no such article"));
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kMiss);
}

TEST_F(CacheTest, DegradedAnswersAreNotKept) {
  const Cache::Compute degraded = [](absl::Time) {
    return Computed{.value = "part", .cacheable = false};
  };
  EXPECT_EQ(Get(cache_, {.key = "a"}, degraded).value(), "part");
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kMiss);
}

TEST_F(CacheTest, AnAnswerThatMayBeServedForLessIsNotServedStaleEither) {
  const Cache::Compute brief = [](absl::Time) {
    return Computed{.value = "brief", .max_ttl = absl::Seconds(2)};
  };
  Get(cache_, {.key = "a"}, brief);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kHit);
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kMiss);
}

TEST_F(CacheTest, HundredConcurrentMissesAreOneComputation) {
  std::atomic<int> started = 0;
  const Cache::Compute slow = [&](absl::Time) {
    ++computations_;
    while (started < 100) std::this_thread::yield();
    return Computed{.value = "slow", .revision = 7};
  };
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 100; ++t) {
    threads.emplace_back([&] {
      ++started;
      right += Get(cache_, {.key = "a"}, slow).value() == "slow";
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(computations_, 1);
  EXPECT_EQ(right, 100);
}

TEST_F(CacheTest, WaiterGivesUpAtItsOwnDeadline) {
  SystemClock clock;
  Cache cache(Options(), nullptr, clock, metrics_);
  std::promise<void> began, may_end;
  const Cache::Compute slow = [&](absl::Time) {
    began.set_value();
    may_end.get_future().wait();
    return Computed{.value = "slow"};
  };
  std::thread leader([&] { EXPECT_EQ(Get(cache, {.key = "a"}, slow).value(), "slow"); });
  began.get_future().wait();
  const absl::Time deadline = absl::Now() + absl::Milliseconds(20);
  EXPECT_EQ(cache.Get({.key = "a", .deadline = deadline}, slow).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_GE(absl::Now(), deadline);
  may_end.set_value();
  leader.join();
}

TEST_F(CacheTest, WhenTheComputingCallRunsOutOfTimeTheOthersStillGetAnAnswer) {
  const Cache::Compute hurried = [](absl::Time) { return absl::DeadlineExceededError("mine"); };
  for (int round = 0; round < 200; ++round) {
    const std::string key = absl::StrCat(round);
    std::thread leader([&] { (void)cache_.Get({.key = key}, hurried); });
    EXPECT_TRUE(cache_.Get({.key = key}, Counting()).ok());
    leader.join();
  }
}

TEST_F(CacheTest, ErrorOfTheComputationIsToldToAllWhoWaitWithItsDetails) {
  std::atomic<int> started = 0, right = 0;
  const Cache::Compute failing = [&](absl::Time) {
    while (started < 20) std::this_thread::yield();
    return InvalidField("query", "too vague to be answered by anybody at all");
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 20; ++t) {
    threads.emplace_back([&] {
      ++started;
      right += ErrorField(cache_.Get({.key = "a"}, failing).status()) == "query";
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 20);
}

TEST_F(CacheTest, ComputationIsToldTheDeadline) {
  const absl::Time deadline = clock_.Now() + absl::Seconds(3);
  absl::Time told;
  const Cache::Compute compute = [&](absl::Time by) {
    told = by;
    return Computed{};
  };
  Get(cache_, {.key = "a", .deadline = deadline}, compute);
  EXPECT_EQ(told, deadline);
}

TEST_F(CacheTest, StaleIsServedWhileOneRefreshRuns) {
  Get({.key = "a"});
  clock_.Advance(absl::Seconds(31));
  std::promise<void> may_end;
  std::shared_future<void> end = may_end.get_future().share();
  const Cache::Compute refreshing = [this, end](absl::Time) {
    ++computations_;
    end.wait();
    return Computed{.value = "new", .revision = 9};
  };
  for (int i = 0; i < 10; ++i) {
    const CacheAnswer answer = Get(cache_, {.key = "a"}, refreshing);
    EXPECT_EQ(answer.info.outcome, CacheOutcome::kStale);
    EXPECT_EQ(answer.value(), "1");
    EXPECT_EQ(answer.info.age, absl::Seconds(31));
  }
  may_end.set_value();
  AwaitRefreshes("done", 1);
  const CacheAnswer fresh = Get(cache_, {.key = "a"}, refreshing);
  EXPECT_EQ(fresh.info.outcome, CacheOutcome::kHit);
  EXPECT_EQ(fresh.value(), "new");
  EXPECT_EQ(fresh.info.revision, 9);
  EXPECT_EQ(computations_, 2);
}

TEST_F(CacheTest, PastTheHardTimeToLiveNothingStaleIsServed) {
  Get({.key = "a"});
  clock_.Advance(absl::Minutes(10));
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kMiss);
}

TEST_F(CacheTest, FailedRefreshKeepsTheStaleAnswerAndPauses) {
  Get({.key = "a"});
  clock_.Advance(absl::Seconds(31));
  const Cache::Compute failing = [](absl::Time) { return absl::UnavailableError("index busy"); };
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(Get(cache_, {.key = "a"}, failing).info.outcome, CacheOutcome::kStale);
    AwaitRefreshes("failed", i);
    // Neither of these tries again.
    EXPECT_EQ(Get(cache_, {.key = "a"}, failing).info.outcome, CacheOutcome::kStale);
    EXPECT_EQ(Get(cache_, {.key = "a"}, failing).info.outcome, CacheOutcome::kStale);
    EXPECT_EQ(Refreshes("failed"), i);
    clock_.Advance(absl::Seconds(1));
  }
}

TEST_F(CacheTest, RefreshesBeyondTheBoundAreLeftToALaterCall) {
  Cache::Options options = Options();
  options.max_refreshes = 1;
  Cache cache(options, nullptr, clock_, metrics_);
  for (const char* key : {"a", "b"}) Get(cache, {.key = key}, Counting());
  clock_.Advance(absl::Seconds(31));
  std::promise<void> may_end;
  std::shared_future<void> end = may_end.get_future().share();
  const Cache::Compute slow = [end](absl::Time) {
    end.wait();
    return Computed{.value = "new"};
  };
  EXPECT_EQ(Get(cache, {.key = "a"}, slow).info.outcome, CacheOutcome::kStale);
  EXPECT_EQ(Get(cache, {.key = "b"}, slow).info.outcome, CacheOutcome::kStale);
  EXPECT_EQ(Refreshes("dropped"), 1);
  may_end.set_value();
  while (Get(cache, {.key = "b"}, slow).info.outcome != CacheOutcome::kHit) {
  }
}

TEST_F(CacheTest, WhatWasComputedTogetherDoesNotExpireTogether) {
  Cache::Options options = Options();
  options.jitter = 0.2;
  Cache cache(options, nullptr, clock_, metrics_, std::mt19937_64(5));
  const auto outcomes = [&] {
    std::map<CacheOutcome, int> counts;
    for (int i = 0; i < 200; ++i) {
      ++counts[Get(cache, {.key = absl::StrCat(i)}, Counting()).info.outcome];
    }
    return counts;
  };
  EXPECT_EQ(outcomes()[CacheOutcome::kMiss], 200);
  clock_.Advance(absl::Seconds(23));
  EXPECT_EQ(outcomes()[CacheOutcome::kHit], 200);
  clock_.Advance(absl::Seconds(7));
  const auto at_soft_ttl = outcomes();
  EXPECT_GT(at_soft_ttl.at(CacheOutcome::kHit), 50);
  EXPECT_GT(at_soft_ttl.at(CacheOutcome::kStale), 50);
}

TEST_F(CacheTest, MaxStalenessBypassesWhatIsOlderAndKeepsTheNewAnswer) {
  Get({.key = "a"});
  clock_.Advance(absl::Seconds(10));
  EXPECT_EQ(Get({.key = "a", .max_staleness = absl::Seconds(10)}).value(), "1");
  const CacheAnswer bypass = Get({.key = "a", .max_staleness = absl::Seconds(9)});
  EXPECT_EQ(bypass.info.outcome, CacheOutcome::kBypass);
  EXPECT_EQ(bypass.value(), "2");
  EXPECT_EQ(Get({.key = "a", .max_staleness = absl::ZeroDuration()}).value(), "3");
  const CacheAnswer hit = Get({.key = "a"});
  EXPECT_EQ(hit.info.outcome, CacheOutcome::kHit);
  EXPECT_EQ(hit.value(), "3");
}

TEST_F(CacheTest, HigherMinRevisionBypassesAndItsAnswerServesTheNext) {
  Get({.key = "a"});
  revision_ = 9;
  EXPECT_EQ(Get({.key = "a", .min_revision = 7}).info.outcome, CacheOutcome::kHit);
  const CacheAnswer bypass = Get({.key = "a", .min_revision = 8});
  EXPECT_EQ(bypass.info.outcome, CacheOutcome::kBypass);
  EXPECT_EQ(bypass.info.revision, 9);
  EXPECT_EQ(Get({.key = "a", .min_revision = 9}).info.outcome, CacheOutcome::kHit);
}

TEST_F(CacheTest, WaiterThatNeedsAHigherRevisionDoesNotTakeTheAnswerOfAnEarlierComputation) {
  std::promise<void> began, may_end;
  const Cache::Compute early = [&](absl::Time) {
    began.set_value();
    may_end.get_future().wait();
    return Computed{.value = "early", .revision = 7};
  };
  std::thread leader([&] { Get(cache_, {.key = "a"}, early); });
  began.get_future().wait();
  revision_ = 8;
  std::thread waiter([&] {
    const CacheAnswer answer = Get({.key = "a", .min_revision = 8});
    EXPECT_EQ(answer.info.revision, 8);
  });
  may_end.set_value();
  leader.join();
  waiter.join();
}

TEST_F(CacheTest, FindFreshAnswersAsAHitAndOnlyWhatGetWouldServeFresh) {
  EXPECT_FALSE(cache_.FindFresh({.key = "a"}));
  Get(cache_, {.key = "a"}, Counting({"story"}));
  clock_.Advance(absl::Seconds(10));
  const auto found = cache_.FindFresh({.key = "a", .min_revision = 7});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value(), "1");
  EXPECT_EQ(found->info.outcome, CacheOutcome::kHit);
  EXPECT_EQ(found->info.age, absl::Seconds(10));
  EXPECT_FALSE(cache_.FindFresh({.key = "a", .min_revision = 8}));
  EXPECT_FALSE(cache_.FindFresh({.key = "a", .max_staleness = absl::Seconds(9)}));
  EXPECT_EQ(cache_.stats().hits, 1);
  EXPECT_EQ(cache_.stats().misses, 1) << "what is not found is looked up by Get";
  cache_.Invalidate("story", 8);
  EXPECT_FALSE(cache_.FindFresh({.key = "a"}));
}

TEST_F(CacheTest, FindFreshLeavesWhatIsStaleToGet) {
  Get({.key = "a"});
  clock_.Advance(absl::Seconds(30));
  EXPECT_FALSE(cache_.FindFresh({.key = "a"}));
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kStale);
}

TEST_F(CacheTest, AnotherFormOfAnAnswerLivesAndEndsWithIt) {
  const CacheAnswer answer = Get(cache_, {.key = "a"}, Counting({"story"}));
  clock_.Advance(absl::Seconds(29));
  cache_.KeepForm("form", answer, "whole");
  const auto form = cache_.FindFresh({.key = "form"});
  ASSERT_TRUE(form);
  EXPECT_EQ(form->value(), "whole");
  EXPECT_EQ(form->info.age, absl::Seconds(29));
  EXPECT_EQ(form->info.revision, 7);
  EXPECT_EQ(Get({.key = "a"}).value(), "1");
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(cache_.FindFresh({.key = "form"})) << "not fresh for longer than the answer";

  const CacheAnswer other = Get(cache_, {.key = "b"}, Counting({"story"}));
  cache_.KeepForm("form", other, "whole");
  EXPECT_TRUE(cache_.FindFresh({.key = "form"}));
  cache_.Invalidate("story", 8);
  EXPECT_FALSE(cache_.FindFresh({.key = "form"}));
}

TEST_F(CacheTest, AnotherFormOfADegradedAnswerIsNotKept) {
  const CacheAnswer degraded = Get(cache_, {.key = "a"}, [](absl::Time) {
    return Computed{.value = "part", .cacheable = false};
  });
  cache_.KeepForm("form", degraded, "whole");
  EXPECT_FALSE(cache_.FindFresh({.key = "form"}));
}

TEST_F(CacheTest, InvalidatedTagsAndKeysAreComputedAnew) {
  for (const char* key : {"a", "b", "c"}) {
    Get(cache_, {.key = key}, Counting({absl::StrCat("story:", key), "all"}));
  }
  revision_ = 8;
  cache_.Invalidate("story:a", 8);
  cache_.Invalidate("b", 8);
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kMiss);
  EXPECT_EQ(Get({.key = "b"}).info.outcome, CacheOutcome::kMiss);
  EXPECT_EQ(Get({.key = "c"}).info.outcome, CacheOutcome::kHit);
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kHit);
}

TEST_F(CacheTest, InvalidationDuringTheComputationIsNotLost) {
  const Cache::Compute overtaken = [&](absl::Time) {
    cache_.Invalidate("story", 8);
    return Computed{.value = "old", .revision = 7, .tags = {"story"}};
  };
  Get(cache_, {.key = "a"}, overtaken);
  revision_ = 8;
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kMiss);
}

TEST_F(CacheTest, NobodySeesAnAnswerFromBeforeAnInvalidationThatHasBeenMade) {
  std::atomic<int64_t> invalidated = 0;
  std::atomic<bool> done = false;
  std::atomic<int> outdated = 0, hits = 0;
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t) {
    readers.emplace_back([&, t] {
      while (!done) {
        const int64_t at_least = invalidated;
        const CacheQuery query = {.key = absl::StrCat(t % 2)};
        const CacheAnswer answer = Get(cache_, query, Counting({"story"}));
        outdated += answer.info.revision < at_least;
        hits += answer.info.outcome == CacheOutcome::kHit;
      }
    });
  }
  for (int i = 0; i < 3'000; ++i) {
    const int64_t revision = ++revision_;
    cache_.Invalidate("story", revision);
    invalidated = revision;
    if (i % 100 == 0) clock_.Advance(absl::Seconds(31));
    if (i % 10 == 0) std::this_thread::yield();
  }
  while (hits == 0) std::this_thread::yield();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(outdated, 0);
}

TEST_F(CacheTest, AnswersOfAnotherLogAreNotUsed) {
  Get({.key = "a"});
  cache_.FollowLog("restored", 3);
  revision_ = 3;
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kMiss);
  EXPECT_EQ(Get({.key = "a"}).info.outcome, CacheOutcome::kHit);
}

TEST_F(CacheTest, KeysTooLongAreServedAndNotKept) {
  const std::string key(5'000, 'k');
  Get({.key = key});
  const CacheAnswer again = Get({.key = key});
  EXPECT_EQ(again.value(), "2");
  EXPECT_EQ(again.info.outcome, CacheOutcome::kMiss);
}

TEST_F(CacheTest, StatsCountHitsAndMisses) {
  Get({.key = "a"});
  Get({.key = "a"});
  Get({.key = "a", .min_revision = 100});
  EXPECT_EQ(cache_.stats().hits, 1);
  EXPECT_EQ(cache_.stats().misses, 2);
  EXPECT_FALSE(cache_.stats().has_shared_cache);
  EXPECT_THAT(metrics_.Text(),
              HasSubstr("akin_cache_lookups_total{cache=\"test\",result=\"bypass\"} 1"));
}

// Two replicas and the cache that they share.
class SharedCacheTest : public CacheTest {
 protected:
  Cache a_{Options(), &shared_, clock_, metrics_};
  Cache b_{Options(), &shared_, clock_, metrics_};
};

TEST_F(SharedCacheTest, WhatOneReplicaComputedTheOtherHits) {
  Get(a_, {.key = "k"}, Counting());
  clock_.Advance(absl::Seconds(5));
  const CacheAnswer answer = Get(b_, {.key = "k"}, Counting());
  EXPECT_EQ(answer.info.outcome, CacheOutcome::kHit);
  EXPECT_EQ(answer.value(), "1");
  EXPECT_EQ(answer.info.age, absl::Seconds(5));
  EXPECT_EQ(answer.info.revision, 7);
}

// It might be an hour old.
TEST_F(SharedCacheTest, WhatAReplicaComputedWhoseClockIsAheadIsNotUsed) {
  FakeClock an_hour_ahead(clock_.Now() + absl::Hours(1));
  Cache ahead(Options(), &shared_, an_hour_ahead, metrics_);
  Get(ahead, {.key = "k"}, Counting());
  EXPECT_EQ(Get(a_, {.key = "k"}, Counting()).info.outcome, CacheOutcome::kMiss);
  EXPECT_EQ(Get(a_, {.key = "k"}, Counting()).info.outcome, CacheOutcome::kHit);
}

TEST_F(SharedCacheTest, EachReplicaAppliesItsInvalidationsToSharedAnswers) {
  Get(a_, {.key = "k"}, Counting({"story"}));
  b_.Invalidate("story", 8);
  EXPECT_EQ(Get(b_, {.key = "k"}, Counting({"story"})).info.outcome, CacheOutcome::kMiss);
}

TEST_F(SharedCacheTest, ReplicaThatStartsTrustsNoSharedAnswerFromBeforeItFollowsTheLog) {
  a_.FollowLog("log", 1);
  Get(a_, {.key = "k"}, Counting());
  b_.FollowLog("log", 8);
  revision_ = 8;
  EXPECT_EQ(Get(b_, {.key = "k"}, Counting()).info.outcome, CacheOutcome::kMiss);
  Cache c(Options(), &shared_, clock_, metrics_);
  c.FollowLog("log", 8);
  EXPECT_EQ(Get(c, {.key = "k"}, Counting()).info.outcome, CacheOutcome::kHit);
}

TEST_F(SharedCacheTest, StaleSharedAnswerIsServedAndRefreshed) {
  Get(a_, {.key = "k"}, Counting());
  clock_.Advance(absl::Seconds(31));
  EXPECT_EQ(Get(b_, {.key = "k"}, Counting()).info.outcome, CacheOutcome::kStale);
  AwaitRefreshes("done", 1);
  EXPECT_EQ(Get(b_, {.key = "k"}, Counting()).value(), "2");
}

TEST_F(SharedCacheTest, RefreshTakesWhatAnotherReplicaHasRefreshed) {
  Get(a_, {.key = "k"}, Counting());
  Get(b_, {.key = "k"}, Counting());
  clock_.Advance(absl::Seconds(31));
  Get(a_, {.key = "k", .max_staleness = absl::Seconds(1)}, Counting());
  while (Get(b_, {.key = "k"}, Counting()).info.outcome != CacheOutcome::kHit) {
  }
  EXPECT_EQ(Get(b_, {.key = "k"}, Counting()).value(), "2");
  EXPECT_EQ(computations_, 2);
}

TEST_F(SharedCacheTest, DownIsADegradationAndNeverAnError) {
  shared_.SetDown(true);
  const CacheAnswer miss = Get(a_, {.key = "k"}, Counting());
  EXPECT_EQ(miss.value(), "1");
  EXPECT_TRUE(miss.info.shared_cache_down);
  EXPECT_TRUE(a_.stats().shared_cache_down);
  const CacheAnswer hit = Get(a_, {.key = "k"}, Counting());
  EXPECT_EQ(hit.info.outcome, CacheOutcome::kHit);
  EXPECT_FALSE(hit.info.shared_cache_down);  // It was not needed.
  shared_.SetDown(false);
  EXPECT_FALSE(Get(a_, {.key = "other"}, Counting()).info.shared_cache_down);
  EXPECT_FALSE(a_.stats().shared_cache_down);
}

TEST_F(SharedCacheTest, FullSharedCacheIsReadAndIsNoDegradation) {
  Get(a_, {.key = "k"}, Counting());
  shared_.SetFull(true);
  EXPECT_EQ(Get(b_, {.key = "k"}, Counting()).info.outcome, CacheOutcome::kHit);
  EXPECT_FALSE(Get(b_, {.key = "new"}, Counting()).info.shared_cache_down);
  EXPECT_FALSE(b_.stats().shared_cache_down);
  EXPECT_TRUE(b_.stats().shared_cache_read_only);
  shared_.SetFull(false);
  Get(b_, {.key = "newer"}, Counting());
  EXPECT_FALSE(b_.stats().shared_cache_read_only);
}

TEST_F(SharedCacheTest, BytesThatAreNoEntryAreAMissAndGetReplaced) {
  Get(a_, {.key = "k"}, Counting());
  shared_.CorruptAll();
  EXPECT_EQ(Get(b_, {.key = "k"}, Counting()).info.outcome, CacheOutcome::kMiss);
  Cache c(Options(), &shared_, clock_, metrics_);
  EXPECT_EQ(Get(c, {.key = "k"}, Counting()).value(), "2");
}

TEST(JoinCacheKeyTest, DifferentPartsGiveDifferentKeys) {
  EXPECT_NE(JoinCacheKey({"ab", "c"}), JoinCacheKey({"a", "bc"}));
  EXPECT_NE(JoinCacheKey({"a,1:b"}), JoinCacheKey({"a", "b"}));
  EXPECT_NE(JoinCacheKey({"a", ""}), JoinCacheKey({"a"}));
  EXPECT_EQ(JoinCacheKey({"a", "b"}), JoinCacheKey({"a", "b"}));
}

}  // namespace
}  // namespace akin
