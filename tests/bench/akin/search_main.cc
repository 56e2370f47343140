// Measures search in process and on one thread, as Lucene is measured (../lucene/SearchBench.java):
// what an article costs that is indexed, and a query of each kind. The index is made in --folder,
// if there is none yet. Prints one line of JSON.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "nlohmann/json.hpp"
#include "services/search/domain/searcher.h"
#include "services/search/search_request.h"
#include "services/search/xapian/xapian_article_index.h"
#include "services/search/xapian/xapian_search_view.h"
#include "tests/bench/akin/bench_article.h"
#include "tests/bench/load/process_usage.h"

ABSL_FLAG(int64_t, articles, 10000, "of the made-up corpus");
ABSL_FLAG(std::string, folder, "", "where the index is, or is made");
ABSL_FLAG(std::string, queries, "", "file of queries: kind, text and source by tabs");
ABSL_FLAG(absl::Duration, duration, absl::Seconds(5), "of each kind of query");

namespace akin::bench {
namespace {

using Json = nlohmann::ordered_json;
using Requests = std::vector<SearchRequest>;

// As many as the log's follower hands on at once.
constexpr int kBatch = 500;

LogBatch NextBatch(const CorpusOptions& corpus, CorpusPlan& plan, int64_t count) {
  LogBatch batch;
  for (int64_t i = 0; i < count; ++i) batch.changes.push_back(ToChange(corpus, plan.Next()));
  batch.position = {"bench", batch.changes.back().revision()};
  batch.time = absl::Now();
  batch.replaying = true;
  return batch;
}

// Writing the articles is no part of what is measured.
absl::StatusOr<Json> Index(XapianSearchView& view, int64_t articles) {
  const CorpusOptions corpus;
  CorpusPlan plan(corpus);
  double cpu = 0;
  absl::Duration time;
  RETURN_IF_ERROR(view.Reset("bench"));
  for (int64_t done = 0; done < articles; done += kBatch) {
    LogBatch batch = NextBatch(corpus, plan, std::min<int64_t>(kBatch, articles - done));
    batch.replaying = done + kBatch < articles;
    const double cpu_before = ProcessCpuSeconds();
    const absl::Time start = absl::Now();
    RETURN_IF_ERROR(view.Apply(batch));
    time += absl::Now() - start;
    cpu += ProcessCpuSeconds() - cpu_before;
  }
  return Json{{"articles", articles},
              {"cpu_us", 1e6 * cpu / static_cast<double>(articles)},
              {"seconds", absl::ToDoubleSeconds(time)}};
}

absl::StatusOr<SearchRequest> RequestOf(const std::string& kind, const std::string& text,
                                        const std::string& source) {
  search::v1::SearchArticlesRequest request;
  request.set_query(text);
  request.set_page_size(10);
  request.set_view(news::v1::ARTICLE_VIEW_NAME_ONLY);
  request.set_collapse_stories(kind == "collapsed");
  if (kind == "filtered") request.set_filter(absl::StrCat("source = \"sources/", source, "\""));
  if (kind == "faceted") {
    request.add_facets(search::v1::FACET_FIELD_SOURCE);
    request.add_facets(search::v1::FACET_FIELD_DAY);
  }
  return ToSearchRequest(request, {std::make_shared<const SearchRules>(), absl::Now()});
}

absl::StatusOr<std::map<std::string, Requests>> ReadQueries(const std::string& path) {
  std::map<std::string, Requests> kinds;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    const std::vector<std::string> query = absl::StrSplit(line, '\t');
    if (query.size() != 3) return absl::InvalidArgumentError(absl::StrCat(path, ": ", line));
    ASSIGN_OR_RETURN(SearchRequest request, RequestOf(query[0], query[1], query[2]));
    kinds[query[0]].push_back(std::move(request));
  }
  if (kinds.empty()) return absl::NotFoundError(absl::StrCat("--queries: none in ", path));
  return kinds;
}

absl::StatusOr<Json> Load(const Searcher& searcher, const Requests& requests,
                          absl::Duration duration) {
  std::vector<double> millis;
  const double cpu = ProcessCpuSeconds();
  absl::Time start = absl::Now();
  const absl::Time end = start + duration;
  for (size_t i = 0; start < end; ++i) {
    RETURN_IF_ERROR(searcher.Search(requests[i % requests.size()]).status());
    const absl::Time now = absl::Now();
    millis.push_back(absl::ToDoubleMilliseconds(now - std::exchange(start, now)));
  }
  const double used = 1e6 * (ProcessCpuSeconds() - cpu) / static_cast<double>(millis.size());
  std::sort(millis.begin(), millis.end());
  return Json{{"p50_ms", millis[millis.size() / 2]},
              {"p99_ms", millis[millis.size() * 99 / 100]},
              {"cpu_us", used},
              {"calls", millis.size()}};
}

absl::StatusOr<Json> Ask(const ReaderPool& readers) {
  const XapianArticleIndex index(readers);
  SystemClock clock;
  MatchPins pins(clock, {});
  const Searcher searcher(index, pins);
  ASSIGN_OR_RETURN(const auto kinds, ReadQueries(absl::GetFlag(FLAGS_queries)));
  const absl::Duration duration = absl::GetFlag(FLAGS_duration);
  Json out;
  for (const auto& [kind, requests] : kinds) {
    RETURN_IF_ERROR(Load(searcher, requests, duration / 2).status());  // the page cache's warm-up
    ASSIGN_OR_RETURN(out[kind], Load(searcher, requests, duration));
  }
  return out;
}

absl::StatusOr<Json> Run() {
  const std::string folder = absl::GetFlag(FLAGS_folder);
  const bool is_there = std::filesystem::exists(folder);
  ReaderPool readers;
  ASSIGN_OR_RETURN(const auto view, XapianSearchView::Open(folder, readers));
  Json out;
  if (!is_there) {
    ASSIGN_OR_RETURN(out["index"], Index(*view, absl::GetFlag(FLAGS_articles)));
  }
  ASSIGN_OR_RETURN(out["queries"], Ask(readers));
  return out;
}

}  // namespace
}  // namespace akin::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const auto result = akin::bench::Run();
  if (!result.ok()) {
    std::cerr << "bench: " << result.status() << "\n";
    return 1;
  }
  std::cout << result->dump() << std::endl;
  return 0;
}
