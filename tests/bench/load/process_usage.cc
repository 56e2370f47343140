#include "tests/bench/load/process_usage.h"

#include <malloc.h>
#include <sys/resource.h>

#include <fstream>
#include <string>

namespace akin::bench {
namespace {

double Seconds(const timeval& time) { return time.tv_sec + 1e-6 * time.tv_usec; }

}  // namespace

double ProcessCpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return Seconds(usage.ru_utime) + Seconds(usage.ru_stime);
}

int64_t ResidentBytes() {
  malloc_trim(0);
  std::ifstream file("/proc/self/smaps_rollup");
  std::string word;
  while (file >> word) {
    int64_t kilobytes = 0;
    if (word == "Rss:" && file >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

}  // namespace akin::bench
