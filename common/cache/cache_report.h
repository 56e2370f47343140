#ifndef AKIN_COMMON_CACHE_CACHE_REPORT_H_
#define AKIN_COMMON_CACHE_CACHE_REPORT_H_

#include "akin/news/v1/response_info.pb.h"
#include "akin/news/v1/status_service.pb.h"
#include "common/cache/cache.h"

// What the cache did, in the words of the API.
namespace akin {

// Sets the revision, what the cache did and the age; adds a degradation if the shared cache is
// down.
void ReportCache(const CacheInfo& info, news::v1::ResponseInfo& response);

void ReportCache(const Cache::Stats& stats, news::v1::ServiceStatus& status);

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_CACHE_REPORT_H_
