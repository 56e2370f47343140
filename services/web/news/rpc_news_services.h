#ifndef AKIN_SERVICES_WEB_NEWS_RPC_NEWS_SERVICES_H_
#define AKIN_SERVICES_WEB_NEWS_RPC_NEWS_SERVICES_H_

#include <map>
#include <memory>
#include <string>

#include "services/web/news/news_services.h"

namespace grpc {
class Channel;
}

namespace akin {

// The services over gRPC.
class RpcNewsServices : public NewsServices {
 public:
  // Channels by the packages of their methods: "akin.storage.v1" and so on. A method of another
  // package is UNIMPLEMENTED.
  using Channels = std::map<std::string, std::shared_ptr<grpc::Channel>>;

  explicit RpcNewsServices(Channels channels) : channels_(std::move(channels)) {}

  void Start(const Call& call, const google::protobuf::Message& request,
             std::shared_ptr<google::protobuf::Message> response, OnEnd on_end) override;

 private:
  const Channels channels_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_NEWS_RPC_NEWS_SERVICES_H_
