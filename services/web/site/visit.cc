#include "services/web/site/visit.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/errors.h"
#include "common/url/url.h"
#include "services/web/http/http_status.h"
#include "services/web/pages/message_page.h"

namespace akin {
namespace {

// As long as the services answer from their caches without asking anew.
constexpr char kKeepShortly[] = "public, max-age=5, stale-while-revalidate=25";
// Of a page; a header of thousands of names would be refused on the way.
constexpr size_t kMaxKeys = 100;

}  // namespace

HttpResponse UnkeptResponse(const PageContext& context, const Page& page) {
  return {.headers = {{"Cache-Control", "no-store"}}, .body = WholePage(context, page)};
}

void LetKeepShortly(HttpResponse& response, const std::vector<std::string>& articles) {
  response.headers.emplace_back("Cache-Control", kKeepShortly);
  const auto end = articles.begin() + std::min(articles.size(), kMaxKeys);
  if (!articles.empty())
    response.headers.emplace_back("Surrogate-Key", absl::StrJoin(articles.begin(), end, " "));
}

HttpResponse PageResponse(const PageContext& context, const Page& page,
                          const std::vector<std::string>& articles) {
  HttpResponse response = {.body = WholePage(context, page)};
  LetKeepShortly(response, articles);
  return response;
}

HttpResponse MessageResponse(const PageContext& context, int http_status,
                             absl::string_view detail) {
  HttpResponse response = UnkeptResponse(context, MessagePage(http_status, detail));
  response.status = http_status;
  return response;
}

HttpResponse ErrorResponse(const PageContext& context, const absl::Status& status) {
  const bool asked_wrongly = status.code() == absl::StatusCode::kInvalidArgument;
  HttpResponse response =
      MessageResponse(context, HttpStatusOf(status), asked_wrongly ? status.message() : "");
  AddRetryAfter(status, response);
  return response;
}

void AddRetryAfter(const absl::Status& status, HttpResponse& response) {
  if (const auto delay = RetryAfter(status))
    response.headers.emplace_back(
        "Retry-After", absl::StrCat(absl::ToInt64Seconds(absl::Ceil(*delay, absl::Seconds(1)))));
}

std::string BaseUrl(const SiteParts& parts, const HttpRequest& request) {
  if (!parts.options.public_url.empty()) return parts.options.public_url;
  const std::string url = absl::StrCat("http://", request.Header("Host"));
  return UrlHost(url).empty() || absl::StrContains(url.substr(7), '/') ? "" : url;
}

HttpResponse Redirect(int http_status, const std::string& url) {
  return {.status = http_status, .headers = {{"Location", url}, {"Cache-Control", "no-store"}}};
}

}  // namespace akin
