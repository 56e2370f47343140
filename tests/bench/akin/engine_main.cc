// Measures the similarity engine alone, in process and on one thread, on a state that
// akin_bench_similar --folder has left: opening it, CPU of a list by kind of call, and recall
// against scoring everything. Prints one line of JSON. For who works on the engine: perf shows
// nothing else.
#include <algorithm>
#include <iostream>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "absl/base/casts.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/memory/allocator.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"
#include "nlohmann/json.hpp"
#include "services/recommendation/domain/engine/similarity_engine.h"
#include "services/recommendation/store/rocks_state_store.h"
#include "services/recommendation/view/similarity_view.h"
#include "tests/bench/corpus/random.h"
#include "tests/bench/load/process_usage.h"

ABSL_FLAG(std::string, folder, "", "state of the service");
ABSL_FLAG(int, queries, 1000, "lists that are timed; 0: only the opening");
ABSL_FLAG(int, exhaustive_queries, 50, "lists that are also made by scoring everything");

namespace akin::bench {
namespace {

using Json = nlohmann::ordered_json;

SimilarRequest RequestFor(int64_t number) {
  SimilarRequest request;
  request.seeds.push_back(absl::StrCat("n", number));
  return request;
}

// Everything that is similar, in the order of similarity.
SimilarRequest PlainRequestFor(int64_t number) {
  SimilarRequest request = RequestFor(number);
  request.options.recency = RecencyMode::kOff;
  request.options.collapse_stories = false;
  request.options.diversify = false;
  request.options.per_source_cap = 0;
  request.options.min_similarity = 0;
  return request;
}

absl::StatusOr<std::set<std::string>> IdsOf(const SimilarityEngine& engine,
                                            const SimilarRequest& request) {
  ASSIGN_OR_RETURN(const SimilarResult result, engine.Similar(request));
  std::set<std::string> ids;
  for (const Hit& hit : result.hits) ids.insert(hit.id);
  return ids;
}

absl::StatusOr<double> Recall(const SimilarityEngine& engine, int64_t articles,
                              double min_similarity) {
  const int64_t queries = std::min<int64_t>(absl::GetFlag(FLAGS_exhaustive_queries), articles);
  size_t wanted = 0, found = 0;
  for (int64_t i = 0; i < queries; ++i) {
    SimilarRequest request = PlainRequestFor(i * articles / queries);
    request.options.min_similarity = min_similarity;
    ASSIGN_OR_RETURN(const auto quick, IdsOf(engine, request));
    request.options.exhaustive = true;
    ASSIGN_OR_RETURN(const auto all, IdsOf(engine, request));
    wanted += all.size();
    for (const std::string& id : quick) found += all.count(id);
  }
  return wanted == 0 ? 1 : found / static_cast<double>(wanted);
}

// Of one list, in microseconds.
absl::StatusOr<Json> Cpu(const SimilarityEngine& engine, int64_t articles, bool plain) {
  const int queries = absl::GetFlag(FLAGS_queries);
  std::vector<double> each;
  for (int i = -queries / 10; i < queries; ++i) {  // Some to warm up.
    const double start = ThreadCpuSeconds();
    const int64_t seed = Mix(7, i) % articles;
    RETURN_IF_ERROR(engine.Similar(plain ? PlainRequestFor(seed) : RequestFor(seed)).status());
    if (i >= 0) each.push_back(1e6 * (ThreadCpuSeconds() - start));
  }
  std::sort(each.begin(), each.end());
  return Json{{"mean", std::accumulate(each.begin(), each.end(), 0.0) / queries},
              {"p50", each[each.size() / 2]},
              {"p99", each[each.size() * 99 / 100]}};
}

// Names the lists: the same number is the same answers, by whatever program.
absl::StatusOr<std::string> Fingerprint(const SimilarityEngine& engine, int64_t articles) {
  std::string all;
  for (int i = 0; i < absl::GetFlag(FLAGS_queries); ++i) {
    ASSIGN_OR_RETURN(const SimilarResult result, engine.Similar(RequestFor(Mix(7, i) % articles)));
    for (const Hit& hit : result.hits)
      absl::StrAppend(&all, hit.id, " ", absl::Hex(absl::bit_cast<uint64_t>(hit.similarity)), "\n");
  }
  return absl::StrCat(absl::Hex(FingerprintText(all), absl::kZeroPad16));
}

absl::StatusOr<Json> Run() {
  const absl::Time start = absl::Now();
  const double cpu = ProcessCpuSeconds();
  ASSIGN_OR_RETURN(const auto store, OpenRocksStateStore(absl::GetFlag(FLAGS_folder)));
  ASSIGN_OR_RETURN(const auto view, SimilarityView::Open(*store, nullptr));
  const double opening_cpu = ProcessCpuSeconds() - cpu;
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  const auto engine = view->engine();
  const int64_t articles = engine->stats().articles;
  if (articles == 0) return absl::InvalidArgumentError("--folder: no articles in it");
  Json out = {{"articles", articles}};
  out["opening"] = {{"seconds", seconds},
                    {"per_second", static_cast<double>(articles) / seconds},
                    {"cpu_us", 1e6 * opening_cpu / static_cast<double>(articles)}};
  if (absl::GetFlag(FLAGS_queries) == 0) return out;
  ASSIGN_OR_RETURN(out["answers"], Fingerprint(*engine, articles));
  ASSIGN_OR_RETURN(out["cpu_us"], Cpu(*engine, articles, /*plain=*/false));
  ASSIGN_OR_RETURN(out["plain_cpu_us"], Cpu(*engine, articles, /*plain=*/true));
  ASSIGN_OR_RETURN(out["recall"], Recall(*engine, articles, /*min_similarity=*/0));
  ASSIGN_OR_RETURN(out["recall_of_answers"],
                   Recall(*engine, articles, SimilarOptions().min_similarity));
  return out;
}

}  // namespace
}  // namespace akin::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  akin::TuneAllocator();  // As the service does.
  const auto result = akin::bench::Run();
  if (!result.ok()) {
    std::cerr << "bench: " << result.status() << "\n";
    return 1;
  }
  std::cout << result->dump() << std::endl;
  return 0;
}
