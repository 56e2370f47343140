#include "services/web/site/router.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"

namespace akin {
namespace {

// What stands for {id}; nothing if the path does not fit.
absl::optional<std::string> Match(absl::string_view pattern, absl::string_view path) {
  constexpr absl::string_view kId = "{id}";
  const size_t at = pattern.find(kId);
  if (at == absl::string_view::npos)
    return pattern == path ? absl::optional<std::string>("") : absl::nullopt;
  if (!absl::ConsumePrefix(&path, pattern.substr(0, at)) ||
      !absl::ConsumeSuffix(&path, pattern.substr(at + kId.size())) || path.empty() ||
      path.find('/') != absl::string_view::npos)
    return absl::nullopt;
  return std::string(path);
}

}  // namespace

Routed FindRoute(const std::vector<Route>& routes, absl::string_view method,
                 absl::string_view path) {
  Routed routed;
  std::vector<absl::string_view> allowed;
  const absl::string_view read_as = method == "HEAD" ? "GET" : method;
  for (const Route& route : routes) {
    const auto id = Match(route.path, path);
    if (!id) continue;
    allowed.push_back(route.method);
    if (route.method == absl::string_view("GET")) allowed.push_back("HEAD");
    if (read_as == route.method && routed.route == nullptr) {
      routed.route = &route;
      routed.id = *id;
    }
  }
  routed.allowed = absl::StrJoin(allowed, ", ");
  return routed;
}

}  // namespace akin
