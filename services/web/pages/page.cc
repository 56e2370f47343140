#include "services/web/pages/page.h"

#include <ctemplate/template.h>

#include "absl/strings/str_cat.h"
#include "services/web/pages/template.h"

namespace akin {

std::string WholePage(const PageContext& context, const Page& page) {
  ctemplate::TemplateDictionary values("page");
  values.SetValue("SITE", context.site);
  values.SetValue(
      "TITLE", page.title.empty() ? context.site : absl::StrCat(page.title, " – ", context.site));
  values.SetValue("QUERY", page.query);
  if (page.no_index) values.ShowSection("NO_INDEX");
  if (!page.atom_url.empty()) values.ShowSection("FEEDS");
  values.SetValue("ATOM_URL", page.atom_url);
  values.SetValue("JSON_FEED_URL", page.json_feed_url);
  return absl::StrCat(Expand("page_head", values), page.body, Expand("page_foot", values));
}

}  // namespace akin
