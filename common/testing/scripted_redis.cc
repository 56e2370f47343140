#include "common/testing/scripted_redis.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <list>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

namespace akin {
namespace {

void Check(bool done, const char* what) {
  if (done) return;
  std::perror(what);
  std::abort();
}

struct ReaderDeleter {
  void operator()(redisReader* reader) const { redisReaderFree(reader); }
};

std::vector<std::string> Words(const redisReply& request) {
  std::vector<std::string> words;
  for (size_t i = 0; i < request.elements; ++i) {
    words.emplace_back(request.element[i]->str, request.element[i]->len);
  }
  return words;
}

}  // namespace

struct ScriptedRedis::Client {
  explicit Client(int socket) : socket(socket) {}
  ~Client() { close(socket); }

  const int socket;
  // A request is written as a reply with an array of texts is.
  const std::unique_ptr<redisReader, ReaderDeleter> reader{redisReaderCreate()};
};

ScriptedRedis::ScriptedRedis(Script script) : script_(std::move(script)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Check(bind(listener_, generic, size) == 0, "bind");
  Check(listen(listener_, 64) == 0, "listen");
  Check(getsockname(listener_, generic, &size) == 0, "getsockname");
  Check(pipe2(wake_, O_CLOEXEC) == 0, "pipe");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

ScriptedRedis::~ScriptedRedis() {
  close(wake_[1]);
  thread_.join();
  close(wake_[0]);
  close(listener_);
}

std::string ScriptedRedis::address() const { return absl::StrCat("127.0.0.1:", port_); }

void ScriptedRedis::Serve() {
  std::list<Client> clients;
  while (true) {
    std::vector<pollfd> ready = {{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Client& client : clients) ready.push_back({client.socket, POLLIN, 0});
    poll(ready.data(), ready.size(), -1);
    if (ready[0].revents != 0) return;
    size_t i = 2;
    for (auto client = clients.begin(); client != clients.end();) {
      const bool gone = ready[i++].revents != 0 && !Answer(*client);
      client = gone ? clients.erase(client) : std::next(client);
    }
    if (ready[1].revents == 0) continue;
    clients.emplace_back(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    ++connections_;
  }
}

bool ScriptedRedis::Answer(Client& client) {
  char buffer[64 * 1024];
  const ssize_t count = recv(client.socket, buffer, sizeof(buffer), 0);
  if (count <= 0) return false;
  redisReaderFeed(client.reader.get(), buffer, static_cast<size_t>(count));
  void* request = nullptr;
  while (redisReaderGetReply(client.reader.get(), &request) == REDIS_OK && request != nullptr) {
    const std::string answer = script_(Words(*static_cast<redisReply*>(request)));
    freeReplyObject(request);
    ++commands_;
    send(client.socket, answer.data(), answer.size(), MSG_NOSIGNAL);
  }
  return true;
}

}  // namespace akin
