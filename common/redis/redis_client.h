#ifndef AKIN_COMMON_REDIS_REDIS_CLIENT_H_
#define AKIN_COMMON_REDIS_REDIS_CLIENT_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/circuit/circuit_breaker.h"
#include "common/circuit/reported_circuit.h"
#include "common/metrics/metrics.h"
#include "common/redis/redis_connection.h"
#include "common/redis/redis_credentials.h"
#include "common/redis/redis_pool.h"
#include "common/redis/value_size_limit.h"
#include "common/time/clock.h"

namespace akin {

// A Redis that may be slow, restarting, replaced, full or gone without slowing its callers. Every
// failure is UNAVAILABLE and takes at most `timeout`; after some in a row, or one answer that says
// that this server does not serve us, calls are refused at once until a probe succeeds. Writes that
// it refuses while it can be read (see RedisErrorStatus) stop likewise on their own. A server that
// refuses may be the wrong one by now, so connections are opened anew, to where the address leads.
// The status tells what Redis said: log it, do not send it to clients. Thread-safe.
class RedisClient {
 public:
  struct Options {
    // See ParseRedisAddress. Redis need not be there yet. A single server or what looks like one:
    // redirections of a Redis Cluster are not followed, and Sentinels are not asked.
    std::string address;
    // For each new connection.
    RedisCredentials credentials = {};
    // Callers beyond this many wait for a connection, within their timeout.
    int max_connections = 8;
    // Bounds a whole call: waiting for a connection, sending, the reply.
    absl::Duration timeout = absl::Milliseconds(5);
    // Bounds opening a connection, for which calls wait no longer than for all else.
    absl::Duration connect_timeout = absl::Milliseconds(100);
    CircuitBreaker::Options breaker;
  };

  // Connects on first use. INVALID_ARGUMENT for a bad address or credentials.
  static absl::StatusOr<std::unique_ptr<RedisClient>> Create(const Options& options,
                                                             const Clock& clock, Metrics& metrics);

  absl::Status Ping();

  // The value, or nothing if there is none. One that is too large to arrive within the timeout is
  // removed and counts as none.
  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key);

  // The values in the order of `keys`.
  absl::StatusOr<std::vector<absl::optional<std::string>>> MGet(
      const std::vector<absl::string_view>& keys);

  // `ttl` is rounded up to a millisecond; one that has passed stores nothing and is OK, and so is a
  // value that is too large to be sent within the timeout. RESOURCE_EXHAUSTED while Redis takes no
  // writes, though it can be read.
  absl::Status SetWithTtl(absl::string_view key, absl::string_view value, absl::Duration ttl);

  // OK also for keys that were not there. RESOURCE_EXHAUSTED as of SetWithTtl.
  absl::Status Del(const std::vector<absl::string_view>& keys);

 private:
  using Command = std::vector<absl::string_view>;
  // The types that an answer to the command may have, of hiredis.
  using AnswerTypes = std::initializer_list<int>;

  RedisClient(const Options& options, RedisAddress address, const Clock& clock, Metrics& metrics);

  absl::StatusOr<std::unique_ptr<RedisConnection>> Connect() const;
  // If the circuits let it through, the answer of the kind that is wanted; the status otherwise,
  // with the codes of RedisConnection::Call, of which these tell the circuits.
  absl::StatusOr<RedisReplyPtr> Read(const Command& command, AnswerTypes types);
  absl::Status Write(const Command& command, AnswerTypes types);
  absl::Status Refuse();
  void NoteRead(const absl::Status& status);
  void NoteWrite(const absl::Status& status);
  absl::StatusOr<RedisReplyPtr> Try(const Command& command, AnswerTypes types);
  absl::StatusOr<RedisReplyPtr> Exchange(const Command& command, AnswerTypes types);

  const Options options_;
  const RedisAddress address_;
  ReportedCircuit circuit_;
  ReportedCircuit writes_;  // Closed, it still takes the other to let a write through.
  ValueSizeLimit size_limit_;
  RedisPool pool_;
  Counter succeeded_, failed_, refused_, paused_, too_large_;
  Histogram seconds_;
};

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_CLIENT_H_
