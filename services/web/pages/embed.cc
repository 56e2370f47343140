#include "services/web/pages/embed.h"

#include <ctemplate/template.h>

#include "absl/strings/str_cat.h"
#include "common/url/url.h"
#include "services/web/pages/card.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {

std::string SimilarEmbed(const PageContext& context, const std::string& base,
                         const recommendation::v1::ListSimilarArticlesResponse& similar) {
  if (similar.hits().empty()) return "";
  ctemplate::TemplateDictionary values("embed");
  for (const recommendation::v1::SimilarHit& hit : similar.hits()) {
    const news::v1::Article& article = hit.article();
    const bool published = !UrlHost(article.canonical_url()).empty();
    ctemplate::TemplateDictionary& item = *values.AddSectionDictionary("ITEM");
    item.SetValue("URL", published ? article.canonical_url()
                                   : absl::StrCat(base, ArticleUrl(article.name())));
    item.SetValue("HEADLINE", article.headline());
    item.SetValue("LANG", LangOf(article.language()));
    item.SetValue("DIR", DirectionOf(article.language()));
    item.SetValue("SOURCE", IdOf(article.source()));
    item.SetValue("MACHINE_TIME", MachineTime(TimeOf(article)));
    item.SetValueAndShowSection("TIME", ShortTimeText(TimeOf(article), context.now, context.zone),
                                "TIME_PART");
  }
  return Expand("embed", values);
}

}  // namespace akin
