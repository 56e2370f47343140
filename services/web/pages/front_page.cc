#include "services/web/pages/front_page.h"

#include <ctemplate/template.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/web/http/form.h"
#include "services/web/pages/card.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;
using recommendation::v1::Story;

std::string SomeSources(const Story& story) {
  constexpr int kShown = 3;
  std::vector<std::string> names;
  for (int i = 0; i < std::min(kShown, story.sources_size()); ++i)
    names.push_back(IdOf(story.sources(i)));
  const int more = story.sources_size() - static_cast<int>(names.size());
  return absl::StrCat(absl::StrJoin(names, ", "),
                      more > 0 ? absl::StrCat(" and ", more, " more") : "");
}

const char* ClassOfPlace(size_t place) {
  if (place == 0) return "lead";
  return place <= 2 ? "second" : "other";
}

// The newest stories come first; of them, those lead that most sources report.
std::vector<const Story*> InOrder(const recommendation::v1::ListStoriesResponse& stories) {
  std::vector<const Story*> order;
  for (const Story& story : stories.stories()) order.push_back(&story);
  std::stable_sort(order.begin(), order.end(), [](const Story* a, const Story* b) {
    return a->sources_size() > b->sources_size();
  });
  if (order.size() > kFrontStories) order.resize(kFrontStories);
  return order;
}

void AddStory(const PageContext& context, const Story& story, const char* css_class,
              TemplateDictionary& values) {
  TemplateDictionary& item = *values.AddSectionDictionary("STORY");
  item.SetValue("CLASS", css_class);
  item.SetValue("URL", StoryUrl(story.name()));
  item.SetValue("HEADLINE", story.headline());
  item.SetValue("REPORTS", Counted(story.article_count(), "report", "reports"));
  item.SetValue("SOURCES", SomeSources(story));
  item.SetValue("MACHINE_TIME", MachineTime(story.last_publish_time()));
  item.SetValueAndShowSection(
      "TIME", ShortTimeText(story.last_publish_time(), context.now, context.zone), "TIME_PART");
}

void AddStories(const PageContext& context, const FrontNews& news, TemplateDictionary& values) {
  if (!news.narrowing.empty()) return;
  if (!news.stories.ok())
    return values.SetValueAndShowSection("STORIES_NOTE", "The stories are not there just now.",
                                         "STORIES_NOTE_PART");
  const std::vector<const Story*> order = InOrder(*news.stories);
  if (!order.empty()) values.ShowSection("STORIES_PART");
  for (size_t i = 0; i < order.size(); ++i) AddStory(context, *order[i], ClassOfPlace(i), values);
}

std::string FrontUrl(const Narrowing& narrowing) {
  return absl::StrCat("/",
                      QueryOf({{"source", narrowing.source}, {"language", narrowing.language}}));
}

std::string LatestName(const Narrowing& narrowing) {
  std::string name = "Newest articles";
  if (!narrowing.source.empty()) absl::StrAppend(&name, " of ", narrowing.source);
  if (!narrowing.language.empty()) absl::StrAppend(&name, " in ", LanguageName(narrowing.language));
  return name;
}

void AddLatest(const PageContext& context, const FrontNews& news, TemplateDictionary& values) {
  values.SetValue("LATEST_NAME", LatestName(news.narrowing));
  if (!news.latest.ok())
    return values.SetValueAndShowSection("LATEST_NOTE", "They cannot be read just now.",
                                         "LATEST_NOTE_PART");
  if (news.latest->hits().empty())
    values.SetValueAndShowSection("LATEST_NOTE", "Nothing has been published yet.",
                                  "LATEST_NOTE_PART");
  for (const search::v1::SearchHit& hit : news.latest->hits())
    AddCard(context, hit.article(), false, *values.AddSectionDictionary("ITEM"));
  AddFacets(news.latest->facets(), news.narrowing, FrontUrl, values);
  if (!news.latest->next_page_token().empty())
    values.SetValueAndShowSection(
        "MORE_URL",
        absl::StrCat("/search", QueryOf({{"source", news.narrowing.source},
                                         {"language", news.narrowing.language},
                                         {"page", news.latest->next_page_token()}})),
        "MORE_PART");
}

}  // namespace

Page FrontPage(const PageContext& context, const FrontNews& news) {
  TemplateDictionary values("front");
  values.SetValue("TITLE", context.site);
  AddStories(context, news, values);
  AddLatest(context, news, values);
  return {.title = news.narrowing.empty() ? "" : LatestName(news.narrowing),
          .body = Expand("front", values)};
}

}  // namespace akin
