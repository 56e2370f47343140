#include "services/web/news/rpc_news_services.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/async_call.h"
#include "common/rpc/client.h"

namespace akin {
namespace {

// "akin.storage.v1" of "/akin.storage.v1.StorageService/GetArticle".
std::string PackageOf(const std::string& method) {
  const size_t slash = method.find('/', 1);
  const size_t dot = method.rfind('.', slash);
  return dot == std::string::npos ? "" : method.substr(1, dot - 1);
}

}  // namespace

void RpcNewsServices::Start(const Call& call, const google::protobuf::Message& request,
                            std::shared_ptr<google::protobuf::Message> response, OnEnd on_end) {
  const auto channel = channels_.find(call.server.empty() ? PackageOf(call.method) : call.server);
  if (channel == channels_.end())
    return on_end(absl::UnimplementedError(absl::StrCat(call.method, ": not served")));
  CallContext context;
  context.traceparent = call.traceparent;
  StartUnary(channel->second, call.method.c_str(), NewClientContext(context, call.timeout), request,
             std::move(response), std::move(on_end));
}

}  // namespace akin
