#ifndef AKIN_SERVICES_WEB_NEWS_METHODS_H_
#define AKIN_SERVICES_WEB_NEWS_METHODS_H_

// The methods that pages call, by their full names.
namespace akin::method {

inline constexpr char kGetArticle[] = "/akin.storage.v1.StorageService/GetArticle";
inline constexpr char kLookupArticle[] = "/akin.storage.v1.StorageService/LookupArticle";
inline constexpr char kListArticleRevisions[] =
    "/akin.storage.v1.StorageService/ListArticleRevisions";
inline constexpr char kDeleteArticle[] = "/akin.storage.v1.StorageService/DeleteArticle";
inline constexpr char kUndeleteArticle[] = "/akin.storage.v1.StorageService/UndeleteArticle";
inline constexpr char kListFeeds[] = "/akin.ingestion.v1.IngestionService/ListFeeds";
inline constexpr char kCreateFeed[] = "/akin.ingestion.v1.IngestionService/CreateFeed";
inline constexpr char kUpdateFeed[] = "/akin.ingestion.v1.IngestionService/UpdateFeed";
inline constexpr char kDeleteFeed[] = "/akin.ingestion.v1.IngestionService/DeleteFeed";
inline constexpr char kFetchFeed[] = "/akin.ingestion.v1.IngestionService/FetchFeed";
inline constexpr char kGetStatus[] = "/akin.news.v1.StatusService/GetStatus";
inline constexpr char kExplainSimilarity[] =
    "/akin.recommendation.v1.RecommendationService/ExplainSimilarity";
inline constexpr char kListSimilarArticles[] =
    "/akin.recommendation.v1.RecommendationService/ListSimilarArticles";
inline constexpr char kGetStory[] = "/akin.recommendation.v1.RecommendationService/GetStory";
inline constexpr char kListStories[] = "/akin.recommendation.v1.RecommendationService/ListStories";
inline constexpr char kSearchArticles[] = "/akin.search.v1.SearchService/SearchArticles";

}  // namespace akin::method

#endif  // AKIN_SERVICES_WEB_NEWS_METHODS_H_
