#ifndef AKIN_TESTS_BENCH_AKIN_LOG_COST_H_
#define AKIN_TESTS_BENCH_AKIN_LOG_COST_H_

#include <cstdint>

#include "tests/bench/akin/bench_storage.h"

namespace akin::bench {

// What of a benchmark's figures is not the service's, because storage is in the same process.
struct LogCost {
  double write_cpu_us = 0;   // Of making up one article.
  double stream_cpu_us = 0;  // Of sending it over gRPC and receiving it.
  int64_t bytes = 0;         // That the process keeps: vocabularies, buffers.
};

// Streams the log's first articles, at most so many, to a follower like the service's, which
// forgets them. Call it before the service's memory is measured, so that `bytes` are held already.
LogCost MeasureLogCost(BenchStorage& storage, int64_t articles);

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_LOG_COST_H_
