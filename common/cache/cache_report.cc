#include "common/cache/cache_report.h"

#include "common/time/proto_time.h"

namespace akin {
namespace {

news::v1::CacheStatus ToProto(CacheOutcome outcome) {
  switch (outcome) {
    case CacheOutcome::kMiss:
      return news::v1::CACHE_STATUS_MISS;
    case CacheOutcome::kHit:
      return news::v1::CACHE_STATUS_HIT;
    case CacheOutcome::kStale:
      return news::v1::CACHE_STATUS_STALE;
    case CacheOutcome::kBypass:
      return news::v1::CACHE_STATUS_BYPASS;
  }
  return news::v1::CACHE_STATUS_UNSPECIFIED;
}

const char* SharedCacheState(const Cache::Stats& stats) {
  if (!stats.has_shared_cache) return "off";
  if (stats.shared_cache_down) return "down: the last call to it failed";
  if (stats.shared_cache_read_only) return "read only: it takes no writes";
  return "ok";
}

}  // namespace

void ReportCache(const CacheInfo& info, news::v1::ResponseInfo& response) {
  response.set_revision(info.revision);
  response.set_cache_status(ToProto(info.outcome));
  *response.mutable_cache_age() = akin::ToProto(info.age);
  if (!info.shared_cache_down) return;
  news::v1::Degradation& degradation = *response.add_degradations();
  degradation.set_component("redis");
  degradation.set_reason("the shared cache does not answer; answered without it");
}

void ReportCache(const Cache::Stats& stats, news::v1::ServiceStatus& status) {
  status.set_shared_cache(SharedCacheState(stats));
  status.set_cache_hits(stats.hits);
  status.set_cache_misses(stats.misses);
}

}  // namespace akin
