#ifndef AKIN_COMMON_REDIS_REDIS_CONNECTION_H_
#define AKIN_COMMON_REDIS_REDIS_CONNECTION_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/redis/redis_address.h"

struct redisContext;
struct redisReply;

namespace akin {

// When a call must be over: on the monotonic clock, since it bounds real waiting.
using RedisDeadline = std::chrono::steady_clock::time_point;
RedisDeadline RedisDeadlineIn(absl::Duration timeout);

struct RedisReplyDeleter {
  void operator()(redisReply* reply) const;
};
using RedisReplyPtr = std::unique_ptr<redisReply, RedisReplyDeleter>;

// One connection. hiredis formats and parses; waiting is done here, with poll, so that a whole call
// is bounded, not each read of it. Thread-compatible.
class RedisConnection {
 public:
  // Resolves the host anew and connects; UNAVAILABLE when this cannot be done within `timeout`, in
  // which resolving does not count: call it where waiting is free.
  static absl::StatusOr<std::unique_ptr<RedisConnection>> Open(const RedisAddress& address,
                                                               absl::Duration timeout);

  // Sends one command and waits for its reply. A reply that is an error becomes RedisErrorStatus.
  // UNAVAILABLE when it broke off, by time or the server; ABORTED when it did so over more than
  // ValueSizeLimit::kSmallBytes. INTERNAL for bytes that are no reply. After any failure InSync
  // tells whether the connection may be used again.
  absl::StatusOr<RedisReplyPtr> Call(const std::vector<absl::string_view>& command,
                                     RedisDeadline deadline);

  // False if the server has hung up, has said what nobody asked for, or a call broke off and its
  // reply may still come.
  bool InSync() const;

  // From here on it is not in sync: what the server said makes no sense.
  void Distrust() { broken_ = true; }

  // When its address was looked up.
  RedisDeadline opened_at() const { return opened_at_; }

 private:
  struct ContextDeleter {
    void operator()(redisContext* context) const;
  };
  using ContextPtr = std::unique_ptr<redisContext, ContextDeleter>;

  RedisConnection(ContextPtr context, RedisDeadline opened_at);

  absl::Status Send(absl::string_view bytes, RedisDeadline deadline);
  absl::StatusOr<RedisReplyPtr> Receive(RedisDeadline deadline, size_t& moved);

  const ContextPtr context_;
  const RedisDeadline opened_at_;
  bool broken_ = false;
};

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_CONNECTION_H_
