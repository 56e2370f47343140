// A story goes in, its Similar News comes out: through four processes, as a client sees it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class SimilarNewsTest : public ::testing::Test {
 protected:
  // The sample news, once for all tests.
  static void SetUpTestSuite() {
    cluster_ = new Cluster();
    const ProgramResult loaded =
        RunAkin(*cluster_, {"ingest", "--json", SamplesFolder() + "/feeds",
                            SamplesFolder() + "/stories", SamplesFolder() + "/updates"});
    ASSERT_EQ(loaded.code, 0) << loaded.err;
    for (const std::string& line : loaded.lines()) {
      ingested_.push_back(json::parse(line));
      revision_ = std::max(revision_, std::stol(ingested_.back()["revision"].get<std::string>()));
    }
    AwaitStories(*cluster_, revision_);
    revision_ = NewestRevision(*cluster_);
  }
  static void TearDownTestSuite() { delete cluster_; }

  static json Ask(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--json", "--min_revision", std::to_string(revision_)});
    const ProgramResult result = RunAkin(*cluster_, arguments);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.lines().size(), 1u) << result.out;
    return json::parse(result.out, nullptr, false);
  }

  static std::string NameOf(absl::string_view headline_part) {
    for (const json& item : ingested_) {
      if (absl::StrContains(item["headline"].get<std::string>(), headline_part))
        return item["name"];
    }
    ADD_FAILURE() << "no sample has the headline " << headline_part;
    return "";
  }

  // A story text may only have told when it was updated. RFC 3339 in UTC sorts as text.
  static std::string TimeOf(const json& article) {
    return article.at(article.contains("publish_time") ? "publish_time" : "update_time")
        .get<std::string>();
  }

  static std::vector<std::string> Headlines(const json& response) {
    std::vector<std::string> out;
    for (const json& hit : response["hits"]) out.push_back(hit["article"]["headline"]);
    return out;
  }

  static Cluster* cluster_;
  static std::vector<json> ingested_;
  static int64_t revision_;
};

Cluster* SimilarNewsTest::cluster_ = nullptr;
std::vector<json> SimilarNewsTest::ingested_;
int64_t SimilarNewsTest::revision_ = 0;

TEST_F(SimilarNewsTest, EveryItemTellsItsNameAndOutcome) {
  EXPECT_GE(ingested_.size(), 100u);
  int revised = 0;
  for (const json& item : ingested_) {
    EXPECT_THAT(item["name"].get<std::string>(), ::testing::StartsWith("articles/"));
    EXPECT_TRUE(item["outcome"] == "INGEST_OUTCOME_CREATED" ||
                item["outcome"] == "INGEST_OUTCOME_REVISED" ||
                item["outcome"] == "INGEST_OUTCOME_UNCHANGED")
        << item;
    revised += item["outcome"] == "INGEST_OUTCOME_REVISED";
  }
  EXPECT_GE(revised, 5) << "the updates are revisions of what they update";
}

TEST_F(SimilarNewsTest, AStorysNewsComesBackWithReasons) {
  const json response = Ask({"similar", NameOf("lithium mine")});
  ASSERT_FALSE(response["hits"].empty());
  for (const json& hit : response["hits"]) {
    for (const char* field : {"article", "similarity", "relation", "reasons", "duplicate_count"})
      EXPECT_TRUE(hit.contains(field)) << field;
    EXPECT_FALSE(hit["reasons"].empty()) << hit;
    EXPECT_GT(hit["similarity"], 0.0);
    EXPECT_LE(hit["similarity"], 1.0);
  }
  EXPECT_THAT(Headlines(response)[0], ::testing::ContainsRegex("[Ll]ithium|Extremadura|Iberlit"));
  EXPECT_GE(std::stol(response["info"]["revision"].get<std::string>()), revision_);
}

TEST_F(SimilarNewsTest, TheSeedAndWhatIsExcludedAreNotListed) {
  const std::string seed = NameOf("lithium mine");
  const json first = Ask({"similar", seed});
  ASSERT_FALSE(first["hits"].empty());
  const std::string best = first["hits"][0]["article"]["name"];
  const json without = Ask({"similar", seed, "--exclude", best});
  for (const json& hit : without["hits"]) {
    EXPECT_NE(hit["article"]["name"], best);
    EXPECT_NE(hit["article"]["name"], seed);
  }
}

TEST_F(SimilarNewsTest, ATextThatIsNotStoredFindsItsTopic) {
  const json response =
      Ask({"similar", "--text",
           SamplesFolder() + "/stories/northwire.example/1501-hurricane-odalys.txt", "--k", "5"});
  EXPECT_THAT(Headlines(response), Contains(HasSubstr("Odalys")));
}

TEST_F(SimilarNewsTest, AWireCopyIsRankOneUncollapsedAndElseOnlyCounted) {
  const std::string copy = NameOf("Rotterdam port shut as dockworkers strike");
  const std::string seed = NameOf("Dockworkers walk out in Rotterdam");
  const json open = Ask({"similar", seed, "--no_collapse"});
  ASSERT_FALSE(open["hits"].empty());
  EXPECT_EQ(open["hits"][0]["article"]["name"], copy);
  const json arranged = Ask({"similar", seed});
  EXPECT_GE(arranged["seed_duplicate_count"], 1);
  for (const json& hit : arranged["hits"]) EXPECT_NE(hit["article"]["name"], copy);
}

TEST_F(SimilarNewsTest, ExplainShowsEveryFeatureOfAHit) {
  const std::string seed = NameOf("lithium mine");
  const std::string hit = Ask({"similar", seed})["hits"][0]["article"]["name"];
  const json explained = Ask({"explain", seed, hit});
  EXPECT_FALSE(explained["features"].empty());
  EXPECT_GT(explained["similarity"], 0.0);
  EXPECT_GE(explained["rank"], 1);
}

TEST_F(SimilarNewsTest, EvalScoresListsByJudgements) {
  const std::string seed = NameOf("lithium mine");
  const std::string best = Ask({"similar", seed, "--k", "1"})["hits"][0]["article"]["name"];
  const std::string file = absl::StrCat(::testing::TempDir(), "/judged.jsonl");
  std::ofstream(file) << json{{"seed", seed}, {"judgements", {{best, 2}}}}.dump() << "\n"
                      << json{{"seed", "articles/none"}, {"judgements", {{best, 1}}}}.dump();
  const ProgramResult result = RunAkin(*cluster_, {"eval", "--judgements", file, "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  const json scores = json::parse(result.out);
  EXPECT_EQ(scores["seeds"], 2);
  EXPECT_EQ(scores["unknown_seeds"], 1);
  EXPECT_EQ(scores["ndcg@10"],
            0.5);  // The only judged article came first; the other seed scores 0.
  EXPECT_EQ(scores["coverage"], 0.5);
}

TEST_F(SimilarNewsTest, StoriesHoldTheirArticles) {
  const json stories = Ask({"stories"});
  ASSERT_FALSE(stories["stories"].empty());
  const json story = Ask({"story", stories["stories"][0]["name"]});
  EXPECT_EQ(story["articles"].size(), story["story"]["article_count"]);
  EXPECT_GE(story["articles"].size(), 2u);
}

TEST_F(SimilarNewsTest, ABackgroundListHasNoFuture) {
  const std::string seed = NameOf("lithium mine");
  const std::string published = TimeOf(Ask({"get", seed})["article"]);
  const json response = Ask({"similar", seed, "--recency", "background"});
  for (const json& hit : response["hits"]) EXPECT_LT(TimeOf(hit["article"]), published) << hit;
}

TEST_F(SimilarNewsTest, WhatResemblesNothingHasNoSimilarNews) {
  const json obituary = Ask({"search", "Sedlackova OR Sedláčková", "--page_size", "1"});
  ASSERT_FALSE(obituary["hits"].empty());
  EXPECT_TRUE(Ask({"similar", obituary["hits"][0]["article"]["name"]})["hits"].empty());
}

TEST_F(SimilarNewsTest, SearchFindsFiltersAndCounts) {
  const json response = Ask({"search", "earthquake", "--facets", "source,language"});
  ASSERT_FALSE(response["hits"].empty());
  EXPECT_EQ(response["facets"].size(), 2u);
  const json german = Ask({"search", "", "--filter", "language = \"de\""});
  ASSERT_FALSE(german["hits"].empty());
  for (const json& hit : german["hits"])
    EXPECT_EQ(hit["article"]["language"].get<std::string>().substr(0, 2), "de");
}

TEST_F(SimilarNewsTest, ListTurnsEveryPageOnce) {
  const ProgramResult pages =
      RunAkin(*cluster_, {"list", "--all", "--page_size", "7", "--view", "name_only", "--json"});
  ASSERT_EQ(pages.code, 0) << pages.err;
  std::vector<std::string> names;
  for (const std::string& line : pages.lines()) {
    const json page = json::parse(line);
    for (const json& article : page["articles"]) names.push_back(article["name"]);
  }
  EXPECT_GE(names.size(), 90u);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end()) << "an article came twice";
}

TEST_F(SimilarNewsTest, StatusTellsOfFourServices) {
  const ProgramResult result = RunAkin(*cluster_, {"status", "--json"});
  ASSERT_EQ(result.code, 0) << result.err;
  std::vector<std::string> services;
  const json status = json::parse(result.out);
  for (const json& service : status["services"]) services.push_back(service["service"]);
  EXPECT_THAT(services,
              ::testing::UnorderedElementsAre("storage", "ingestion", "search", "recommendation"));
}

TEST_F(SimilarNewsTest, AnErrorIsAStatusOnStandardErrorAndCodeOne) {
  const ProgramResult result = RunAkin(*cluster_, {"similar", "nosuch", "--json"});
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, "");
  const json status = json::parse(result.err, nullptr, false);
  EXPECT_EQ(status["code"], 5) << result.err;
  EXPECT_FALSE(status["message"].get<std::string>().empty());
}

TEST_F(SimilarNewsTest, PeopleReadPlainTextWithoutTerminalCodes) {
  const ProgramResult result = RunAkin(*cluster_, {"similar", NameOf("lithium mine")});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Similar News"));
  EXPECT_THAT(result.out, Not(HasSubstr("\033")));
}

}  // namespace
}  // namespace akin
