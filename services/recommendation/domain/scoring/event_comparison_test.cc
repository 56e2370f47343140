#include "services/recommendation/domain/scoring/event_comparison.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/index/neighbours.h"
#include "services/recommendation/domain/scoring/features.h"
#include "services/recommendation/domain/stories/story_decision.h"

namespace akin {
namespace {

class EventComparisonTest : public testing::Test {
 protected:
  ArticleIndex Put(const std::string& headline, const std::string& body) {
    Document document;
    document.id = absl::StrCat("a", corpus_.size());
    document.revision = static_cast<int64_t>(corpus_.size()) + 1;
    document.headline = headline;
    document.body = body;
    document.language = "en";
    document.publish_time =
        absl::FromUnixSeconds(1'700'000'000) + 20.0 * corpus_.size() * absl::Hours(1);
    return corpus_.Put(AnalyzeDocument(document));
  }

  Corpus corpus_;
  Neighbours neighbours_{corpus_};
};

TEST_F(EventComparisonTest, BothStepsTogetherScoreAsAllFeaturesDo) {
  const std::string quake =
      "The quake near Lima shook 300 houses on Monday, said the mayor Ana Soto. Rescue teams from "
      "Peru searched for 12 missing people in the harbour.";
  Put("Quake of 6.1 shakes Lima", quake);
  Put("Quake of 6.3 shakes Lima", quake);
  Put("Lima mourns", "Ana Soto, the mayor of Lima, thanked the rescue teams after the quake.");
  Put("Quake kills 12", "A quake near Lima killed 12 people, the government of Peru said.");
  Put("Markets calm", "Shares in Lima hardly moved on Monday, and 300 dealers went home early.");
  Put("Chess", "The harbour town holds a chess open for 300 players.");
  for (ArticleIndex a = 0; a < corpus_.end(); ++a) {
    const IndexedArticle article = corpus_.article(a);
    const EventComparison events(corpus_, article);
    const Comparison comparison(corpus_, neighbours_, article);
    for (ArticleIndex b = 0; b < corpus_.end(); ++b) {
      const double expected = SameEventScore(comparison.Features(corpus_.article(b)));
      PairFeatures features = events.Compare(b);
      EXPECT_GE(MostSameEventScore(features), expected);
      events.Complete(b, features);
      EXPECT_DOUBLE_EQ(SameEventScore(features), expected) << a << " and " << b;
    }
  }
}

}  // namespace
}  // namespace akin
