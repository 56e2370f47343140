#include "services/recommendation/domain/model/semantic_model.h"

#include <cmath>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/model/model_training.h"
#include "services/recommendation/domain/model/singular_vectors.h"
#include "services/recommendation/domain/text/analysis.h"

namespace akin {
namespace {

using Sample = SemanticModel::Sample;

constexpr uint64_t kWordsOfTopic = 40;
constexpr uint64_t kCommonWords = 20;

// A dozen words of one topic and a few of those that all articles have.
Sample ArticleAbout(uint64_t topic, std::mt19937& random) {
  std::set<uint64_t> keys;
  while (keys.size() < 12) keys.insert(1000 * (topic + 1) + random() % kWordsOfTopic);
  while (keys.size() < 16) keys.insert(random() % kCommonWords);
  Sample sample;
  for (const uint64_t key : keys) sample.push_back({key, kTermWeightUnit});
  return sample;
}

double Cosine(const SemanticVector& a, const SemanticVector& b) {
  return SemanticCosine(ViewOf(a), ViewOf(b));
}

std::vector<Sample> ArticlesAboutTopics(size_t count, uint64_t topics) {
  std::mt19937 random(7);
  std::vector<Sample> samples;
  for (size_t i = 0; i < count; ++i) samples.push_back(ArticleAbout(i % topics, random));
  return samples;
}

TEST(SemanticModelTest, ArticlesOfOneTopicAreAlikeThoughTheyShareNoWord) {
  const SemanticModel model = SemanticModel::Train(ArticlesAboutTopics(400, 8));
  const auto half = [&model](uint64_t topic, uint64_t from) {
    Sample sample;
    for (uint64_t i = from; i < from + 10; ++i) sample.push_back({1000 * (topic + 1) + i, 24});
    return model.Project(sample);
  };
  EXPECT_GT(Cosine(half(3, 0), half(3, 20)), 0.6);
  EXPECT_LT(Cosine(half(3, 0), half(4, 20)), 0.2);
}

TEST(SemanticModelTest, FewArticlesOrUnknownWordsSayNothing) {
  const SemanticModel untaught = SemanticModel::Train(ArticlesAboutTopics(99, 8));
  EXPECT_TRUE(untaught.Project({{1000, 24}}).values.empty());
  const SemanticModel model = SemanticModel::Train(ArticlesAboutTopics(100, 8));
  EXPECT_FALSE(model.Project({{1000, 24}}).values.empty());
  EXPECT_TRUE(model.Project({{99'999, 24}}).values.empty());
  EXPECT_EQ(Cosine(model.Project({}), model.Project({{1000, 24}})), 0);
}

TEST(SemanticModelTest, TheSameArticlesMakeTheSameBytesAndTheyComeBack) {
  const auto samples = ArticlesAboutTopics(200, 8);
  const std::string bytes = SemanticModel::Train(samples).Encode();
  EXPECT_EQ(SemanticModel::Train(samples).Encode(), bytes);
  const SemanticModel decoded = SemanticModel::Decode(bytes).value();
  EXPECT_EQ(decoded.Encode(), bytes);
  EXPECT_EQ(decoded.Project(samples[0]).values,
            SemanticModel::Train(samples).Project(samples[0]).values);
}

TEST(SemanticModelTest, BrokenBytesAreDataLoss) {
  const std::string bytes = SemanticModel::Train(ArticlesAboutTopics(120, 8)).Encode();
  for (const std::string& broken : {std::string(), bytes.substr(0, bytes.size() / 2), bytes + "x"})
    EXPECT_EQ(SemanticModel::Decode(broken).status().code(), absl::StatusCode::kDataLoss);
}

TEST(SamplesTest, ComeBackFromBytesAndBrokenBytesAreDataLoss) {
  const auto samples = ArticlesAboutTopics(20, 3);
  const std::string bytes = EncodeSamples(samples);
  const auto decoded = DecodeSamples(bytes).value();
  ASSERT_EQ(decoded.size(), samples.size());
  EXPECT_EQ(EncodeSamples(decoded), bytes);
  EXPECT_EQ(decoded[7].back().key, samples[7].back().key);
  for (size_t cut = 0; cut < bytes.size(); cut += 13)
    EXPECT_EQ(DecodeSamples(bytes.substr(0, cut)).status().code(), absl::StatusCode::kDataLoss);
}

// A matrix of known factors: 3 u1 v1' + 2 u2 v2', v1 = (0.6, 0.8, 0, …), v2 = (0, 0, 1, …).
TEST(SingularVectorsTest, AreThoseOfAKnownMatrix) {
  SparseRows matrix;
  matrix.rows = {{{0, 1.8f}, {1, 2.4f}}, {{2, 2.0f}}};
  const SingularVectors found = LeadingSingularVectors(matrix, {11, 22, 33, 44}, 2);
  EXPECT_NEAR(found.values[0], 3, 1e-4);
  EXPECT_NEAR(found.values[1], 2, 1e-4);
  EXPECT_NEAR(std::abs(found.vectors.row(0)[0]), 0.6, 1e-4);
  EXPECT_NEAR(std::abs(found.vectors.row(1)[0]), 0.8, 1e-4);
  EXPECT_NEAR(std::abs(found.vectors.row(2)[1]), 1, 1e-4);
  EXPECT_NEAR(found.vectors.row(3)[0], 0, 1e-4);
}

}  // namespace
}  // namespace akin
