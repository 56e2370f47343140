#include "tests/bench/akin/echo_server.h"

#include "absl/strings/str_cat.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "grpcpp/support/byte_buffer.h"

namespace akin::bench {
namespace {

using Service = recommendation::v1::RecommendationService;

class Echo : public Service::WithRawCallbackMethod_ListSimilarArticles<Service::Service> {
 public:
  explicit Echo(const std::string& answer) : slice_(answer), answer_(&slice_, 1) {}

  grpc::ServerUnaryReactor* ListSimilarArticles(grpc::CallbackServerContext* context,
                                                const grpc::ByteBuffer*,
                                                grpc::ByteBuffer* response) override {
    *response = answer_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::Slice slice_;
  const grpc::ByteBuffer answer_;
};

}  // namespace

struct EchoServer::Parts {
  explicit Parts(const std::string& answer) : echo(answer) {}
  Echo echo;
  std::unique_ptr<grpc::Server> server;
};

EchoServer::EchoServer(const std::string& answer) : parts_(std::make_unique<Parts>(answer)) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&parts_->echo);
  parts_->server = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

EchoServer::~EchoServer() { parts_->server->Shutdown(); }

}  // namespace akin::bench
