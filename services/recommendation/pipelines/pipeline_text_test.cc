#include "services/recommendation/pipelines/pipeline_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/tls/testing/test_certificates.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kGood[] = R"(default_pipeline: "front"
plugins { name: "picks" target: "localhost:7600" deadline_ms: 40 }
pipelines {
  name: "front"
  arrange { recency: RECENCY_MODE_LATEST }
  bindings {
    plugin: "picks"
    role: PLUGIN_ROLE_CANDIDATE_SOURCE
    mode: BINDING_MODE_ON
  }
  arms { name: "plain" percent: 33.33 pipeline: "other" }
}
pipelines { name: "other" }
)";

// What is wrong with the good text after one change.
std::vector<std::string> ProblemsAfter(const std::string& from, const std::string& to) {
  const std::string text = absl::StrReplaceAll(kGood, {{from, to}});
  EXPECT_NE(text, kGood) << from;
  return ReadPipelineText(text).problems;
}

TEST(PipelineText, AGoodTextIsReadWhole) {
  const PipelineText read = ReadPipelineText(kGood);
  EXPECT_THAT(read.problems, IsEmpty());
  EXPECT_EQ(read.config.pipelines(0).bindings(0).plugin(), "picks");
  EXPECT_EQ(read.config.pipelines(0).arms(0).percent(), 33.33);
}

TEST(PipelineText, WhatIsWrongIsToldWithItsPlaceAndField) {
  EXPECT_THAT(ProblemsAfter("plugin: \"picks\"", "plugin: \"pick\""),
              ElementsAre("line 7, column 5: pipelines[0].bindings[0].plugin: \"pick\", no such "
                          "plug-in"));
  EXPECT_THAT(ProblemsAfter("deadline_ms: 40", "deadline_ms: 50000"),
              ElementsAre("line 2, column 50: plugins[0].deadline_ms: 50000, want 1 to 5000"));
  EXPECT_THAT(ProblemsAfter("deadline_ms", "deadline"),
              ElementsAre(HasSubstr("line 2, column 58: Message type "
                                    "\"akin.recommendation.v1.PluginTarget\" has no field named "
                                    "\"deadline\"")));
}

TEST(PipelineText, AFieldThatIsMissingIsLookedForWhereItsMessageBegins) {
  EXPECT_THAT(ProblemsAfter("    role: PLUGIN_ROLE_CANDIDATE_SOURCE\n", ""),
              ElementsAre("line 6, column 3: pipelines[0].bindings[0].role: want one of "
                          "PluginRole"));
}

TEST(PipelineText, EachRuleOfTheProtoIsKept) {
  const struct {
    std::string from, to, field;
  } kCases[] = {
      {"default_pipeline: \"front\"", "", "default_pipeline"},
      {"name: \"picks\"", "name: \"Picks\"", "plugins[0].name"},
      {"target: \"localhost:7600\"", "", "plugins[0].target"},
      {"localhost:7600", "dns:///picks:7600", "plugins[0].target"},
      {"deadline_ms: 40", "tls { }", "plugins[0].tls.ca_file"},
      {"deadline_ms: 40", "tls { ca_file: \"/absent\" }", "plugins[0].tls.ca_file"},
      {"deadline_ms: 40", "max_concurrent_calls: -1", "plugins[0].max_concurrent_calls"},
      {"deadline_ms: 40", "breaker_failures: 2000", "plugins[0].breaker_failures"},
      {"deadline_ms: 40", "breaker_open_ms: 1", "plugins[0].breaker_open_ms"},
      {"recency: RECENCY_MODE_LATEST", "max_per_source: -1", "arrange.max_per_source"},
      {"recency: RECENCY_MODE_LATEST", "rank_by_duplicate_score: true", "rank_by_duplicate_score"},
      {"BINDING_MODE_ON", "BINDING_MODE_ON canary_percent: 5", "canary_percent"},
      {"BINDING_MODE_ON", "BINDING_MODE_CANARY canary_percent: 101", "canary_percent"},
      {"BINDING_MODE_ON", "BINDING_MODE_CANARY canary_percent: nan", "canary_percent"},
      {"BINDING_MODE_ON", "BINDING_MODE_ON weight: -1", "weight"},
      {"BINDING_MODE_ON", "BINDING_MODE_ON weight: inf", "weight"},
      {"BINDING_MODE_ON", "BINDING_MODE_ON limit: 501", "limit"},
      {"BINDING_MODE_ON", "BINDING_MODE_ON cache_ttl_s: 601", "cache_ttl_s"},
      {"BINDING_MODE_ON", "BINDING_MODE_ON last_good_max_age_s: 9", "last_good_max_age_s"},
      {"BINDING_MODE_ON", "BINDING_MODE_ON on_failure: FAILURE_POLICY_USE_LAST_GOOD",
       "last_good_max_age_s"},
      {"CANDIDATE_SOURCE", "RANKER limit: 5", "limit"},
      {"CANDIDATE_SOURCE", "LIST_FILTER weight: 5", "weight"},
      {"pipelines { name: \"other\" }", "pipelines { name: \"other\" principals: 'a*b' }",
       "pipelines[1].principals[0]"},
      {"arms {", "principals: 'editor' arms {", "default_pipeline"},
      {"pipelines { name: \"other\" }",
       "pipelines { name: \"other\" } callers { pipeline: \"other\" }", "callers[0].principals"},
      {"pipelines { name: \"other\" }",
       "pipelines { name: \"other\" } callers { principals: '*' pipeline: \"no\" }",
       "callers[0].pipeline"},
      {"percent: 33.33", "percent: 0", "arms[0].percent"},
      {"percent: 33.33", "percent: 0.001", "arms[0].percent"},
      {"pipeline: \"other\"", "pipeline: \"no\"", "arms[0].pipeline"},
      {"pipeline: \"other\"", "pipeline: \"front\"", "arms[0].pipeline"},
      {"arms {", "arms { name: \"more\" percent: 90 } arms {", "arms[0]"},
      {"arms {", "pool_size: 5 arms {", "pool_size"},
      {"arms {", "own_weight: -1 arms {", "own_weight"},
      {"pipelines { name: \"other\" }",
       "pipelines { name: \"other\" } pipelines { name: \"other\" }", "pipelines[2]"},
  };
  for (const auto& one : kCases) {
    const std::vector<std::string> problems = ProblemsAfter(one.from, one.to);
    ASSERT_THAT(problems, Not(IsEmpty())) << one.to;
    EXPECT_THAT(problems[0], HasSubstr(absl::StrCat(one.field, ": "))) << one.to;
  }
}

// The good text with a plug-in on another machine, reached so.
std::vector<std::string> ProblemsWith(const std::string& security) {
  return ReadPipelineText(absl::StrReplaceAll(kGood, {{"localhost:7600", "dns:///picks:7600"},
                                                      {"deadline_ms: 40", security}}))
      .problems;
}

TEST(PipelineText, OnAnotherMachineAPluginIsReachedByTlsOrInsecureOnPurpose) {
  TestAuthority authority;
  authority.Issue("akin", {});
  authority.Issue("other", {});
  const std::string ca = absl::StrCat("ca_file: '", authority.ca(), "'");
  const std::string cert = absl::StrCat(" cert_file: '", authority.cert("akin"), "'");
  const auto key = [&](const char* name) {
    return absl::StrCat(" key_file: '", authority.key(name), "'");
  };
  EXPECT_THAT(ProblemsWith(absl::StrCat("tls { ", ca, " }")), IsEmpty());
  EXPECT_THAT(ProblemsWith(absl::StrCat("tls { ", ca, cert, key("akin"), " }")), IsEmpty());
  EXPECT_THAT(ProblemsWith("insecure: true"), IsEmpty());
  EXPECT_THAT(ProblemsWith(absl::StrCat("insecure: true tls { ", ca, " }")),
              ElementsAre("line 2, column 53: plugins[0].insecure: set beside tls, want one of "
                          "them"));
  EXPECT_THAT(ProblemsWith(absl::StrCat("tls { ", ca, cert, " }")),
              ElementsAre(HasSubstr("plugins[0].tls.key_file: missing; cert_file wants it")));
  EXPECT_THAT(ProblemsWith(absl::StrCat("tls { ", ca, cert, key("other"), " }")),
              ElementsAre(HasSubstr("plugins[0].tls.key_file: ")));
  authority.Issue("akin", {.valid_for = -absl::Hours(1)});
  EXPECT_THAT(ProblemsWith(absl::StrCat("tls { ", ca, cert, key("akin"), " }")),
              ElementsAre(HasSubstr("plugins[0].tls.cert_file: ")));
}

TEST(PipelineText, AnEmptyTextAndGarbageAreNoConfiguration) {
  EXPECT_THAT(ReadPipelineText("").problems, SizeIs(2));
  EXPECT_THAT(ReadPipelineText("\x01\xff garbage {").problems, Not(IsEmpty()));
  EXPECT_EQ(ParsePipelines("pipelines { name: 3 }").status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace akin
