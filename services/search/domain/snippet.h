#ifndef AKIN_SERVICES_SEARCH_DOMAIN_SNIPPET_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_SNIPPET_H_

#include "akin/news/v1/article.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/search/domain/query.h"

namespace akin {

// An extract of at most about 240 bytes of the article's summary or body, around the most of the
// query's words and phrases, which are highlighted. Without any of them: how the text begins.
search::v1::Snippet MakeSnippet(const news::v1::Article& article, const QueryNode& query);

// Where the article's headline and summary have what the query wants there.
void HighlightTexts(const news::v1::Article& article, const QueryNode& query,
                    search::v1::SearchHit& hit);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_SNIPPET_H_
