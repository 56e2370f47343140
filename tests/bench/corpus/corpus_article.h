#ifndef AKIN_TESTS_BENCH_CORPUS_CORPUS_ARTICLE_H_
#define AKIN_TESTS_BENCH_CORPUS_CORPUS_ARTICLE_H_

#include "akin/news/v1/article.pb.h"
#include "tests/bench/corpus/corpus_plan.h"

namespace akin::bench {

// What was planned, written, as an article that a publisher would send; named after its number.
news::v1::Article CorpusArticle(const CorpusOptions& corpus, const PlannedArticle& plan);

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_CORPUS_CORPUS_ARTICLE_H_
