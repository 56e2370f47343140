#include "tests/plugin_conformance/conformance.h"

#include <atomic>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "akin/plugin/v1/candidate_source_service.grpc.pb.h"
#include "akin/plugin/v1/list_filter_service.grpc.pb.h"
#include "akin/plugin/v1/plugin_service.grpc.pb.h"
#include "akin/plugin/v1/ranker_service.grpc.pb.h"
#include "common/rpc/tls_credentials.h"
#include "common/tls/testing/test_certificates.h"
#include "gmock/gmock.h"
#include "grpcpp/ext/health_check_service_server_builder_option.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

namespace akin::plugin_conformance {
namespace {

namespace v1 = plugin::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A plug-in of all roles, of which a test spoils one thing. Good as it is.
class TestedPlugin {
 public:
  using Describe = std::function<void(v1::DescribeResponse&)>;
  using Find =
      std::function<grpc::Status(const v1::FindCandidatesRequest&, v1::FindCandidatesResponse&)>;
  using Rank =
      std::function<grpc::Status(const v1::RankCandidatesRequest&, v1::RankCandidatesResponse&)>;
  using Review = std::function<grpc::Status(const v1::ReviewListRequest&, v1::ReviewListResponse&)>;

  Describe describe = [](auto&) {};
  Find find = [](const auto& request, auto& response) {
    if (request.limit() > 0) response.add_candidates()->set_article("articles/picked");
    return grpc::Status::OK;
  };
  Rank rank = [](const auto& request, auto& response) {
    for (const auto& candidate : request.candidates()) {
      auto& score = *response.add_scores();
      score.set_article(candidate.article().name());
      score.set_score(candidate.similarity());
    }
    return grpc::Status::OK;
  };
  Review review = [](const auto& request, auto& response) {
    if (request.hits().empty()) return grpc::Status::OK;
    auto& decision = *response.add_decisions();
    decision.set_article(request.hits(0).article().name());
    decision.set_action(v1::LIST_ACTION_DROP);
    return grpc::Status::OK;
  };
  bool serving = true;
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
  TlsFiles tls;             // What it is called with,
  std::string server_name;  // and as.

  // The names of the checks that fail.
  std::vector<std::string> Failures(const std::string& kind = "all") {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", credentials, &port);
    builder.RegisterService(&plugin_);
    builder.RegisterService(&source_);
    builder.RegisterService(&ranker_);
    builder.RegisterService(&filter_);
    const auto server = builder.BuildAndStart();
    server->GetHealthCheckService()->SetServingStatus(serving);
    std::vector<std::string> failures;
    const bool passed = TestPlugin({.address = absl::StrCat("127.0.0.1:", port),
                                    .tls = tls,
                                    .server_name = server_name,
                                    .kind = kind,
                                    .deadline = deadline},
                                   [&](const Finding& finding) {
                                     if (!finding.passed()) failures.push_back(finding.check);
                                     if (!finding.passed()) last_got = finding.got;
                                   });
    EXPECT_EQ(passed, failures.empty());
    server->Shutdown(std::chrono::system_clock::now());  // what still runs is cancelled
    return failures;
  }
  std::string last_got;
  absl::Duration deadline = absl::Seconds(20);  // The machine may be busy.

 private:
  struct PluginService : v1::PluginService::Service {
    explicit PluginService(TestedPlugin& all) : all(all) {}
    grpc::Status Describe(grpc::ServerContext*, const v1::DescribeRequest*,
                          v1::DescribeResponse* response) override {
      response->set_name("tested");
      response->set_contract_version(1);
      for (int role = 1; role <= 3; ++role) response->add_roles(static_cast<v1::PluginRole>(role));
      all.describe(*response);
      return grpc::Status::OK;
    }
    TestedPlugin& all;
  };
  struct SourceService : v1::CandidateSourceService::Service {
    explicit SourceService(TestedPlugin& all) : all(all) {}
    grpc::Status FindCandidates(grpc::ServerContext*, const v1::FindCandidatesRequest* request,
                                v1::FindCandidatesResponse* response) override {
      return all.find(*request, *response);
    }
    TestedPlugin& all;
  };
  struct RankerService : v1::RankerService::Service {
    explicit RankerService(TestedPlugin& all) : all(all) {}
    grpc::Status RankCandidates(grpc::ServerContext*, const v1::RankCandidatesRequest* request,
                                v1::RankCandidatesResponse* response) override {
      return all.rank(*request, *response);
    }
    TestedPlugin& all;
  };
  struct FilterService : v1::ListFilterService::Service {
    explicit FilterService(TestedPlugin& all) : all(all) {}
    grpc::Status ReviewList(grpc::ServerContext*, const v1::ReviewListRequest* request,
                            v1::ReviewListResponse* response) override {
      return all.review(*request, *response);
    }
    TestedPlugin& all;
  };

  PluginService plugin_{*this};
  SourceService source_{*this};
  RankerService ranker_{*this};
  FilterService filter_{*this};
};

class PluginConformanceTest : public ::testing::Test {
 protected:
  TestedPlugin plugin_;
};

TEST_F(PluginConformanceTest, AGoodPluginPassesInAllItsRoles) {
  EXPECT_THAT(plugin_.Failures(), IsEmpty()) << plugin_.last_got;
}

TEST_F(PluginConformanceTest, OneThatWantsTlsAndOurCertificateIsReachedByIt) {
  TestAuthority authority;
  authority.Issue("plugin", {.names = "DNS:picks.example"});
  authority.Issue("tester", {});
  const auto secure = [&] {
    plugin_.credentials =
        TlsServerCredentials({authority.cert("plugin"), authority.key("plugin"), authority.ca()},
                             ClientCertificate::kRequired)
            .value();
  };
  secure();
  plugin_.deadline = absl::Seconds(2);
  EXPECT_THAT(plugin_.Failures("source"), ElementsAre("describe: answers")) << "in plaintext";
  secure();
  plugin_.deadline = absl::Seconds(20);
  plugin_.tls = {authority.cert("tester"), authority.key("tester"), authority.ca()};
  plugin_.server_name = "picks.example";
  EXPECT_THAT(plugin_.Failures("source"), IsEmpty()) << plugin_.last_got;
}

TEST_F(PluginConformanceTest, OneThatAlwaysAbstainsIsGood) {
  plugin_.find = [](const auto&, auto&) { return grpc::Status::OK; };
  plugin_.rank = [](const auto&, auto& response) {
    response.set_abstain(true);
    return grpc::Status::OK;
  };
  plugin_.review = [](const auto&, auto&) { return grpc::Status::OK; };
  EXPECT_THAT(plugin_.Failures(), IsEmpty()) << plugin_.last_got;
}

TEST_F(PluginConformanceTest, WhatDescribeGetsWrongIsNamed) {
  const std::pair<std::string, TestedPlugin::Describe> cases[] = {
      {"describe: has a name", [](auto& d) { d.clear_name(); }},
      {"describe: contract version", [](auto& d) { d.set_contract_version(2); }},
      {"describe: article fields exist", [](auto& d) { d.add_article_fields("title"); }},
      {"describe: limits", [](auto& d) { d.set_max_concurrent_calls(-1); }},
      {"describe: has roles", [](auto& d) { d.clear_roles(); }},
  };
  for (const auto& [check, spoil] : cases) {
    TestedPlugin plugin;
    plugin.describe = spoil;
    EXPECT_THAT(plugin.Failures(), ElementsAre(check));
  }
  std::atomic<int> calls = 0;
  plugin_.describe = [&](auto& d) { d.set_version(absl::StrCat(++calls)); };
  EXPECT_THAT(plugin_.Failures(), ElementsAre("describe: says the same twice"));
}

TEST_F(PluginConformanceTest, ARoleThatIsAskedForAndNotToldIsMissing) {
  plugin_.describe = [](auto& d) {
    d.clear_roles();
    d.add_roles(v1::PLUGIN_ROLE_RANKER);
  };
  EXPECT_THAT(plugin_.Failures("filter"), ElementsAre("describe: is a filter"));
  EXPECT_THAT(plugin_.Failures("ranker"), IsEmpty());
}

TEST_F(PluginConformanceTest, OneThatIsNotServingSaysSo) {
  plugin_.serving = false;
  EXPECT_THAT(plugin_.Failures(), ElementsAre("health: serves grpc.health.v1"));
  EXPECT_EQ(plugin_.last_got, "NOT_SERVING");
}

// Of a ranker alone, each illegal answer.
TEST_F(PluginConformanceTest, IllegalScoresAreFound) {
  const std::pair<std::string, std::function<void(v1::RankCandidatesResponse&)>> cases[] = {
      {"a score that is not finite (nan)", [](auto& r) { r.mutable_scores(0)->set_score(NAN); }},
      {"a score that is not finite (inf)",
       [](auto& r) { r.mutable_scores(0)->set_score(INFINITY); }},
      {"not asked about: articles/invented",
       [](auto& r) { r.mutable_scores(0)->set_article("articles/invented"); }},
      {"twice: articles/", [](auto& r) { *r.add_scores() = r.scores(0); }},
      {"a reason of 2097152 bytes",
       [](auto& r) { r.mutable_scores(0)->set_reason(std::string(2 << 20, 'x')); }},
  };
  for (const auto& [got, spoil] : cases) {
    TestedPlugin plugin;
    const TestedPlugin::Rank good = plugin.rank;
    plugin.rank = [&, spoil = spoil](const auto& request, auto& response) {
      const grpc::Status status = good(request, response);
      if (response.scores_size() > 0) spoil(response);
      return status;
    };
    const auto failures = plugin.Failures("ranker");
    ASSERT_FALSE(failures.empty()) << got;
    EXPECT_EQ(failures.front(), "ranker: answers legally") << got;
    if (got.find("bytes") == std::string::npos) {
      EXPECT_THAT(plugin.last_got, ::testing::StartsWith(got));
    } else {
      EXPECT_THAT(plugin.last_got, ::testing::HasSubstr("bytes"));
    }
  }
}

TEST_F(PluginConformanceTest, IllegalCandidatesAndDecisionsAreFound) {
  plugin_.find = [](const auto&, auto& response) {
    response.add_candidates()->set_article("https://example.com/story");
    return grpc::Status::OK;
  };
  EXPECT_EQ(plugin_.Failures("source").front(), "source: answers legally");
  plugin_.review = [](const auto& request, auto& response) {
    for (const auto& hit : request.hits()) {
      response.add_decisions()->set_article(hit.article().name());
      response.mutable_decisions(0)->set_place(-1);
    }
    return grpc::Status::OK;
  };
  EXPECT_EQ(plugin_.Failures("filter").front(), "filter: answers legally");
  EXPECT_EQ(plugin_.last_got, "a negative place");
}

TEST_F(PluginConformanceTest, OneThatChangesItsMindIsNotDeterministic) {
  std::atomic<int> calls = 0;
  plugin_.find = [&](const auto&, auto& response) {
    response.add_candidates()->set_article(absl::StrCat("articles/", ++calls));
    return grpc::Status::OK;
  };
  EXPECT_THAT(plugin_.Failures("source"),
              ElementsAre("source: is deterministic", "source: tolerates unknown fields",
                          "source: takes many calls at once"));
}

TEST_F(PluginConformanceTest, OneThatRefusesWhatItDoesNotKnowIsFound) {
  const TestedPlugin::Rank good = plugin_.rank;
  plugin_.rank = [&](const auto& request, auto& response) {
    if (!request.GetReflection()->GetUnknownFields(request).empty()) {
      return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "what is this?");
    }
    return good(request, response);
  };
  EXPECT_THAT(plugin_.Failures("ranker"), ElementsAre("ranker: tolerates unknown fields"));
}

TEST_F(PluginConformanceTest, OneThatFailsOnArticlesThatItDoesNotKnowDoesNotAbstainLegally) {
  plugin_.find = [](const auto&, auto&) {
    return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such seed");
  };
  EXPECT_THAT(plugin_.Failures("source"),
              ::testing::Contains("source: abstains where it knows nothing"));
}

TEST_F(PluginConformanceTest, OneThatTakesLessThanItSaysIsFound) {
  const TestedPlugin::Rank good = plugin_.rank;
  plugin_.rank = [&](const auto& request, auto& response) {
    if (request.candidates_size() <= 100) return good(request, response);
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "too many");
  };
  EXPECT_THAT(plugin_.Failures("ranker"),
              ::testing::Contains("ranker: takes what it says that it takes"));
  plugin_.describe = [](auto& d) { d.set_max_candidates(100); };
  EXPECT_THAT(plugin_.Failures("ranker"), IsEmpty()) << plugin_.last_got;
}

// Ordinary questions of one role before those that nobody waits for, after which comes one more.
constexpr int kBefore = 2 + 2 + 1 + 32;

TEST_F(PluginConformanceTest, OneThatIsUnavailableForAMomentAfterDeadlinesIsAskedAgain) {
  std::atomic<int> ordinary = 0;
  const TestedPlugin::Rank good = plugin_.rank;
  plugin_.rank = [&](const auto& request, auto& response) {
    if (request.candidates_size() == 10 && ++ordinary == kBefore + 1) {
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "the connection broke");
    }
    return good(request, response);
  };
  EXPECT_THAT(plugin_.Failures("ranker"), IsEmpty()) << plugin_.last_got;
  EXPECT_EQ(ordinary, kBefore + 2);
}

TEST_F(PluginConformanceTest, OneThatStaysUnavailableAfterDeadlinesIsFound) {
  std::atomic<int> ordinary = 0;
  const TestedPlugin::Rank good = plugin_.rank;
  plugin_.rank = [&](const auto& request, auto& response) {
    if (request.candidates_size() == 10 && ++ordinary > kBefore) {
      return grpc::Status(grpc::StatusCode::UNAVAILABLE, "tired");
    }
    return good(request, response);
  };
  EXPECT_THAT(plugin_.Failures("ranker"),
              ElementsAre("ranker: goes on after deadlines that have passed"));
}

TEST_F(PluginConformanceTest, OneThatHangsAfterDeadlinesIsFound) {
  absl::Notification over;
  std::atomic<int> ordinary = 0;
  const TestedPlugin::Rank good = plugin_.rank;
  plugin_.deadline = absl::Seconds(3);
  plugin_.rank = [&](const auto& request, auto& response) {
    if (request.candidates_size() == 10 && ++ordinary > kBefore) {
      over.WaitForNotificationWithTimeout(absl::Seconds(10));
    }
    return good(request, response);
  };
  EXPECT_THAT(plugin_.Failures("ranker"),
              ElementsAre("ranker: goes on after deadlines that have passed"));
  EXPECT_THAT(plugin_.last_got, ::testing::HasSubstr("DEADLINE_EXCEEDED"));
  over.Notify();
}

TEST(PluginConformanceAbsentTest, WhereNobodyListensDescribeFailsAndNothingElseIsTested) {
  std::vector<std::string> failures;
  EXPECT_FALSE(TestPlugin({.address = "127.0.0.1:1"},
                          [&](const Finding& finding) { failures.push_back(finding.check); }));
  EXPECT_THAT(failures, ElementsAre("describe: answers"));
}

}  // namespace
}  // namespace akin::plugin_conformance
