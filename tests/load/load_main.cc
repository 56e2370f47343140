// Loads the real programs beyond what they can do, and prints tables of what became of it.
// tests/load/run builds and runs it.
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "tests/load/greedy.h"
#include "tests/load/overload.h"
#include "tests/load/soak.h"

ABSL_FLAG(std::vector<std::string>, only, {},
          "what to measure: search, similar, mixed, ingest, greedy, soak; empty: all but soak");
ABSL_FLAG(int, articles, 10'000, "articles that are there before anything is measured");
ABSL_FLAG(absl::Duration, duration, absl::Seconds(10), "of each level of load");
ABSL_FLAG(double, cheap_reads, 300, "cheap reads a second beside dear ones, of mixed");
ABSL_FLAG(int, greedy_rounds, 10, "of each of peace and greed, half as long as a level");
ABSL_FLAG(int64_t, ingests, 1'000'000, "of soak");
ABSL_FLAG(int64_t, reads, 5'000'000, "of soak");
ABSL_FLAG(std::vector<std::string>, service_cpus, {"0"}, "processors for the services; empty: any");
ABSL_FLAG(std::vector<std::string>, own_cpus, {"1"}, "processors for who loads them; empty: any");

namespace akin::load {
namespace {

bool Wanted(const std::string& what) {
  const std::vector<std::string> only = absl::GetFlag(FLAGS_only);
  if (only.empty()) return what != "soak";
  return std::find(only.begin(), only.end(), what) != only.end();
}

std::vector<int> Processors(const std::vector<std::string>& words) {
  std::vector<int> processors;
  for (const std::string& word : words) {
    int processor = 0;
    if (absl::SimpleAtoi(word, &processor)) processors.push_back(processor);
  }
  return processors;
}

LoadedCluster::Options ClusterOptions() {
  return {.articles = absl::GetFlag(FLAGS_articles),
          .service_processors = Processors(absl::GetFlag(FLAGS_service_cpus)),
          .own_processors = Processors(absl::GetFlag(FLAGS_own_cpus))};
}

int64_t Mebibytes(int64_t bytes) { return bytes >> 20; }

void PrintLevel(const std::string& name, const Level& level, const LevelResult& result, double peak,
                const LevelResult& half) {
  absl::PrintF(
      "| %s | %.1f × | %.0f/s | %.0f/s | %.0f %% | %.1f ms | %.1f ms | %.1f × | %.1f %% | %d | %d "
      "MiB |\n",
      name, level.times_capacity, result.offered, result.goodput, 100 * result.goodput / peak,
      result.p50_ms, result.p99_ms, result.p99_ms / half.p99_ms, 100 * result.RefusedShare(),
      result.failed, Mebibytes(level.resident_bytes));
}

void Print(const std::string& name, const OverloadReport& report) {
  const Level& half = report.At(0.5);
  for (const Level& level : report.levels)
    PrintLevel(name, level, level.load, report.PeakGoodput(), half.load);
  for (const Level& level : report.levels) {
    if (level.beside.calls > 0)
      PrintLevel(name + ", cheap reads beside", level, level.beside, half.beside.goodput,
                 half.beside);
  }
  absl::PrintF("| %s, closed loop | 1 × | | %.0f/s | | | | | | | normal after %.2f s |\n", name,
               report.capacity, absl::ToDoubleSeconds(report.time_to_normal));
  std::fflush(stdout);
}

void MeasureOverloads() {
  const bool any = Wanted("search") || Wanted("similar") || Wanted("mixed") || Wanted("ingest");
  if (!any) return;
  LoadedCluster cluster(ClusterOptions());
  OverloadPlan plan{.duration = absl::GetFlag(FLAGS_duration)};
  std::puts(
      "| load | of capacity | offered | goodput | of peak | p50 | p99 | of p99 at half | refused | "
      "failed | resident |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  plan.traffic = [&](int64_t) { return cluster.Searches(); };
  if (Wanted("search")) Print("search", MeasureOverload(cluster, plan));
  plan.traffic = [&](int64_t) { return cluster.ColdLists(); };
  if (Wanted("similar")) Print("Similar News, cold", MeasureOverload(cluster, plan));
  plan.beside = cluster.CheapReads();
  plan.beside_per_second = absl::GetFlag(FLAGS_cheap_reads);
  if (Wanted("mixed")) Print("mixed, dear", MeasureOverload(cluster, plan));
  plan.beside = nullptr;
  plan.in_flight = 16;
  plan.traffic = [&](int64_t calls) { return cluster.Ingests(static_cast<int>(calls)); };
  if (Wanted("ingest")) Print("ingest", MeasureOverload(cluster, plan));
}

void PrintCaller(const char* who, const LevelResult& result) {
  absl::PrintF("| %s | %.0f/s | %.0f/s | %.2f ms | %.2f ms | %.1f %% |\n", who, result.offered,
               result.goodput, result.p50_ms, result.p99_ms, 100 * result.RefusedShare());
}

void MeasureGreed() {
  if (!Wanted("greedy")) return;
  const GreedyReport report = MeasureGreedy(ClusterOptions(), absl::GetFlag(FLAGS_greedy_rounds),
                                            absl::GetFlag(FLAGS_duration) / 2);
  absl::PrintF(
      "\nTwo callers of Similar News, cold, with a quota of %.0f calls a second each\n\n"
      "| caller | offered | goodput | p50 | p99 | refused |\n| --- | ---: | ---: | ---: | ---: | "
      "---: |\n",
      report.share);
  PrintCaller("modest, the other within its quota", report.modest_in_peace);
  PrintCaller("modest, the other at 10 times its quota", report.modest_beside_greedy);
  PrintCaller("greedy, at 10 times its quota", report.greedy);
  absl::PrintF("\nThe greedy one costs the modest one's p99 %+.1f %%\n",
               100 * (report.modest_beside_greedy.p99_ms / report.modest_in_peace.p99_ms - 1));
}

void TellSoak(LoadedCluster& cluster, const SoakProgress& progress) {
  absl::PrintF("| %.0f s | %d | %d | %d | %d |", progress.seconds, progress.ingests, progress.reads,
               progress.refused, progress.failed);
  for (const auto& [name, state] : cluster.States()) {
    absl::PrintF(" %d MiB, %d, %d |", Mebibytes(state.resident_bytes), state.open_files,
                 state.threads);
  }
  std::puts("");
  std::fflush(stdout);
}

void MeasureSoak() {
  if (!Wanted("soak")) return;
  LoadedCluster cluster(ClusterOptions());
  std::puts(
      "Resident memory, open files, threads\n\n"
      "| after | ingests | reads | refused | failed | storage | ingestion | search | "
      "recommendation |\n"
      "| ---: | ---: | ---: | ---: | ---: | --- | --- | --- | --- |");
  const SoakPlan plan{.ingests = absl::GetFlag(FLAGS_ingests),
                      .reads = absl::GetFlag(FLAGS_reads),
                      .revised = absl::GetFlag(FLAGS_articles)};
  Soak(cluster, plan, [&](const SoakProgress& progress) { TellSoak(cluster, progress); });
}

}  // namespace
}  // namespace akin::load

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  akin::load::MeasureOverloads();
  akin::load::MeasureGreed();
  akin::load::MeasureSoak();
  return 0;
}
