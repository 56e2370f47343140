#ifndef AKIN_TESTS_BENCH_AKIN_BENCH_ARTICLE_H_
#define AKIN_TESTS_BENCH_AKIN_BENCH_ARTICLE_H_

#include "akin/storage/v1/storage_service.pb.h"
#include "tests/bench/corpus/corpus_plan.h"

namespace akin::bench {

// A planned article as storage has it, without a story.
news::v1::Article ToArticle(const CorpusOptions& corpus, const PlannedArticle& plan);

// As it stands in the log, whose revision is its number; its event is its story.
storage::v1::Change ToChange(const CorpusOptions& corpus, const PlannedArticle& plan);

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_BENCH_ARTICLE_H_
