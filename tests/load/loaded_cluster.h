#ifndef AKIN_TESTS_LOAD_LOADED_CLUSTER_H_
#define AKIN_TESTS_LOAD_LOADED_CLUSTER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "akin/news/v1/article.pb.h"
#include "tests/bench/corpus/corpus_plan.h"
#include "tests/e2e/cluster.h"
#include "tests/load/processes.h"
#include "tests/load/traffic.h"

namespace akin::load {

// The four programs with made-up news in them, and what readers and publishers ask of them. One
// thread, except the traffic.
class LoadedCluster {
 public:
  struct Options {
    int articles = 5'000;
    // Where the programs run, and where who asks them does: on processors of their own, so that
    // more load takes nothing from those who bear it. Empty: anywhere.
    std::vector<int> service_processors = {}, own_processors = {};
    std::vector<std::string> recommendation_flags = {};
  };

  // Returns when all is found and has its story; ends the program if that cannot be.
  explicit LoadedCluster(const Options& options);

  // Searches for words of headlines, each computed anew.
  Traffic Searches();
  // Similar News under any article, each list computed anew.
  Traffic ColdLists();
  // Cheap reads: Similar News under a few articles, from the cache, and articles, by turns.
  Traffic CheapReads();
  // Articles that are new, so many; then the same again.
  Traffic Ingests(int count);
  // The first articles again, with another text each time.
  Traffic Revisions(int articles);

  // Names and states of the programs.
  std::vector<std::pair<std::string, ProcessState>> States();
  int64_t ResidentBytes();

  Cluster& cluster() { return *cluster_; }

 private:
  news::v1::Article NextArticle();
  void Load(int articles);
  void Warm();

  std::unique_ptr<Cluster> cluster_;
  std::unique_ptr<Connections> storage_, ingestion_, search_, recommendation_;
  const bench::CorpusOptions corpus_;
  bench::CorpusPlan plan_{corpus_};
  std::vector<news::v1::Article> articles_;  // what was loaded, by their names there
};

}  // namespace akin::load

#endif  // AKIN_TESTS_LOAD_LOADED_CLUSTER_H_
