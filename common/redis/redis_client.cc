#include "common/redis/redis_client.h"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/redis/redis_error.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

Counter CallsWith(Metrics& metrics, const std::string& result) {
  return metrics.GetCounter(
      "akin_redis_calls_total",
      "Redis calls by result; refused means the circuit was open, paused that Redis takes no "
      "writes, too_large that a value does not fit into the timeout.",
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

// A status as callers see it, to whom all failures are one.
absl::Status AsUnavailable(const absl::Status& status) {
  return status.ok() ? status : absl::UnavailableError(status.message());
}

bool TakesNoWrites(const absl::Status& status) {
  return absl::IsPermissionDenied(status) || absl::IsResourceExhausted(status);
}

absl::Status AsOfWrite(const absl::Status& status) {
  return TakesNoWrites(status) ? absl::ResourceExhaustedError(status.message())
                               : AsUnavailable(status);
}

absl::Status Authenticate(RedisConnection& connection, const std::vector<std::string>& auth,
                          RedisDeadline deadline) {
  const absl::Status status = connection.Call({auth.begin(), auth.end()}, deadline).status();
  // Whatever answered may repeat what it was sent.
  return absl::StrContains(status.message(), auth.back())
             ? absl::UnavailableError("redis: AUTH failed")
             : AsUnavailable(status);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisClient>> RedisClient::Create(const Options& options,
                                                                 const Clock& clock,
                                                                 Metrics& metrics) {
  ASSIGN_OR_RETURN(RedisAddress address, ParseRedisAddress(options.address));
  RETURN_IF_ERROR(CheckRedisCredentials(options.credentials));
  return std::unique_ptr<RedisClient>(new RedisClient(options, std::move(address), clock, metrics));
}

RedisClient::RedisClient(const Options& options, RedisAddress address, const Clock& clock,
                         Metrics& metrics)
    : options_(options),
      address_(std::move(address)),
      circuit_(options.breaker, clock,
               {.kind = "redis",
                .name = options.address,
                .when_opened = "Redis counts as down",
                .when_closed = "Redis is back"},
               metrics.GetGauge("akin_redis_circuit_open", "1 while Redis counts as down.")),
      writes_(options.breaker, clock,
              {.kind = "redis",
               .name = options.address,
               .when_opened = "Redis takes no writes; it is read only for now",
               .when_closed = "Redis takes writes again"},
              metrics.GetGauge("akin_redis_writes_paused",
                               "1 while Redis takes no writes, though it can be read.")),
      size_limit_(options.timeout, clock),
      pool_(options.max_connections, [this] { return Connect(); }),
      succeeded_(CallsWith(metrics, "ok")),
      failed_(CallsWith(metrics, "failed")),
      refused_(CallsWith(metrics, "refused")),
      paused_(CallsWith(metrics, "paused")),
      too_large_(CallsWith(metrics, "too_large")),
      seconds_(metrics.GetHistogram("akin_redis_call_seconds", "Time of Redis calls tried.")) {}

absl::Status RedisClient::Ping() {
  return AsUnavailable(Read({"PING"}, {REDIS_REPLY_STATUS}).status());
}

absl::StatusOr<absl::optional<std::string>> RedisClient::Get(absl::string_view key) {
  const auto reply = Read({"GET", key}, {REDIS_REPLY_STRING, REDIS_REPLY_NIL});
  if (absl::IsAborted(reply.status())) {
    Del({key}).IgnoreError();  // Lest every reader tries.
    return absl::nullopt;
  }
  if (!reply.ok()) return AsUnavailable(reply.status());
  return TextOrNothing(**reply);
}

absl::StatusOr<std::vector<absl::optional<std::string>>> RedisClient::MGet(
    const std::vector<absl::string_view>& keys) {
  std::vector<absl::optional<std::string>> values;
  if (keys.empty()) return values;
  const auto reply = Read(WithName("MGET", keys), {REDIS_REPLY_ARRAY});
  if (!reply.ok()) return AsUnavailable(reply.status());
  const redisReply& array = **reply;
  if (array.elements != keys.size()) {
    return absl::UnavailableError("redis: MGET answered with another number of values");
  }
  for (size_t i = 0; i < array.elements; ++i) values.push_back(TextOrNothing(*array.element[i]));
  return values;
}

absl::Status RedisClient::SetWithTtl(absl::string_view key, absl::string_view value,
                                     absl::Duration ttl) {
  if (ttl <= absl::ZeroDuration()) return absl::OkStatus();
  if (!size_limit_.Allows(value.size())) {
    too_large_.Increment();
    return absl::OkStatus();
  }
  // A year is for ever here, and Redis refuses what overflows its clock.
  const absl::Duration bounded =
      std::min(absl::Ceil(ttl, absl::Milliseconds(1)), absl::Hours(24 * 365));
  const absl::Status status =
      Write({"SET", key, value, "PX", absl::StrCat(absl::ToInt64Milliseconds(bounded))},
            {REDIS_REPLY_STATUS});
  if (!absl::IsAborted(status)) return AsOfWrite(status);
  size_limit_.NoteTooLarge(value.size());
  return absl::OkStatus();
}

absl::Status RedisClient::Del(const std::vector<absl::string_view>& keys) {
  if (keys.empty()) return absl::OkStatus();
  return AsOfWrite(Write(WithName("DEL", keys), {REDIS_REPLY_INTEGER}));
}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisClient::Connect() const {
  ASSIGN_OR_RETURN(const std::vector<std::string> auth, RedisAuthCommand(options_.credentials));
  ASSIGN_OR_RETURN(auto connection, RedisConnection::Open(address_, options_.connect_timeout));
  if (!auth.empty()) {
    RETURN_IF_ERROR(Authenticate(*connection, auth, RedisDeadlineIn(options_.connect_timeout)));
  }
  return connection;
}

absl::StatusOr<RedisReplyPtr> RedisClient::Read(const Command& command, AnswerTypes types) {
  if (!circuit_.Allow()) return Refuse();
  absl::StatusOr<RedisReplyPtr> reply = Try(command, types);
  NoteRead(reply.status());
  return reply;
}

absl::Status RedisClient::Write(const Command& command, AnswerTypes types) {
  if (!writes_.Allow()) {
    paused_.Increment();
    return absl::ResourceExhaustedError("redis: takes no writes for now");
  }
  if (!circuit_.Allow()) {
    writes_.ReportNothing();
    return Refuse();
  }
  const absl::Status status = Try(command, types).status();
  NoteWrite(status);
  return status;
}

absl::Status RedisClient::Refuse() {
  refused_.Increment();
  return absl::UnavailableError("redis: circuit open");
}

void RedisClient::NoteRead(const absl::Status& status) {
  if (status.ok()) return circuit_.ReportSuccess();
  if (absl::IsAborted(status)) return circuit_.ReportNothing();
  if (IsOfWrongServer(status)) {
    circuit_.ReportRefusal(status);
  } else if (circuit_.ReportFailure(status)) {
    pool_.RetireAll();  // A server that vanished has left them all behind.
  }
}

void RedisClient::NoteWrite(const absl::Status& status) {
  if (status.ok()) {
    circuit_.ReportSuccess();
    writes_.ReportSuccess();
  } else if (TakesNoWrites(status)) {
    circuit_.ReportSuccess();
    writes_.ReportRefusal(status);
  } else if (absl::IsUnknown(status)) {
    circuit_.ReportNothing();
    writes_.ReportFailure(status);
  } else {
    NoteRead(status);
    writes_.ReportNothing();
  }
}

absl::StatusOr<RedisReplyPtr> RedisClient::Try(const Command& command, AnswerTypes types) {
  absl::StatusOr<RedisReplyPtr> reply = Exchange(command, types);
  const bool too_large = absl::IsAborted(reply.status());
  (reply.ok() ? succeeded_ : too_large ? too_large_ : failed_).Increment();
  return reply;
}

absl::StatusOr<RedisReplyPtr> RedisClient::Exchange(const Command& command, AnswerTypes types) {
  const RedisDeadline started = std::chrono::steady_clock::now();
  const RedisDeadline deadline = RedisDeadlineIn(options_.timeout);
  ASSIGN_OR_RETURN(auto connection, pool_.Acquire(deadline));
  absl::StatusOr<RedisReplyPtr> reply = connection->Call(command, deadline);
  if (reply.ok() && std::count(types.begin(), types.end(), (*reply)->type) == 0) {
    connection->Distrust();
    reply = absl::InternalError("redis: answers something else than it was asked");
  }
  if (IsOfWrongServer(reply.status())) pool_.Retire(*connection);
  pool_.Release(std::move(connection));
  seconds_.Observe(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
  return reply;
}

}  // namespace akin
