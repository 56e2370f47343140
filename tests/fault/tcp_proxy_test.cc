#include "tests/fault/tcp_proxy.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using Way = TcpProxy::Way;

int Socket() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const timeval patience = {0, 300'000};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  return fd;
}

// A connection through a proxy, both of whose ends the test holds.
class TcpProxyTest : public ::testing::Test {
 protected:
  TcpProxyTest() : listener_(Socket()) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    listen(listener_, 8);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    proxy_.LeadTo(absl::StrCat("127.0.0.1:", ntohs(address.sin_port)));
    Connect();
  }
  ~TcpProxyTest() override {
    for (const int fd : {listener_, client_, server_}) close(fd);
  }

  void Connect() {
    int port = 0;
    const std::string at = proxy_.address();
    EXPECT_TRUE(absl::SimpleAtoi(at.substr(at.rfind(':') + 1), &port));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client_ = Socket();
    EXPECT_EQ(connect(client_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    server_ = accept(listener_, nullptr, nullptr);
    const timeval patience = {0, 300'000};
    setsockopt(server_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }

  // What `to` gets of what `from` sends: "" nothing yet, "end" its end, "reset".
  static std::string Send(int from, int to, const std::string& text) {
    send(from, text.data(), text.size(), MSG_NOSIGNAL);
    return Receive(to);
  }
  static std::string Receive(int to) {
    char bytes[100];
    const ssize_t got = recv(to, bytes, sizeof(bytes), 0);
    if (got == 0) return "end";
    if (got < 0) return errno == ECONNRESET ? "reset" : "";
    return std::string(bytes, static_cast<size_t>(got));
  }

  const int listener_;
  TcpProxy proxy_;
  int client_ = -1;
  int server_ = -1;
};

TEST_F(TcpProxyTest, BytesGoBothWays) {
  EXPECT_EQ(Send(client_, server_, "there"), "there");
  EXPECT_EQ(Send(server_, client_, "back"), "back");
}

TEST_F(TcpProxyTest, WhatIsHeldOneWayComesLater) {
  proxy_.Set(Way::kHoldThere);
  usleep(20'000);
  EXPECT_EQ(Send(client_, server_, "there"), "");
  EXPECT_EQ(Send(server_, client_, "back"), "back");
  proxy_.Set(Way::kOpen);
  EXPECT_EQ(Receive(server_), "there");
  proxy_.Set(Way::kHoldBack);
  usleep(20'000);
  EXPECT_EQ(Send(server_, client_, "back"), "");
  EXPECT_EQ(Send(client_, server_, "there"), "there");
}

TEST_F(TcpProxyTest, ACutEndsConnectionsAndAllThatAreMade) {
  proxy_.Set(Way::kCut);
  EXPECT_EQ(Receive(client_), "end");
  close(client_);
  close(server_);
  Connect();
  EXPECT_EQ(Receive(client_), "end");
}

TEST_F(TcpProxyTest, AResetIsOneAndNewConnectionsAreServed) {
  proxy_.Reset();
  EXPECT_EQ(Receive(client_), "reset");
  close(client_);
  close(server_);
  Connect();
  EXPECT_EQ(Send(client_, server_, "there"), "there");
}

}  // namespace
}  // namespace akin
