#include "services/web/api/api_methods.h"

namespace akin {

#define AKIN_STORAGE(name) "/akin.storage.v1.StorageService/" name
#define AKIN_SEARCH(name) "/akin.search.v1.SearchService/" name
#define AKIN_SIMILAR(name) "/akin.recommendation.v1.RecommendationService/" name

const std::vector<ApiMethod>& ApiMethods() {
  static const auto& methods = *new std::vector<ApiMethod>{
      {"GET", "/v1/articles:batchGet", AKIN_STORAGE("BatchGetArticles")},
      {"GET", "/v1/articles:lookup", AKIN_STORAGE("LookupArticle")},
      {"GET", "/v1/articles:search", AKIN_SEARCH("SearchArticles")},
      {"POST", "/v1/articles:search", AKIN_SEARCH("SearchArticles")},
      {"POST", "/v1/articles:batchSearch", AKIN_SEARCH("BatchSearchArticles")},
      {"POST", "/v1/articles:similar", AKIN_SIMILAR("ListSimilarArticles")},
      {"POST", "/v1/articles:batchSimilar", AKIN_SIMILAR("BatchListSimilarArticles")},
      {"GET", "/v1/articles/{id}:similar", AKIN_SIMILAR("ListSimilarArticles"), "seeds.article",
       "articles/"},
      {"GET", "/v1/articles/{id}:explain", AKIN_SIMILAR("ExplainSimilarity"), "article",
       "articles/"},
      {"GET", "/v1/articles/{id}/revisions", AKIN_STORAGE("ListArticleRevisions"), "name",
       "articles/"},
      {"GET", "/v1/articles/{id}", AKIN_STORAGE("GetArticle"), "name", "articles/"},
      {"GET", "/v1/articles", AKIN_STORAGE("ListArticles")},
      {"GET", "/v1/stories/{id}", AKIN_SIMILAR("GetStory"), "name", "stories/"},
      {"GET", "/v1/stories", AKIN_SIMILAR("ListStories")},
      {"GET", "/v1/queries:suggest", AKIN_SEARCH("SuggestQueries")},
  };
  return methods;
}

#undef AKIN_STORAGE
#undef AKIN_SEARCH
#undef AKIN_SIMILAR

}  // namespace akin
