#include "tests/load/processes.h"

#include <sched.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace akin::load {
namespace {

namespace fs = std::filesystem;

int CountEntries(const std::string& folder) {
  std::error_code error;
  const fs::directory_iterator entries(folder, error);
  return static_cast<int>(std::distance(fs::begin(entries), fs::end(entries)));
}

}  // namespace

ProcessState StateOf(pid_t pid) {
  const std::string folder = absl::StrCat("/proc/", pid);
  ProcessState state;
  state.open_files = CountEntries(folder + "/fd");
  state.threads = CountEntries(folder + "/task");
  std::ifstream status(folder + "/status");
  for (std::string word; status >> word;) {
    int64_t kilobytes = 0;
    if (word == "VmRSS:" && status >> kilobytes) state.resident_bytes = kilobytes * 1024;
  }
  return state;
}

void KeepOnProcessors(const std::vector<int>& processors) {
  if (processors.empty()) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int processor : processors) CPU_SET(processor, &set);
  for (const auto& thread : fs::directory_iterator("/proc/self/task")) {
    int id = 0;
    if (absl::SimpleAtoi(thread.path().filename().string(), &id)) {
      sched_setaffinity(id, sizeof(set), &set);
    }
  }
}

}  // namespace akin::load
