#include "services/web/site/feed_visits.h"

#include "absl/strings/str_cat.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/web/feeds/news_feed.h"
#include "services/web/news/methods.h"
#include "services/web/pages/card.h"
#include "services/web/pages/search_page.h"
#include "services/web/site/search_request.h"

namespace akin {
namespace {

// How a feed is written.
struct FeedForm {
  const char* ending;
  const char* type;
  std::string (*write)(const NewsFeed&);
};
constexpr FeedForm kAtom = {".atom", "application/atom+xml; charset=utf-8", &ToAtom};
constexpr FeedForm kJsonFeed = {".json", "application/feed+json", &ToJsonFeed};

void Respond(const FeedForm& form, const NewsFeed& feed, const Visit& visit) {
  std::vector<std::string> names;
  for (const news::v1::Article* article : feed.articles) names.push_back(article->name());
  HttpResponse response = {.content_type = form.type, .body = form.write(feed)};
  LetKeepShortly(response, names);
  visit.respond(std::move(response));
}

std::string TitleOf(const SiteParts& parts, const SearchWish& wish) {
  std::string title = parts.options.name;
  for (const std::string* part :
       {&wish.query, &wish.narrowing.source, &wish.narrowing.language, &wish.narrowing.category}) {
    if (!part->empty()) absl::StrAppend(&title, " – ", *part);
  }
  return title;
}

void VisitSearchFeed(const FeedForm& form, const SiteParts& parts, const VisitPtr& visit) {
  SearchWish wish = SearchWishOf(visit->request);
  wish.page.clear();
  wish.order = "time";
  wish.every_article = true;
  const auto answer = std::make_shared<Answer<search::v1::SearchArticlesResponse>>();
  CallRound round(parts.services, visit->traceparent, [&form, &parts, visit, wish, answer] {
    if (!answer->status.ok()) return visit->respond(ErrorResponse(parts.Context(), answer->status));
    NewsFeed feed = {TitleOf(parts, wish),
                     BaseUrl(parts, visit->request),
                     SearchUrl(wish, absl::StrCat("/search", form.ending)),
                     SearchUrl(wish),
                     {}};
    for (const auto& hit : answer->response.hits()) feed.articles.push_back(&hit.article());
    Respond(form, feed, *visit);
  });
  round.Add(method::kSearchArticles, parts.options.call_timeout, SearchRequest(wish, parts.options),
            answer, *answer);
}

void VisitStoryFeed(const FeedForm& form, const SiteParts& parts, const VisitPtr& visit) {
  recommendation::v1::GetStoryRequest request;
  request.set_name(absl::StrCat("stories/", visit->id));
  const auto answer = std::make_shared<Answer<recommendation::v1::GetStoryResponse>>();
  CallRound round(parts.services, visit->traceparent, [&form, &parts, visit, answer] {
    if (!answer->status.ok()) return visit->respond(ErrorResponse(parts.Context(), answer->status));
    const auto& story = answer->response.story();
    if (!story.merged_into().empty())
      return visit->respond(
          Redirect(301, absl::StrCat(StoryUrl(story.merged_into()), form.ending)));
    const std::string page = StoryUrl(story.name());
    NewsFeed feed = {absl::StrCat(parts.options.name, " – ", story.headline()),
                     BaseUrl(parts, visit->request),
                     absl::StrCat(page, form.ending),
                     page,
                     {}};
    for (const auto& article : answer->response.articles()) feed.articles.push_back(&article);
    Respond(form, feed, *visit);
  });
  round.Add(method::kGetStory, parts.options.call_timeout, request, answer, *answer);
}

}  // namespace

void VisitSearchAtom(const SiteParts& parts, const VisitPtr& visit) {
  VisitSearchFeed(kAtom, parts, visit);
}
void VisitSearchJsonFeed(const SiteParts& parts, const VisitPtr& visit) {
  VisitSearchFeed(kJsonFeed, parts, visit);
}
void VisitStoryAtom(const SiteParts& parts, const VisitPtr& visit) {
  VisitStoryFeed(kAtom, parts, visit);
}
void VisitStoryJsonFeed(const SiteParts& parts, const VisitPtr& visit) {
  VisitStoryFeed(kJsonFeed, parts, visit);
}

}  // namespace akin
