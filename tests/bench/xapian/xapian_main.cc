// Xapian's relevance-set expansion: how many lists of ten a second, in process, with one thread and
// with two. --index makes an index of a corpus from stdin (id, headline, body by tabs); without it,
// the index is asked, and one line of JSON printed.
#include <xapian.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/time/clock.h"
#include "nlohmann/json.hpp"
#include "tests/bench/corpus/random.h"
#include "tests/bench/load/process_usage.h"

ABSL_FLAG(std::string, folder, "", "folder of the index");
ABSL_FLAG(bool, index, false, "make the index");
ABSL_FLAG(absl::Duration, duration, absl::Seconds(10), "of each load");
ABSL_FLAG(int, queries, 1000, "articles whose lists are written to --run");
ABSL_FLAG(std::string, run, "", "file for lists to be scored: query, rank, article");

namespace akin::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kHits = 10;
constexpr int kTerms = 40;  // what Xapian's own Omega expands a relevance set to

void Index(const std::string& folder) {
  Xapian::WritableDatabase database(folder, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator generator;
  generator.set_stemmer(Xapian::Stem("en"));
  generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
  std::string line;
  while (std::getline(std::cin, line)) {
    Xapian::Document document;
    generator.set_document(document);
    generator.index_text_without_positions(line.substr(line.find('\t') + 1));
    database.add_document(document);
  }
  database.commit();
}

// Numbers of the articles most like one of them. Document ids count from 1. One thread.
class Lister {
 public:
  explicit Lister(const std::string& folder) : database_(folder) {}

  std::vector<int> List(int seed) {
    Xapian::Enquire enquire(database_);
    Xapian::RSet relevant;
    relevant.add_document(seed + 1);
    const Xapian::ESet terms = enquire.get_eset(kTerms, relevant);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    const Xapian::MSet hits = enquire.get_mset(0, kHits + 1);
    std::vector<int> out;
    for (auto hit = hits.begin(); hit != hits.end() && out.size() < kHits; ++hit)
      if (static_cast<int>(*hit) - 1 != seed) out.push_back(*hit - 1);
    return out;
  }

 private:
  Xapian::Database database_;
};

std::vector<double> AskFor(const std::string& folder, int articles, absl::Duration duration,
                           uint64_t seed) {
  Lister lister(folder);
  Random random(seed);
  std::vector<double> millis;
  absl::Time start = absl::Now();
  const absl::Time end = start + duration;
  while (start < end) {
    lister.List(random.Below(articles));
    const absl::Time now = absl::Now();
    millis.push_back(absl::ToDoubleMilliseconds(now - start));
    start = now;
  }
  return millis;
}

Json Load(const std::string& folder, int articles, int threads, absl::Duration duration) {
  std::vector<std::future<std::vector<double>>> futures;
  const absl::Time start = absl::Now();
  const double cpu = ProcessCpuSeconds();
  for (int i = 0; i < threads; ++i)
    futures.push_back(
        std::async(std::launch::async, AskFor, folder, articles, duration, 100 * threads + i));
  std::vector<double> millis;
  for (auto& future : futures) {
    const std::vector<double> part = future.get();
    millis.insert(millis.end(), part.begin(), part.end());
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  std::sort(millis.begin(), millis.end());
  return {{"per_second", millis.size() / seconds},
          {"p50_ms", millis[millis.size() / 2]},
          {"p99_ms", millis[static_cast<size_t>(0.99 * (millis.size() - 1))]},
          {"cpu_us", 1e6 * (ProcessCpuSeconds() - cpu) / millis.size()},
          {"calls", millis.size()}};
}

void WriteRun(const std::string& folder, int articles) {
  Lister lister(folder);
  std::ofstream file(absl::GetFlag(FLAGS_run));
  const int64_t queries = std::min(absl::GetFlag(FLAGS_queries), articles);
  for (int64_t i = 0; i < queries; ++i) {
    const int seed = i * articles / queries;
    int rank = 0;
    for (const int hit : lister.List(seed))
      file << "n" << seed << '\t' << ++rank << "\tn" << hit << '\n';
  }
}

void Ask() {
  const std::string folder = absl::GetFlag(FLAGS_folder);
  const absl::Duration duration = absl::GetFlag(FLAGS_duration);
  const int articles = Xapian::Database(folder).get_doccount();
  WriteRun(folder, articles);
  Load(folder, articles, 1, duration / 2);  // the page cache's warm-up
  const Json out = {{"articles", articles},
                    {"one_thread", Load(folder, articles, 1, duration)},
                    {"two_threads", Load(folder, articles, 2, duration)}};
  std::cout << out.dump() << std::endl;
}

}  // namespace
}  // namespace akin::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  std::ios::sync_with_stdio(false);
  try {
    absl::GetFlag(FLAGS_index) ? akin::bench::Index(absl::GetFlag(FLAGS_folder))
                               : akin::bench::Ask();
  } catch (const Xapian::Error& error) {
    std::cerr << "bench: " << error.get_description() << "\n";
    return 1;
  }
  return 0;
}
