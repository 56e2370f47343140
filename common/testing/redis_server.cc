#include "common/testing/redis_server.h"

#include <hiredis/hiredis.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "common/redis/redis_connection.h"

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

}  // namespace

bool RedisServer::Available() {
  return std::system("command -v redis-server > /dev/null 2>&1") == 0;
}

RedisServer::RedisServer(std::vector<std::string> flags)
    : folder_(MakeTempFolder()), socket_path_(folder_ + "/redis.sock"), flags_(std::move(flags)) {
  Start();
}

RedisServer::~RedisServer() {
  Kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void RedisServer::Start() {
  std::vector<std::string> argv = {
      "redis-server", "--port", "0", "--unixsocket", socket_path_, "--dir",
      folder_,        "--save", "",  "--appendonly", "no"};
  argv.insert(argv.end(), flags_.begin(), flags_.end());
  process_ = std::make_unique<ChildProcess>(argv);
  for (int tries = 0; !Answers(); ++tries) {
    if (tries == 1'000 || !process_->IsRunning()) Die("redis-server did not start");
    usleep(10'000);
  }
}

std::string RedisServer::Operate(const std::vector<absl::string_view>& command) const {
  constexpr absl::Duration kTimeout = absl::Seconds(20);
  auto connection = RedisConnection::Open(*ParseRedisAddress(address()), kTimeout);
  if (!connection.ok()) return connection.status().ToString();
  const auto reply = (*connection)->Call(command, RedisDeadlineIn(kTimeout));
  if (!reply.ok()) return reply.status().ToString();
  return (*reply)->str == nullptr ? "" : std::string((*reply)->str, (*reply)->len);
}

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

MovableRedisAddress::MovableRedisAddress(const RedisServer& server)
    : folder_(MakeTempFolder()), link_(folder_ + "/redis.sock") {
  LeadTo(server);
}

MovableRedisAddress::~MovableRedisAddress() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void MovableRedisAddress::LeadTo(const RedisServer& server) {
  // Renamed over the old one, so that at no time it leads nowhere.
  const std::string next = link_ + ".next";
  std::filesystem::create_symlink(ParseRedisAddress(server.address())->unix_path, next);
  std::filesystem::rename(next, link_);
}

}  // namespace akin
