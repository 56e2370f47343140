#include "common/redis/redis_connection.h"

#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

absl::Status SystemError(absl::string_view what, int error) {
  return absl::UnavailableError(absl::StrCat("redis: ", what, ": ", std::strerror(error)));
}

// Waits until `fd` is ready for `events`, or hung up, which the next call on it will tell.
absl::Status AwaitReady(int fd, short events, RedisDeadline deadline) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd ready = {.fd = fd, .events = events, .revents = 0};
    const int count = poll(&ready, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (count > 0) return absl::OkStatus();
    if (count == 0) return absl::UnavailableError("redis: timeout");
    if (errno != EINTR) return SystemError("poll", errno);
  }
}

absl::Status AwaitConnected(int fd, RedisDeadline deadline) {
  RETURN_IF_ERROR(AwaitReady(fd, POLLOUT, deadline));
  int error = 0;
  socklen_t size = sizeof(error);
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  return error == 0 ? absl::OkStatus() : SystemError("connect", error);
}

struct CommandDeleter {
  void operator()(char* command) const { redisFreeCommand(command); }
};

std::string FormatCommand(const std::vector<absl::string_view>& command) {
  std::vector<const char*> words;
  std::vector<size_t> sizes;
  for (absl::string_view word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* bytes = nullptr;
  const int size =
      redisFormatCommandArgv(&bytes, static_cast<int>(words.size()), words.data(), sizes.data());
  std::unique_ptr<char, CommandDeleter> owned(bytes);
  return std::string(bytes, static_cast<size_t>(std::max(size, 0)));
}

}  // namespace

absl::StatusOr<RedisAddress> ParseRedisAddress(absl::string_view text) {
  const bool is_unix = absl::ConsumePrefix(&text, "unix:") || absl::StartsWith(text, "/");
  if (is_unix && !text.empty()) return RedisAddress{.host = {}, .unix_path = std::string(text)};
  const size_t colon = text.rfind(':');
  RedisAddress address;
  if (is_unix || colon == absl::string_view::npos || colon == 0 ||
      !absl::SimpleAtoi(text.substr(colon + 1), &address.port) || address.port < 1 ||
      address.port > 65'535) {
    return InvalidField("redis", absl::StrCat("\"", text, "\", want host:port or unix:/path"));
  }
  absl::string_view host = text.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  address.host = std::string(host);
  return address;
}

RedisDeadline RedisDeadlineIn(absl::Duration timeout) {
  return std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(timeout);
}

void RedisReplyDeleter::operator()(redisReply* reply) const { freeReplyObject(reply); }
void RedisConnection::ContextDeleter::operator()(redisContext* context) const {
  redisFree(context);
}

RedisConnection::RedisConnection(ContextPtr context) : context_(std::move(context)) {}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisConnection::Open(const RedisAddress& address,
                                                                       RedisDeadline deadline) {
  ContextPtr context(address.unix_path.empty()
                         ? redisConnectNonBlock(address.host.c_str(), address.port)
                         : redisConnectUnixNonBlock(address.unix_path.c_str()));
  if (context == nullptr) return absl::UnavailableError("redis: out of memory");
  if (context->err != 0) return absl::UnavailableError(absl::StrCat("redis: ", context->errstr));
  RETURN_IF_ERROR(AwaitConnected(context->fd, deadline));
  if (address.unix_path.empty()) {
    const int on = 1;
    setsockopt(context->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  return std::unique_ptr<RedisConnection>(new RedisConnection(std::move(context)));
}

absl::StatusOr<RedisReplyPtr> RedisConnection::Call(const std::vector<absl::string_view>& command,
                                                    RedisDeadline deadline) {
  broken_ = true;  // Until the reply is here.
  RETURN_IF_ERROR(Send(FormatCommand(command), deadline));
  ASSIGN_OR_RETURN(RedisReplyPtr reply, Receive(deadline));
  broken_ = false;
  if (reply->type == REDIS_REPLY_ERROR) {
    return absl::UnavailableError(absl::StrCat("redis: ", std::string(reply->str, reply->len)));
  }
  return reply;
}

bool RedisConnection::InSync() const {
  // Between calls a healthy server says nothing: what can be read is the end, or a stray reply.
  char byte;
  const ssize_t count = recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return !broken_ && count < 0 && errno == EAGAIN;
}

absl::Status RedisConnection::Send(absl::string_view bytes, RedisDeadline deadline) {
  while (!bytes.empty()) {
    // Not write(2), as hiredis does: a server that died would raise SIGPIPE.
    const ssize_t sent = send(context_->fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN) {
      RETURN_IF_ERROR(AwaitReady(context_->fd, POLLOUT, deadline));
    } else if (errno != EINTR) {
      return SystemError("send", errno);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<RedisReplyPtr> RedisConnection::Receive(RedisDeadline deadline) {
  char buffer[16 * 1024];
  while (true) {
    void* reply = nullptr;
    if (redisReaderGetReply(context_->reader, &reply) != REDIS_OK) {
      return absl::UnavailableError(absl::StrCat("redis: ", context_->reader->errstr));
    }
    if (reply != nullptr) return RedisReplyPtr(static_cast<redisReply*>(reply));
    RETURN_IF_ERROR(AwaitReady(context_->fd, POLLIN, deadline));
    const ssize_t count = recv(context_->fd, buffer, sizeof(buffer), 0);
    if (count == 0) return absl::UnavailableError("redis: connection closed by the server");
    if (count > 0) {
      redisReaderFeed(context_->reader, buffer, static_cast<size_t>(count));
    } else if (errno != EAGAIN && errno != EINTR) {
      return SystemError("recv", errno);
    }
  }
}

}  // namespace akin
