// Other teams' plug-ins on servers of their own beside the real programs, under traffic.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "services/recommendation/plugins/testing/scripted_plugin.h"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using namespace plugin::v1;  // NOLINT: all of the contract
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using Stub = v1::RecommendationService::Stub;

constexpr int kBudgetMs = 40;  // of each plug-in
constexpr char kFront[] = R"(
pipelines {
  name: "front"
  own_weight: 0
  bindings { plugin: "reverse" role: PLUGIN_ROLE_RANKER mode: BINDING_MODE_%s }
}
pipelines { name: "plain" }
pipelines {
  name: "hostile"
  bindings { plugin: "never" role: PLUGIN_ROLE_RANKER mode: BINDING_MODE_ON }
  bindings { plugin: "liar" role: PLUGIN_ROLE_CANDIDATE_SOURCE mode: BINDING_MODE_ON
             ignore_similarity_floor: true }
  bindings { plugin: "flood" role: PLUGIN_ROLE_LIST_FILTER mode: BINDING_MODE_ON }
}
)";

absl::StatusOr<RankCandidatesResponse> Reverse(const CallContext&,
                                               const RankCandidatesRequest& request) {
  RankCandidatesResponse response;
  for (int i = 0; i < request.candidates_size(); ++i) {
    response.add_scores()->set_article(request.candidates(i).article().name());
    response.mutable_scores()->rbegin()->set_score(i);
  }
  return response;
}

absl::StatusOr<RankCandidatesResponse> Never(const CallContext& call,
                                             const RankCandidatesRequest&) {
  ScriptedPlugin::Hang(call);
  return absl::CancelledError();
}

absl::StatusOr<FindCandidatesResponse> Lie(const CallContext&,
                                           const FindCandidatesRequest& request) {
  FindCandidatesResponse response;
  for (int i = 0; i < 10'000; ++i) {
    response.add_candidates()->set_article(absl::StrCat("articles/invented", i));
  }
  for (const auto& seed : request.seeds()) response.add_candidates()->set_article(seed.name());
  return response;
}

absl::StatusOr<ReviewListResponse> Flood(const CallContext&, const ReviewListRequest& request) {
  ReviewListResponse response;
  for (const auto& hit : request.hits()) {
    auto& decision = *response.add_decisions();
    decision.set_article(hit.article().name());
    decision.set_action(LIST_ACTION_DROP);
    decision.set_reason(std::string(1 << 20, 'x'));
  }
  return response;
}

class PluginsE2eTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = ::testing::TempDir() + "plugins_e2e_XXXXXX";
    ASSERT_NE(mkdtemp(folder_.data()), nullptr);
    plugins_ = new std::map<std::string, std::unique_ptr<ScriptedPlugin>>();
    Add("reverse", {.rank = Reverse});
    Add("never", {.rank = Never});
    Add("liar", {.find = Lie});
    Add("flood", {.review = Flood});
    Configure("SHADOW");
    cluster_ = new Cluster({{"recommendation", {absl::StrCat("--pipelines=", Path())}}});
    const ProgramResult loaded =
        RunAkin(*cluster_, {"ingest", SamplesFolder() + "/stories", SamplesFolder() + "/feeds"});
    ASSERT_EQ(loaded.code, 0) << loaded.err;
    AwaitStories(*cluster_, NewestRevision(*cluster_));
    ListSeeds();
    ASSERT_GE(seeds_.size(), 20u);
    AwaitReady();
  }
  static void TearDownTestSuite() {
    delete cluster_;
    delete plugins_;
    std::filesystem::remove_all(folder_);
  }

  static std::string Path() { return folder_ + "/pipelines.textproto"; }
  static void Add(const std::string& name, ScriptedPlugin::Script script) {
    (*plugins_)[name] = std::make_unique<ScriptedPlugin>(std::move(script));
  }
  static std::string Configuration(const std::string& mode) {
    std::string text = "default_pipeline: 'front'\n";
    for (const auto& [name, plugin] : *plugins_) {
      absl::StrAppend(&text, "plugins { name: '", name, "' target: '", plugin->address(),
                      "' deadline_ms: ", kBudgetMs, " }\n");
    }
    char front[2000];
    std::snprintf(front, sizeof front, kFront, mode.c_str());
    return text + front;
  }
  static void Configure(const std::string& mode) {
    std::ofstream(Path() + ".new") << Configuration(mode);
    std::filesystem::rename(Path() + ".new", Path());
  }

  static void ListSeeds() {
    const ProgramResult list =
        RunAkin(*cluster_, {"list", "--json", "--page_size=60", "--view=name_only"});
    const json response = json::parse(list.out, nullptr, false);
    for (const json& article : response["articles"]) seeds_.push_back(article["name"]);
  }

  static json Plugins() {
    const ProgramResult result = RunAkin(*cluster_, {"plugins", "--json"});
    EXPECT_EQ(result.code, 0) << result.err;
    return json::parse(result.out, nullptr, false);
  }
  static void AwaitReady() {
    for (int ready = 0; ready < 4;) {
      ready = 0;
      const json response = Plugins();
      for (const json& plugin : response["plugins"]) {
        ready += plugin["state"] == "PLUGIN_STATE_READY";
      }
    }
  }

  static v1::ListSimilarArticlesResponse List(const std::string& seed,
                                              const std::string& pipeline) {
    v1::ListSimilarArticlesRequest request;
    request.add_seeds()->set_article(seed);
    request.set_pipeline(pipeline);
    const auto response = CallUnary<v1::ListSimilarArticlesResponse>(
        {}, cluster_->recommendation_stub(), &Stub::ListSimilarArticles, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::ListSimilarArticlesResponse());
  }
  static std::vector<std::string> Hits(const v1::ListSimilarArticlesResponse& response) {
    std::vector<std::string> hits;
    for (const auto& hit : response.hits()) hits.push_back(hit.DebugString());
    return hits;
  }

  // The 99th percentile over all seeds, from four clients at a time.
  static absl::Duration P99(const std::string& pipeline) {
    std::vector<std::vector<absl::Duration>> latencies(4);
    std::vector<std::thread> clients;
    for (auto& own : latencies) {
      clients.emplace_back([&own, pipeline] {
        for (int round = 0; round < 3; ++round) {
          for (const std::string& seed : seeds_) {
            const absl::Time start = absl::Now();
            List(seed, pipeline);
            own.push_back(absl::Now() - start);
          }
        }
      });
    }
    for (std::thread& client : clients) client.join();
    std::vector<absl::Duration> all;
    for (const auto& own : latencies) all.insert(all.end(), own.begin(), own.end());
    std::sort(all.begin(), all.end());
    return all[all.size() * 99 / 100];
  }

  static std::string folder_;
  static Cluster* cluster_;
  static std::map<std::string, std::unique_ptr<ScriptedPlugin>>* plugins_;
  static std::vector<std::string> seeds_;
};

std::string PluginsE2eTest::folder_;
Cluster* PluginsE2eTest::cluster_ = nullptr;
std::map<std::string, std::unique_ptr<ScriptedPlugin>>* PluginsE2eTest::plugins_ = nullptr;
std::vector<std::string> PluginsE2eTest::seeds_;

TEST_F(PluginsE2eTest, ThreeHostilePlugInsCostNoMoreThanTheirBudgetsAndChangeNoAnswer) {
  const absl::Duration plain = P99("plain");
  const absl::Duration hostile = P99("hostile");
  // Three stages, each of which may wait for one budget; and one budget of slack.
  EXPECT_LE(hostile, plain + 4 * absl::Milliseconds(kBudgetMs)) << "plain: " << plain;
  for (const std::string& seed : seeds_) {
    EXPECT_EQ(Hits(List(seed, "hostile")), Hits(List(seed, "plain")));
  }
}

TEST_F(PluginsE2eTest, AFileIsCheckedBeforeItIsUsed) {
  const ProgramResult good = RunAkin(*cluster_, {"pipeline", "check", Path()});
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr(Plugins()["pipeline_version"].get<std::string>()));
  const std::string bad = folder_ + "/bad.textproto";
  std::ofstream(bad) << "default_pipeline: 'x'\npipelines { name: 'y' pool_size: 3 }\n";
  const ProgramResult refused = RunAkin(*cluster_, {"pipeline", "check", bad});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.lines(), (std::vector<std::string>{
                                 "line 1, column 1: default_pipeline: \"x\", want the name of one "
                                 "of the pipelines",
                                 "line 2, column 23: pipelines[0].pool_size: 3, want 10 to 500"}));
}

TEST_F(PluginsE2eTest, APlugInGoesFromShadowToOnWithoutARestart) {
  std::string seed;
  for (const std::string& candidate : seeds_) {
    if (List(candidate, "plain").hits_size() >= 3) seed = candidate;
  }
  ASSERT_NE(seed, "");
  const auto plain = List(seed, "plain");
  EXPECT_EQ(Hits(List(seed, "")), Hits(plain));
  while (Plugins()["plugins"][3]["bindings"][0]["shadow"].is_null() ||
         Plugins()["plugins"][3]["bindings"][0]["shadow"]["lists"] == "0") {
    List(seed, "");
  }
  Configure("ON");
  v1::ListSimilarArticlesResponse on;
  while (on.pipeline_version() == "" || on.pipeline_version() == plain.pipeline_version() ||
         !on.info().degradations().empty()) {
    on = List(seed, "");
  }
  EXPECT_NE(Hits(on), Hits(plain));
  const ProgramResult table = RunAkin(*cluster_, {"plugins"});
  EXPECT_THAT(table.out, HasSubstr("reverse"));
  EXPECT_THAT(table.out, HasSubstr(on.pipeline_version()));
  const ProgramResult similar =
      RunAkin(*cluster_, {"similar", seed, "--pipeline", "front", "--experiment_key", "reader"});
  EXPECT_THAT(similar.out,
              HasSubstr(absl::StrCat("pipeline front, version ", on.pipeline_version())));
}

}  // namespace
}  // namespace akin
