#include "services/recommendation/pipelines/pipeline_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "services/recommendation/pipelines/experiment.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kText[] = R"(
  default_pipeline: "front"
  plugins { name: "picks" target: "localhost:7600" }
  plugins { name: "clicks" target: "localhost:7601" }
  pipelines {
    name: "front"
    bindings { plugin: "picks" role: PLUGIN_ROLE_CANDIDATE_SOURCE mode: BINDING_MODE_SHADOW }
    arms { name: "plain" percent: 25 pipeline: "plain" }
    arms { name: "same" percent: 50 }
  }
  pipelines { name: "plain" }
  pipelines {
    name: "canary"
    bindings {
      plugin: "clicks" role: PLUGIN_ROLE_RANKER mode: BINDING_MODE_CANARY canary_percent: 10
      cache_ttl_s: 5
    }
    bindings { plugin: "picks" role: PLUGIN_ROLE_CANDIDATE_SOURCE mode: BINDING_MODE_OFF }
  }
)";

class PipelineSetTest : public ::testing::Test {
 protected:
  PipelinePlanPtr Choose(const std::string& pipeline, const std::string& key,
                         const std::string& seed = "articles/a") {
    v1::ListSimilarArticlesRequest request;
    request.set_pipeline(pipeline);
    request.set_experiment_key(key);
    request.add_seeds()->set_article(seed);
    return set_->Choose(request, nullptr).value();
  }

  const std::shared_ptr<const PipelineSet> set_ = PipelineSet::Parse(kText).value();
};

TEST(PipelineCallers, EachCallerGetsItsPipelineAndMayNameThoseThatAreForIt) {
  const auto set = PipelineSet::Parse(R"(
    default_pipeline: "front"
    pipelines { name: "front" }
    pipelines { name: "app" principals: "token:nobody" }
    pipelines { name: "desk" principals: "spiffe://akin.local/editor" principals: "*/operator" }
    callers { principals: "token:app-*" pipeline: "app" }
    callers { principals: "*" pipeline: "front" }
  )")
                       .value();
  const auto chosen = [&](const std::string& principal, const std::string& pipeline) {
    Caller caller;
    if (!principal.empty()) caller.principals = {principal};
    v1::ListSimilarArticlesRequest request;
    request.set_pipeline(pipeline);
    const auto plan = set->Choose(request, &caller);
    return plan.ok() ? (*plan)->asked->name() : ErrorReason(plan.status());
  };
  const struct {
    std::string principal, pipeline, chosen;
  } kCases[] = {
      {"", "", "front"},
      {"token:app-ios", "", "app"},
      {"token:app-ios", "front", "front"},
      {"token:app-ios", "app", "app"},
      {"token:app-ios", "desk", "PIPELINE_NOT_ALLOWED"},
      {"token:web", "", "front"},
      {"token:web", "app", "PIPELINE_NOT_ALLOWED"},
      {"spiffe://akin.local/editor", "desk", "desk"},
      {"spiffe://akin.local/operator", "desk", "desk"},
      {"", "desk", "PIPELINE_NOT_ALLOWED"},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(chosen(one.principal, one.pipeline), one.chosen)
        << one.principal << " " << one.pipeline;
  }
  v1::ListSimilarArticlesRequest desk;
  desk.set_pipeline("desk");
  EXPECT_TRUE(set->Choose(desk, nullptr).ok()) << "where nobody asks who calls";
}

TEST(Experiment, BucketsAreThoseThatOthersReckon) {
  // printf front/reader-1 | sha256sum: 0080bedaf4214bd3…; python3: int.from_bytes(digest[:8],
  // "big") % 10000
  EXPECT_EQ(BucketOf("front/reader-1"), 4739);
  EXPECT_EQ(BucketOf(""), 1652);
  EXPECT_EQ(VersionOf("abc"), "ba7816bf8f01");
  EXPECT_EQ(BucketsIn(33.33), 3333);
}

TEST_F(PipelineSetTest, TheDefaultPipelineAnswersWhoNamesNone) {
  EXPECT_EQ(Choose("", "")->pipeline->name(), "front");
  EXPECT_EQ(Choose("plain", "")->pipeline->name(), "plain");
  v1::ListSimilarArticlesRequest request;
  request.set_pipeline("no");
  EXPECT_EQ(ErrorField(set_->Choose(request, nullptr).status()), "pipeline");
}

TEST_F(PipelineSetTest, ArmsHaveTheirSharesAndAKeyAlwaysTheSame) {
  std::map<std::string, int> counts;
  for (int i = 0; i < 4000; ++i) {
    const auto plan = Choose("front", absl::StrCat("reader-", i));
    ++counts[std::string(plan->arm)];
    EXPECT_EQ(plan->pipeline->name(), plan->arm == "plain" ? "plain" : "front");
    EXPECT_EQ(plan->asked->name(), "front");
    EXPECT_EQ(Choose("front", absl::StrCat("reader-", i))->key, plan->key);
  }
  EXPECT_NEAR(counts["plain"], 1000, 120);
  EXPECT_NEAR(counts["same"], 2000, 120);
  EXPECT_NEAR(counts[""], 1000, 120);
}

TEST_F(PipelineSetTest, WithoutAKeyThereIsNoArm) { EXPECT_EQ(Choose("front", "")->arm, ""); }

TEST_F(PipelineSetTest, ACanaryTakesPartForItsShareByKeyOrBySeeds) {
  int by_key = 0;
  int by_seed = 0;
  for (int i = 0; i < 4000; ++i) {
    by_key += !Choose("canary", absl::StrCat("reader-", i))->active.empty();
    by_seed += !Choose("canary", "", absl::StrCat("articles/", i))->active.empty();
  }
  EXPECT_NEAR(by_key, 400, 80);
  EXPECT_NEAR(by_seed, 400, 80);
}

TEST_F(PipelineSetTest, KeysTellApartWhoTakesPartAndTheArm) {
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    keys.insert(Choose("canary", absl::StrCat("reader-", i))->key);
    keys.insert(Choose("front", absl::StrCat("reader-", i))->key);
  }
  EXPECT_THAT(keys, SizeIs(5));
}

TEST_F(PipelineSetTest, AShadowTakesNoPartAndAnAnswerIsCachedOnlyWithPlugIns) {
  const auto plan = Choose("front", "");
  EXPECT_THAT(plan->active, IsEmpty());
  EXPECT_THAT(plan->shadows, SizeIs(1));
  const auto only = OnlyWith(*plan, *plan->shadows[0]);
  EXPECT_THAT(only->active, SizeIs(1));
  EXPECT_EQ(only->cache_ttl, absl::ZeroDuration());
  EXPECT_NE(only->key, plan->key);
}

}  // namespace
}  // namespace akin
