#ifndef AKIN_COMMON_REDIS_REDIS_CONNECTION_H_
#define AKIN_COMMON_REDIS_REDIS_CONNECTION_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

struct redisContext;
struct redisReply;

namespace akin {

// Where a Redis listens.
struct RedisAddress {
  std::string host;
  int port = 0;
  std::string unix_path;  // When set, host and port are not.
};

// "host:port", "[v6]:port", "/path/of/socket" or "unix:/path/of/socket". INVALID_ARGUMENT
// otherwise.
absl::StatusOr<RedisAddress> ParseRedisAddress(absl::string_view text);

// When a call must be over: on the monotonic clock, since it bounds real waiting.
using RedisDeadline = std::chrono::steady_clock::time_point;
RedisDeadline RedisDeadlineIn(absl::Duration timeout);

struct RedisReplyDeleter {
  void operator()(redisReply* reply) const;
};
using RedisReplyPtr = std::unique_ptr<redisReply, RedisReplyDeleter>;

// One connection. hiredis formats and parses; waiting is done here, with poll, so that a whole call
// is bounded, not each read of it. Every failure is UNAVAILABLE. Thread-compatible.
class RedisConnection {
 public:
  // Connects. Resolving a host name is not bounded by `deadline`, so call it where waiting is free.
  static absl::StatusOr<std::unique_ptr<RedisConnection>> Open(const RedisAddress& address,
                                                               RedisDeadline deadline);

  // Sends one command and waits for its reply; a reply that is a Redis error becomes UNAVAILABLE.
  // After any failure InSync tells whether the connection may be used again.
  absl::StatusOr<RedisReplyPtr> Call(const std::vector<absl::string_view>& command,
                                     RedisDeadline deadline);

  // False if the server has hung up, or a call broke off and its reply may still come.
  bool InSync() const;

 private:
  struct ContextDeleter {
    void operator()(redisContext* context) const;
  };
  using ContextPtr = std::unique_ptr<redisContext, ContextDeleter>;

  explicit RedisConnection(ContextPtr context);

  absl::Status Send(absl::string_view bytes, RedisDeadline deadline);
  absl::StatusOr<RedisReplyPtr> Receive(RedisDeadline deadline);

  const ContextPtr context_;
  bool broken_ = false;
};

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_CONNECTION_H_
