// Measures Similar News at one size of corpus, and prints one line of JSON. tests/bench/similar
// runs it for several sizes, tests/bench/run makes a table of it. One process holds the service (as
// its own process runs it), a made-up log that it follows over gRPC, and the clients.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "nlohmann/json.hpp"
#include "services/recommendation/domain/engine/similarity_engine.h"
#include "services/recommendation/store/rocks_state_store.h"
#include "services/recommendation/view/similarity_view.h"
#include "tests/bench/akin/bench_service.h"
#include "tests/bench/akin/bench_storage.h"
#include "tests/bench/akin/echo_server.h"
#include "tests/bench/akin/load_progress.h"
#include "tests/bench/akin/log_cost.h"
#include "tests/bench/akin/similar_client.h"
#include "tests/bench/akin/state_folder.h"
#include "tests/bench/corpus/random.h"
#include "tests/bench/load/load.h"
#include "tests/bench/load/process_usage.h"

ABSL_FLAG(int64_t, articles, 10000, "articles of the corpus");
ABSL_FLAG(uint64_t, seed, 1, "of the corpus");
ABSL_FLAG(absl::Duration, duration, absl::Seconds(10), "of each load");
ABSL_FLAG(int, in_flight, 16, "callers that find the highest throughput");
ABSL_FLAG(int, applied, 2000, "articles that are applied to measure how fast that is");
ABSL_FLAG(double, publish_rate, 300, "articles a second that are published while reads run");
ABSL_FLAG(int, queries, 1000, "articles whose lists are written to --run");
ABSL_FLAG(int, exhaustive_queries, 50, "articles that are scored against all others, for recall");
ABSL_FLAG(std::string, run, "", "file for lists to be scored: query, rank, article; empty: none");
ABSL_FLAG(
    std::vector<std::string>, only, {},
    "what to measure after loading: cold, cached, run, apply, ready, restart, recall; empty: all");
ABSL_FLAG(
    std::string, folder, "",
    "where the state is kept that loading leaves, and found the next time, so that what --only "
    "names can be measured in runs of its own; it takes about 3 KB an article. What a program of "
    "another state format has kept is not used. Empty: a temporary one");

namespace akin::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kConnections = 4;
constexpr int kCachedSeeds = 500;

void Say(const std::string& what) { std::fprintf(stderr, "bench: %s\n", what.c_str()); }

Json ToJson(const LoadResult& result) {
  return {{"per_second", result.PerSecond()},  {"p50_ms", result.Percentile(0.5)},
          {"p99_ms", result.Percentile(0.99)}, {"cpu_us", result.CpuMicros()},
          {"calls", result.millis.size()},     {"errors", result.errors},
          {"overloaded", result.overloaded}};
}

Json ToJson(const MemoryUse& use, int64_t articles) {
  Json parts;
  const auto add = [&](const char* part, size_t bytes) {
    parts[part] = static_cast<double>(bytes) / static_cast<double>(articles);
  };
  add("articles", use.articles);
  add("postings", use.postings);
  add("vocabulary", use.vocabulary);
  add("semantics", use.semantics);
  add("shingle_counts", use.shingle_counts);
  add("neighbours", use.neighbours);
  add("stories", use.stories);
  return parts;
}

// The measurements, in the order in which they may be taken. One thread.
class SimilarBench {
 public:
  SimilarBench()
      : articles_(absl::GetFlag(FLAGS_articles)),
        duration_(absl::GetFlag(FLAGS_duration)),
        seed_(absl::GetFlag(FLAGS_seed)),
        folder_(absl::GetFlag(FLAGS_folder), absl::StrCat("akin-", articles_, "-", seed_)),
        storage_({.seed = seed_}, articles_),
        service_(storage_) {}

  absl::StatusOr<Json> Run() {
    out_["articles"] = articles_;
    RETURN_IF_ERROR(Load());
    if (Wanted("cold") || Wanted("ready")) MeasureCold();  // which says what "half" is
    if (Wanted("cached")) RETURN_IF_ERROR(MeasureCached());
    if (Wanted("run")) RETURN_IF_ERROR(WriteRun());
    if (Wanted("apply")) RETURN_IF_ERROR(MeasureApplying());
    if (Wanted("ready")) RETURN_IF_ERROR(MeasurePublishing());
    if (Wanted("restart")) RETURN_IF_ERROR(MeasureRestart());
    if (Wanted("recall")) RETURN_IF_ERROR(MeasureRecall());
    return out_;
  }

 private:
  static bool Wanted(const std::string& measurement) {
    const std::vector<std::string> only = absl::GetFlag(FLAGS_only);
    return only.empty() || std::find(only.begin(), only.end(), measurement) != only.end();
  }

  // Follows the whole history, as a view does that was lost; or what is left of it.
  absl::Status Load() {
    MeasureLog();
    const double cpu = ProcessCpuSeconds();
    const BenchStorage::Written before = storage_.written();
    ASSIGN_OR_RETURN(const BenchService::Opening opening, service_.Start(folder_.path()));
    Say(absl::StrCat(opening.articles, " of ", articles_, " articles are there already"));
    const absl::Time start = absl::Now();
    LoadProgress progress(opening.articles, articles_, start);
    RETURN_IF_ERROR(service_.AwaitApplied(articles_, progress));
    if (const int64_t loaded = articles_ - opening.articles; loaded > 0) {
      const double written = storage_.written().cpu_seconds - before.cpu_seconds;
      const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
      out_["load"] = {{"articles", loaded},
                      {"per_second", loaded / seconds},
                      {"first_tenth_per_second", progress.first_tenth_per_second()},
                      {"last_tenth_per_second", progress.last_tenth_per_second()},
                      {"cpu_us", 1e6 * (ProcessCpuSeconds() - cpu) / loaded},
                      {"write_cpu_us", 1e6 * written / loaded}};
      NoteMemory("loaded");
      RETURN_IF_ERROR(KeepState());
    }
    NoteMemory("opened");
    const HeapUse heap = CurrentHeapUse();
    out_["memory"]["heap_used"] = static_cast<double>(heap.used) / static_cast<double>(articles_);
    out_["memory"]["heap_free"] = static_cast<double>(heap.free) / static_cast<double>(articles_);
    out_["memory"]["parts"] = ToJson(service_.engine_stats().memory, articles_);
    client_ = std::make_unique<SimilarClient>(service_.address(), kConnections);
    return AwaitReadable();
  }

  void MeasureLog() {
    Say("streaming the log to nobody");
    const LogCost cost = MeasureLogCost(storage_, std::min<int64_t>(articles_, 5000));
    out_["log"] = {{"write_cpu_us", cost.write_cpu_us},
                   {"stream_cpu_us", cost.stream_cpu_us},
                   {"bytes", cost.bytes}};
    resident_before_ = ResidentBytes();
  }

  absl::Status KeepState() {
    if (absl::GetFlag(FLAGS_folder).empty()) return absl::OkStatus();
    service_.Stop();
    RETURN_IF_ERROR(folder_.Keep());
    RETURN_IF_ERROR(service_.Start(folder_.path()).status());
    return AwaitApplied(articles_);
  }

  absl::Status AwaitApplied(int64_t revision) {
    LoadProgress unseen(service_.article_count(), revision, absl::Now());
    return service_.AwaitApplied(revision, unseen);
  }

  // Bytes an article at one `moment`; the bar is about the most that was seen.
  void NoteMemory(const char* moment) {
    Json& memory = out_["memory"];
    const auto each = [this,
                       articles = static_cast<double>(service_.article_count())](int64_t resident) {
      const int64_t others = resident_before_ + storage_.memory_bytes();
      return static_cast<double>(resident - others) / articles;
    };
    bytes_per_article_ = std::max(bytes_per_article_, each(ResidentBytes()));
    memory["bytes_per_article"] = bytes_per_article_;
    memory[moment] = each(ResidentBytes());
    memory["peak"] = each(PeakResidentBytes());
  }

  // A view that has just caught up is readable from the next heartbeat on.
  absl::Status AwaitReadable() {
    const absl::Time until = absl::Now() + absl::Seconds(30);
    while (true) {
      const absl::Status status = client_->Ask(PageRequest(0)).status();
      if (!absl::IsUnavailable(status) || absl::Now() > until) return status;
      absl::SleepFor(absl::Milliseconds(5));
    }
  }

  // Any article as seed, each call computed anew.
  StartCall ColdCalls(uint64_t stream) {
    return client_->Calls([this, stream](uint64_t number) {
      SimilarRequestMessage request = PageRequest(Mix(Mix(seed_, stream), number) % articles_);
      request.mutable_max_staleness();  // zero
      return request;
    });
  }

  void MeasureCold() {
    Say("asking, not cached");
    ClosedLoop(ColdCalls(1), absl::GetFlag(FLAGS_in_flight), duration_ / 5);  // to warm up
    const LoadResult full = ClosedLoop(ColdCalls(2), absl::GetFlag(FLAGS_in_flight), duration_);
    half_of_saturation_ = full.PerSecond() / 2;
    const LoadResult half = OpenLoop(ColdCalls(3), half_of_saturation_, duration_, seed_);
    out_["cold_saturated"] = ToJson(full);
    out_["cold_half"] = ToJson(half);
    NoteMemory("asked");  // Reads touch pages all over.
  }

  // The same seeds again and again, beside a bare server that sends an answer of median size.
  absl::Status MeasureCached() {
    Say("asking, cached, and an echo");
    std::vector<std::string> answers;
    for (int i = 0; i < kCachedSeeds; ++i) {
      ASSIGN_OR_RETURN(const auto answer, client_->Ask(PageRequest(CachedSeed(i))));
      answers.push_back(answer.SerializeAsString());
    }
    std::sort(answers.begin(), answers.end(),
              [](const auto& a, const auto& b) { return a.size() < b.size(); });
    const EchoServer echo(answers[answers.size() / 2]);
    SimilarClient echo_client(echo.address(), kConnections);
    const auto request = [this](uint64_t number) {
      return PageRequest(CachedSeed(number % kCachedSeeds));
    };
    std::vector<LoadResult> cached, bare;
    for (int round = 0; round < 3; ++round) {  // alternating, so that a noisy moment meets both
      cached.push_back(Saturate(*client_, request));
      bare.push_back(Saturate(echo_client, request));
    }
    out_["answer_bytes"] = answers[answers.size() / 2].size();
    out_["cached"] = ToJson(Median(std::move(cached)));
    out_["echo"] = ToJson(Median(std::move(bare)));
    return absl::OkStatus();
  }

  int64_t CachedSeed(int number) const { return Mix(Mix(seed_, 4), number) % articles_; }

  LoadResult Saturate(SimilarClient& client,
                      const std::function<SimilarRequestMessage(uint64_t)>& request) {
    return ClosedLoop(client.Calls(request), 2 * absl::GetFlag(FLAGS_in_flight), duration_ / 4);
  }

  static LoadResult Median(std::vector<LoadResult> results) {
    std::sort(results.begin(), results.end(),
              [](const auto& a, const auto& b) { return a.PerSecond() < b.PerSecond(); });
    return results[results.size() / 2];
  }

  // Lists for scoring: everything that is similar, copies included, in the order of similarity.
  absl::Status WriteRun() {
    if (absl::GetFlag(FLAGS_run).empty()) return absl::OkStatus();
    std::ofstream file(absl::GetFlag(FLAGS_run));
    const int64_t queries = std::min<int64_t>(absl::GetFlag(FLAGS_queries), articles_);
    for (int64_t i = 0; i < queries; ++i) {
      const int64_t seed = i * articles_ / queries;
      ASSIGN_OR_RETURN(const auto answer, client_->Ask(PlainRequest(seed)));
      int rank = 0;
      for (const auto& hit : answer.hits())
        file << "n" << seed << '\t' << ++rank << '\t'
             << absl::StripPrefix(hit.article().name(), "articles/") << '\n';
    }
    return file.flush() ? absl::OkStatus() : absl::UnavailableError("--run: cannot be written");
  }

  static SimilarRequestMessage PlainRequest(int64_t seed) {
    SimilarRequestMessage request = PageRequest(seed);
    auto& arrange = *request.mutable_arrange();
    arrange.set_disable_collapsing(true);
    arrange.set_disable_diversity(true);
    arrange.set_disable_source_cap(true);
    arrange.set_disable_similarity_floor(true);
    arrange.set_recency(recommendation::v1::RECENCY_MODE_NONE);
    request.set_view(news::v1::ARTICLE_VIEW_NAME_ONLY);
    return request;
  }

  // A burst of new articles until the last one is indexed and has its story.
  absl::Status MeasureApplying() {
    const int count = absl::GetFlag(FLAGS_applied);
    Say(absl::StrCat("applying ", count, " more"));
    std::vector<news::v1::Article> articles = storage_.WriteNext(count);
    const double cpu = ProcessCpuSeconds();
    const absl::Time start = absl::Now();
    RETURN_IF_ERROR(AwaitApplied(storage_.Publish(std::move(articles))));
    const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
    out_["apply"] = {{"per_second", count / seconds},
                     {"cpu_us", 1e6 * (ProcessCpuSeconds() - cpu) / count},
                     {"articles", count}};
    return absl::OkStatus();
  }

  // Articles come in while reads run at half of saturation. Some of them are asked for with
  // min_revision as soon as they are in the log: the answer's time is when they are ready.
  absl::Status MeasurePublishing() {
    Say("publishing while reads run");
    const double probed_rate = std::min(absl::GetFlag(FLAGS_publish_rate), 20.0);
    const double other_rate = absl::GetFlag(FLAGS_publish_rate) - probed_rate;
    std::vector<news::v1::Article> others = storage_.WriteNext(ArticlesIn(other_rate));
    const std::vector<news::v1::Article> probed = storage_.WriteNext(ArticlesIn(2 * probed_rate));
    LoadResult reads;
    std::thread publisher([&] { PublishSteadily(others, other_rate); });
    std::thread reader(
        [&] { reads = OpenLoop(ColdCalls(5), half_of_saturation_, duration_, seed_ + 1); });
    const LoadResult ready = OpenLoop(PublishedCalls(probed), probed_rate, duration_, seed_ + 2);
    publisher.join();
    reader.join();
    out_["ready"] = ToJson(ready);
    out_["reads_while_publishing"] = ToJson(reads);
    return AwaitApplied(storage_.revision());
  }

  int ArticlesIn(double rate) const {
    return static_cast<int>(rate * absl::ToDoubleSeconds(duration_)) + 1;
  }

  void PublishSteadily(std::vector<news::v1::Article>& articles, double rate) {
    const absl::Time start = absl::Now();
    size_t published = 0;
    while (rate > 0 && published < articles.size()) {
      absl::SleepFor(absl::Milliseconds(5));
      const auto due = static_cast<size_t>(rate * absl::ToDoubleSeconds(absl::Now() - start));
      std::vector<news::v1::Article> some;
      for (; published < std::min(due, articles.size()); ++published)
        some.push_back(std::move(articles[published]));
      if (!some.empty()) storage_.Publish(std::move(some));
    }
  }

  // Publishes the next article and asks for what is like it.
  StartCall PublishedCalls(const std::vector<news::v1::Article>& articles) {
    auto next = std::make_shared<std::atomic<size_t>>(0);
    return [this, &articles, next](std::function<void(bool)> done) {
      const news::v1::Article& article = articles[(*next)++ % articles.size()];
      SimilarRequestMessage request = PageRequest(0);
      request.mutable_seeds(0)->set_article(article.name());
      request.set_min_revision(storage_.Publish({article}));
      client_->Start(request,
                     [done = std::move(done)](const grpc::Status& status) { done(status.ok()); });
    };
  }

  absl::Status MeasureRestart() {
    Say("restarting");
    client_.reset();
    service_.Stop();
    ASSIGN_OR_RETURN(const BenchService::Opening opening, service_.Start(folder_.path()));
    const double seconds = absl::ToDoubleSeconds(opening.time);
    out_["restart"] = {{"per_second", static_cast<double>(opening.articles) / seconds},
                       {"seconds", seconds}};
    NoteMemory("restarted");
    client_ = std::make_unique<SimilarClient>(service_.address(), 1);
    return AwaitReadable();
  }

  // Of the ten that scoring everything finds, how many the service's way finds: of any ten, and of
  // those that are similar enough to be an answer. On the engine that
  // the stopped service leaves, since the API has no exhaustive mode.
  absl::Status MeasureRecall() {
    Say("scoring exhaustively");
    client_.reset();
    service_.Stop();
    ASSIGN_OR_RETURN(const auto store, OpenRocksStateStore(folder_.path()));
    ASSIGN_OR_RETURN(const auto view, SimilarityView::Open(*store, nullptr));
    const auto engine = view->engine();
    const int64_t queries = std::min<int64_t>(absl::GetFlag(FLAGS_exhaustive_queries), articles_);
    Recall all, answered;
    for (int64_t i = 0; i < queries; ++i) {
      const std::string seed = absl::StrCat("n", i * articles_ / queries);
      RETURN_IF_ERROR(AddRecall(*engine, seed, /*min_similarity=*/0, all));
      RETURN_IF_ERROR(AddRecall(*engine, seed, SimilarOptions().min_similarity, answered));
    }
    out_["recall"] = all.Share();
    out_["recall_of_answers"] = answered.Share();
    return absl::OkStatus();
  }

  struct Recall {
    size_t wanted = 0, found = 0;
    double Share() const { return wanted == 0 ? 1 : found / static_cast<double>(wanted); }
  };

  static absl::Status AddRecall(const SimilarityEngine& engine, const std::string& seed,
                                double min_similarity, Recall& recall) {
    SimilarRequest request;
    request.seeds.push_back(seed);
    request.options.recency = RecencyMode::kOff;
    request.options.collapse_stories = false;
    request.options.diversify = false;
    request.options.per_source_cap = 0;
    request.options.min_similarity = min_similarity;
    ASSIGN_OR_RETURN(const auto quick, IdsOf(engine, request));
    request.options.exhaustive = true;
    ASSIGN_OR_RETURN(const auto all, IdsOf(engine, request));
    recall.wanted += all.size();
    for (const std::string& id : quick) recall.found += all.count(id);
    return absl::OkStatus();
  }

  static absl::StatusOr<std::set<std::string>> IdsOf(const SimilarityEngine& engine,
                                                     const SimilarRequest& request) {
    ASSIGN_OR_RETURN(const SimilarResult result, engine.Similar(request));
    std::set<std::string> ids;
    for (const Hit& hit : result.hits) ids.insert(hit.id);
    return ids;
  }

  const int64_t articles_;
  const absl::Duration duration_;
  const uint64_t seed_;
  StateFolder folder_;
  BenchStorage storage_;
  BenchService service_;
  std::unique_ptr<SimilarClient> client_;
  double half_of_saturation_ = 0;
  int64_t resident_before_ = 0;
  double bytes_per_article_ = 0;
  Json out_;
};

absl::Status Run() {
  SimilarBench bench;
  ASSIGN_OR_RETURN(const Json result, bench.Run());
  std::cout << result.dump() << std::endl;
  return absl::OkStatus();
}

}  // namespace
}  // namespace akin::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = akin::bench::Run();
  if (!status.ok()) std::cerr << "bench: " << status << "\n";
  return status.ok() ? 0 : 1;
}
