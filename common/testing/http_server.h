#ifndef AKIN_COMMON_TESTING_HTTP_SERVER_H_
#define AKIN_COMMON_TESTING_HTTP_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/sync/mutex.h"

namespace akin {

// A web server on a free port of 127.0.0.1, or of another loopback address, that answers as a test
// says, and misbehaves as told: it drips, lies about lengths, never ends, hangs up or resets.
// Thread-safe. Destruction hangs up on everyone.
//
//   TestHttpServer server;
//   server.Serve("/feed", {.headers = {{"ETag", "\"1\""}}, .body = "<rss/>"});
//   server.Serve("/old", TestHttpServer::Redirect(301, "/feed"));
class TestHttpServer {
 public:
  struct Request {
    // Path and query, as sent.
    std::string target;
    // Names in lower case.
    absl::flat_hash_map<std::string, std::string> headers;
    // The same number: sent over the same connection. From 1.
    int connection = 0;

    // "" if it was not sent.
    std::string Header(absl::string_view name) const;
  };

  // How a reply ends.
  enum class End {
    kKeepAlive,  // The next request may follow.
    kClose,      // The connection is closed in order.
    kReset,      // The connection is reset.
    kHang,       // Nothing more comes, until the client goes.
  };

  struct Reply {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    // Instead of the body's true length; "" sends none, so that the body ends with the connection.
    absl::optional<std::string> content_length;
    // Transfer-Encoding: chunked, each piece a chunk.
    bool chunked = false;
    // Before the first byte.
    absl::Duration delay;
    // The body goes out in pieces of so many bytes (0: in one), this far apart.
    size_t piece_bytes = 0;
    absl::Duration piece_interval;
    // The body is sent again and again until the client goes.
    bool endless = false;
    End end = End::kKeepAlive;
    // Sent instead of status line, headers and body.
    absl::optional<std::string> raw;
  };

  using Handler = std::function<Reply(const Request&)>;

  // With `tls` it speaks TLS, with a certificate of its own for 127.0.0.1, localhost and
  // wire.example.
  explicit TestHttpServer(bool tls = false, const std::string& address = "127.0.0.1");
  ~TestHttpServer();
  TestHttpServer(const TestHttpServer&) = delete;
  TestHttpServer& operator=(const TestHttpServer&) = delete;

  // What `path` (without query) answers from now on; unknown paths answer 404. The handler is
  // called on threads of the server's.
  void Handle(absl::string_view path, Handler handler);
  void Serve(absl::string_view path, Reply reply);
  // One after the other; the last one stays.
  void ServeInTurn(absl::string_view path, std::vector<Reply> replies);

  static Reply Redirect(int status, absl::string_view location);

  int port() const { return port_; }
  // "http://ADDRESS:PORT" + path.
  std::string Url(absl::string_view path) const;
  // The same with another name for this machine.
  std::string UrlAt(absl::string_view host, absl::string_view path) const;
  // The certificate as PEM; "" without TLS.
  std::string certificate() const;

  // What was asked for, in order of arrival; of one path only, or of all.
  std::vector<Request> Requests() const;
  std::vector<Request> Requests(absl::string_view path) const;

 private:
  class Tls;
  class Connection;

  void Accept();
  void Talk(Connection& connection);
  // False once the client or the server is gone.
  bool SendReply(Connection& connection, const Reply& reply);
  bool SendBody(Connection& connection, const Reply& reply);
  Reply Answer(const Request& request);
  // True when the time has passed, false when the server stops before.
  bool Sleep(absl::Duration duration);

  const std::string address_;
  std::unique_ptr<Tls> tls_;
  int listener_ = -1;
  int port_ = 0;

  mutable Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  absl::flat_hash_map<std::string, Handler> handlers_ ABSL_GUARDED_BY(mu_);
  std::vector<Request> requests_ ABSL_GUARDED_BY(mu_);
  std::vector<std::unique_ptr<Connection>> connections_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mu_);
  std::thread acceptor_;
};

// `bytes` as gzip packs them.
std::string Gzip(absl::string_view bytes);
// A small gzip file of at least `unpacked_bytes` equal bytes.
std::string GzipBomb(int64_t unpacked_bytes);

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_HTTP_SERVER_H_
