#include "common/testing/child_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace akin {
namespace {

[[noreturn]] void Exec(const std::vector<char*>& argv) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;  // A test that blocks SIGTERM would hand that down.
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  execvp(argv[0], argv.data());
  _exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& argv) {
  std::vector<char*> words;  // Before fork: after it, memory may not be allocated.
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) Exec(words);
  if (pid_ < 0) {
    std::perror("fork");
    std::abort();
  }
}

ChildProcess::~ChildProcess() { Kill(); }

bool ChildProcess::IsRunning() {
  if (!ended_ && waitpid(pid_, &wait_status_, WNOHANG) != 0) ended_ = true;
  return !ended_;
}

void ChildProcess::Kill() {
  if (!ended_) kill(pid_, SIGKILL);
  AwaitEnd();
}

int ChildProcess::Terminate() {
  if (!ended_) kill(pid_, SIGTERM);
  const int status = AwaitEnd();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void ChildProcess::Pause() {
  kill(pid_, SIGSTOP);
  waitpid(pid_, nullptr, WUNTRACED);
}

void ChildProcess::Resume() { kill(pid_, SIGCONT); }

int ChildProcess::AwaitEnd() {
  if (!ended_) waitpid(pid_, &wait_status_, 0);
  ended_ = true;
  return wait_status_;
}

int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  close(fd);
  return ntohs(address.sin_port);
}

}  // namespace akin
