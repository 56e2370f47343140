#ifndef AKIN_COMMON_TESTING_REDIS_SERVER_H_
#define AKIN_COMMON_TESTING_REDIS_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/testing/child_process.h"

namespace akin {

// A real redis-server of a test's own, on a unix socket in a temporary folder, that the test may
// kill, pause and bring back. One thread; see ChildProcess.
//
//   if (!RedisServer::Available()) GTEST_SKIP() << "redis-server is not installed";
//   RedisServer redis;
//   client options: {.address = redis.address()}
class RedisServer {
 public:
  static bool Available();

  // Starts it and waits until it answers; a server that does not ends the test program.
  // `flags`: more for its command line.
  explicit RedisServer(std::vector<std::string> flags = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  // For RedisClient; stays the same after Kill and Start. "unix:/…"
  std::string address() const { return "unix:" + socket_path_; }

  // What an operator would type into redis-cli: the answer if it is a text, or the error.
  std::string Operate(const std::vector<absl::string_view>& command) const;

  // kill -9; what it held is lost.
  void Kill() { process_->Kill(); }
  // Starts it again, empty, after Kill.
  void Start();
  // SIGSTOP: connections are accepted by the kernel, and nothing answers, until Resume.
  void Pause() { process_->Pause(); }
  void Resume() { process_->Resume(); }

 private:
  bool Answers() const;

  const std::string folder_;
  const std::string socket_path_;
  const std::vector<std::string> flags_;
  std::unique_ptr<ChildProcess> process_;
};

// An address that leads to one server now and to another later, as a platform's does when it
// replaces a master; connections stay where they are.
class MovableRedisAddress {
 public:
  explicit MovableRedisAddress(const RedisServer& server);
  ~MovableRedisAddress();
  MovableRedisAddress(const MovableRedisAddress&) = delete;
  MovableRedisAddress& operator=(const MovableRedisAddress&) = delete;

  // For RedisClient. "unix:/…"
  std::string text() const { return "unix:" + link_; }

  void LeadTo(const RedisServer& server);

 private:
  const std::string folder_;
  const std::string link_;
};

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_REDIS_SERVER_H_
