// What plug-ins that answer at once cost a list: pipelines with none, one and three of them asked
// for the same articles by turns, in one run. Prints one line of JSON: microseconds of a call
// (medians), and each as a ratio to the same list without plug-ins. The plug-ins run in this
// process, over gRPC on 127.0.0.1.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "nlohmann/json.hpp"
#include "services/recommendation/plugins/testing/scripted_plugin.h"
#include "tests/bench/akin/bench_service.h"
#include "tests/bench/akin/bench_storage.h"
#include "tests/bench/akin/similar_client.h"

ABSL_FLAG(int64_t, articles, 20000, "articles of the corpus");
ABSL_FLAG(int, rounds, 10, "how often each list is asked for by each pipeline");
ABSL_FLAG(int, queries, 200, "different lists");
ABSL_FLAG(std::string, folder, "", "for the state; made if missing");

namespace akin::bench {
namespace {

using namespace plugin::v1;  // NOLINT: all of the contract

constexpr char kPipelines[] = R"(
pipelines { name: "none" }
pipelines {
  name: "ranker"
  bindings { plugin: "instant" role: PLUGIN_ROLE_RANKER mode: BINDING_MODE_ON }
}
pipelines {
  name: "source"
  bindings { plugin: "instant" role: PLUGIN_ROLE_CANDIDATE_SOURCE mode: BINDING_MODE_ON }
}
pipelines {
  name: "all_three"
  bindings { plugin: "instant" role: PLUGIN_ROLE_CANDIDATE_SOURCE mode: BINDING_MODE_ON }
  bindings { plugin: "instant" role: PLUGIN_ROLE_RANKER mode: BINDING_MODE_ON }
  bindings { plugin: "instant" role: PLUGIN_ROLE_LIST_FILTER mode: BINDING_MODE_ON }
}
pipelines {
  name: "cached_ranker"
  bindings {
    plugin: "instant" role: PLUGIN_ROLE_RANKER mode: BINDING_MODE_ON cache_ttl_s: 600
  }
}
)";

// Proposes an article that the engine would not find, scores all, demotes the first.
ScriptedPlugin::Script Instant() {
  ScriptedPlugin::Script script;
  script.find = [](const CallContext&,
                   const FindCandidatesRequest&) -> absl::StatusOr<FindCandidatesResponse> {
    FindCandidatesResponse response;
    for (int i = 0; i < 10; ++i) response.add_candidates()->set_article(ArticleName(i));
    return response;
  };
  script.rank = [](const CallContext&,
                   const RankCandidatesRequest& request) -> absl::StatusOr<RankCandidatesResponse> {
    RankCandidatesResponse response;
    for (int i = 0; i < request.candidates_size(); ++i) {
      response.add_scores()->set_article(request.candidates(i).article().name());
      response.mutable_scores()->rbegin()->set_score((i * 7919) % 101);
    }
    return response;
  };
  script.review = [](const CallContext&,
                     const ReviewListRequest& request) -> absl::StatusOr<ReviewListResponse> {
    ReviewListResponse response;
    response.add_decisions()->set_article(request.hits(0).article().name());
    response.mutable_decisions(0)->set_action(LIST_ACTION_DEMOTE);
    return response;
  };
  script.told.add_article_fields("headline");
  script.told.add_article_fields("publish_time");
  return script;
}

class Bench {
 public:
  absl::StatusOr<nlohmann::json> Run() {
    const std::string folder = absl::GetFlag(FLAGS_folder);
    std::filesystem::create_directories(folder);
    const std::string pipelines = folder + "/pipelines.textproto";
    std::ofstream(pipelines) << "default_pipeline: 'none'\n"
                             << "plugins { name: 'instant' target: '" << plugin_.address()
                             << "' deadline_ms: 5000 }\n"
                             << kPipelines;
    const int64_t articles = absl::GetFlag(FLAGS_articles);
    LoadProgress progress(0, articles, absl::Now());
    RETURN_IF_ERROR(service_.Start(folder + "/state", pipelines).status());
    RETURN_IF_ERROR(service_.AwaitApplied(storage_.revision(), progress));
    client_ = std::make_unique<SimilarClient>(service_.address(), 1);
    nlohmann::json out = {{"articles", articles}};
    for (const Case& one : Cases()) RETURN_IF_ERROR(Ask(one, nullptr));  // connects, fills caches
    std::vector<std::vector<double>> micros(Cases().size());
    for (int round = 0; round < absl::GetFlag(FLAGS_rounds); ++round) {
      for (size_t i = 0; i < Cases().size(); ++i) RETURN_IF_ERROR(Ask(Cases()[i], &micros[i]));
    }
    const double made_anew = Median(micros[0]);
    const double from_cache = Median(micros[1]);
    for (size_t i = 0; i < Cases().size(); ++i) {
      const double median = Median(micros[i]);
      out[Cases()[i].name] = {{"us", median},
                              {"to_made_anew", median / made_anew},
                              {"to_from_cache", median / from_cache}};
    }
    return out;
  }

 private:
  struct Case {
    const char* name;
    const char* pipeline;
    bool may_cache;
  };
  static const std::vector<Case>& Cases() {
    static const auto& cases = *new std::vector<Case>{
        {"made_anew", "none", false},     {"from_cache", "none", true},
        {"ranker", "ranker", true},       {"source", "source", true},
        {"all_three", "all_three", true}, {"cached_ranker", "cached_ranker", true}};
    return cases;
  }

  // Each list once; an answer with something missing is an error.
  absl::Status Ask(const Case& one, std::vector<double>* micros) {
    for (int i = 0; i < absl::GetFlag(FLAGS_queries); ++i) {
      SimilarRequestMessage request = PageRequest(absl::GetFlag(FLAGS_articles) - 1 - i);
      request.set_pipeline(one.pipeline);
      if (!one.may_cache) request.mutable_max_staleness();
      const absl::Time start = absl::Now();
      ASSIGN_OR_RETURN(const SimilarResponseMessage response, client_->Ask(request));
      if (micros != nullptr) micros->push_back(absl::ToDoubleMicroseconds(absl::Now() - start));
      if (micros == nullptr || response.info().degradations().empty()) continue;
      return absl::InternalError(response.info().degradations(0).reason());
    }
    return absl::OkStatus();
  }

  static double Median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
    return values[values.size() / 2];
  }

  ScriptedPlugin plugin_{Instant()};
  BenchStorage storage_{CorpusOptions(), absl::GetFlag(FLAGS_articles)};
  BenchService service_{storage_};
  std::unique_ptr<SimilarClient> client_;
};

}  // namespace
}  // namespace akin::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  if (absl::GetFlag(FLAGS_folder).empty()) {
    std::fprintf(stderr, "--folder: empty, want one for the state\n");
    return 2;
  }
  const auto out = akin::bench::Bench().Run();
  if (!out.ok()) {
    std::fprintf(stderr, "%s\n", out.status().ToString().c_str());
    return 1;
  }
  std::printf("%s\n", out->dump().c_str());
  return 0;
}
