// What a restart leaves as it was, measured on news-like articles: all that comes after, too.
#include "gtest/gtest.h"
#include "services/recommendation/domain/engine/similarity_engine.h"
#include "services/recommendation/domain/testing/kept_engine.h"
#include "services/recommendation/domain/testing/news_like.h"

namespace akin {
namespace {

#ifdef __SANITIZE_THREAD__  // Far slower.
constexpr int kArticles = 130;
const auto kRestarts = ::testing::Values(50, 103, 114);
#else
constexpr int kArticles = 320;
const auto kRestarts = ::testing::Values(50, 100, 103, 105, 150, 243, 300);
#endif

// Lists of neighbours are made together early, so that restarts come while some are wanting.
SimilarityEngine::Options Options() { return {.listed_together = 7, .listed_together_from = 60}; }

class RestartTest : public ::testing::TestWithParam<int> {};

// Records tell everything, so those that a write changes must be the same ones in both.
TEST_P(RestartTest, WhatIsWrittenAfterItChangesTheSameRecords) {
  const std::vector<Document> documents = NewsLikeDocuments(kArticles);
  SimilarityEngine steady(Options());
  Records records;
  int next = 0;
  for (; next < GetParam(); ++next) Save(steady.Upsert(documents[next]).value(), records);
  for (int i = 3; i < GetParam(); i += 11) Save(steady.Remove(documents[i].id), records);
  for (int i = 4; i < GetParam(); i += 13) {  // Another text under the same name.
    Document revised = documents[(i + 5) % GetParam()];
    revised.id = documents[i].id;
    Save(steady.Upsert(revised).value(), records);
  }
  const auto restarted = Restarted(records, Options()).value();
  for (; next < kArticles; ++next) {
    Records expected, actual;
    Save(steady.Upsert(documents[next]).value(), expected);
    Save(restarted->Upsert(documents[next]).value(), actual);
    for (const auto& [key, value] : expected) {
      ASSERT_TRUE(actual.contains(key)) << key << ", with article " << next;
      ASSERT_EQ(actual[key], value) << key << ", with article " << next;
    }
    ASSERT_EQ(expected.size(), actual.size()) << "with article " << next;
  }
}

// Before, while and after models are learned.
INSTANTIATE_TEST_SUITE_P(After, RestartTest, kRestarts);

// How the log is cut into portions, as it comes in fast or slowly, must not show.
TEST(WriteTest, PortionsOfTheLogDoNotShow) {
  const std::vector<Document> documents = NewsLikeDocuments(kArticles);
  SimilarityEngine one_by_one(Options()), by_portions(Options());
  Records expected, actual;
  std::vector<EngineWrite> portion;
  const auto write = [&](const EngineWrite& some) {
    Save(one_by_one.Write({some}), expected);
    portion.push_back(some);
  };
  for (int i = 0; i < kArticles; ++i) {
    const Document& document = documents[i % 17 == 16 ? i - 3 : i];  // Some come twice.
    write(PutArticle{one_by_one.Prepare(document)});
    write(AssignStory{document.id, "s" + std::to_string(i % 9)});
    if (i % 29 == 28) write(RemoveArticle{documents[i - 2].id});
    if (i % 50 == 49) write(MergeStories{"s" + std::to_string(i % 7), "s8"});
    if (i % 40 != 39 && i + 1 != kArticles) continue;
    Save(by_portions.Write(portion), actual);
    portion.clear();
    ASSERT_TRUE(actual == expected) << "after article " << i;
  }
}

}  // namespace
}  // namespace akin
