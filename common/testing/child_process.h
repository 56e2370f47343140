#ifndef AKIN_COMMON_TESTING_CHILD_PROCESS_H_
#define AKIN_COMMON_TESTING_CHILD_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace akin {

// A program that a test runs, signals and kills. Its standard output is dropped, its errors go
// where the test's go. It dies with the thread that started it, so that no test leaves one behind.
// One thread.
class ChildProcess {
 public:
  // argv[0] is a path, or is looked up in PATH; a program that cannot be started exits with 127.
  explicit ChildProcess(const std::vector<std::string>& argv);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool IsRunning();

  // kill -9, and waits until it is gone. Harmless when it is gone already.
  void Kill();
  // SIGTERM, and waits for the end: the exit code, or minus the signal that ended it.
  int Terminate();
  // SIGSTOP, and waits until it has really stopped; SIGCONT.
  void Pause();
  void Resume();

 private:
  // The status as waitpid gave it, once the process is gone.
  int AwaitEnd();

  pid_t pid_ = 0;
  bool ended_ = false;
  int wait_status_ = 0;
};

// A port of 127.0.0.1 that nobody listened on a moment ago.
int FreePort();

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_CHILD_PROCESS_H_
