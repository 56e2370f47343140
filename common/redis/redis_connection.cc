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

#include "absl/strings/str_cat.h"
#include "common/redis/redis_error.h"
#include "common/redis/value_size_limit.h"
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

// What breaks off tells that the server is slow or gone, unless many bytes were under way.
absl::Status OrTooLarge(const absl::Status& status, size_t moved) {
  if (!absl::IsUnavailable(status) || moved <= ValueSizeLimit::kSmallBytes) return status;
  return absl::AbortedError(status.message());
}

// Between calls the kernel asks whether the other side is still there, so that a connection whose
// server vanished, or which a load balancer forgot, is found closed rather than timing out.
void SetTcpOptions(int fd) {
  const auto set = [fd](int level, int option, int value) {
    setsockopt(fd, level, option, &value, sizeof(value));
  };
  set(IPPROTO_TCP, TCP_NODELAY, 1);
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 30);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 5);
  set(IPPROTO_TCP, TCP_KEEPCNT, 3);
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

RedisDeadline RedisDeadlineIn(absl::Duration timeout) {
  return std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(timeout);
}

void RedisReplyDeleter::operator()(redisReply* reply) const { freeReplyObject(reply); }
void RedisConnection::ContextDeleter::operator()(redisContext* context) const {
  redisFree(context);
}

RedisConnection::RedisConnection(ContextPtr context, RedisDeadline opened_at)
    : context_(std::move(context)), opened_at_(opened_at) {}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisConnection::Open(const RedisAddress& address,
                                                                       absl::Duration timeout) {
  const RedisDeadline opened_at = std::chrono::steady_clock::now();
  ContextPtr context(address.unix_path.empty()
                         ? redisConnectNonBlock(address.host.c_str(), address.port)
                         : redisConnectUnixNonBlock(address.unix_path.c_str()));
  if (context == nullptr) return absl::UnavailableError("redis: out of memory");
  if (context->err != 0) return absl::UnavailableError(absl::StrCat("redis: ", context->errstr));
  RETURN_IF_ERROR(AwaitConnected(context->fd, RedisDeadlineIn(timeout)));
  if (address.unix_path.empty()) SetTcpOptions(context->fd);
  return std::unique_ptr<RedisConnection>(new RedisConnection(std::move(context), opened_at));
}

absl::StatusOr<RedisReplyPtr> RedisConnection::Call(const std::vector<absl::string_view>& command,
                                                    RedisDeadline deadline) {
  broken_ = true;  // Until the reply is here.
  const std::string bytes = FormatCommand(command);
  size_t moved = bytes.size();
  RETURN_IF_ERROR(OrTooLarge(Send(bytes, deadline), moved));
  absl::StatusOr<RedisReplyPtr> reply = Receive(deadline, moved);
  RETURN_IF_ERROR(OrTooLarge(reply.status(), moved));
  broken_ = false;
  if ((*reply)->type == REDIS_REPLY_ERROR) return RedisErrorStatus({(*reply)->str, (*reply)->len});
  return reply;
}

bool RedisConnection::InSync() const {
  // Between calls a healthy server says nothing: what was read too much is a stray reply, and what
  // can be read is one too, or the end.
  if (broken_ || context_->reader->pos != context_->reader->len) return false;
  char byte;
  return recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
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

absl::StatusOr<RedisReplyPtr> RedisConnection::Receive(RedisDeadline deadline, size_t& moved) {
  char buffer[16 * 1024];
  while (true) {
    void* reply = nullptr;
    if (redisReaderGetReply(context_->reader, &reply) != REDIS_OK) {
      return absl::InternalError(absl::StrCat("redis: ", context_->reader->errstr));
    }
    if (reply != nullptr) return RedisReplyPtr(static_cast<redisReply*>(reply));
    RETURN_IF_ERROR(AwaitReady(context_->fd, POLLIN, deadline));
    const ssize_t count = recv(context_->fd, buffer, sizeof(buffer), 0);
    if (count == 0) return absl::UnavailableError("redis: connection closed by the server");
    if (count > 0) {
      moved += static_cast<size_t>(count);
      redisReaderFeed(context_->reader, buffer, static_cast<size_t>(count));
    } else if (errno != EAGAIN && errno != EINTR) {
      return SystemError("recv", errno);
    }
  }
}

}  // namespace akin
