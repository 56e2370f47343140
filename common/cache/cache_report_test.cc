#include "common/cache/cache_report.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

TEST(CacheReportTest, ResponseSaysWhatTheCacheDid) {
  news::v1::ResponseInfo response;
  ReportCache({.outcome = CacheOutcome::kStale, .age = absl::Milliseconds(1'500), .revision = 7},
              response);
  EXPECT_EQ(response.cache_status(), news::v1::CACHE_STATUS_STALE);
  EXPECT_EQ(response.cache_age().seconds(), 1);
  EXPECT_EQ(response.cache_age().nanos(), 500'000'000);
  EXPECT_EQ(response.revision(), 7);
  EXPECT_EQ(response.degradations_size(), 0);
}

TEST(CacheReportTest, SharedCacheThatIsDownIsADegradation) {
  news::v1::ResponseInfo response;
  ReportCache({.shared_cache_down = true}, response);
  ASSERT_EQ(response.degradations_size(), 1);
  EXPECT_EQ(response.degradations(0).component(), "redis");
}

TEST(CacheReportTest, StatusTellsTheStateOfTheSharedCache) {
  news::v1::ServiceStatus status;
  ReportCache(Cache::Stats{.hits = 2, .misses = 1}, status);
  EXPECT_EQ(status.shared_cache(), "off");
  EXPECT_EQ(status.cache_hits(), 2);
  EXPECT_EQ(status.cache_misses(), 1);
  ReportCache(Cache::Stats{.has_shared_cache = true}, status);
  EXPECT_EQ(status.shared_cache(), "ok");
  ReportCache(Cache::Stats{.has_shared_cache = true, .shared_cache_down = true}, status);
  EXPECT_EQ(status.shared_cache().substr(0, 5), "down:");
  ReportCache(Cache::Stats{.has_shared_cache = true, .shared_cache_read_only = true}, status);
  EXPECT_EQ(status.shared_cache().substr(0, 10), "read only:");
}

}  // namespace
}  // namespace akin
