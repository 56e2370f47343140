#ifndef AKIN_SERVICES_WEB_PAGES_CARD_H_
#define AKIN_SERVICES_WEB_PAGES_CARD_H_

#include <string>

#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/web/pages/page.h"

namespace ctemplate {
class TemplateDictionary;
}

// Cards: how an article is shown in a list. Each function adds one as {{>CARD}} to an item's
// dictionary.
namespace akin {

// Where pages are.
std::string ArticleUrl(absl::string_view name);
std::string StoryUrl(absl::string_view name);
std::string SourceUrl(absl::string_view name);

// Headline, source and time; the summary if asked for.
void AddCard(const PageContext& context, const news::v1::Article& article, bool with_summary,
             ctemplate::TemplateDictionary& item);

// Also what it is to the seed, why it is listed, and who else reports it.
void AddSimilarCard(const PageContext& context, const recommendation::v1::SimilarHit& hit,
                    ctemplate::TemplateDictionary& item);

// The words that were searched for are marked.
void AddFoundCard(const PageContext& context, const search::v1::SearchHit& hit,
                  ctemplate::TemplateDictionary& item);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_CARD_H_
