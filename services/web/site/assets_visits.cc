#include "services/web/site/assets_visits.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/web/pages/assets.h"

namespace akin {
namespace {

constexpr char kForever[] = "public, max-age=31536000, immutable";
constexpr char kPlain[] = "text/plain; charset=utf-8";

// "" for what is not served by itself.
std::string TypeOf(absl::string_view name) {
  if (absl::EndsWith(name, ".css")) return "text/css; charset=utf-8";
  if (absl::EndsWith(name, ".js")) return "text/javascript; charset=utf-8";
  return absl::EndsWith(name, ".svg") ? "image/svg+xml" : "";
}

}  // namespace

void VisitAsset(const SiteParts& parts, const VisitPtr& visit) {
  for (const Asset& asset : AllAssets()) {
    if (TypeOf(asset.name).empty() || AssetUrl(asset.name) != visit->request.path) continue;
    return visit->respond({.content_type = TypeOf(asset.name),
                           .headers = {{"Cache-Control", kForever}},
                           .body = std::string(asset.content)});
  }
  visit->respond(MessageResponse(parts.Context(), 404));
}

void VisitRobots(const SiteParts&, const VisitPtr& visit) {
  visit->respond(
      {.content_type = kPlain,
       .body = "User-agent: *\nDisallow: /search\nDisallow: /similar\nDisallow: /v1/\n"});
}

void VisitHealth(const SiteParts&, const VisitPtr& visit) {
  visit->respond(
      {.content_type = kPlain, .headers = {{"Cache-Control", "no-store"}}, .body = "ok\n"});
}

}  // namespace akin
