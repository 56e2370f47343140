#include "tests/bench/akin/similar_client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/status_conversion.h"
#include "grpcpp/create_channel.h"

namespace akin::bench {
namespace {

struct Call {
  grpc::ClientContext context;
  SimilarRequestMessage request;
  SimilarResponseMessage response;
};

// Plain channels with sockets of their own: the client is to cost as little as may be.
std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

std::string ArticleName(int64_t number) { return absl::StrCat("articles/n", number); }

SimilarRequestMessage PageRequest(int64_t seed_number) {
  SimilarRequestMessage request;
  request.add_seeds()->set_article(ArticleName(seed_number));
  request.set_page_size(10);
  return request;
}

SimilarClient::SimilarClient(const std::string& address, int connections) {
  for (int i = 0; i < connections; ++i)
    stubs_.push_back(recommendation::v1::RecommendationService::NewStub(Connect(address)));
}

SimilarClient::Stub& SimilarClient::NextStub() { return *stubs_[next_++ % stubs_.size()]; }

StartCall SimilarClient::Calls(std::function<SimilarRequestMessage(uint64_t)> request) {
  auto number = std::make_shared<std::atomic<uint64_t>>(0);
  return [this, request = std::move(request), number](std::function<void(bool)> done) {
    Start(request((*number)++),
          [done = std::move(done)](const grpc::Status& status) { done(status.ok()); });
  };
}

void SimilarClient::Start(SimilarRequestMessage request,
                          std::function<void(const grpc::Status&)> done) {
  auto call = std::make_shared<Call>();
  call->request = std::move(request);
  NextStub().async()->ListSimilarArticles(
      &call->context, &call->request, &call->response,
      [call, done = std::move(done)](grpc::Status status) { done(status); });
}

absl::StatusOr<SimilarResponseMessage> SimilarClient::Ask(const SimilarRequestMessage& request) {
  grpc::ClientContext context;
  SimilarResponseMessage response;
  const grpc::Status status = NextStub().ListSimilarArticles(&context, request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

}  // namespace akin::bench
