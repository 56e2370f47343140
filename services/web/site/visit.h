#ifndef AKIN_SERVICES_WEB_SITE_VISIT_H_
#define AKIN_SERVICES_WEB_SITE_VISIT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/time/clock.h"
#include "services/web/http/message.h"
#include "services/web/news/news_services.h"
#include "services/web/pages/page.h"

namespace akin {

struct SiteOptions {
  // What the site is called.
  std::string name = "Akin";
  // Of the times on pages.
  absl::TimeZone zone = absl::UTCTimeZone();
  // How long a page waits for its Similar News, and the front page for its stories; it is shown
  // without them then.
  absl::Duration similar_wait = absl::Milliseconds(500);
  // How long it waits for what it cannot be shown without.
  absl::Duration call_timeout = absl::Seconds(5);
  // Where the site is reached from outside, "https://news.example". Empty: as it is asked for.
  std::string public_url = {};
  // Sites that may show its Similar News, "https://paper.example"; "*": all.
  std::vector<std::string> embed_origins = {};
};

// What everything on the site works with. Outlives all visits.
struct SiteParts {
  NewsServices& services;
  const Clock& clock;
  const SiteOptions options;

  PageContext Context() const { return {options.name, options.zone, clock.Now()}; }
};

// One request on its way to its answer.
struct Visit {
  const HttpRequest& request;
  // What stands for {id} in the route.
  std::string id;
  std::string traceparent;
  HttpRespond respond;
};
using VisitPtr = std::shared_ptr<const Visit>;

// A page that others may keep for a moment, under the names of the articles that it shows.
HttpResponse PageResponse(const PageContext& context, const Page& page,
                          const std::vector<std::string>& articles = {});
// Lets others keep an answer for a moment, under those names.
void LetKeepShortly(HttpResponse& response, const std::vector<std::string>& articles);
// A page that nobody keeps.
HttpResponse UnkeptResponse(const PageContext& context, const Page& page);

// The small page of an HTTP status, and of what a service has said.
HttpResponse MessageResponse(const PageContext& context, int http_status,
                             absl::string_view detail = "");
HttpResponse ErrorResponse(const PageContext& context, const absl::Status& status);

// When to ask again, if a service has said so.
void AddRetryAfter(const absl::Status& status, HttpResponse& response);

// What absolute addresses of ours begin with.
std::string BaseUrl(const SiteParts& parts, const HttpRequest& request);

HttpResponse Redirect(int http_status, const std::string& url);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_VISIT_H_
