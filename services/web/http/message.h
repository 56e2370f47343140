#ifndef AKIN_SERVICES_WEB_HTTP_MESSAGE_H_
#define AKIN_SERVICES_WEB_HTTP_MESSAGE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

// Requests and answers as our handlers see them. Values; nothing here knows the server's library.
namespace akin {

// Names and values in their order; a name may come twice.
using HttpFields = std::vector<std::pair<std::string, std::string>>;

// The first value of a name, whatever its case; "" if there is none.
absl::string_view FieldOf(const HttpFields& fields, absl::string_view name);

struct HttpRequest {
  // "GET"; HEAD is answered as GET, without the body.
  std::string method;
  // Unescaped, without the query, beginning with "/". Valid UTF-8.
  std::string path;
  // Of the address. Valid UTF-8, without control characters.
  HttpFields query;
  HttpFields headers;
  std::string body;

  absl::string_view Query(absl::string_view name) const { return FieldOf(query, name); }
  absl::string_view Header(absl::string_view name) const { return FieldOf(headers, name); }
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  HttpFields headers;
  std::string body;
};

// Called once for each request, on any thread, perhaps before the handler returns.
using HttpRespond = std::function<void(HttpResponse)>;

// Answers requests. Thread-safe, and never blocks: what takes time goes on elsewhere.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // `request` stays until `respond` has returned.
  virtual void Handle(const HttpRequest& request, HttpRespond respond) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_HTTP_MESSAGE_H_
