#ifndef AKIN_TESTS_BENCH_LOAD_PROCESS_USAGE_H_
#define AKIN_TESTS_BENCH_LOAD_PROCESS_USAGE_H_

#include <cstdint>

namespace akin::bench {

// User and system time of this process so far.
double ProcessCpuSeconds();

// Resident pages of this process, mapped files included (Rss in /proc/self/smaps_rollup), after
// free memory was given back to the system.
int64_t ResidentBytes();

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_LOAD_PROCESS_USAGE_H_
