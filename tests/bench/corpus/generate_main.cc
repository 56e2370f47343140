// Writes a made-up news corpus as JSON lines, in the format of the data sets that
// tests/quality/similar reads, with event, storyline and kind of copy as truth:
//
//   generate [--seed 1] [--per_day 3000] --articles N > CORPUS.jsonl
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tests/bench/corpus/article_writer.h"
#include "tests/bench/corpus/corpus_plan.h"

ABSL_FLAG(int64_t, articles, 1000, "how many");
ABSL_FLAG(uint64_t, seed, 1,
          "the same seed gives the same bytes; more articles only add to the end");
ABSL_FLAG(double, per_day, 3000, "articles of a day");

namespace akin::bench {
namespace {

const char* NameOf(ReportKind kind) {
  switch (kind) {
    case ReportKind::kOriginal:
      return "original";
    case ReportKind::kCopy:
      return "copy";
    case ReportKind::kRewrite:
      return "rewrite";
  }
  return "";
}

std::string Line(const CorpusOptions& options, const PlannedArticle& plan) {
  const SyntheticArticle article = WriteArticle(options, plan);
  const nlohmann::ordered_json line = {
      {"id", article.id},
      {"title", article.headline},
      {"summary", article.summary},
      {"body", article.body},
      {"published",
       absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", article.publish_time, absl::UTCTimeZone())},
      {"url", article.url},
      {"source", article.source},
      {"lang", "en"},
      {"label", absl::StrCat("event-", plan.event)},
      {"group", absl::StrCat("storyline-", plan.storyline)},
      {"kind", NameOf(plan.kind)}};
  return line.dump();
}

void Generate(const CorpusOptions& options, int64_t articles) {
  std::ios::sync_with_stdio(false);
  CorpusPlan plan(options);
  for (int64_t i = 0; i < articles && std::cout; ++i)
    std::cout << Line(options, plan.Next()) << '\n';
}

}  // namespace
}  // namespace akin::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  akin::bench::Generate(
      {.seed = absl::GetFlag(FLAGS_seed), .articles_per_day = absl::GetFlag(FLAGS_per_day)},
      absl::GetFlag(FLAGS_articles));
  std::cout.flush();
  return std::cout ? 0 : 1;
}
