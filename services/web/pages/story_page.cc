#include "services/web/pages/story_page.h"

#include <ctemplate/template.h>

#include "absl/strings/str_cat.h"
#include "services/web/pages/card.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;

std::string ReportsText(const recommendation::v1::Story& story) {
  return absl::StrCat(Counted(story.article_count(), "report", "reports"), " by ",
                      Counted(story.sources_size(), "source", "sources"));
}

// Articles come newest first.
void AddFirst(const PageContext& context, const recommendation::v1::GetStoryResponse& story,
              TemplateDictionary& values) {
  if (story.articles().empty()) return;
  const news::v1::Article& first = *story.articles().rbegin();
  values.ShowSection("FIRST_PART");
  values.SetValue("FIRST_SOURCE", IdOf(first.source()));
  values.SetValue("FIRST_SOURCE_URL", SourceUrl(first.source()));
  values.SetValue("FIRST_MACHINE", MachineTime(TimeOf(first)));
  values.SetValueAndShowSection("FIRST_TIME", TimeText(TimeOf(first), context.zone),
                                "FIRST_TIME_PART");
}

void AddAround(const PageContext& context, const std::string& story,
               const recommendation::v1::ListSimilarArticlesResponse& around,
               TemplateDictionary& values) {
  for (const recommendation::v1::SimilarHit& hit : around.hits()) {
    if (hit.article().story() == story) continue;
    values.ShowSection("RELATED_PART");
    AddSimilarCard(context, hit, *values.AddSectionDictionary("RELATED"));
  }
}

}  // namespace

Page StoryPage(const PageContext& context, const recommendation::v1::GetStoryResponse& story,
               const recommendation::v1::ListSimilarArticlesResponse& around) {
  TemplateDictionary values("story");
  values.SetValue("HEADLINE", story.story().headline());
  values.SetValue("REPORTS", ReportsText(story.story()));
  AddFirst(context, story, values);
  for (int i = story.articles_size() - 1; i >= 0; --i)
    AddCard(context, story.articles(i), true, *values.AddSectionDictionary("ITEM"));
  AddAround(context, story.story().name(), around, values);
  return {.title = story.story().headline(),
          .body = Expand("story", values),
          .atom_url = absl::StrCat(StoryUrl(story.story().name()), ".atom"),
          .json_feed_url = absl::StrCat(StoryUrl(story.story().name()), ".json")};
}

}  // namespace akin
