#ifndef AKIN_SERVICES_WEB_HTTP_HTTP_SERVER_H_
#define AKIN_SERVICES_WEB_HTTP_HTTP_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/web/http/connection_table.h"
#include "services/web/http/message.h"

namespace akin {

// HTTP/1.1 in plaintext, with keep-alive. Few threads serve many connections, none of which holds
// one while its request is worked on. Requests that are no HTTP, too large or too slow are answered
// or hung up on without the handler being asked. Thread-safe; destruction stops it: requests that
// are being worked on are answered first.
class HttpServer {
 public:
  struct Options {
    // host:port; port 0: a free one. The host is an IP address or "localhost".
    std::string address;
    // Also where others can reach it: something in front of it does TLS.
    bool insecure_listen = false;
    int threads = 2;
    // Of a request's body; beyond: 413.
    size_t max_body_bytes = 4 << 20;
    // Of a request's line and headers; beyond: 431 or 414.
    size_t max_header_bytes = 16 << 10;
    ConnectionTable::Options connections = {};
    // Makes the answer to a request that the handler is not asked about.
    std::function<HttpResponse(int status)> on_refused;
  };

  // UNAVAILABLE if the address cannot be bound; INVALID_ARGUMENT if it is none, or open to others
  // without insecure_listen.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const Options& options,
                                                           HttpHandler& handler);
  virtual ~HttpServer() = default;

  // "host:port" with the real port.
  virtual const std::string& address() const = 0;
  virtual int connection_count() const = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_HTTP_HTTP_SERVER_H_
