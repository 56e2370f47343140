#ifndef AKIN_COMMON_REDIS_REDIS_CLIENT_H_
#define AKIN_COMMON_REDIS_REDIS_CLIENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/metrics/metrics.h"
#include "common/redis/circuit_breaker.h"
#include "common/redis/redis_connection.h"
#include "common/redis/redis_pool.h"
#include "common/time/clock.h"

struct redisReply;

namespace akin {

// A Redis that may be slow, restarting or gone without slowing its callers. Every failure is
// UNAVAILABLE and takes at most `timeout`; after some in a row, calls are refused at once until a
// probe succeeds. The status tells what Redis said: log it, do not send it to clients. Thread-safe.
class RedisClient {
 public:
  struct Options {
    // See ParseRedisAddress. Redis need not be there yet.
    std::string address;
    // Sent with AUTH on each new connection, if set.
    std::string password;
    // Callers beyond this many wait for a connection, within their timeout.
    int max_connections = 8;
    // Bounds a whole call: waiting for a connection, sending, the reply.
    absl::Duration timeout = absl::Milliseconds(5);
    // Bounds opening a connection, for which calls wait no longer than for all else.
    absl::Duration connect_timeout = absl::Milliseconds(100);
    CircuitBreaker::Options breaker;
  };

  // Connects on first use. INVALID_ARGUMENT for a bad address.
  static absl::StatusOr<std::unique_ptr<RedisClient>> Create(const Options& options,
                                                             const Clock& clock, Metrics& metrics);

  absl::Status Ping();

  // The value, or nothing if there is none.
  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key);

  // The values in the order of `keys`.
  absl::StatusOr<std::vector<absl::optional<std::string>>> MGet(
      const std::vector<absl::string_view>& keys);

  // `ttl` is rounded up to a millisecond; one that has passed stores nothing and is OK.
  absl::Status SetWithTtl(absl::string_view key, absl::string_view value, absl::Duration ttl);

  // OK also for keys that were not there.
  absl::Status Del(const std::vector<absl::string_view>& keys);

 private:
  using Command = std::vector<absl::string_view>;

  RedisClient(const Options& options, RedisAddress address, const Clock& clock, Metrics& metrics);

  absl::StatusOr<std::unique_ptr<RedisConnection>> Connect() const;
  absl::StatusOr<RedisReplyPtr> Call(const Command& command);
  absl::StatusOr<RedisReplyPtr> Try(const Command& command);
  void NoteSuccess();
  void NoteFailure(const absl::Status& status);

  const Options options_;
  const RedisAddress address_;
  CircuitBreaker breaker_;
  RedisPool pool_;
  Counter succeeded_;
  Counter failed_;
  Counter refused_;
  Gauge circuit_open_;
  Histogram seconds_;
};

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_CLIENT_H_
