// Runs the similarity engine alone over a set of articles, for fitting weights in seconds:
//
//   engine_eval --data FILE.jsonl [--background FILE]… [--k 10] [--score similarity|duplicate]
//               [--features OUT.tsv] [--stories OUT.tsv] [--every N] [--arranged] [--settle]
//               [--ratings PAIRS.tsv] > RUN.tsv
//
// The protocol is that of tests/quality/similar; eval_similar.py scores the output. --features
// writes every feature of every listed pair, --stories the story that each article came to be in.
// --every asks about each Nth article only.
// --ratings, with lines "id <tab> id <tab> how alike people find the two", asks for the similarity
// of these pairs instead, writes it behind each, and tells how well it agrees: to compare the
// engine with ratings of one's own.
// --settle gives all articles again before asking, so that the engine's refreshing catches up.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/recommendation/domain/engine/similarity_engine.h"
#include "tests/quality/ratings.h"

namespace akin {
namespace {

struct Flags {
  std::string data;
  std::vector<std::string> background;
  std::string score = "similarity";
  std::string features;
  std::string stories;
  std::string ratings;
  int k = 10;
  int every = 1;
  bool arranged = false;
  bool settle = false;
};

Flags ParseFlags(int argc, char** argv) {
  Flags flags;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--arranged") {
      flags.arranged = true;
      continue;
    }
    if (flag == "--settle") {
      flags.settle = true;
      continue;
    }
    const std::string value = i + 1 < argc ? argv[++i] : "";
    if (flag == "--data") flags.data = value;
    if (flag == "--background") flags.background.push_back(value);
    if (flag == "--score") flags.score = value;
    if (flag == "--features") flags.features = value;
    if (flag == "--stories") flags.stories = value;
    if (flag == "--ratings") flags.ratings = value;
    if (flag == "--every" && (!absl::SimpleAtoi(value, &flags.every) || flags.every < 1)) {
      flags.every = 1;
    }
    if (flag == "--k" && !absl::SimpleAtoi(value, &flags.k)) flags.k = 0;
  }
  return flags;
}

absl::Time ParseTime(const std::string& text) {
  absl::Time time;
  return absl::ParseTime(absl::RFC3339_full, text, &time, nullptr) ? time : absl::InfinitePast();
}

Document ToDocument(const nlohmann::json& article, int64_t revision) {
  Document document;
  document.id = article.value("id", "");
  document.revision = revision;
  document.headline = article.value("title", "");
  document.summary = article.value("summary", "");
  document.body = article.value("body", "");
  document.language = article.value("lang", "");
  document.source = article.value("source", "");
  document.publish_time = ParseTime(article.value("published", ""));
  return document;
}

// The ids of the articles of `file`, after they are in the engine.
std::vector<std::string> Load(const std::string& file, SimilarityEngine& engine,
                              int64_t& revision) {
  std::vector<std::string> ids;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    const Document document = ToDocument(nlohmann::json::parse(line), ++revision);
    if (!engine.Upsert(document).ok()) continue;
    const auto decision = engine.DecideStory(document.id);
    for (const StoryMerge& merge : decision->merges) engine.MergeStory(merge.from, merge.into);
    engine.SetStory(document.id, decision->story);
    ids.push_back(document.id);
  }
  return ids;
}

SimilarOptions OptionsOf(const Flags& flags) {
  SimilarOptions options;
  options.k = flags.k;
  if (flags.arranged) return options;
  options.recency = RecencyMode::kOff;
  options.collapse_stories = false;
  options.diversify = false;
  options.per_source_cap = 0;
  options.min_similarity = 0;
  return options;
}

void WriteFeatureNames(std::ostream& out) {
  out << "query\tcandidate\tsimilarity\tduplicate\tlexical\ttext\tsmoothed\tsemantic\ttitle\tnames"
         "\t"
         "numbers\tconflict\tcontainment\tlengths\thours\tphrases\tstrange\tstrangenum\town\n";
}

void WriteFeatures(std::ostream& out, const std::string& query, const std::string& candidate,
                   const Explanation& e) {
  const PairFeatures& f = e.features;
  out << absl::StreamFormat(
      "%s\t%s\t%.6f\t%.6f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%.2f\t%."
      "4f\t%.4f\t%.4f\t%.4f\n",
      query, candidate, e.similarity, e.duplicate_score, f.lexical_cosine, f.text_cosine,
      f.smoothed_cosine, f.semantic_cosine, f.title_cosine, f.name_overlap, f.number_overlap,
      f.number_conflict, f.shingle_containment, f.length_ratio, f.hours_apart, f.shared_phrases,
      f.strange_words, f.strange_numbers, f.own_cosine);
}

// Of each rated pair whose articles are both there, what ExplainSimilarity says.
void CompareWithRatings(const std::string& file, const SimilarityEngine& engine,
                        const SimilarOptions& options) {
  std::vector<double> ratings, similarities;
  std::ifstream in(file);
  for (const Rating& pair : ReadRatings(in)) {
    const auto explained = engine.Explain(pair.article, pair.other, options);
    if (!explained.ok()) continue;
    ratings.push_back(pair.rating);
    similarities.push_back(explained->similarity);
    std::printf("%s\t%s\t%g\t%.9f\n", pair.article.c_str(), pair.other.c_str(), pair.rating,
                explained->similarity);
  }
  std::cerr << absl::StreamFormat("%d pairs rated: Pearson %.4f, Spearman %.4f\n", ratings.size(),
                                  Pearson(ratings, similarities), Spearman(ratings, similarities));
}

int Run(const Flags& flags) {
  SimilarityEngine engine;
  int64_t revision = 0;
  const absl::Time start = absl::Now();
  for (const std::string& file : flags.background) Load(file, engine, revision);
  const std::vector<std::string> ids = Load(flags.data, engine, revision);
  if (flags.settle) Load(flags.data, engine, revision);
  const absl::Time loaded = absl::Now();
  if (!flags.ratings.empty()) {
    CompareWithRatings(flags.ratings, engine, OptionsOf(flags));
    return 0;
  }

  std::ofstream features(flags.features);
  WriteFeatureNames(features);
  SimilarRequest request;
  request.options = OptionsOf(flags);
  for (size_t i = 0; i < ids.size(); i += flags.every) {
    const std::string& id = ids[i];
    request.seeds = {id};
    const auto result = engine.Similar(request);
    if (!result.ok()) return std::cerr << result.status().ToString() << "\n", 1;
    int rank = 0;
    for (const Hit& hit : result->hits) {
      const double score = flags.score == "duplicate" ? hit.duplicate_score : hit.similarity;
      std::printf("%s\t%d\t%s\t%.9f\n", id.c_str(), ++rank, hit.id.c_str(), score);
      if (flags.features.empty()) continue;
      WriteFeatures(features, id, hit.id, *engine.Explain(id, hit.id, request.options));
    }
  }
  const absl::Time asked = absl::Now();
  if (!flags.stories.empty()) {
    std::ofstream stories(flags.stories);
    for (const std::string& id : ids) stories << id << "\t" << engine.Find(id)->story << "\n";
  }
  const SimilarityEngine::Stats stats = engine.stats();
  std::cerr << absl::StreamFormat(
      "%d articles loaded in %s, %d asked in %s; %d terms, %d postings, %d stories, %.1f MB\n",
      stats.articles, absl::FormatDuration(loaded - start), ids.size(),
      absl::FormatDuration(asked - loaded), stats.terms, stats.postings, stats.stories,
      static_cast<double>(stats.memory.total()) / 1e6);
  return 0;
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) { return akin::Run(akin::ParseFlags(argc, argv)); }
