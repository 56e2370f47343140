#ifndef AKIN_SERVICES_WEB_NEWS_METHODS_H_
#define AKIN_SERVICES_WEB_NEWS_METHODS_H_

// The methods that pages call, by their full names.
namespace akin::method {

inline constexpr char kGetArticle[] = "/akin.storage.v1.StorageService/GetArticle";
inline constexpr char kLookupArticle[] = "/akin.storage.v1.StorageService/LookupArticle";
inline constexpr char kListArticleRevisions[] =
    "/akin.storage.v1.StorageService/ListArticleRevisions";
inline constexpr char kListSimilarArticles[] =
    "/akin.recommendation.v1.RecommendationService/ListSimilarArticles";
inline constexpr char kGetStory[] = "/akin.recommendation.v1.RecommendationService/GetStory";
inline constexpr char kListStories[] = "/akin.recommendation.v1.RecommendationService/ListStories";
inline constexpr char kSearchArticles[] = "/akin.search.v1.SearchService/SearchArticles";

}  // namespace akin::method

#endif  // AKIN_SERVICES_WEB_NEWS_METHODS_H_
