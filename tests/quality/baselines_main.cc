// What others do with the same articles, for the table of tests/quality/run: writes the lists of
//
//   akin_quality_baselines --method bm25|mlt --data FILE.jsonl --out RUN.tsv [--k 10]
//
// bm25: Okapi BM25 (k1 1.2, b 0.75, k3 8) with the whole article as the query; Robertson and
// Zaragoza (2009). mlt: Lucene's MoreLikeThis with its defaults, that is the 25 terms of highest
// tf·idf among those that are in the article twice and in five articles, scored by BM25. Both see
// the words that Akin sees: stemmed, without function words.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"
#include "common/text/analysis.h"
#include "services/akin/cli/flags.h"
#include "tests/quality/dataset.h"

namespace akin {
namespace {

constexpr double kK1 = 1.2, kB = 0.75, kK3 = 8;
constexpr int kMltTerms = 25, kMltMinFrequency = 2, kMltMinDocuments = 5;

struct Options {
  std::string data;
  std::string out;
  int32_t k = 10;
  bool is_mlt = false;

  void DeclareIn(Flags& flags) {
    flags.Text("data", "FILE", "articles to ask about, as JSON lines", &data);
    flags.Text("out", "FILE", "where the answers go", &out);
    flags.Integer("k", "N", "hits per article (default 10)", &k);
    flags.Choice("method", "what to compare with",
                 std::vector<std::pair<std::string, bool>>{{"bm25", false}, {"mlt", true}},
                 &is_mlt);
  }
};

struct QueryTerm {
  int term;
  double weight;
};

// All articles by their words. Immutable once made.
class Index {
 public:
  explicit Index(const std::vector<DataArticle>& articles) {
    for (const DataArticle& article : articles) Add(article.article);
    mean_length_ = 0;
    for (const double length : lengths_) mean_length_ += length / lengths_.size();
  }

  std::vector<QueryTerm> WholeArticle(size_t of) const {
    std::vector<QueryTerm> query;
    for (const auto& [term, count] : articles_[of]) {
      query.push_back({term, count * (kK3 + 1) / (count + kK3)});
    }
    return query;
  }

  std::vector<QueryTerm> MoreLikeThis(size_t of) const {
    std::vector<std::pair<double, int>> ranked;
    for (const auto& [term, count] : articles_[of]) {
      const double documents = static_cast<double>(postings_[term].size());
      if (count < kMltMinFrequency || documents < kMltMinDocuments) continue;
      const double idf = 1 + std::log((articles_.size() + 1.0) / (documents + 1));
      ranked.emplace_back(-count * idf, term);
    }
    std::sort(ranked.begin(), ranked.end());
    if (ranked.size() > kMltTerms) ranked.resize(kMltTerms);
    std::vector<QueryTerm> query;
    for (const auto& [rank, term] : ranked) query.push_back({term, 1});
    return query;
  }

  // The best `k` but `self`, with their scores.
  std::vector<std::pair<double, size_t>> Search(const std::vector<QueryTerm>& query, size_t self,
                                                size_t k) const {
    std::vector<double> scores(articles_.size());
    for (const QueryTerm& q : query) {
      const double documents = static_cast<double>(postings_[q.term].size());
      const double idf = std::log1p((articles_.size() - documents + 0.5) / (documents + 0.5));
      for (const auto& [article, count] : postings_[q.term]) {
        const double length = kK1 * (1 - kB + kB * lengths_[article] / mean_length_);
        scores[article] += q.weight * idf * count * (kK1 + 1) / (count + length);
      }
    }
    std::vector<std::pair<double, size_t>> hits;
    for (size_t i = 0; i < scores.size(); ++i) {
      if (i != self && scores[i] > 0) hits.emplace_back(-scores[i], i);
    }
    std::partial_sort(hits.begin(), hits.begin() + std::min(k, hits.size()), hits.end());
    if (hits.size() > k) hits.resize(k);
    return hits;
  }

 private:
  void Add(const news::v1::Article& article) {
    std::map<int, int> counts;
    double length = 0;
    for (const std::string& text : {article.headline(), article.summary(), article.body()}) {
      for (const Token& token : AnalyzeWords(text, article.language())) {
        if (token.is_stop || token.stem.empty()) continue;
        const auto [it, is_new] = terms_.try_emplace(token.stem, terms_.size());
        if (is_new) postings_.emplace_back();
        ++counts[it->second];
        ++length;
      }
    }
    for (const auto& [term, count] : counts) postings_[term].emplace_back(articles_.size(), count);
    articles_.push_back(std::move(counts));
    lengths_.push_back(length);
  }

  absl::flat_hash_map<std::string, int> terms_;
  std::vector<std::vector<std::pair<size_t, int>>> postings_;  // By term.
  std::vector<std::map<int, int>> articles_;                   // How often each term.
  std::vector<double> lengths_;
  double mean_length_;
};

absl::Status Run(int argc, char** argv) {
  Options options;
  Flags flags;
  options.DeclareIn(flags);
  RETURN_IF_ERROR(flags.Parse(std::vector<std::string>(argv + 1, argv + argc)).status());
  if (options.data.empty() || options.out.empty() || options.k < 1) {
    return absl::InvalidArgumentError("--data, --out and a positive --k are wanted");
  }
  ASSIGN_OR_RETURN(const auto articles, ReadDataFile(options.data, Role::kQuery));
  std::ofstream out(options.out, std::ios::binary | std::ios::trunc);
  if (!out) return absl::PermissionDeniedError(absl::StrCat(options.out, ": cannot be written"));
  const Index index(articles);
  for (size_t i = 0; i < articles.size(); ++i) {
    const auto query = options.is_mlt ? index.MoreLikeThis(i) : index.WholeArticle(i);
    int rank = 0;
    for (const auto& [score, hit] : index.Search(query, i, options.k)) {
      out << absl::StrFormat("%s\t%d\t%s\t%.6f\n", articles[i].id, ++rank, articles[hit].id,
                             -score);
    }
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  const absl::Status status = akin::Run(argc, argv);
  if (status.ok()) return 0;
  std::fprintf(stderr, "akin_quality_baselines: %s\n", std::string(status.message()).c_str());
  return 1;
}
