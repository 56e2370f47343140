// Similar News of one affair as it unfolds: what is the same story, what came before and after.
#include <map>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/engine/similarity_engine.h"

namespace akin {
namespace {

using ::testing::Contains;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::SizeIs;

const absl::Time kDayOfVerdict =
    absl::FromCivil(absl::CivilSecond(2024, 5, 14, 12, 0, 0), absl::UTCTimeZone());

class RelationsTest : public testing::Test {
 protected:
  void Put(const std::string& id, absl::Duration after, const std::string& headline,
           const std::string& body) {
    Document document;
    document.id = id;
    document.revision = ++revision_;
    document.headline = headline;
    document.body = body;
    document.language = "en";
    document.source = absl::StrCat("sources/", id);
    document.publish_time = kDayOfVerdict + after;
    ASSERT_TRUE(engine_.Upsert(document).ok());
    const StoryDecision decision = engine_.DecideStory(id).value();
    for (const StoryMerge& merge : decision.merges) engine_.MergeStory(merge.from, merge.into);
    engine_.SetStory(id, decision.story);
  }

  void SetUp() override {
    Put("arrest", -absl::Hours(24 * 200), "Mayor Dario Velasquez arrested in Port Almeda",
        "Police arrested mayor Dario Velasquez of Port Almeda at his home on Tuesday. Prosecutor "
        "Ines Okafor said he was suspected of having taken bribes from the builder Halvorsen for "
        "the contract of the new harbour tunnel.");
    Put("verdict", absl::ZeroDuration(), "Former mayor Velasquez found guilty of bribery",
        "A court in Port Almeda found former mayor Dario Velasquez guilty of bribery on Tuesday. "
        "The judges said he took two million from the builder Halvorsen for the harbour tunnel. "
        "Prosecutor Ines Okafor had asked for nine years; the sentence comes in June.");
    Put("wire", absl::Minutes(30), "Former mayor Velasquez guilty of bribery",
        "Former mayor Dario Velasquez was found guilty of bribery by a court in Port Almeda on "
        "Tuesday. He took two million from the builder Halvorsen for the harbour tunnel, the "
        "judges said. Prosecutor Ines Okafor had asked for nine years.");
    Put("sentence", absl::Hours(24 * 40), "Velasquez sentenced to seven years in prison",
        "Dario Velasquez, the former mayor of Port Almeda, must go to prison for seven years. His "
        "lawyer said he would appeal. Prosecutor Ines Okafor called the sentence fair. The builder "
        "Halvorsen has paid a fine.");
    Put("elsewhere", -absl::Hours(24 * 3), "Mayor of Grunwick on trial for bribery",
        "The trial of Otto Brandstetter, mayor of Grunwick, opened on Saturday. The court hears "
        "whether he was guilty of bribery when a contract for a stadium was given away.");
    Put("football", absl::Hours(2), "Late goal wins derby",
        "A goal in stoppage time by Emre Aydin won the derby for Riverside in front of a record "
        "crowd. The coach praised the defence.");
  }

  static std::map<std::string, Relation> RelationsIn(const SimilarResult& result) {
    std::map<std::string, Relation> relations;
    for (const Hit& hit : result.hits) relations[hit.id] = hit.relation;
    return relations;
  }

  std::map<std::string, Relation> RelationsTo(const std::string& seed) {
    SimilarRequest request;
    request.seeds = {seed};
    request.options.min_similarity = 0;
    request.options.collapse_stories = false;
    return RelationsIn(engine_.Similar(request).value());
  }

  SimilarityEngine engine_;
  int64_t revision_ = 0;
};

TEST_F(RelationsTest, EarlierNewsOfTheSamePeopleIsBackgroundAndLaterNewsAFollowUp) {
  const auto relations = RelationsTo("verdict");
  ASSERT_THAT(relations, SizeIs(Ge(4)));
  EXPECT_EQ(relations.at("wire"), Relation::kSameStory);
  EXPECT_EQ(relations.at("arrest"), Relation::kBackground);
  EXPECT_EQ(relations.at("sentence"), Relation::kFollowUp);
  EXPECT_EQ(relations.at("elsewhere"), Relation::kSameTopic);
}

TEST_F(RelationsTest, TheSameSeenFromTheOtherEnd) {
  const auto relations = RelationsTo("sentence");
  EXPECT_EQ(relations.at("verdict"), Relation::kBackground);
  EXPECT_EQ(RelationsTo("arrest").at("verdict"), Relation::kFollowUp);
}

TEST_F(RelationsTest, BackgroundModeGivesThePastOnly) {
  SimilarRequest request;
  request.seeds = {std::string("verdict")};
  request.options.recency = RecencyMode::kBackground;
  request.options.min_similarity = 0;
  request.options.now = kDayOfVerdict + absl::Hours(24 * 365);
  const auto relations = RelationsIn(engine_.Similar(request).value());
  EXPECT_THAT(relations, Contains(Key("arrest")));
  for (const char* future : {"wire", "sentence", "football"})
    EXPECT_THAT(relations, Not(Contains(Key(future)))) << future;
}

TEST_F(RelationsTest, AnUnrelatedTextHasNoSimilarNews) {
  SimilarRequest request;
  Document document;
  document.language = "en";
  document.headline = "Orchard growers expect plums";
  document.body = "Pruning and mild weeks helped blossoms; pickers start when fruit colours.";
  request.seeds = {document};
  EXPECT_THAT(RelationsIn(engine_.Similar(request).value()), IsEmpty());
}

}  // namespace
}  // namespace akin
