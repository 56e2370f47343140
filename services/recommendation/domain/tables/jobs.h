#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_JOBS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_JOBS_H_

#include <functional>
#include <vector>

namespace akin {

// What threads may take in turn and do side by side; the longest first.
using Jobs = std::vector<std::function<void()>>;

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TABLES_JOBS_H_
