// The server as clients meet it, those who mean no good included.
#include "services/web/http/http_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/sync/mutex.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// A connection as it is.
class RawClient {
 public:
  explicit RawClient(const std::string& address) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
    const timeval patience = {.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~RawClient() { close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }
  bool Send(absl::string_view bytes) {
    return send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  // Until the server hangs up, or `end` has come.
  std::string Read(absl::string_view end = "") {
    std::string out;
    char bytes[4096];
    for (;;) {
      const ssize_t count = recv(socket_, bytes, sizeof bytes, 0);
      if (count <= 0) return out;
      out.append(bytes, count);
      if (!end.empty() && out.find(std::string(end)) != std::string::npos) return out;
    }
  }
  // Whether the server has hung up; waits for it.
  bool HungUp() {
    char byte;
    return recv(socket_, &byte, 1, 0) == 0;
  }

 private:
  const int socket_;
  bool connected_ = false;
};

// Tells what it was asked; "/later" is answered by another thread.
class EchoHandler : public HttpHandler {
 public:
  ~EchoHandler() override {
    for (std::thread& thread : threads_) thread.join();
  }

  void Handle(const HttpRequest& request, HttpRespond respond) override {
    HttpResponse response = {
        .content_type = "text/plain",
        .body = absl::StrCat(request.method, " ", request.path, " [", request.Query("q"), "] ",
                             request.body.size(), " bytes")};
    if (request.path != "/later") return respond(std::move(response));
    MutexLock lock(mu_);
    threads_.emplace_back([respond = std::move(respond), response = std::move(response)] {
      absl::SleepFor(absl::Milliseconds(50));
      respond(response);
    });
  }

 private:
  Mutex mu_;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mu_);
};

class HttpServerTest : public ::testing::Test {
 protected:
  void SetUp() override { Start({}); }

  void Start(ConnectionTable::Options connections) {
    server_.reset();
    auto server = HttpServer::Start(
        {.address = "127.0.0.1:0",
         .max_body_bytes = 1000,
         .connections = connections,
         .on_refused =
             [](int status) { return HttpResponse{.status = status, .body = "refused"}; }},
        handler_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  // What one request, on a connection of its own, is answered.
  std::string Ask(absl::string_view request) {
    RawClient client(server_->address());
    EXPECT_TRUE(client.Send(request));
    return client.Read();
  }

  EchoHandler handler_;
  std::unique_ptr<HttpServer> server_;
};

constexpr char kEnd[] = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

TEST_F(HttpServerTest, HandsRequestsOn) {
  EXPECT_THAT(
      Ask(absl::StrCat("GET /a%20b/../c?q=x%26y", kEnd)),
      ::testing::AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("GET /a b/../c [x&y] 0 bytes")));
  EXPECT_THAT(
      Ask("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\n12345"),
      HasSubstr("POST /a [] 5 bytes"));
}

TEST_F(HttpServerTest, AnswersLaterAndToManyAtOnce) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<RawClient>(server_->address()));
    ASSERT_TRUE(clients.back()->Send(absl::StrCat("GET /later?q=", i, kEnd)));
  }
  for (int i = 0; i < 50; ++i)
    EXPECT_THAT(clients[i]->Read(), HasSubstr(absl::StrCat("GET /later [", i, "]")));
}

TEST_F(HttpServerTest, KeepsConnections) {
  RawClient client(server_->address());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.Send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_THAT(client.Read("bytes"), HasSubstr("GET /later"));
  }
}

TEST_F(HttpServerTest, HeadHasNoBody) {
  const std::string answer = Ask(absl::StrCat("HEAD /a", kEnd));
  EXPECT_THAT(answer,
              ::testing::AllOf(HasSubstr("Content-Length: 18"), ::testing::EndsWith("\r\n\r\n")));
}

TEST_F(HttpServerTest, RefusesWhatIsTooLarge) {
  EXPECT_THAT(Ask("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Ask(absl::StrCat("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                               "7d0\r\n",
                               std::string(2000, 'a'), "\r\n0\r\n\r\n")),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Ask(absl::StrCat("GET /a HTTP/1.1\r\nHost: a\r\nCookie: ", std::string(100'000, 'a'),
                               "\r\n\r\n")),
              StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Ask(absl::StrCat("GET /", std::string(100'000, 'a'), kEnd)),
              StartsWith("HTTP/1.1 414"));
}

TEST_F(HttpServerTest, SurvivesWhatIsNoHttp) {
  for (const char* bytes :
       {"\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02\x00\x01",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\nHost a\r\n\r\n"}) {
    RawClient client(server_->address());
    client.Send(bytes);
  }
  EXPECT_THAT(Ask(absl::StrCat("GET /a", kEnd)), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, HangsUpOnWhoDripsARequest) {
  Start({.max_wait = absl::Seconds(1)});
  RawClient client(server_->address());
  ASSERT_TRUE(client.Send("GET / HTTP/1.1\r\nHost: a\r\n"));
  const absl::Time begun = absl::Now();
  while (client.Send("X-A: b\r\n") && absl::Now() - begun < absl::Seconds(8))
    absl::SleepFor(absl::Milliseconds(100));
  EXPECT_LT(absl::Now() - begun, absl::Seconds(8));
}

TEST_F(HttpServerTest, ServesOthersWhileManyAreIdle) {
  Start({.max_wait = absl::Seconds(60), .max_connections = 100});
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 400; ++i) idle.push_back(std::make_unique<RawClient>(server_->address()));
  EXPECT_THAT(Ask(absl::StrCat("GET /a", kEnd)), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(idle.front()->HungUp());
  const absl::Time give_up = absl::Now() + absl::Seconds(10);
  while (server_->connection_count() > 100 && absl::Now() < give_up)
    absl::SleepFor(absl::Milliseconds(20));
  EXPECT_LE(server_->connection_count(), 100);
}

TEST_F(HttpServerTest, AnswersWhatItIsAskedBeforeItStops) {
  RawClient client(server_->address());
  ASSERT_TRUE(client.Send(absl::StrCat("GET /later", kEnd)));
  absl::SleepFor(absl::Milliseconds(20));
  server_.reset();
  EXPECT_THAT(client.Read(), HasSubstr("GET /later"));
}

TEST_F(HttpServerTest, IsOpenToOthersOnlyWhereThatIsSaid) {
  EXPECT_EQ(HttpServer::Start({.address = "0.0.0.0:0"}, handler_).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(HttpServer::Start({.address = "0.0.0.0:0", .insecure_listen = true}, handler_).ok());
}

TEST_F(HttpServerTest, AddressThatIsNoneIsRefused) {
  for (const char* address : {"", "7405", "host.example:1", "127.0.0.1:99999"}) {
    EXPECT_EQ(HttpServer::Start({.address = address}, handler_).status().code(),
              absl::StatusCode::kInvalidArgument)
        << address;
  }
  EXPECT_EQ(HttpServer::Start({.address = server_->address()}, handler_).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace akin
