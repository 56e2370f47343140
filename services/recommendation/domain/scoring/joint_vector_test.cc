#include "services/recommendation/domain/scoring/joint_vector.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/index/candidate_pool.h"
#include "services/recommendation/domain/scoring/features.h"
#include "services/recommendation/domain/text/analysis.h"

namespace akin {
namespace {

using ::testing::ElementsAre;

class JointVectorTest : public testing::Test {
 protected:
  Analysis Analyze(const std::string& id, const std::string& body) {
    Document document;
    document.id = id;
    document.revision = ++revision_;
    document.language = "en";
    document.body = body;
    return AnalyzeDocument(document);
  }
  ArticleIndex Put(const std::string& id, const std::string& body) {
    return corpus_.Put(Analyze(id, body));
  }
  // Enough others that words have an idf.
  void PutOthers() {
    for (int i = 0; i < 20; ++i) {
      Put(absl::StrCat("other", i), absl::StrCat("Plain talk of weather number ", i % 7));
    }
  }
  double Joint(ArticleIndex a, ArticleIndex b) const {
    const IndexedArticle seed = corpus_.article(a);
    return Comparison(corpus_, neighbours_, seed).Joint(b);
  }

  Corpus corpus_;
  Neighbours neighbours_{corpus_};
  int64_t revision_ = 0;
};

TEST_F(JointVectorTest, ProductsOfUnitVectorsAreTheCosineOfWords) {
  PutOthers();
  const ArticleIndex a = Put("a", "The mayor opened the bridge over the river in heavy rain");
  const ArticleIndex b = Put("b", "The bridge over the river was opened by a minister");
  const ArticleIndex c = Put("c", "The minister praised the mayor");
  const IndexedArticle seed = corpus_.article(a);
  const Comparison comparison(corpus_, neighbours_, seed);
  for (const ArticleIndex other : {b, c}) {
    const PairFeatures features = comparison.Features(corpus_.article(other));
    EXPECT_GT(features.lexical_cosine, 0);
    EXPECT_NEAR(comparison.Joint(other), features.lexical_cosine, 1e-5);
  }
  EXPECT_NEAR(comparison.Joint(a), 1, 1e-5);
  EXPECT_NEAR(Joint(b, c), Joint(c, b), 1e-5);
}

TEST_F(JointVectorTest, ASeedThatIsNotStoredIsComparedAsIfItWere) {
  PutOthers();
  const ArticleIndex b = Put("b", "Zorblatt resigned");
  const Analysis analysis = Analyze("a", "Zorblatt resigned yesterday");
  const IndexedArticle transient = corpus_.Transient(analysis);
  const double before = Comparison(corpus_, neighbours_, transient).Joint(b);
  // Only this one article has the name as yet; with the seed there are two.
  EXPECT_GT(before, 0.5);
  const ArticleIndex a = corpus_.Put(analysis);
  EXPECT_NEAR(Joint(a, b), before, 0.05);
}

TEST_F(JointVectorTest, ASumOfSharesHasTheLengthOfItsParts) {
  PutOthers();
  const ArticleIndex a = Put("a", "The mayor opened the bridge over the river");
  const ArticleIndex b = Put("b", "The bridge over the river was opened");
  const double cosine = Joint(a, b);
  JointSum sum(corpus_, neighbours_);
  sum.Add(a, 1);
  EXPECT_NEAR(sum.Length(), 1, 1e-5);
  sum.Add(b, 0.5);
  EXPECT_NEAR(sum.Length(), std::sqrt(1 + 0.25 + 2 * 0.5 * cosine), 1e-5);
  // With itself as neighbour, an article is only longer.
  const JointProbe probe(corpus_, neighbours_, sum, nullptr);
  EXPECT_NEAR(probe.Product(a), 1 + 0.5 * cosine, 1e-5);
}

TEST_F(JointVectorTest, ListsOfNeighboursLeadToWhatNobodyAdded) {
  const ArticleIndex a = Put("a", "One"), b = Put("b", "Two"), c = Put("c", "Three");
  const ArticleIndex d = Put("d", "Four");
  neighbours_.Set(a, {{b, 0.9}});
  neighbours_.Set(b, {{c, 0.8}});
  neighbours_.Set(c, {{d, 0.7}});
  int scored = 0;
  CandidatePool pool(corpus_, neighbours_, [&scored](ArticleIndex article) {
    ++scored;
    return 1.0 / (1 + article);
  });
  pool.Add(a);
  pool.Add(a);
  pool.Expand(2);  // c is not among the best two, so what is near to it is not looked at.
  std::vector<ArticleIndex> found;
  for (const Neighbour& n : pool.TakeSorted()) found.push_back(n.article);
  EXPECT_THAT(found, ElementsAre(a, b, c));
  EXPECT_EQ(scored, 3);
}

TEST_F(JointVectorTest, AnOfferedNeighbourChangesTheSmoothedLengthAboutAsMuchAsSumsSay) {
  PutOthers();
  const ArticleIndex seed = Put("seed", "The bridge over the river was closed in heavy rain");
  std::vector<Neighbour> near;
  for (const std::string end : {"river floods", "heavy traffic", "rain for days"}) {
    Put(absl::StrCat("about ", end), end);  // So that no word is in one article only.
    const ArticleIndex other = Put(end, absl::StrCat("The bridge was closed for ", end));
    near.push_back({other, Joint(seed, other)});
  }
  neighbours_.Set(seed, {near[0], near[1]});
  EXPECT_TRUE(OfferNeighbour(corpus_, neighbours_, seed, near[2]));
  EXPECT_EQ(neighbours_.SmoothedLengthOf(seed), 0);  // It was not known.

  neighbours_.Set(seed, {near[0], near[1]});
  const double before = SmoothedLength(corpus_, neighbours_, seed);
  neighbours_.SetSmoothedLength(seed, before);
  EXPECT_TRUE(OfferNeighbour(corpus_, neighbours_, seed, near[2]));
  const double after = SmoothedLength(corpus_, neighbours_, seed);
  EXPECT_NE(after, before);
  EXPECT_NEAR(neighbours_.SmoothedLengthOf(seed), after, 0.02 * after);
  EXPECT_TRUE(OfferNeighbour(corpus_, neighbours_, seed, near[2]));  // Again: the same list.
  EXPECT_NEAR(neighbours_.SmoothedLengthOf(seed), after, 0.02 * after);
}

TEST_F(JointVectorTest, WhatIsNearestToAnArticleStandsInForItsList) {
  PutOthers();
  const ArticleIndex a = Put("a", "The bridge over the river was closed in heavy rain");
  const ArticleIndex b = Put("b", "The bridge was closed for heavy traffic");
  const ArticleIndex c = Put("c", "Heavy rain closed the road to the river");
  const IndexedArticle seed = corpus_.article(a);
  const auto smoothed = [&](const std::vector<Neighbour>& nearest) {
    Comparison comparison(corpus_, neighbours_, seed);
    comparison.Smooth({});
    return comparison.Smoothed(b, nearest);
  };
  const std::vector<Neighbour> nearest = {{c, Joint(b, c)}};
  const double stood_in = smoothed(nearest);
  EXPECT_GT(stood_in, smoothed({}) + 0.001);
  neighbours_.Set(b, nearest);
  EXPECT_NEAR(smoothed({}), stood_in, 1e-4);
}

}  // namespace
}  // namespace akin
