#include "services/recommendation/domain/index/neighbours.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/text/analysis.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class NeighboursTest : public testing::Test {
 protected:
  ArticleIndex Put(const std::string& id) {
    Document document;
    document.id = id;
    document.revision = ++revision_;
    document.language = "en";
    document.body = absl::StrCat("Words of ", id);
    return corpus_.Put(AnalyzeDocument(document));
  }
  std::vector<ArticleIndex> Put(int count) {
    std::vector<ArticleIndex> articles;
    for (int i = 0; i < count; ++i) articles.push_back(Put(absl::StrCat("a", revision_)));
    return articles;
  }

  static std::vector<ArticleIndex> Of(const Neighbours& neighbours, ArticleIndex article) {
    std::vector<ArticleIndex> found;
    for (const Neighbour& n : neighbours.Of(article)) found.push_back(n.article);
    return found;
  }
  std::vector<ArticleIndex> Of(ArticleIndex article) const { return Of(neighbours_, article); }

  Corpus corpus_;
  Neighbours neighbours_{corpus_};
  int64_t revision_ = 0;
};

TEST_F(NeighboursTest, ListsAreBestFirstAndBounded) {
  const auto a = Put(14);
  std::vector<Neighbour> all;
  for (size_t i = 1; i < a.size(); ++i) all.push_back({a[i], 0.05 * static_cast<double>(i)});
  neighbours_.Set(a[0], all);
  ASSERT_THAT(Of(a[0]), SizeIs(Neighbours::kMaxNeighbours));
  EXPECT_EQ(Of(a[0])[0], a[13]);
  EXPECT_EQ(Of(a[0]).back(), a[4]);
}

TEST_F(NeighboursTest, AnOfferJoinsIfItIsNearEnough) {
  const auto a = Put(4);
  neighbours_.Set(a[0], {{a[1], 0.5}});
  EXPECT_TRUE(neighbours_.Offer(a[0], {a[2], 0.9}));
  EXPECT_TRUE(neighbours_.Offer(a[0], {a[1], 0.95}));  // Compared anew, it is nearer.
  EXPECT_THAT(Of(a[0]), ElementsAre(a[1], a[2]));
  for (int i = 0; i < 12; ++i) neighbours_.Offer(a[0], {Put(absl::StrCat("b", i)), 0.99});
  EXPECT_FALSE(neighbours_.Wants(a[0], {a[3], 0.1}));
  EXPECT_FALSE(neighbours_.Offer(a[0], {a[3], 0.1}));
  EXPECT_TRUE(neighbours_.Wants(a[0], {a[3], 1}));
  EXPECT_THAT(Of(a[0]), SizeIs(Neighbours::kMaxNeighbours));
}

TEST_F(NeighboursTest, RemovedArticlesAreNoNeighbours) {
  const auto a = Put(3);
  neighbours_.Set(a[0], {{a[1], 0.5}, {a[2], 0.4}});
  neighbours_.Remove(a[1]);
  corpus_.Remove(a[1]);
  EXPECT_THAT(Of(a[0]), ElementsAre(a[2]));
  EXPECT_TRUE(neighbours_.Withdraw(a[0], a[2]));
  EXPECT_FALSE(neighbours_.Withdraw(a[0], a[2]));
  EXPECT_THAT(Of(a[0]), IsEmpty());
}

TEST_F(NeighboursTest, EqualSimilaritiesAreOrderedByTheCorpusAndNormsLastAsLongAsTheList) {
  const auto a = Put(3);
  const bool before = corpus_.Before(a[1], a[2]);
  neighbours_.Set(a[0], {{a[1], 0.5}, {a[2], 0.500001}});  // The same step.
  EXPECT_THAT(Of(a[0]), before ? ElementsAre(a[1], a[2]) : ElementsAre(a[2], a[1]));
  EXPECT_NEAR(neighbours_.Of(a[0])[0].similarity, 0.5, 1e-5);

  EXPECT_EQ(neighbours_.SmoothedLengthOf(a[0]), 0);
  neighbours_.SetSmoothedLength(a[0], 1.25f);
  EXPECT_FALSE(neighbours_.Withdraw(a[0], a[0]));
  EXPECT_EQ(neighbours_.SmoothedLengthOf(a[0]), 1.25f);
  neighbours_.Offer(a[0], {a[1], 0.75});
  EXPECT_EQ(neighbours_.SmoothedLengthOf(a[0]), 0);
  neighbours_.SetSmoothedLength(a[0], 1.5f);
  neighbours_.Withdraw(a[0], a[1]);
  EXPECT_EQ(neighbours_.SmoothedLengthOf(a[0]), 0);
}

TEST_F(NeighboursTest, GrowthAndAnotherModelMakeListsStaleTheOldestFirst) {
  const auto a = Put(8);
  neighbours_.Set(a[3], {});
  for (const ArticleIndex article : a) {
    if (article != a[3]) neighbours_.Set(article, {});
  }
  EXPECT_THAT(neighbours_.Stalest(10), IsEmpty());
  const auto more = Put(4);  // 1.5 times as many
  for (const ArticleIndex article : more) neighbours_.Set(article, {});
  EXPECT_TRUE(neighbours_.IsStale(a[0]));
  EXPECT_FALSE(neighbours_.IsStale(more[0]));
  EXPECT_THAT(neighbours_.Stalest(100), SizeIs(8));

  neighbours_.Set(a[5], {});
  EXPECT_FALSE(neighbours_.IsStale(a[5]));
  neighbours_.SetModel(7);
  EXPECT_TRUE(neighbours_.IsStale(a[5]));
  const auto stalest = neighbours_.Stalest(7);
  EXPECT_THAT(stalest, ElementsAre(a[3], a[0], a[1], a[2], a[4], a[6], a[7]));
  neighbours_.Remove(stalest[0]);
  EXPECT_NE(neighbours_.Stalest(1)[0], stalest[0]);
}

TEST_F(NeighboursTest, ListsAndTheirAgesComeBackFromBytes) {
  const auto a = Put(6);
  neighbours_.SetModel(5);
  for (const ArticleIndex article : a) neighbours_.Set(article, {{a[0], 0.25}, {a[1], 0.5}});
  Put(4);
  neighbours_.Set(a[2], {{a[4], 0.75}});
  neighbours_.SetSmoothedLength(a[2], 1.5f);
  Corpus again;
  for (const Corpus::Record& record : corpus_.TakeShared()) {
    ASSERT_TRUE(again.RestoreShared(record).ok());
  }
  for (ArticleIndex i = 0; i < corpus_.end(); ++i) {
    ASSERT_TRUE(again.RestoreArticle(corpus_.Encode(i)).ok());
  }
  Neighbours restored(again);
  for (const ArticleIndex article : a) {
    ASSERT_TRUE(restored.Decode(again, article, neighbours_.Encode(article)).ok());
  }
  for (const auto& job : again.FinishingJobs()) job();
  restored.FinishRestore();
  restored.SetModel(5);
  EXPECT_EQ(restored.SmoothedLengthOf(a[2]), 1.5f);
  EXPECT_THAT(Of(restored, a[2]), ElementsAre(a[4]));
  EXPECT_THAT(Of(restored, a[3]), ElementsAre(a[1], a[0]));
  EXPECT_EQ(restored.Stalest(10), neighbours_.Stalest(10));
  EXPECT_EQ(restored.Decode(again, a[0], "\xff").code(), absl::StatusCode::kDataLoss);
}

TEST_F(NeighboursTest, AnOfferJoinsInPlaceOfOneThatIsGone) {
  const auto a = Put(13);
  std::vector<Neighbour> all;
  for (size_t i = 1; i <= Neighbours::kMaxNeighbours; ++i) all.push_back({a[i], 0.5});
  neighbours_.Set(a[0], all);
  EXPECT_FALSE(neighbours_.Wants(a[0], {a[11], 0.1}));
  corpus_.Remove(a[3]);
  EXPECT_TRUE(neighbours_.Wants(a[0], {a[11], 0.1}));
  EXPECT_TRUE(neighbours_.Offer(a[0], {a[11], 0.1}));
  EXPECT_EQ(Of(a[0]).back(), a[11]);
}

}  // namespace
}  // namespace akin
