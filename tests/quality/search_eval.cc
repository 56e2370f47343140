// Measures how search ranks, in process: indexes sets of judged queries once, then reads lines of
// weights ("exact_share=0.3 k1=1.2", names of SearchWeights) and prints for each line the mean
// nDCG@10 of either half of the queries of each set, as JSON. For tests/quality/fit_search.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/status_macros.h"
#include "common/text/language.h"
#include "nlohmann/json.hpp"
#include "services/search/xapian/xapian_article_index.h"
#include "services/search/xapian/xapian_search_view.h"
#include "tests/quality/dataset.h"

namespace akin {
namespace {

using Json = nlohmann::ordered_json;
using Grades = absl::flat_hash_map<std::string, int>;  // by document

constexpr size_t kDepth = 10;

struct JudgedQuery {
  MatchRequest request;
  Grades grades;
  size_t half = 0;
};

// A set, indexed.
struct JudgedSet {
  std::string name;
  std::vector<JudgedQuery> queries;
  ReaderPool readers;
  std::unique_ptr<XapianSearchView> view;
};

absl::StatusOr<std::vector<std::vector<std::string>>> ReadTable(const std::string& path,
                                                                size_t columns) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    rows.push_back(absl::StrSplit(line, absl::MaxSplits('\t', columns - 1)));
    if (rows.back().size() != columns) return absl::InvalidArgumentError(path + ": " + line);
  }
  if (rows.empty()) return absl::NotFoundError(absl::StrCat(path, ": nothing in it"));
  return rows;
}

absl::Status ReadQueries(const std::string& folder, int every, JudgedSet& set) {
  absl::flat_hash_map<std::string, Grades> judged;
  ASSIGN_OR_RETURN(const auto grades, ReadTable(folder + "/qrels.tsv", 3));
  for (const auto& row : grades) {
    int grade = 0;
    if (absl::SimpleAtoi(row[2], &grade) && grade > 0) judged[row[0]]["articles/" + row[1]] = grade;
  }
  ASSIGN_OR_RETURN(const auto queries, ReadTable(folder + "/queries.tsv", 2));
  const size_t stride = queries.size() > 500 ? every : 1;
  for (size_t i = 0; i < queries.size(); ++i) {
    const auto found = judged.find(queries[i][0]);
    if (found == judged.end() || i / 2 % stride != 0) continue;
    JudgedQuery query;
    query.request.query_text = queries[i][1];
    ASSIGN_OR_RETURN(query.request.query, ReadQuery(queries[i][1], {}, *query.request.rules));
    query.request.max_matches = 100;
    query.grades = found->second;
    query.half = i % 2;
    set.queries.push_back(std::move(query));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<JudgedSet>> OpenSet(const std::string& folder,
                                                   const std::string& index, int every) {
  auto set = std::make_unique<JudgedSet>();
  set->name = folder.substr(folder.rfind('/') + 1);
  RETURN_IF_ERROR(ReadQueries(folder, every, *set));
  ASSIGN_OR_RETURN(auto documents, ReadDataFile(folder + "/docs.jsonl", Role::kDistractor));
  LogBatch batch;
  for (DataArticle& document : documents) {
    storage::v1::Change change;
    change.set_revision(static_cast<int64_t>(batch.changes.size()) + 1);
    news::v1::Article& article = document.article;
    article.set_name(absl::StrCat("articles/", document.id));
    if (article.language().empty())
      article.set_language(
          DetectLanguage(absl::StrCat(article.headline(), "\n", article.body()), ""));
    *change.mutable_article() = std::move(article);
    batch.changes.push_back(std::move(change));
  }
  batch.position = {"eval", static_cast<int64_t>(batch.changes.size())};
  ASSIGN_OR_RETURN(set->view, XapianSearchView::Open(index + "/" + set->name, set->readers));
  RETURN_IF_ERROR(set->view->Reset("eval"));
  RETURN_IF_ERROR(set->view->Apply(batch));
  return set;
}

double DiscountedGain(const std::vector<int>& grades) {
  double gain = 0;
  for (size_t i = 0; i < grades.size(); ++i)
    gain += grades[i] / std::log2(static_cast<double>(i) + 2);
  return gain;
}

double Ndcg(const JudgedQuery& query, const MatchResult& result) {
  std::vector<int> found, best;
  for (size_t i = 0; i < std::min(kDepth, result.matches.size()); ++i) {
    const auto grade = query.grades.find(result.matches[i].name);
    found.push_back(grade == query.grades.end() ? 0 : grade->second);
  }
  for (const auto& [document, grade] : query.grades) best.push_back(grade);
  std::sort(best.rbegin(), best.rend());
  if (best.size() > kDepth) best.resize(kDepth);
  return DiscountedGain(found) / DiscountedGain(best);
}

// Of either half.
absl::StatusOr<Json> Evaluate(const JudgedSet& set, const SearchWeights& weights) {
  const XapianArticleIndex index(set.readers, weights);
  double sums[2] = {}, counts[2] = {};
  for (const JudgedQuery& query : set.queries) {
    ASSIGN_OR_RETURN(const MatchResult result, index.FindMatches(query.request));
    sums[query.half] += Ndcg(query, result);
    counts[query.half] += 1;
  }
  return Json{sums[0] / counts[0], sums[1] / counts[1]};
}

absl::StatusOr<SearchWeights> ParseWeights(const std::string& line) {
  SearchWeights weights;
  for (const absl::string_view part : absl::StrSplit(line, ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
    double* const weight = WeightNamed(pair.first, weights);
    if (weight == nullptr || !absl::SimpleAtod(pair.second, weight))
      return absl::InvalidArgumentError(absl::StrCat(part, ": no weight"));
  }
  return weights;
}

// All sets, on as many threads as there are.
absl::StatusOr<Json> EvaluateAll(const std::vector<std::unique_ptr<JudgedSet>>& sets,
                                 const SearchWeights& weights) {
  std::vector<absl::StatusOr<Json>> results(sets.size());
  std::atomic<size_t> next = 0;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
    threads.emplace_back([&] {
      for (size_t set; (set = next++) < sets.size();) results[set] = Evaluate(*sets[set], weights);
    });
  for (std::thread& thread : threads) thread.join();
  Json all;
  for (size_t i = 0; i < sets.size(); ++i) {
    ASSIGN_OR_RETURN(all[sets[i]->name], std::move(results[i]));
  }
  return all;
}

absl::Status Run(const std::string& index, int every, const std::vector<std::string>& folders) {
  std::vector<std::unique_ptr<JudgedSet>> sets;
  for (const std::string& folder : folders) {
    ASSIGN_OR_RETURN(auto set, OpenSet(folder, index, every));
    sets.push_back(std::move(set));
  }
  for (std::string line; std::getline(std::cin, line);) {
    ASSIGN_OR_RETURN(const SearchWeights weights, ParseWeights(line));
    ASSIGN_OR_RETURN(const Json result, EvaluateAll(sets, weights));
    std::cout << result.dump() << std::endl;
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  int every = 0;
  if (argc < 4 || !absl::SimpleAtoi(argv[2], &every) || every < 1) {
    std::cerr << "usage: akin_search_eval WORK_DIR EVERY SET…\n"
                 "EVERY: of the queries of a set of more than 500, one pair of so many is asked\n";
    return 1;
  }
  const absl::Status status =
      akin::Run(argv[1], every, std::vector<std::string>(argv + 3, argv + argc));
  if (status.ok()) return 0;
  std::cerr << "akin_search_eval: " << status << "\n";
  return 1;
}
