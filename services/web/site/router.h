#ifndef AKIN_SERVICES_WEB_SITE_ROUTER_H_
#define AKIN_SERVICES_WEB_SITE_ROUTER_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/web/site/visit.h"

namespace akin {

// Something that is served: by which method, where, and by whom.
struct Route {
  const char* method;
  // A path; {id} stands for what has no "/" in it and is not empty.
  const char* path;
  std::function<void(const SiteParts& parts, const VisitPtr& visit)> serve;
};

// What becomes of a request.
struct Routed {
  const Route* route = nullptr;  // the first that fits; null: none does
  std::string id;
  // Methods that the path takes, "GET, HEAD, POST"; empty: there is no such path.
  std::string allowed;
};
Routed FindRoute(const std::vector<Route>& routes, absl::string_view method,
                 absl::string_view path);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_ROUTER_H_
