// Writes a made-up news corpus:
//
//   generate [--seed 1] [--per_day 3000] [--format json|tsv|fields|truth|queries] --articles N
//
// json: lines in the format of the data sets that tests/quality/similar reads, with event,
// storyline and kind of copy as truth. tsv: id, headline and body on one line. fields: the same,
// then source, day and event. truth: id and event alone. queries: kind, text and source of what is
// asked of the whole (see query_writer.h), for one article in --every.
#include <algorithm>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "tests/bench/corpus/article_writer.h"
#include "tests/bench/corpus/corpus_plan.h"
#include "tests/bench/corpus/query_writer.h"

ABSL_FLAG(int64_t, articles, 1000, "how many");
ABSL_FLAG(uint64_t, seed, 1,
          "the same seed gives the same bytes; more articles only add to the end");
ABSL_FLAG(double, per_day, 3000, "articles of a day");
ABSL_FLAG(std::string, format, "json", "json, tsv, fields, truth or queries");
ABSL_FLAG(int64_t, every, 1000, "articles, of which one is asked about");

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

std::string JsonLine(const CorpusOptions& options, const PlannedArticle& plan) {
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
  return line.dump() + "\n";
}

std::string TabLine(const CorpusOptions& options, const PlannedArticle& plan) {
  SyntheticArticle article = WriteArticle(options, plan);
  std::replace(article.body.begin(), article.body.end(), '\n', ' ');
  return absl::StrCat(article.id, "\t", article.headline, "\t", article.body, "\n");
}

std::string FieldsLine(const CorpusOptions& options, const PlannedArticle& plan) {
  const SyntheticArticle article = WriteArticle(options, plan);
  const std::string text = TabLine(options, plan);
  const std::string day = absl::FormatTime("%Y-%m-%d", article.publish_time, absl::UTCTimeZone());
  return absl::StrCat(absl::StripSuffix(text, "\n"), "\t", article.source, "\t", day, "\t",
                      plan.event, "\n");
}

std::string TruthLine(const CorpusOptions&, const PlannedArticle& plan) {
  return absl::StrCat(ArticleId(plan), "\t", plan.event, "\n");
}

std::string QueryLines(const CorpusOptions& options, const PlannedArticle& plan) {
  std::string lines;
  if (plan.number % absl::GetFlag(FLAGS_every) != 0) return lines;
  for (const SyntheticQuery& query : WriteQueries(WriteArticle(options, plan)))
    absl::StrAppend(&lines, query.kind, "\t", query.text, "\t", query.source, "\n");
  return lines;
}

using Format = std::string (*)(const CorpusOptions&, const PlannedArticle&);

// Null: there is no such format.
Format FormatOf(const std::string& name) {
  if (name == "json") return JsonLine;
  if (name == "tsv") return TabLine;
  if (name == "fields") return FieldsLine;
  if (name == "queries") return QueryLines;
  return name == "truth" ? TruthLine : nullptr;
}

bool Generate(const CorpusOptions& options, Format format, int64_t articles) {
  std::ios::sync_with_stdio(false);
  CorpusPlan plan(options);
  for (int64_t i = 0; i < articles && std::cout; ++i) std::cout << format(options, plan.Next());
  return !!std::cout.flush();
}

}  // namespace
}  // namespace akin::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const auto format = akin::bench::FormatOf(absl::GetFlag(FLAGS_format));
  if (format == nullptr) {
    std::cerr << "generate: --format: want json, tsv, fields, truth or queries\n";
    return 1;
  }
  const akin::bench::CorpusOptions options = {.seed = absl::GetFlag(FLAGS_seed),
                                              .articles_per_day = absl::GetFlag(FLAGS_per_day)};
  return akin::bench::Generate(options, format, absl::GetFlag(FLAGS_articles)) ? 0 : 1;
}
