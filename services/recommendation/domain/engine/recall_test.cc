// What the first stage leaves out, measured on news-like articles.
#include <set>

#include "gtest/gtest.h"
#include "services/recommendation/domain/engine/similarity_engine.h"
#include "services/recommendation/domain/testing/news_like.h"

namespace akin {
namespace {

#ifdef __SANITIZE_THREAD__  // Far slower.
constexpr int kArticles = 600;
#else
constexpr int kArticles = 1200;
#endif

std::set<std::string> Ids(const SimilarResult& result) {
  std::set<std::string> ids;
  for (const Hit& hit : result.hits) ids.insert(hit.id);
  return ids;
}

TEST(RecallTest, SearchesThatReadAFractionFindWhatExhaustiveOnesFind) {
  // As scarce beside this corpus as the defaults are beside hundreds of thousands of articles.
  SimilarityEngine engine(
      {.candidates = 150, .reranked = 50, .read_postings = 4'000, .finding_postings = 1'000});
  const std::vector<Document> documents = NewsLikeDocuments(kArticles);
  for (const Document& document : documents) ASSERT_TRUE(engine.Upsert(document).ok());
  size_t found = 0, wanted = 0, total = 0;
  for (int i = 0; i < kArticles; i += 4) {
    SimilarRequest request;
    request.seeds = {documents[i].id};
    const std::set<std::string> quick = Ids(engine.Similar(request).value());
    request.options.exhaustive = true;
    for (const std::string& id : Ids(engine.Similar(request).value())) {
      ++wanted;
      found += quick.contains(id);
    }
    total += quick.size();
  }
  EXPECT_GT(wanted, kArticles / 3u);
  EXPECT_GE(static_cast<double>(found) / wanted, 0.99) << found << " of " << wanted;
  EXPECT_LE(total, wanted + wanted / 100);
}

}  // namespace
}  // namespace akin
