#include "common/testing/redis_server.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace akin {
namespace {

[[noreturn]] void Die(const char* what) {
  std::perror(what);
  std::abort();
}

std::string MakeTempFolder() {
  std::string path = (std::filesystem::temp_directory_path() / "akin-redis-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) Die("mkdtemp");
  return path;
}

[[noreturn]] void ExecRedis(const std::string& folder, const std::string& socket_path) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket_path.c_str(),
         "--dir", folder.c_str(), "--save", "", "--appendonly", "no", static_cast<char*>(nullptr));
  _exit(127);
}

}  // namespace

bool RedisServer::Available() {
  return std::system("command -v redis-server > /dev/null 2>&1") == 0;
}

RedisServer::RedisServer() : folder_(MakeTempFolder()), socket_path_(folder_ + "/redis.sock") {
  Start();
}

RedisServer::~RedisServer() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void RedisServer::Start() {
  pid_ = fork();
  if (pid_ < 0) Die("fork");
  if (pid_ == 0) ExecRedis(folder_, socket_path_);
  for (int tries = 0; !Answers(); ++tries) {
    if (tries == 1'000 || waitpid(pid_, nullptr, WNOHANG) != 0) Die("redis-server did not start");
    usleep(10'000);
  }
}

void RedisServer::Kill() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void RedisServer::Pause() {
  kill(pid_, SIGSTOP);
  // Until it has really stopped: the signal is not delivered at once.
  waitpid(pid_, nullptr, WUNTRACED);
}

void RedisServer::Resume() { kill(pid_, SIGCONT); }

bool RedisServer::Answers() const {
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_path_.c_str(), sizeof(address.sun_path) - 1);
  char reply[8] = {};
  const bool answers = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
                       send(fd, "PING\r\n", 6, MSG_NOSIGNAL) == 6 &&
                       read(fd, reply, sizeof(reply)) >= 5 && std::strncmp(reply, "+PONG", 5) == 0;
  close(fd);
  return answers;
}

}  // namespace akin
