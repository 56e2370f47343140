#include "services/web/pages/article_page.h"

#include <ctemplate/template.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/url/url.h"
#include "services/web/pages/card.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;

void SetTime(TemplateDictionary& values, const std::string& name, const PageContext& context,
             const google::protobuf::Timestamp& time) {
  values.SetValue(name + "_MACHINE", MachineTime(time));
  values.SetValueAndShowSection(name, TimeText(time, context.zone), name + "_PART");
}

void AddParagraphs(TemplateDictionary& values, absl::string_view body) {
  for (absl::string_view paragraph : absl::StrSplit(body, "\n\n")) {
    paragraph = absl::StripAsciiWhitespace(paragraph);
    if (!paragraph.empty())
      values.AddSectionDictionary("PARAGRAPH")->SetValue("TEXT", std::string(paragraph));
  }
}

void AddHead(const PageContext& context, const news::v1::Article& article,
             TemplateDictionary& values) {
  values.SetValue("LANG", LangOf(article.language()));
  values.SetValue("DIR", DirectionOf(article.language()));
  values.SetValue("HEADLINE", article.headline());
  values.SetValueAndShowSection("SUMMARY", article.summary(), "SUMMARY_PART");
  values.SetValue("SOURCE", IdOf(article.source()));
  values.SetValue("SOURCE_URL", SourceUrl(article.source()));
  values.SetValueAndShowSection("AUTHORS", absl::StrJoin(article.authors(), ", "), "AUTHORS_PART");
  if (IsUpdated(article)) SetTime(values, "UPDATE", context, article.update_time());
  SetTime(values, "PUBLISHED", context, article.publish_time());
  if (!article.story().empty())
    values.SetValueAndShowSection("STORY_URL", StoryUrl(article.story()), "STORY_PART");
}

void AddFoot(const news::v1::Article& article, TemplateDictionary& values) {
  if (!UrlHost(article.canonical_url()).empty())
    values.SetValueAndShowSection("ORIGINAL", article.canonical_url(), "ORIGINAL_PART");
  values.SetValueAndShowSection("SUBJECTS", absl::StrJoin(article.categories(), ", "),
                                "SUBJECTS_PART");
  values.SetValue("REVISIONS_URL", absl::StrCat(ArticleUrl(article.name()), "/revisions"));
}

}  // namespace

Page ArticlePage(const PageContext& context, const news::v1::Article& article,
                 const SimilarPlace& similar) {
  TemplateDictionary values("article");
  AddHead(context, article, values);
  AddParagraphs(values, article.body());
  AddFoot(article, values);
  AddSimilarList(context, similar, values);
  return {.title = article.headline(), .body = Expand("article", values)};
}

}  // namespace akin
