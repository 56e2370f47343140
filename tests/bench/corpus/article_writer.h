#ifndef AKIN_TESTS_BENCH_CORPUS_ARTICLE_WRITER_H_
#define AKIN_TESTS_BENCH_CORPUS_ARTICLE_WRITER_H_

#include <string>

#include "absl/time/time.h"
#include "tests/bench/corpus/corpus_plan.h"

namespace akin::bench {

struct SyntheticArticle {
  std::string id;
  std::string headline;
  std::string summary;  // About half of the articles have one.
  std::string body;     // Paragraphs separated by a blank line.
  std::string source;   // A host name.
  std::string url;
  absl::Time publish_time;
};

// The article's name in the data set's way of naming: "n" and its number.
std::string ArticleId(const PlannedArticle& plan);

// Writes what was planned: words by Zipf's law from general news language, from the section, topic,
// storyline and event (each with names and a vocabulary of its own), and from the article itself,
// which repeats what it has said. A pure function, thread-safe.
SyntheticArticle WriteArticle(const CorpusOptions& options, const PlannedArticle& plan);

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_CORPUS_ARTICLE_WRITER_H_
