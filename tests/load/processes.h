#ifndef AKIN_TESTS_LOAD_PROCESSES_H_
#define AKIN_TESTS_LOAD_PROCESSES_H_

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace akin::load {

// What a process holds of the machine, from /proc.
struct ProcessState {
  int64_t resident_bytes = 0;
  int open_files = 0;
  int threads = 0;
};
ProcessState StateOf(pid_t pid);

// Keeps all threads of this process, and what they start, on these processors; does nothing without
// any.
void KeepOnProcessors(const std::vector<int>& processors);

}  // namespace akin::load

#endif  // AKIN_TESTS_LOAD_PROCESSES_H_
