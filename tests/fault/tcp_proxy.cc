#include "tests/fault/tcp_proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

constexpr size_t kChunk = 64 << 10;
constexpr size_t kSlowChunk = 512;
constexpr int kSlowPauseMicros = 5'000;
constexpr int kTickMillis = 5;

sockaddr_in LoopbackAddress(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void Prepare(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

int ConnectTo(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = LoopbackAddress(port);
  if (port != 0 && connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    Prepare(fd);
    return fd;
  }
  close(fd);
  return -1;
}

// One direction of a connection: bytes that were read and not yet written.
struct Pipe {
  int from;
  int to;
  std::string waiting = {};

  bool Flush(size_t at_most) {
    const size_t size = std::min(waiting.size(), at_most);
    const ssize_t sent = size == 0 ? 0 : send(to, waiting.data(), size, MSG_NOSIGNAL);
    if (sent > 0) waiting.erase(0, static_cast<size_t>(sent));
    return sent >= 0 || errno == EAGAIN;
  }

  bool Fill(size_t at_most) {
    if (!waiting.empty()) return true;
    char bytes[kChunk];
    const ssize_t got = recv(from, bytes, at_most, 0);
    if (got > 0) waiting.assign(bytes, static_cast<size_t>(got));
    return got > 0 || (got < 0 && errno == EAGAIN);
  }

  bool Move(size_t at_most) { return Flush(at_most) && Fill(at_most) && Flush(at_most); }
};

}  // namespace

struct TcpProxy::Connection {
  Connection(int client, int server)
      : client(client), server(server), there{client, server}, back{server, client} {}
  ~Connection() {
    const linger hard = {1, 0};
    for (const int fd : {client, server}) {
      if (reset) setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
      close(fd);
    }
  }

  const int client;
  const int server;
  Pipe there;
  Pipe back;
  bool reset = false;
};

TcpProxy::TcpProxy() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = LoopbackAddress(0);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("tcp proxy");
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  Prepare(listener_);
  thread_ = std::thread([this] { Serve(); });
}

TcpProxy::~TcpProxy() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
  }
  thread_.join();
  connections_.clear();
  close(listener_);
}

std::string TcpProxy::address() const { return absl::StrCat("127.0.0.1:", port_); }

void TcpProxy::LeadTo(const std::string& server) {
  MutexLock lock(mu_);
  if (!absl::SimpleAtoi(server.substr(server.rfind(':') + 1), &server_port_)) std::abort();
}

void TcpProxy::Set(Way way) {
  MutexLock lock(mu_);
  way_ = way;
}

void TcpProxy::Reset() {
  MutexLock lock(mu_);
  reset_ = true;
}

void TcpProxy::Serve() {
  while (true) {
    const Way way = TakeOrders();
    {
      MutexLock lock(mu_);
      if (stopping_) return;
    }
    Accept();
    if (way == Way::kCut) connections_.clear();
    for (auto it = connections_.begin(); it != connections_.end();)
      it = Forward(*it, way) ? std::next(it) : connections_.erase(it);
    std::vector<pollfd> polled = {{listener_, POLLIN, 0}};
    for (const Connection& connection : connections_) {
      polled.push_back({connection.client, POLLIN, 0});
      polled.push_back({connection.server, POLLIN, 0});
    }
    const bool held = way != Way::kOpen && way != Way::kSlow;  // would be readable all the time
    if (held) polled.resize(1);
    poll(polled.data(), polled.size(), kTickMillis);
  }
}

TcpProxy::Way TcpProxy::TakeOrders() {
  MutexLock lock(mu_);
  if (reset_) {
    for (Connection& connection : connections_) connection.reset = true;
    connections_.clear();
    reset_ = false;
  }
  return way_;
}

void TcpProxy::Accept() {
  int port;
  {
    MutexLock lock(mu_);
    port = server_port_;
  }
  while (true) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    const int server = ConnectTo(port);
    if (server < 0) {
      close(client);
      continue;
    }
    Prepare(client);
    connections_.emplace_back(client, server);
  }
}

bool TcpProxy::Forward(Connection& connection, Way way) {
  if (way == Way::kSlow) usleep(kSlowPauseMicros);
  const size_t chunk = way == Way::kSlow ? kSlowChunk : kChunk;
  return (way == Way::kHoldThere || connection.there.Move(chunk)) &&
         (way == Way::kHoldBack || connection.back.Move(chunk));
}

}  // namespace akin
