#include "services/web/pages/compare_page.h"

#include <ctemplate/template.h>

#include "services/web/pages/template.h"

namespace akin {

Page ComparePage(const PageContext& context, const PastedText& pasted, const std::string& wish,
                 const absl::optional<SimilarPlace>& similar) {
  ctemplate::TemplateDictionary values("compare");
  values.SetValue("HEADLINE", pasted.headline);
  values.SetValue("TEXT", pasted.text);
  values.SetValueAndShowSection("WISH", wish, "WISH_PART");
  AddModes(
      RecencyModes(), pasted.recency, [](const char*) { return ""; }, values);
  if (similar) AddSimilarList(context, *similar, *values.AddSectionDictionary("RESULT"));
  return {.title = "Compare a text",
          .body = Expand("compare", values),
          .no_index = similar.has_value()};
}

}  // namespace akin
