#include "common/redis/redis_client.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

Counter CallsWith(Metrics& metrics, const std::string& result) {
  return metrics.GetCounter("akin_redis_calls_total",
                            "Redis calls by result; refused means the circuit was open.",
                            {{"result", result}});
}

absl::optional<std::string> TextOrNothing(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_STRING) return absl::nullopt;
  return std::string(reply.str, reply.len);
}

std::vector<absl::string_view> WithName(absl::string_view name,
                                        const std::vector<absl::string_view>& keys) {
  std::vector<absl::string_view> command = {name};
  command.insert(command.end(), keys.begin(), keys.end());
  return command;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisClient>> RedisClient::Create(const Options& options,
                                                                 const Clock& clock,
                                                                 Metrics& metrics) {
  ASSIGN_OR_RETURN(RedisAddress address, ParseRedisAddress(options.address));
  return std::unique_ptr<RedisClient>(new RedisClient(options, std::move(address), clock, metrics));
}

RedisClient::RedisClient(const Options& options, RedisAddress address, const Clock& clock,
                         Metrics& metrics)
    : options_(options),
      address_(std::move(address)),
      breaker_(options.breaker, clock, std::mt19937_64(std::random_device()())),
      pool_(options.max_connections, [this] { return Connect(); }),
      succeeded_(CallsWith(metrics, "ok")),
      failed_(CallsWith(metrics, "failed")),
      refused_(CallsWith(metrics, "refused")),
      circuit_open_(metrics.GetGauge("akin_redis_circuit_open", "1 while Redis counts as down.")),
      seconds_(metrics.GetHistogram("akin_redis_call_seconds", "Time of Redis calls tried.")) {}

absl::Status RedisClient::Ping() { return Call({"PING"}).status(); }

absl::StatusOr<absl::optional<std::string>> RedisClient::Get(absl::string_view key) {
  ASSIGN_OR_RETURN(RedisReplyPtr reply, Call({"GET", key}));
  return TextOrNothing(*reply);
}

absl::StatusOr<std::vector<absl::optional<std::string>>> RedisClient::MGet(
    const std::vector<absl::string_view>& keys) {
  std::vector<absl::optional<std::string>> values;
  if (keys.empty()) return values;
  ASSIGN_OR_RETURN(RedisReplyPtr reply, Call(WithName("MGET", keys)));
  if (reply->type != REDIS_REPLY_ARRAY || reply->elements != keys.size()) {
    return absl::UnavailableError("redis: MGET answered with another number of values");
  }
  for (size_t i = 0; i < reply->elements; ++i) values.push_back(TextOrNothing(*reply->element[i]));
  return values;
}

absl::Status RedisClient::SetWithTtl(absl::string_view key, absl::string_view value,
                                     absl::Duration ttl) {
  if (ttl <= absl::ZeroDuration()) return absl::OkStatus();
  // A year is for ever here, and Redis refuses what overflows its clock.
  const absl::Duration bounded =
      std::min(absl::Ceil(ttl, absl::Milliseconds(1)), absl::Hours(24 * 365));
  return Call({"SET", key, value, "PX", absl::StrCat(absl::ToInt64Milliseconds(bounded))}).status();
}

absl::Status RedisClient::Del(const std::vector<absl::string_view>& keys) {
  return keys.empty() ? absl::OkStatus() : Call(WithName("DEL", keys)).status();
}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisClient::Connect() const {
  const RedisDeadline deadline = RedisDeadlineIn(options_.connect_timeout);
  ASSIGN_OR_RETURN(auto connection, RedisConnection::Open(address_, deadline));
  if (!options_.password.empty()) {
    RETURN_IF_ERROR(connection->Call({"AUTH", options_.password}, deadline).status());
  }
  return connection;
}

absl::StatusOr<RedisReplyPtr> RedisClient::Call(const Command& command) {
  if (!breaker_.Allow()) {
    refused_.Increment();
    return absl::UnavailableError("redis: circuit open after failures in a row");
  }
  absl::StatusOr<RedisReplyPtr> reply = Try(command);
  reply.ok() ? NoteSuccess() : NoteFailure(reply.status());
  return reply;
}

void RedisClient::NoteSuccess() {
  succeeded_.Increment();
  if (!breaker_.ReportSuccess()) return;
  circuit_open_.Set(0);
  Log(Severity::kInfo, "Redis is back", {{"redis", options_.address}});
}

void RedisClient::NoteFailure(const absl::Status& status) {
  failed_.Increment();
  if (!breaker_.ReportFailure()) return;
  circuit_open_.Set(1);
  Log(Severity::kWarning, "Redis counts as down after failures in a row",
      {{"redis", options_.address}, {"last_error", status.message()}});
}

absl::StatusOr<RedisReplyPtr> RedisClient::Try(const Command& command) {
  const RedisDeadline started = std::chrono::steady_clock::now();
  const RedisDeadline deadline = RedisDeadlineIn(options_.timeout);
  ASSIGN_OR_RETURN(auto connection, pool_.Acquire(deadline));
  absl::StatusOr<RedisReplyPtr> reply = connection->Call(command, deadline);
  pool_.Release(std::move(connection));
  seconds_.Observe(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
  return reply;
}

}  // namespace akin
