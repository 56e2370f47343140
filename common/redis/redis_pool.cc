#include "common/redis/redis_pool.h"

#include <algorithm>
#include <utility>

#include "common/status/status_macros.h"

namespace akin {

RedisPool::RedisPool(int max_connections, Opener opener)
    : max_connections_(std::max(max_connections, 1)),
      opener_(std::move(opener)),
      opening_thread_([this] { OpenConnections(); }) {}

RedisPool::~RedisPool() {
  {
    MutexLock lock(mu_);
    ending_ = true;
  }
  demand_.NotifyAll();
  opening_thread_.join();
}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisPool::Acquire(RedisDeadline deadline) {
  while (true) {
    ASSIGN_OR_RETURN(ConnectionPtr connection, AwaitIdle(deadline));
    if (connection->InSync()) return connection;
    // Redis was restarted, or dropped an idle client: no reason to fail the call.
    Discard(std::move(connection));
  }
}

void RedisPool::Release(ConnectionPtr connection) {
  if (connection->InSync()) {
    MutexLock lock(mu_);
    if (!IsRetired(*connection)) idle_.push_back(std::move(connection));
  }
  if (connection != nullptr) return Discard(std::move(connection));
  arrival_.NotifyOne();
}

void RedisPool::Retire(const RedisConnection& connection) {
  RetireOpenedSince(connection.opened_at());
}

void RedisPool::RetireAll() { RetireOpenedSince(RedisDeadline::max()); }

void RedisPool::RetireOpenedSince(RedisDeadline opened_at) {
  std::vector<ConnectionPtr> retired;  // Closed without the lock.
  {
    MutexLock lock(mu_);
    if (opened_at <= retired_until_) return;
    retired_until_ = std::chrono::steady_clock::now();
    retired.swap(idle_);
    open_ -= static_cast<int>(retired.size());
  }
  demand_.NotifyOne();
}

bool RedisPool::IsRetired(const RedisConnection& connection) const {
  return connection.opened_at() <= retired_until_;
}

absl::StatusOr<RedisPool::ConnectionPtr> RedisPool::AwaitIdle(RedisDeadline deadline) {
  MutexLock lock(mu_);
  const int64_t failures_before = failures_;
  ++waiting_;
  bool in_time = true;
  while (idle_.empty() && failures_ == failures_before && in_time) {
    demand_.NotifyOne();
    const auto left = deadline - std::chrono::steady_clock::now();
    in_time = left > left.zero() && arrival_.WaitFor(mu_, absl::FromChrono(left));
  }
  const bool failed = failures_ != failures_before;
  if (!failed) --waiting_;  // Else AddOpened has reset it.
  if (idle_.empty()) {
    return absl::UnavailableError(failed ? last_failure_ : "redis: no connection in time");
  }
  ConnectionPtr connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void RedisPool::Discard(ConnectionPtr connection) {
  connection.reset();
  {
    MutexLock lock(mu_);
    --open_;
  }
  demand_.NotifyOne();
}

void RedisPool::OpenConnections() {
  while (AwaitDemand()) AddOpened(opener_());
}

bool RedisPool::AwaitDemand() {
  MutexLock lock(mu_);
  while (!ending_ && (waiting_ <= static_cast<int>(idle_.size()) || open_ >= max_connections_)) {
    demand_.Wait(mu_);
  }
  if (!ending_) ++open_;
  return !ending_;
}

void RedisPool::AddOpened(absl::StatusOr<ConnectionPtr> opened) {
  {
    MutexLock lock(mu_);
    const bool usable = opened.ok() && !IsRetired(**opened);
    if (usable) {
      idle_.push_back(*std::move(opened));
    } else {
      --open_;
    }
    if (!opened.ok()) {
      ++failures_;
      waiting_ = 0;
      last_failure_ = std::string(opened.status().message());
    }
  }
  arrival_.NotifyAll();
}

}  // namespace akin
