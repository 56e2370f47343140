#ifndef AKIN_TESTS_BENCH_CORPUS_QUERY_WRITER_H_
#define AKIN_TESTS_BENCH_CORPUS_QUERY_WRITER_H_

#include <string>
#include <vector>

#include "tests/bench/corpus/article_writer.h"

namespace akin::bench {

// What somebody types who looks for an article.
struct SyntheticQuery {
  std::string kind;  // of kQueryKinds
  std::string text;
  std::string source;  // of the article, a host name: what "filtered" asks for
};

// one_word: of the headline, as are filtered (of one source), faceted and collapsed; three_words:
// likewise; question: a sentence of the body; phrase: two neighbours in it.
inline constexpr const char* kQueryKinds[] = {"one_word", "three_words", "question", "phrase",
                                              "filtered", "faceted",     "collapsed"};

// One of each kind. The same article gives the same queries.
std::vector<SyntheticQuery> WriteQueries(const SyntheticArticle& article);

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_CORPUS_QUERY_WRITER_H_
