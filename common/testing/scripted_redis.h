#ifndef AKIN_COMMON_TESTING_SCRIPTED_REDIS_H_
#define AKIN_COMMON_TESTING_SCRIPTED_REDIS_H_

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace akin {

// What says that it is a Redis, on a port of 127.0.0.1, and answers as a test wants: with errors
// that a real one is hard to bring to, too little, too much, or no Redis' answers at all.
//
//   ScriptedRedis redis([](const auto& command) { return command[0] == "GET" ? "$-1\r\n" : ""; });
class ScriptedRedis {
 public:
  // The bytes to answer a command with, none for silence. Called on one thread of the server's.
  using Script = std::function<std::string(const std::vector<std::string>& command)>;

  explicit ScriptedRedis(Script script);
  // Hangs up on everyone.
  ~ScriptedRedis();
  ScriptedRedis(const ScriptedRedis&) = delete;
  ScriptedRedis& operator=(const ScriptedRedis&) = delete;

  // For RedisClient.
  std::string address() const;

  // So far.
  int connections() const { return connections_; }
  int commands() const { return commands_; }

 private:
  struct Client;

  void Serve();
  bool Answer(Client& client);

  const Script script_;
  int listener_;
  int port_;
  int wake_[2];  // A pipe whose closing ends the thread.
  std::atomic<int> connections_ = 0;
  std::atomic<int> commands_ = 0;
  std::thread thread_;
};

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_SCRIPTED_REDIS_H_
