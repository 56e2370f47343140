// Similar News with plug-ins of other teams: each mode and failure policy, and what hostile ones
// can do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <limits>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "common/rpc/access_guard.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/status/errors.h"
#include "common/testing/fake_storage.h"
#include "common/time/proto_time.h"
#include "services/recommendation/plugins/testing/scripted_plugin.h"
#include "services/recommendation/recommendation_app.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using namespace plugin::v1;  // NOLINT: all of the contract
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Stub = v1::RecommendationService::Stub;

constexpr char kDam[] =
    "Engineers at the Kestrel Dam opened the spillway on Tuesday after the reservoir rose four "
    "metres overnight. Governor Maria Halloran ordered Ashby and Brenton evacuated downstream.";
constexpr char kRecipe[] =
    "Bakers across the region are returning to rye bread, milled by hand and baked slowly in wood "
    "ovens. A revived guild teaches apprentices how to keep a sourdough culture alive.";
// Each tells of the dam, and of something else.
const char* const kOthers[] = {
    "Families returned to Ashby as the Kestrel Dam reservoir fell. Engineers will inspect the "
    "spillway, and Governor Maria Halloran promised an inquiry into the overnight evacuation.",
    "Farmers below the Kestrel Dam lost maize and cattle when the spillway opened. Insurers doubt "
    "that crops in a reservoir's flood plain are covered, an underwriter in Brenton said.",
    "The Kestrel Dam was built in 1961 by prisoners. Historians in Ashby collect letters of those "
    "who poured its concrete, and a museum beside the reservoir will show them next spring.",
    "Opposition leaders want Governor Maria Halloran to resign over repairs to the Kestrel Dam "
    "that "
    "were never paid for. Her budget for spillway engineers was cut twice in three years.",
    "Anglers report that salmon have come back to the river under the Kestrel Dam since the "
    "spillway runs. Biologists in Brenton count them at night with lamps and a borrowed drone."};

class PluginsTest : public ::testing::Test {
 protected:
  PluginsTest() {
    Put("dam", "Kestrel Dam spillway opened", kDam);
    for (size_t i = 0; i < std::size(kOthers); ++i) {
      Put(absl::StrCat("other", i), absl::StrCat("Kestrel Dam, part ", i), kOthers[i]);
    }
    Put("recipe", "Rye bread returns", kRecipe);
  }
  ~PluginsTest() override { Stop(); }

  void Put(const std::string& id, const std::string& headline, const std::string& body) {
    news::v1::Article article;
    article.set_name("articles/" + id);
    article.set_headline(headline);
    article.set_body(body);
    article.set_language("en");
    article.set_source("sources/" + id);
    article.mutable_publish_time()->set_seconds(1'790'000'000);
    storage_.Put(article);
    ids_.push_back(id);
  }

  // A plug-in of the configuration, on a server of its own.
  ScriptedPlugin& Add(const std::string& name, ScriptedPlugin::Script script,
                      const std::string& settings = "deadline_ms: 2000") {
    plugins_.push_back(std::make_unique<ScriptedPlugin>(std::move(script)));
    AddTarget(name, plugins_.back()->address(), settings);
    return *plugins_.back();
  }
  void AddTarget(const std::string& name, const std::string& target, const std::string& settings) {
    absl::StrAppend(&targets_, "plugins { name: '", name, "' target: '", target, "' ", settings,
                    " }\n");
  }

  static std::string Bind(const std::string& plugin, const std::string& role,
                          const std::string& mode, const std::string& settings = "") {
    return absl::StrCat("bindings { plugin: '", plugin, "' role: PLUGIN_ROLE_", role,
                        " mode: BINDING_MODE_", mode, " ", settings, " }\n");
  }

  // The pipeline "front", and "plain" in which no plug-in takes part.
  void Configure(const std::string& front) {
    std::ofstream(path_ + ".new") << "default_pipeline: 'front'\n"
                                  << targets_ << "pipelines { name: 'front' " << front << " }\n"
                                  << "pipelines { name: 'plain' }\n";
    std::rename((path_ + ".new").c_str(), path_.c_str());
  }

  // Runs with this configuration, and waits until all plug-ins that can be are ready.
  void Start(const std::string& front, bool await_ready = true) {
    Configure(front);
    Open({.path = path_, .poll = absl::Milliseconds(2)});
    if (await_ready) AwaitReady();
  }
  void Open(const PipelineFile::Options& pipelines) {
    RecommendationApp::Options options;
    options.data_dir = folder_;
    options.stories.poll = absl::Milliseconds(20);
    options.pipelines = pipelines;
    options.plugins.describe_after_failure = absl::Milliseconds(20);
    app_ = RecommendationApp::Open(options, clock_, metrics_).value();
    server_ =
        Server::Start({.guard = guard_, .drain_timeout = absl::ZeroDuration()}, {&app_->service()})
            .value();
    stub_ = v1::RecommendationService::NewStub(NewChannel(server_->address()));
    app_->Start(storage_.channel());
    AwaitStories();
  }
  // So that nothing changes by itself any more.
  void AwaitStories() {
    for (const std::string& id : ids_) {
      Await([&] { return storage_.Get(id).name().empty() || !storage_.Get(id).story().empty(); });
    }
  }
  void Stop() {
    if (app_ == nullptr) return;
    app_->Stop();
    server_.reset();
    app_.reset();
  }

  v1::ListPluginsResponse Plugins() {
    return CallUnary(CallContext(), *stub_, &Stub::ListPlugins, v1::ListPluginsRequest()).value();
  }
  v1::PluginStatus Plugin(int index = 0) { return Plugins().plugins(index); }
  void AwaitReady() {
    Await([this] {
      const auto response = Plugins();
      return std::all_of(response.plugins().begin(), response.plugins().end(),
                         [](const auto& p) { return p.state() == v1::PLUGIN_STATE_READY; });
    });
  }
  static void Await(const std::function<bool()>& condition) {
    while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  v1::ListSimilarArticlesRequest Ask(const std::string& pipeline = "") {
    v1::ListSimilarArticlesRequest request;
    request.add_seeds()->set_article("articles/dam");
    request.set_min_revision(storage_.revision());
    request.set_pipeline(pipeline);
    v1::ArrangeOptions& arrange = *request.mutable_arrange();
    arrange.set_disable_collapsing(true);
    arrange.set_disable_diversity(true);
    arrange.set_recency(v1::RECENCY_MODE_NONE);
    return request;
  }
  absl::StatusOr<v1::ListSimilarArticlesResponse> TryList(
      const v1::ListSimilarArticlesRequest& request, const CallContext& call = {}) {
    return CallUnary(call, *stub_, &Stub::ListSimilarArticles, request);
  }
  // As the caller who has this token.
  absl::StatusOr<v1::ListSimilarArticlesResponse> ListAs(
      const std::string& token, const v1::ListSimilarArticlesRequest& request) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    v1::ListSimilarArticlesResponse response;
    const grpc::Status status = stub_->ListSimilarArticles(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }
  v1::ListSimilarArticlesResponse List(const v1::ListSimilarArticlesRequest& request) {
    const auto response = TryList(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::ListSimilarArticlesResponse());
  }
  static std::vector<std::string> Ids(const v1::ListSimilarArticlesResponse& response) {
    std::vector<std::string> ids;
    for (const auto& hit : response.hits()) {
      ids.emplace_back(absl::StripPrefix(hit.article().name(), "articles/"));
    }
    return ids;
  }
  std::vector<std::string> PlainIds() { return Ids(List(Ask("plain"))); }
  static std::string Degradations(const v1::ListSimilarArticlesResponse& response) {
    std::string all;
    for (const auto& one : response.info().degradations()) {
      absl::StrAppend(&all, one.component(), ": ", one.reason(), "\n");
    }
    return all;
  }

  // --- Scripts

  static ScriptedPlugin::Script Proposing(const std::vector<std::string>& ids) {
    return {.find = [ids](const CallContext&,
                          const FindCandidatesRequest&) -> absl::StatusOr<FindCandidatesResponse> {
      FindCandidatesResponse response;
      for (const std::string& id : ids) {
        response.add_candidates()->set_article("articles/" + id);
        response.mutable_candidates()->rbegin()->set_reason("picked");
      }
      return response;
    }};
  }
  // Scores that turn the order round.
  static absl::StatusOr<RankCandidatesResponse> Reverse(const CallContext&,
                                                        const RankCandidatesRequest& request) {
    RankCandidatesResponse response;
    for (int i = 0; i < request.candidates_size(); ++i) {
      response.add_scores()->set_article(request.candidates(i).article().name());
      response.mutable_scores()->rbegin()->set_score(i);
    }
    return response;
  }
  static absl::StatusOr<RankCandidatesResponse> HangRanking(const CallContext& call,
                                                            const RankCandidatesRequest&) {
    ScriptedPlugin::Hang(call);
    return absl::CancelledError();
  }
  static ScriptedPlugin::Script Deciding(
      const std::vector<std::pair<std::string, ListAction>>& decisions) {
    return {.review = [decisions](const CallContext&,
                                  const ReviewListRequest&) -> absl::StatusOr<ReviewListResponse> {
      ReviewListResponse response;
      for (const auto& [id, action] : decisions) {
        response.add_decisions()->set_article("articles/" + id);
        response.mutable_decisions()->rbegin()->set_action(action);
      }
      return response;
    }};
  }

  static std::string NewFolder() {
    std::string folder = ::testing::TempDir() + "plugins_XXXXXX";
    return mkdtemp(folder.data());
  }

  const std::string folder_ = NewFolder();
  const std::string path_ = folder_ + "/pipelines.textproto";
  std::string targets_;
  std::vector<std::unique_ptr<ScriptedPlugin>> plugins_;
  FakeStorage storage_;
  std::vector<std::string> ids_;
  SystemClock clock_;
  Metrics metrics_;
  std::shared_ptr<CallGuard> guard_;  // Null: nobody asks who calls.
  std::unique_ptr<RecommendationApp> app_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Stub> stub_;
};

TEST_F(PluginsTest, WithoutPipelinesAnswersTellOfNoneAndNoneCanBeNamed) {
  Open({});
  const auto response = List(Ask());
  EXPECT_THAT(Ids(response), SizeIs(5));
  EXPECT_EQ(response.pipeline() + response.pipeline_version() + response.arm(), "");
  EXPECT_EQ(ErrorField(TryList(Ask("front")).status()), "pipeline");
  EXPECT_EQ(Plugins().ByteSizeLong(), 0u);
}

TEST_F(PluginsTest, AnswersTellPipelineVersionAndArm) {
  Start("arms { name: 'half' percent: 50 pipeline: 'plain' }");
  std::map<std::string, int> arms;
  for (int i = 0; i < 40; ++i) {
    auto request = Ask();
    request.set_experiment_key(absl::StrCat("reader-", i));
    const auto first = List(request);
    EXPECT_EQ(first.pipeline(), "front");
    EXPECT_EQ(first.pipeline_version(), Plugins().pipeline_version());
    EXPECT_EQ(List(request).arm(), first.arm());
    EXPECT_EQ(List(request).arm(), first.arm()) << "from memory";
    ++arms[first.arm()];
  }
  EXPECT_THAT(arms, SizeIs(2));
  EXPECT_EQ(List(Ask()).arm(), "");
  EXPECT_EQ(ErrorField(TryList(Ask("other")).status()), "pipeline");
}

TEST_F(PluginsTest, APipelineArrangesWhereTheRequestDoesNot) {
  Start("arrange { disable_collapsing: true disable_similarity_floor: true }");
  auto request = Ask();
  request.clear_arrange();
  EXPECT_THAT(Ids(List(request)), Contains("recipe"));
  request.mutable_arrange()->set_recency(v1::RECENCY_MODE_NONE);
  EXPECT_THAT(Ids(List(request)), Not(Contains("recipe")));
}

TEST_F(PluginsTest, ASourcesArticleIsListedWithItsReasonIfItMayBeSoDissimilar) {
  Add("picks", Proposing({"recipe", "other4"}));
  Start(Bind("picks", "CANDIDATE_SOURCE", "ON"));
  EXPECT_THAT(Ids(List(Ask())), Not(Contains("recipe")));
  EXPECT_EQ(Ids(List(Ask()))[0], "other4") << "two orders have it";
  Stop();
  Start(Bind("picks", "CANDIDATE_SOURCE", "ON", "ignore_similarity_floor: true"));
  const auto response = List(Ask());
  EXPECT_THAT(Ids(response), Contains("recipe"));
  for (const auto& hit : response.hits()) {
    if (hit.article().name() != "articles/recipe") continue;
    EXPECT_EQ(hit.reasons().rbegin()->type(), v1::REASON_TYPE_PLUGIN);
    EXPECT_EQ(hit.reasons().rbegin()->plugin(), "picks");
    EXPECT_EQ(hit.reasons().rbegin()->text(), "picked");
    EXPECT_EQ(hit.article().headline(), "Rye bread returns");
  }
  EXPECT_EQ(Degradations(response), "");
}

TEST_F(PluginsTest, WhatMayNotBeListedIsNotHoweverOftenItIsProposed) {
  storage_.Withdraw("other0");
  Add("picks", Proposing({"other0", "dam", "unknown", "other1", "other2", "recipe", ""}));
  Start(Bind("picks", "CANDIDATE_SOURCE", "ON"));
  auto request = Ask();
  request.add_exclude("articles/other1");
  request.set_filter("source != \"other2\"");
  auto plain = request;
  plain.set_pipeline("plain");
  EXPECT_THAT(Ids(List(request)), ElementsAre("other3", "other4"));
  EXPECT_EQ(List(request).hits(0).reasons_size(), List(plain).hits(0).reasons_size());
  EXPECT_EQ(Plugin().bindings(0).dropped_items(), 14);
}

TEST_F(PluginsTest, OneThatIsUnavailableForAMomentIsAskedAgainWithinItsBudget) {
  std::atomic<bool> fails = false;
  auto& plugin =
      Add("clicks", {.rank = [&](const CallContext& call,
                                 const auto& request) -> absl::StatusOr<RankCandidatesResponse> {
            if (fails.exchange(false)) return absl::UnavailableError("a moment, please");
            return Reverse(call, request);
          }});
  Start(absl::StrCat("own_weight: 0 ", Bind("clicks", "RANKER", "ON")));
  const std::vector<std::string> before = Ids(List(Ask()));
  fails = true;
  const auto response = List(Ask());
  EXPECT_EQ(Ids(response), before);
  EXPECT_EQ(Degradations(response), "");
  EXPECT_EQ(plugin.calls(), 3);
  EXPECT_EQ(Plugin().bindings(0).answered_calls(), 2);
}

TEST_F(PluginsTest, ARankerOrdersByWhatItIsToldAndIsToldWhatItAsksFor) {
  RankCandidatesRequest asked;
  ScriptedPlugin::Script script;
  script.told.add_article_fields("headline");
  script.rank = [&asked](const CallContext& call, const RankCandidatesRequest& request) {
    asked = request;
    return Reverse(call, request);
  };
  Add("clicks", std::move(script));
  Start(absl::StrCat("own_weight: 0 ", Bind("clicks", "RANKER", "ON")));
  std::vector<std::string> reversed = PlainIds();
  std::reverse(reversed.begin(), reversed.end());
  EXPECT_EQ(Ids(List(Ask())), reversed);

  EXPECT_EQ(asked.context().pipeline(), "front");
  EXPECT_EQ(asked.context().revision(), storage_.revision());
  EXPECT_EQ(asked.seeds(0).headline(), "Kestrel Dam spillway opened");
  EXPECT_EQ(asked.seeds(0).source(), "") << "not asked for";
  v1::ExplainSimilarityRequest explain;
  explain.set_article("articles/dam");
  explain.set_other(asked.candidates(0).article().name());
  const auto explained = CallUnary(CallContext(), *stub_, &Stub::ExplainSimilarity, explain);
  ASSERT_EQ(asked.candidates(0).features_size(), explained->features_size());
  for (int i = 0; i < explained->features_size(); ++i) {
    EXPECT_EQ(asked.candidates(0).features(i).name(), explained->features(i).name());
    EXPECT_EQ(asked.candidates(0).features(i).value(), explained->features(i).value());
  }
  EXPECT_EQ(Plugin().bindings(0).served_hits(), 5);
  EXPECT_EQ(Plugin().bindings(0).contributed_hits(), 4) << "the middle one stays";
}

TEST_F(PluginsTest, ARankerThatAbstainsLeavesTheListAsItIs) {
  Add("clicks",
      {.rank = [](const CallContext&,
                  const RankCandidatesRequest&) -> absl::StatusOr<RankCandidatesResponse> {
        RankCandidatesResponse response;
        response.set_abstain(true);
        return response;
      }});
  Start(Bind("clicks", "RANKER", "ON"));
  const auto response = List(Ask());
  EXPECT_EQ(Ids(response), PlainIds());
  EXPECT_EQ(Degradations(response), "");
}

TEST_F(PluginsTest, AFilterDropsPinsAndDemotesAndOthersTakeThePlaces) {
  Open({});
  const std::vector<std::string> plain = Ids(List(Ask()));
  Stop();
  Add("legal", Deciding({{plain[0], LIST_ACTION_DROP},
                         {plain[1], LIST_ACTION_DEMOTE},
                         {plain[4], LIST_ACTION_PIN},
                         {"recipe", LIST_ACTION_PIN}}));
  Start(Bind("legal", "LIST_FILTER", "ON"));
  EXPECT_THAT(Ids(List(Ask())), ElementsAre(plain[4], plain[2], plain[3], plain[1]));
  auto two = Ask();
  two.set_page_size(2);
  EXPECT_THAT(Ids(List(two)), ElementsAre(plain[4], plain[2]));
}

TEST_F(PluginsTest, ALatePlugInCostsItsBudgetAndTheAnswerSaysSo) {
  Add("slow", {.rank = HangRanking}, "deadline_ms: 30 breaker_failures: 1000");
  Start(Bind("slow", "RANKER", "ON"));
  const auto plain = PlainIds();
  const absl::Time start = absl::Now();
  const auto response = List(Ask());
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(30));
  EXPECT_EQ(Ids(response), plain);
  EXPECT_EQ(Degradations(response), "plug-in slow: it was late\n");
  EXPECT_EQ(Plugin().bindings(0).failed_calls(), 1);
}

TEST_F(PluginsTest, APlugInThatDiesInTheMiddleOfACallIsNotWaitedFor) {
  ScriptedPlugin& plugin = Add("dies", {.rank = HangRanking}, "deadline_ms: 5000");
  Start(Bind("dies", "RANKER", "ON"));
  const auto plain = PlainIds();
  std::thread killer([&] {
    Await([&] { return plugin.calls() == 1; });
    plugins_.clear();
  });
  const absl::Time start = absl::Now();
  const auto response = List(Ask());
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(4500));
  killer.join();
  EXPECT_EQ(Ids(response), plain);
  EXPECT_THAT(Degradations(response), HasSubstr("plug-in dies: it failed"));
}

TEST_F(PluginsTest, ThePlugInsOfOneStageAreAskedAtTheSameTime) {
  std::atomic<int> inside = 0;
  const auto meet = [&inside](const CallContext& call, const RankCandidatesRequest& request) {
    ++inside;
    while (inside < 2 && !call.cancelled()) std::this_thread::yield();
    return Reverse(call, request);
  };
  Add("one", {.rank = meet});
  Add("two", {.rank = meet});
  Start(Bind("one", "RANKER", "ON") + Bind("two", "RANKER", "ON"));
  EXPECT_EQ(Degradations(List(Ask())), "");
}

TEST_F(PluginsTest, TheCallersDeadlineCountsMoreThanThePlugIns) {
  Add("slow", {.rank = HangRanking}, "deadline_ms: 5000 breaker_failures: 1");
  Start(Bind("slow", "RANKER", "ON"));
  List(Ask("plain"));
  CallContext call;
  call.deadline = absl::Now() + absl::Milliseconds(500);
  const auto response = TryList(Ask(), call);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(Degradations(*response), "plug-in slow: it was late\n");
  EXPECT_EQ(Plugin().state(), v1::PLUGIN_STATE_READY) << "it did not have its time";
}

TEST_F(PluginsTest, WithoutARuleThatMustBeKeptThereIsNoAnswer) {
  Add("legal", {.review = [](const CallContext&,
                             const ReviewListRequest&) -> absl::StatusOr<ReviewListResponse> {
        return absl::InternalError("secrets of the other team");
      }});
  Start(Bind("legal", "LIST_FILTER", "ON", "on_failure: FAILURE_POLICY_FAIL"));
  const absl::Status status = TryList(Ask()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorReason(status), "PLUGIN_UNAVAILABLE");
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secrets")));
  EXPECT_THAT(PlainIds(), SizeIs(5));
  EXPECT_THAT(Plugin().last_error(), HasSubstr("secrets of the other team")) << "for operators";
}

TEST_F(PluginsTest, WhatItLastSaidStandsInForAPlugInThatFails) {
  std::atomic<bool> fails = false;
  Add("picks",
      {.find = [&](const CallContext& call,
                   const FindCandidatesRequest& request) -> absl::StatusOr<FindCandidatesResponse> {
        if (fails) return absl::InternalError("broken");
        return Proposing({"other4"}).find(call, request);
      }});
  Start(Bind("picks", "CANDIDATE_SOURCE", "ON",
             "on_failure: FAILURE_POLICY_USE_LAST_GOOD last_good_max_age_s: 600"));
  const auto good = Ids(List(Ask()));
  EXPECT_EQ(good[0], "other4");
  fails = true;
  const auto response = List(Ask());
  EXPECT_EQ(Ids(response), good);
  EXPECT_THAT(Degradations(response), HasSubstr("an earlier answer stands in"));
  auto other = Ask();
  other.mutable_seeds(0)->set_article("articles/other1");
  EXPECT_THAT(Degradations(List(other)), Not(HasSubstr("stands in"))) << "of other seeds";
  EXPECT_EQ(Plugin().bindings(0).last_good_uses(), 1);
}

TEST_F(PluginsTest, APlugInThatFailsAgainAndAgainIsLeftAlone) {
  ScriptedPlugin& plugin =
      Add("bad",
          {.rank = [](const CallContext&, const RankCandidatesRequest&)
               -> absl::StatusOr<RankCandidatesResponse> { return absl::InternalError("broken"); }},
          "deadline_ms: 2000 breaker_failures: 3 breaker_open_ms: 600000");
  Start(Bind("bad", "RANKER", "ON"));
  for (int i = 0; i < 10; ++i) List(Ask());
  EXPECT_EQ(plugin.calls(), 3);
  EXPECT_THAT(Degradations(List(Ask())), HasSubstr("left alone after failures"));
  EXPECT_EQ(Plugin().state(), v1::PLUGIN_STATE_BREAKER_OPEN);
  EXPECT_EQ(Plugin().bindings(0).skipped_calls(), 8);
}

TEST_F(PluginsTest, AShadowChangesNothingAndIsCompared) {
  ScriptedPlugin& plugin = Add("clicks", {.rank = Reverse});
  Start(absl::StrCat("own_weight: 0 ", Bind("clicks", "RANKER", "SHADOW")));
  EXPECT_EQ(Ids(List(Ask())), PlainIds());
  Await([&] { return Plugin().bindings(0).shadow().lists() == 1; });
  EXPECT_EQ(plugin.calls(), 1);
  const v1::BindingStatus status = Plugin().bindings(0);
  EXPECT_EQ(status.shadow().overlap(), 1);
  EXPECT_NEAR(status.shadow().rank_correlation(), -1, 1e-9);
  EXPECT_EQ(status.served_hits(), 0);
}

TEST_F(PluginsTest, AShadowThatHangsIsNotWaitedForAndNotCompared) {
  Add("slow", {.rank = HangRanking}, "deadline_ms: 300");
  Start(Bind("slow", "RANKER", "SHADOW"));
  List(Ask("plain"));
  const absl::Time start = absl::Now();
  EXPECT_EQ(Degradations(List(Ask())), "");
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(300));
  Await([&] { return Plugin().bindings(0).shadow().dropped_lists() == 1; });
}

TEST_F(PluginsTest, ACanaryTakesPartForTheSameKeysOnly) {
  Add("clicks", {.rank = Reverse});
  Start(absl::StrCat("own_weight: 0 ", Bind("clicks", "RANKER", "CANARY", "canary_percent: 50")));
  const auto plain = PlainIds();
  int reversed = 0;
  for (int i = 0; i < 40; ++i) {
    auto request = Ask();
    request.set_experiment_key(absl::StrCat("reader-", i));
    const auto first = Ids(List(request));
    EXPECT_EQ(Ids(List(request)), first);
    reversed += first != plain;
  }
  EXPECT_GT(reversed, 8);
  EXPECT_LT(reversed, 32);
}

TEST_F(PluginsTest, WhatPlugInsTookPartInIsCachedOnlyAsLongAsTheyAllow) {
  ScriptedPlugin& one = Add("one", {.rank = Reverse});
  ScriptedPlugin& two = Add("two", {.rank = Reverse});
  Start(Bind("one", "RANKER", "ON") + Bind("two", "RANKER", "ON", "cache_ttl_s: 600"));
  for (int i = 0; i < 4; ++i) List(Ask());
  EXPECT_EQ(one.calls(), 4);
  Stop();
  Start(Bind("two", "RANKER", "ON", "cache_ttl_s: 600"));
  const auto first = Ids(List(Ask()));
  const int before = two.calls();
  for (int i = 0; i < 4; ++i) {
    const auto response = List(Ask());
    EXPECT_EQ(Ids(response), first);
    EXPECT_EQ(response.info().cache_status(), news::v1::CACHE_STATUS_HIT);
    EXPECT_EQ(response.pipeline(), "front");
  }
  EXPECT_EQ(two.calls(), before);
  storage_.Withdraw(first[0]);
  EXPECT_THAT(Ids(List(Ask())), Not(Contains(first[0])));
}

TEST_F(PluginsTest, ADegradedAnswerIsNotCached) {
  std::atomic<bool> fails = true;
  Add("clicks",
      {.rank = [&](const CallContext& call,
                   const RankCandidatesRequest& request) -> absl::StatusOr<RankCandidatesResponse> {
        if (fails) return absl::InternalError("broken");
        return Reverse(call, request);
      }});
  Start(absl::StrCat("own_weight: 0 ", Bind("clicks", "RANKER", "ON", "cache_ttl_s: 600")));
  EXPECT_NE(Degradations(List(Ask())), "");
  fails = false;
  EXPECT_EQ(Degradations(List(Ask())), "");
}

TEST_F(PluginsTest, LimitsThatAPlugInTellsAreKept) {
  ScriptedPlugin::Script script = {.rank = Reverse};
  script.told.set_max_calls_per_second(1);
  script.told.set_max_candidates(2);
  ScriptedPlugin& plugin = Add("clicks", std::move(script));
  Start(absl::StrCat("own_weight: 0 ", Bind("clicks", "RANKER", "ON")));
  const auto plain = PlainIds();
  EXPECT_THAT(Ids(List(Ask())), ElementsAre(plain[1], plain[0], plain[2], plain[3], plain[4]));
  std::string degradations;
  for (int i = 0; i < 5; ++i) degradations += Degradations(List(Ask()));
  EXPECT_THAT(degradations, HasSubstr("1 calls in a second"));
  EXPECT_LT(plugin.calls(), 6);
}

TEST_F(PluginsTest, AChangedConfigurationIsUsedAndABadOneIsNot) {
  Add("clicks", {.rank = Reverse});
  Start(absl::StrCat("own_weight: 0 ", Bind("clicks", "RANKER", "OFF")));
  const auto before = List(Ask());
  Configure(absl::StrCat("own_weight: 0 ", Bind("clicks", "RANKER", "ON")));
  Await([&] { return Plugins().pipeline_version() != before.pipeline_version(); });
  EXPECT_NE(Ids(List(Ask())), Ids(before));
  EXPECT_EQ(List(Ask()).pipeline_version(), Plugins().pipeline_version());
  const std::string good = Plugins().pipeline_version();
  Configure("bindings { plugin: 'nobody' }");
  Await([&] { return !Plugins().refused_configuration().empty(); });
  EXPECT_THAT(Plugins().refused_configuration(), HasSubstr("line 3, column "));
  EXPECT_EQ(List(Ask()).pipeline_version(), good);
}

TEST_F(PluginsTest, APlugInThatComesLaterAndOneThatComesBackAreUsed) {
  ScriptedPlugin& plugin =
      Add("clicks", {.rank = Reverse}, "deadline_ms: 2000 breaker_failures: 1 breaker_open_ms: 10");
  const std::string address = plugin.address();
  plugins_.clear();
  Start(Bind("clicks", "RANKER", "ON"), /*await_ready=*/false);
  EXPECT_THAT(Degradations(List(Ask())), HasSubstr("has not described itself"));
  EXPECT_EQ(Plugin().state(), v1::PLUGIN_STATE_NOT_DESCRIBED);
  for (int i = 0; i < 2; ++i) {
    const auto back = std::make_unique<ScriptedPlugin>(ScriptedPlugin::Script{.rank = Reverse},
                                                       Server::Options{.address = address});
    Await([&] { return Degradations(List(Ask())).empty(); });
  }
  Await([&] { return !Degradations(List(Ask())).empty(); });
}

TEST_F(PluginsTest, APlugInOfAnotherContractOrRoleIsNotCalled) {
  ScriptedPlugin::Script script = {.rank = Reverse};
  script.told.set_contract_version(2);
  Add("two", std::move(script));
  Add("ranker", {.rank = Reverse});
  ScriptedPlugin::Script nosy = {.rank = Reverse};
  nosy.told.add_article_fields("reader");
  Add("nosy", std::move(nosy));
  Start(Bind("two", "RANKER", "ON") + Bind("ranker", "LIST_FILTER", "ON") +
            Bind("nosy", "RANKER", "ON"),
        /*await_ready=*/false);
  Await([this] {
    return Plugin(0).last_error() != "" && Plugin(1).state() == v1::PLUGIN_STATE_READY &&
           Plugin(2).last_error() != "";
  });
  EXPECT_THAT(Plugin(0).last_error(), HasSubstr("contract_version: 2, want 1"));
  EXPECT_THAT(Plugin(2).last_error(), HasSubstr("\"reader\", no field of Article"));
  EXPECT_THAT(Degradations(List(Ask())), HasSubstr("does not say that it serves"));
  for (const auto& plugin : plugins_) EXPECT_EQ(plugin->calls(), 0);
}

// All at once: what never answers, garbage, far too much, numbers that are none, ids that may not
// be, and an address where nobody is.
TEST_F(PluginsTest, HostilePlugInsLoseTheirOwnContributionOnly) {
  storage_.Withdraw("other0");
  const std::string budget = "deadline_ms: 100";
  Add("never", {.rank = HangRanking}, budget);
  Add("garbage", {.garbage = "\xff\xff\xff\xff"}, budget);
  Add("flood",
      {.find = [](const CallContext&,
                  const FindCandidatesRequest&) -> absl::StatusOr<FindCandidatesResponse> {
        FindCandidatesResponse response;
        response.add_candidates()->set_article("articles/recipe");
        response.mutable_candidates(0)->set_reason(std::string(10 << 20, 'x'));
        return response;
      }},
      budget);
  Add("nan",
      {.rank = [](const CallContext&,
                  const RankCandidatesRequest& request) -> absl::StatusOr<RankCandidatesResponse> {
        RankCandidatesResponse response;
        for (const auto& candidate : request.candidates()) {
          response.add_scores()->set_article(candidate.article().name());
          response.mutable_scores()->rbegin()->set_score(std::numeric_limits<double>::quiet_NaN());
        }
        response.add_scores()->set_article("articles/recipe");
        response.mutable_scores()->rbegin()->set_score(1e300);
        return response;
      }},
      budget);
  Add("liar", Proposing({"other0", "dam", "../../etc/passwd", "unknown"}), budget);
  Add("pinner", Deciding({{"recipe", LIST_ACTION_PIN}, {"other0", LIST_ACTION_PIN}}), budget);
  AddTarget("wrong", "127.0.0.1:1", budget);
  Add("hangs",
      {.find = [this](const CallContext& call,
                      const FindCandidatesRequest&) -> absl::StatusOr<FindCandidatesResponse> {
        ScriptedPlugin::Hang(call);
        return absl::CancelledError();
      }},
      budget);
  const std::string floor = "ignore_similarity_floor: true";
  Start(Bind("never", "RANKER", "ON") + Bind("garbage", "CANDIDATE_SOURCE", "ON", floor) +
            Bind("flood", "CANDIDATE_SOURCE", "ON", floor) + Bind("nan", "RANKER", "ON") +
            Bind("liar", "CANDIDATE_SOURCE", "ON", floor) + Bind("pinner", "LIST_FILTER", "ON") +
            Bind("wrong", "RANKER", "ON") + Bind("hangs", "CANDIDATE_SOURCE", "ON", floor),
        /*await_ready=*/false);
  Await([this] {
    const auto all = Plugins().plugins();
    return std::count_if(all.begin(), all.end(),
                         [](const auto& p) { return p.state() == v1::PLUGIN_STATE_READY; }) == 7;
  });
  const auto plain = List(Ask("plain"));
  for (int i = 0; i < 10; ++i) {
    const absl::Time start = absl::Now();
    const auto response = List(Ask());
    // Two stages wait for one that never answers; the rest is slack for a busy machine.
    EXPECT_LT(absl::Now() - start, absl::Milliseconds(200 + 500));
    ASSERT_EQ(response.hits_size(), plain.hits_size());
    for (int hit = 0; hit < plain.hits_size(); ++hit) {
      EXPECT_EQ(response.hits(hit).DebugString(), plain.hits(hit).DebugString());
    }
    for (const char* name : {"never", "garbage", "flood", "wrong", "hangs"}) {
      EXPECT_THAT(Degradations(response), HasSubstr(absl::StrCat("plug-in ", name, ": ")));
    }
  }
}

TEST_F(PluginsTest, EachCallerIsAnsweredByItsPipelineAlsoFromMemory) {
  const std::string tokens = folder_ + "/tokens";
  // printf '%s' wire-token | sha256sum, and paper-token
  std::ofstream(tokens)
      << "wire ce7600d168b5fa6704b692eb99945cf491c6252c87b6b9eb56558b79ee912fd2\n"
         "paper 33fe93cc51d3e2c8b607485ff1e28b5ad5d72c64c28943ae6bb076362f95f29f\n";
  guard_ = AccessGuard::Open({.files = {.tokens = tokens}}).value();
  auto& plugin = Add("clicks", {.rank = Reverse});
  targets_ += "callers { principals: 'token:wire' pipeline: 'reversed' }\n";
  Start(absl::StrCat("} pipelines { name: 'reversed' principals: 'token:nobody' own_weight: 0 ",
                     Bind("clicks", "RANKER", "ON", "cache_ttl_s: 60")));
  const std::vector<std::string> plain = PlainIds();
  const std::vector<std::string> reversed(plain.rbegin(), plain.rend());
  ASSERT_NE(plain, reversed);
  for (int i = 0; i < 4; ++i) {  // Made, from the cache, then ready as it was sent.
    EXPECT_EQ(Ids(ListAs("wire-token", Ask()).value()), reversed) << i;
    EXPECT_EQ(Ids(ListAs("paper-token", Ask()).value()), plain) << i;
    EXPECT_EQ(Ids(ListAs("wire-token", Ask("reversed")).value()), reversed) << i;
    const absl::Status denied = ListAs("paper-token", Ask("reversed")).status();
    EXPECT_EQ(denied.code(), absl::StatusCode::kPermissionDenied) << i;
    EXPECT_EQ(ErrorReason(denied), "PIPELINE_NOT_ALLOWED") << i;
  }
  EXPECT_EQ(plugin.calls(), 1) << "the rest was in memory";
  EXPECT_EQ(ListAs("wire-token", Ask())->pipeline(), "reversed");
  EXPECT_EQ(ListAs("paper-token", Ask())->pipeline(), "front");
}

TEST_F(PluginsTest, ABatchAsksForSeveralListsAtATime) {
  std::atomic<int> under_way = 0, most = 0;
  Add("clicks",
      {.rank =
           [&](const CallContext& call, const auto& request) {
             const int now = ++under_way;
             for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
             }
             while (most < 3 && !call.cancelled()) {
               std::this_thread::sleep_for(std::chrono::milliseconds(1));
             }
             --under_way;
             return Reverse(call, request);
           }},
      "deadline_ms: 5000");
  Start(Bind("clicks", "RANKER", "ON"));
  v1::BatchListSimilarArticlesRequest batch;
  batch.set_min_revision(storage_.revision());
  for (int i = 0; i < 8; ++i) {
    *batch.add_requests() = Ask();
    batch.mutable_requests(i)->mutable_seeds(0)->set_article("articles/" + ids_[i % 6]);
  }
  const auto answer = CallUnary(CallContext(), *stub_, &Stub::BatchListSimilarArticles, batch);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->results_size(), 8);
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(answer->results(i).has_response()) << answer->results(i).error().ShortDebugString();
    EXPECT_EQ(Ids(answer->results(i).response()), Ids(List(batch.requests(i)))) << i;
    EXPECT_EQ(Degradations(answer->results(i).response()), "") << i;
  }
  EXPECT_GE(most, 3);
}

TEST_F(PluginsTest, ListsWithoutPlugInsAreServedWhileManyWaitForOne) {
  Add("slow", {.rank = HangRanking}, "deadline_ms: 2000 breaker_failures: 1000");
  Start(Bind("slow", "RANKER", "ON"));
  std::atomic<int> left_out = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 24; ++i) {
    threads.emplace_back([&] {
      const std::string degradations = Degradations(List(Ask()));
      left_out += absl::StrContains(degradations, "too many lists wait");
    });
  }
  Await([&] { return left_out == 16; });
  const absl::Time start = absl::Now();
  EXPECT_THAT(PlainIds(), SizeIs(5));
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace akin
