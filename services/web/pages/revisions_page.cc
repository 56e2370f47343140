#include "services/web/pages/revisions_page.h"

#include <ctemplate/template.h>

#include "absl/strings/str_cat.h"
#include "services/web/pages/card.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"
#include "services/web/pages/word_diff.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;
using news::v1::Article;

const char* SectionOf(DiffStretch::Kind kind) {
  if (kind == DiffStretch::kSame) return "SAME";
  return kind == DiffStretch::kAdded ? "ADDED" : "REMOVED";
}

void AddField(const char* css_class, const std::string& before, const std::string& after,
              TemplateDictionary& revision) {
  if (before.empty() && after.empty()) return;
  TemplateDictionary& field = *revision.AddSectionDictionary("FIELD");
  field.SetValue("CLASS", css_class);
  for (const DiffStretch& stretch : DiffWords(before, after))
    field.AddSectionDictionary("STRETCH")
        ->AddSectionDictionary(SectionOf(stretch.kind))
        ->SetValue("TEXT", stretch.text);
}

// `before`: the revision before it; the first has nothing marked.
void AddRevision(const PageContext& context, const Article& before, const Article& after,
                 const std::string& name, TemplateDictionary& values) {
  TemplateDictionary& revision = *values.AddSectionDictionary("REVISION");
  revision.SetValue("ID", absl::StrCat("revision-", after.revision()));
  revision.SetValue("NAME", name);
  const auto& time = IsUpdated(after) ? after.update_time() : TimeOf(after);
  revision.SetValue("MACHINE_TIME", MachineTime(time));
  revision.SetValueAndShowSection("TIME", TimeText(time, context.zone), "TIME_PART");
  revision.SetValue("LANG", LangOf(after.language()));
  revision.SetValue("DIR", DirectionOf(after.language()));
  AddField("revised-headline", before.headline(), after.headline(), revision);
  AddField("revised-summary", before.summary(), after.summary(), revision);
  AddField("revised-body", before.body(), after.body(), revision);
}

}  // namespace

Page RevisionsPage(const PageContext& context,
                   const storage::v1::ListArticleRevisionsResponse& revisions) {
  const Article& newest = revisions.revisions(0);
  TemplateDictionary values("revisions");
  values.SetValue("URL", ArticleUrl(newest.name()));
  values.SetValue("LANG", LangOf(newest.language()));
  values.SetValue("DIR", DirectionOf(newest.language()));
  values.SetValue("HEADLINE", newest.headline());
  values.SetValue("SOURCE", IdOf(newest.source()));
  const int count = revisions.revisions_size();
  values.ShowSection(count > 1 ? "CHANGED" : "UNCHANGED");
  for (int i = 0; i < count; ++i) {
    const bool oldest = i + 1 == count;
    const Article& after = revisions.revisions(i);
    const std::string name = oldest && revisions.next_page_token().empty() ? "As first stored"
                             : i == 0                                      ? "As it is now"
                                                                           : "Earlier";
    AddRevision(context, oldest ? after : revisions.revisions(i + 1), after, name, values);
  }
  return {.title = absl::StrCat("What has changed: ", newest.headline()),
          .body = Expand("revisions", values),
          .no_index = true};
}

}  // namespace akin
