#ifndef AKIN_SERVICES_WEB_API_RPC_JSON_H_
#define AKIN_SERVICES_WEB_API_RPC_JSON_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/web/api/api_methods.h"
#include "services/web/http/message.h"

// Between HTTP and a method's messages, by their descriptors. Plain functions, thread-safe.
namespace akin {

// An empty request or response of a method that the program knows.
std::unique_ptr<google::protobuf::Message> NewApiRequest(const ApiMethod& method);
std::unique_ptr<google::protobuf::Message> NewApiResponse(const ApiMethod& method);

// Fills `out` from an HTTP request and the id in its path. INVALID_ARGUMENT names the parameter or
// field.
absl::Status ReadApiRequest(const ApiMethod& method, const HttpRequest& http, absl::string_view id,
                            google::protobuf::Message& out);

// As proto3 JSON.
std::string ToJson(const google::protobuf::Message& message);
// An error, as a google.rpc.Status.
std::string ErrorJson(const absl::Status& status);

// The names of the articles in an answer, in order.
std::vector<std::string> ArticleNamesIn(const google::protobuf::Message& message);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_API_RPC_JSON_H_
