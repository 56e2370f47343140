#include "tests/bench/load/process_usage.h"

#include <malloc.h>
#include <time.h>

#include <fstream>
#include <string>

namespace akin::bench {
namespace {

double Seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

int64_t BytesFrom(const char* path, const std::string& field) {
  std::ifstream file(path);
  std::string word;
  while (file >> word) {
    int64_t kilobytes = 0;
    if (word == field && file >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

}  // namespace

double ProcessCpuSeconds() { return Seconds(CLOCK_PROCESS_CPUTIME_ID); }
double ThreadCpuSeconds() { return Seconds(CLOCK_THREAD_CPUTIME_ID); }

int64_t ResidentBytes() {
  malloc_trim(0);
  return BytesFrom("/proc/self/smaps_rollup", "Rss:");
}

HeapUse CurrentHeapUse() {
  const auto use = mallinfo2();  // of all arenas
  return {.used = static_cast<int64_t>(use.uordblks + use.hblkhd),
          .free = static_cast<int64_t>(use.fordblks)};
}

int64_t PeakResidentBytes() { return BytesFrom("/proc/self/status", "VmHWM:"); }

}  // namespace akin::bench
