#ifndef AKIN_COMMON_REDIS_REDIS_POOL_H_
#define AKIN_COMMON_REDIS_REDIS_POOL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "common/redis/redis_connection.h"
#include "common/sync/mutex.h"

namespace akin {

// A bounded set of connections. A thread of the pool's own opens them, so that a slow name server
// or a dropped packet costs a caller no more than its deadline. Thread-safe.
class RedisPool {
 public:
  using Opener = std::function<absl::StatusOr<std::unique_ptr<RedisConnection>>()>;

  RedisPool(int max_connections, Opener opener);
  ~RedisPool();
  RedisPool(const RedisPool&) = delete;
  RedisPool& operator=(const RedisPool&) = delete;

  // A connection in sync with its server, to be returned with Release. UNAVAILABLE when none was
  // free or could be opened in time.
  absl::StatusOr<std::unique_ptr<RedisConnection>> Acquire(RedisDeadline deadline);

  // Takes a connection back; closes it if it is no longer in sync, or retired.
  void Release(std::unique_ptr<RedisConnection> connection);

  // The connection, which is in use, leads to the wrong server, and so may all that were opened
  // until now: none of them is used again. Does nothing if that is known already.
  void Retire(const RedisConnection& connection);
  // The same without one that proves it.
  void RetireAll();

 private:
  using ConnectionPtr = std::unique_ptr<RedisConnection>;

  absl::StatusOr<ConnectionPtr> AwaitIdle(RedisDeadline deadline);
  void Discard(ConnectionPtr connection);
  void RetireOpenedSince(RedisDeadline opened_at);
  bool IsRetired(const RedisConnection& connection) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  void OpenConnections();
  bool AwaitDemand();
  void AddOpened(absl::StatusOr<ConnectionPtr> opened);

  const int max_connections_;
  const Opener opener_;
  Mutex mu_;
  CondVar demand_;   // For the opening thread: somebody waits, or the pool ends.
  CondVar arrival_;  // For callers: a connection is idle, or opening one has failed.
  std::vector<ConnectionPtr> idle_ ABSL_GUARDED_BY(mu_);
  int open_ ABSL_GUARDED_BY(mu_) = 0;  // Idle, in use, or being opened.
  int waiting_ ABSL_GUARDED_BY(mu_) = 0;
  RedisDeadline retired_until_ ABSL_GUARDED_BY(mu_) = RedisDeadline::min();
  // Each failure to open is told to all who wait at that moment.
  int64_t failures_ ABSL_GUARDED_BY(mu_) = 0;
  std::string last_failure_ ABSL_GUARDED_BY(mu_);
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  std::thread opening_thread_;
};

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_POOL_H_
