// What the first stage leaves out, measured on news-like articles.
#include <set>

#include "gtest/gtest.h"
#include "services/recommendation/domain/similarity_engine.h"
#include "tests/bench/corpus/article_writer.h"
#include "tests/bench/corpus/corpus_plan.h"

namespace akin {
namespace {

constexpr int kArticles = 1200;

Document ToDocument(const bench::SyntheticArticle& article, int64_t revision) {
  Document document;
  document.id = article.id;
  document.revision = revision;
  document.headline = article.headline;
  document.summary = article.summary;
  document.body = article.body;
  document.language = "en";
  document.source = article.source;
  document.publish_time = article.publish_time;
  return document;
}

std::set<std::string> Ids(const SimilarResult& result) {
  std::set<std::string> ids;
  for (const Hit& hit : result.hits) ids.insert(hit.id);
  return ids;
}

TEST(RecallTest, SearchesThatReadAFractionFindWhatExhaustiveOnesFind) {
  // As scarce beside this corpus as the defaults are beside hundreds of thousands of articles.
  SimilarityEngine engine(
      {.candidates = 150, .reranked = 50, .read_postings = 4'000, .finding_postings = 1'000});
  const bench::CorpusOptions options;
  bench::CorpusPlan plan(options);
  std::vector<std::string> ids;
  for (int i = 0; i < kArticles; ++i) {
    const Document document = ToDocument(bench::WriteArticle(options, plan.Next()), i + 1);
    ids.push_back(document.id);
    ASSERT_TRUE(engine.Upsert(document).ok());
  }
  size_t found = 0, wanted = 0, total = 0;
  for (int i = 0; i < kArticles; i += 4) {
    SimilarRequest request;
    request.seeds = {ids[i]};
    const std::set<std::string> quick = Ids(engine.Similar(request).value());
    request.options.exhaustive = true;
    for (const std::string& id : Ids(engine.Similar(request).value())) {
      ++wanted;
      found += quick.contains(id);
    }
    total += quick.size();
  }
  EXPECT_GT(wanted, 500u);
  EXPECT_GE(static_cast<double>(found) / wanted, 0.99) << found << " of " << wanted;
  EXPECT_LE(total, wanted + wanted / 100);
}

}  // namespace
}  // namespace akin
