#ifndef AKIN_TESTS_BENCH_LOAD_PROCESS_USAGE_H_
#define AKIN_TESTS_BENCH_LOAD_PROCESS_USAGE_H_

#include <cstdint>

namespace akin::bench {

// User and system time of this process so far.
double ProcessCpuSeconds();
// Of the calling thread.
double ThreadCpuSeconds();

// Resident pages of this process, mapped files included (Rss in /proc/self/smaps_rollup), after
// free memory was given back to the system.
int64_t ResidentBytes();

// What the allocator holds: handed out, and kept back after it was freed.
struct HeapUse {
  int64_t used = 0;
  int64_t free = 0;
};
HeapUse CurrentHeapUse();

// The most that were resident at once, ever.
int64_t PeakResidentBytes();

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_LOAD_PROCESS_USAGE_H_
