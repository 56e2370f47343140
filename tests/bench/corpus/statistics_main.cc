// Prints the statistics of corpora side by side, one column each:
//
//   corpus_statistics [--articles N] NAME=FILE.jsonl…
//
// FILE may be a pipe. See tests/bench/corpus/compare, which sets real news beside generated ones.
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"
#include "nlohmann/json.hpp"
#include "tests/bench/corpus/statistics.h"

namespace akin::bench {
namespace {

struct Column {
  std::string name;
  CorpusStatistics statistics;
};

absl::StatusOr<CorpusStatistics> StatisticsOf(const std::string& path, int max_articles) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  StatisticsCollector collector;
  std::string line;
  for (int i = 0; i < max_articles && std::getline(file, line); ++i) {
    const auto article = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!article.is_object()) return absl::InvalidArgumentError(absl::StrCat(path, ": not JSON"));
    collector.Add(article.value("title", "") + "\n\n" + article.value("body", ""));
  }
  return collector.Compute();
}

void PrintRow(const char* label, const char* format, const std::vector<Column>& columns,
              const std::function<double(const CorpusStatistics&)>& value) {
  std::printf("%-46s", label);
  for (const Column& column : columns) {
    char cell[32];
    std::snprintf(cell, sizeof cell, format, value(column.statistics));
    std::printf(" %13s", cell);
  }
  std::printf("\n");
}

void Print(const std::vector<Column>& columns) {
  std::printf("%-46s", "");
  for (const Column& column : columns) std::printf(" %13s", column.name.c_str());
  std::printf("\n");
  using S = const CorpusStatistics&;
  PrintRow("articles", "%.0f", columns, [](S s) { return s.articles; });
  PrintRow("words of the median article", "%.0f", columns, [](S s) { return s.median_words; });
  PrintRow("distinct stems of the median article", "%.0f", columns,
           [](S s) { return s.median_distinct_stems; });
  PrintRow("types grow with words to the power of", "%.2f", columns,
           [](S s) { return s.heaps_exponent; });
  PrintRow("types among the first 100,000 words", "%.0f", columns,
           [](S s) { return s.types_at_100k_words; });
  PrintRow("types that occur once", "%.2f", columns, [](S s) { return s.once_only_share; });
  PrintRow("Zipf slope, ranks 10 to 1,000", "%.2f", columns, [](S s) { return s.zipf_slope_head; });
  PrintRow("Zipf slope, ranks 1,000 to 10,000", "%.2f", columns,
           [](S s) { return s.zipf_slope_tail; });
  PrintRow("ten commonest words, share of all", "%.2f", columns,
           [](S s) { return s.top_ten_share; });
  PrintRow("articles that have the median stem, %", "%.2f", columns,
           [](S s) { return 100 * s.median_document_share; });
  PrintRow("articles that have the average stem, %", "%.2f", columns,
           [](S s) { return 100 * s.mean_document_share; });
  PrintRow("cosine of the nearest article, 10th percentile", "%.2f", columns,
           [](S s) { return s.nearest_p10; });
  PrintRow("  median", "%.2f", columns, [](S s) { return s.nearest_p50; });
  PrintRow("  90th percentile", "%.2f", columns, [](S s) { return s.nearest_p90; });
  PrintRow("  articles with one at 0.8 or more, %", "%.1f", columns,
           [](S s) { return 100 * s.near_copy_share; });
  PrintRow("cosine of the tenth nearest, median", "%.2f", columns,
           [](S s) { return s.tenth_nearest_p50; });
  PrintRow("cosine of any other article, mean", "%.3f", columns,
           [](S s) { return s.random_pair_mean; });
}

absl::Status Run(const std::vector<std::string>& arguments) {
  int max_articles = 2000;
  std::vector<Column> columns;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--articles" && i + 1 < arguments.size()) {
      if (!absl::SimpleAtoi(arguments[++i], &max_articles))
        return absl::InvalidArgumentError("--articles: want a number");
      continue;
    }
    const std::pair<std::string, std::string> column =
        absl::StrSplit(arguments[i], absl::MaxSplits('=', 1));
    ASSIGN_OR_RETURN(auto statistics, StatisticsOf(column.second, max_articles));
    columns.push_back({column.first, statistics});
  }
  if (columns.empty())
    return absl::InvalidArgumentError("usage: corpus_statistics [--articles N] NAME=FILE.jsonl…");
  Print(columns);
  return absl::OkStatus();
}

}  // namespace
}  // namespace akin::bench

int main(int argc, char** argv) {
  const absl::Status status = akin::bench::Run({argv + 1, argv + argc});
  if (!status.ok()) std::cerr << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
