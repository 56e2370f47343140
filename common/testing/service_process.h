#ifndef AKIN_COMMON_TESTING_SERVICE_PROCESS_H_
#define AKIN_COMMON_TESTING_SERVICE_PROCESS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/testing/child_process.h"

namespace akin {

// One of our programs as a process of its own, listening on 127.0.0.1, for tests from outside. One
// thread; see ChildProcess.
class ServiceProcess {
 public:
  // Starts $AKIN_BIN_DIR/`program` with `flags` and --listen; a program that does not come to
  // listen ends the test program.
  ServiceProcess(absl::string_view program, std::vector<std::string> flags);

  // "127.0.0.1:port"; stays the same after Start.
  const std::string& address() const { return address_; }

  // Another one after each start.
  pid_t pid() const { return process_->pid(); }

  bool IsRunning() { return process_->IsRunning(); }
  void Kill() { process_->Kill(); }
  int Terminate() { return process_->Terminate(); }
  void Pause() { process_->Pause(); }
  void Resume() { process_->Resume(); }
  // Again, after Kill or Terminate.
  void Start();

 private:
  bool Listens() const;

  const int port_;
  const std::string address_;
  std::vector<std::string> argv_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_SERVICE_PROCESS_H_
