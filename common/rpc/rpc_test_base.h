#ifndef AKIN_COMMON_RPC_RPC_TEST_BASE_H_
#define AKIN_COMMON_RPC_RPC_TEST_BASE_H_

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "akin/ingestion/v1/ingestion_service.grpc.pb.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/end_of_stream.h"
#include "common/rpc/rpc_service.h"
#include "common/rpc/server.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"

// A server with two small services, for the tests of common/rpc.
namespace akin {

using ingestion::v1::IngestArticlesRequest;
using ingestion::v1::IngestArticlesResponse;
using ingestion::v1::IngestionService;
using storage::v1::GetArticleRequest;
using storage::v1::GetArticleResponse;
using storage::v1::StorageService;
using storage::v1::WatchArticlesRequest;
using storage::v1::WatchArticlesResponse;

// Counts up to `limit`, then says "nothing now" until it is raised; or ends.
class Counting : public StreamSource<WatchArticlesResponse> {
 public:
  Counting(std::atomic<int64_t>& limit, bool ends) : limit_(limit), ends_(ends) {}

  absl::StatusOr<absl::optional<WatchArticlesResponse>> Next() override {
    if (next_ > limit_ && ends_) return EndOfStream();
    if (next_ > limit_) return absl::optional<WatchArticlesResponse>();
    WatchArticlesResponse response;
    response.mutable_heartbeat()->set_revision(next_++);
    return absl::make_optional(response);
  }

 private:
  std::atomic<int64_t>& limit_;
  const bool ends_;
  int64_t next_ = 1;
};

class EchoStorage : public RpcService {
 public:
  explicit EchoStorage(ServiceHost::Options options)
      : RpcService("akin.storage.v1.StorageService", std::move(options)) {
    Unary("GetArticle", &EchoStorage::GetArticle, &Ready);
    ServerStream<WatchArticlesRequest, WatchArticlesResponse>(
        "WatchArticles",
        [this](const CallContext&, const WatchArticlesRequest& request, std::function<void()> wake)
            -> absl::StatusOr<std::unique_ptr<StreamSource<WatchArticlesResponse>>> {
          if (request.after_revision() < 0) return InvalidField("after_revision", "negative");
          wake_ = std::move(wake);
          opened_.set_value();
          return std::make_unique<Counting>(limit_, request.log_id() == "ends");
        });
  }

  void Raise(int64_t limit) {
    opened_.get_future().wait();
    limit_ = limit;
    wake_();
  }

  std::promise<void> entered;  // set when a call for "articles/slow" is being handled
  std::promise<void> release;  // lets it go on
  std::string body;            // of what GetArticle answers; empty: the call's traceparent

 private:
  absl::StatusOr<GetArticleResponse> GetArticle(const CallContext& call,
                                                const GetArticleRequest& request) {
    if (request.name() == "articles/slow") {
      entered.set_value();
      release.get_future().wait();
    }
    if (request.name().empty()) return InvalidField("name", "empty");
    GetArticleResponse response;
    response.mutable_article()->set_name(request.name());
    response.mutable_article()->set_body(body.empty() ? call.traceparent : body);
    return response;
  }

  // What is called "articles/ready" is known at once, and comes in two parts.
  static absl::optional<ReadyAnswer> Ready(const CallContext&, const GetArticleRequest& request) {
    if (request.name() != "articles/ready") return absl::nullopt;
    GetArticleResponse shared, own;
    shared.mutable_article()->set_headline("ready");
    own.mutable_info()->set_revision(7);
    return ReadyAnswer{std::make_shared<const std::string>(shared.SerializeAsString()),
                       own.SerializeAsString()};
  }

  std::atomic<int64_t> limit_ = 2;
  std::promise<void> opened_;
  std::function<void()> wake_;
};

class EchoIngestion : public RpcService {
 public:
  explicit EchoIngestion(ServiceHost::Options options)
      : RpcService("akin.ingestion.v1.IngestionService", std::move(options)) {
    BidiBatch<IngestArticlesRequest, IngestArticlesResponse>(
        "IngestArticles",
        [this](const CallContext&, const std::vector<IngestArticlesRequest>& requests)
            -> absl::StatusOr<std::vector<IngestArticlesResponse>> {
          largest_batch = std::max(largest_batch.load(), requests.size());
          std::vector<IngestArticlesResponse> out(requests.size());
          for (size_t i = 0; i < out.size(); ++i) out[i].set_request_id(requests[i].request_id());
          handled += requests.size();
          return out;
        });
  }
  std::atomic<size_t> largest_batch = 0;
  std::atomic<size_t> handled = 0;
};

class RpcTest : public ::testing::Test {
 protected:
  void Serve(ServiceHost::Options options = {}) {
    options.gate = &gate_;
    storage_ = std::make_unique<EchoStorage>(options);
    ingestion_ = std::make_unique<EchoIngestion>(options);
    server_options_.metrics = &metrics_;
    auto server = Server::Start(server_options_, {storage_.get(), ingestion_.get()});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = NewChannel(server_->address());
    stub_ = StorageService::NewStub(channel_);
    ingestion_stub_ = IngestionService::NewStub(channel_);
  }

  absl::StatusOr<GetArticleResponse> Get(const std::string& name, int64_t min_revision = 0,
                                         CallContext call = {}) {
    GetArticleRequest request;
    request.set_name(name);
    request.set_min_revision(min_revision);
    return CallUnary(call, *stub_, &StorageService::Stub::GetArticle, request);
  }

  absl::Status SendBytes(const std::string& method, const std::string& bytes) {
    grpc::GenericStub generic(channel_);
    grpc::Slice slice(bytes);
    grpc::ByteBuffer request(&slice, 1), response;
    grpc::ClientContext context;
    std::promise<grpc::Status> done;
    generic.UnaryCall(&context, method, {}, &request, &response,
                      [&](grpc::Status status) { done.set_value(status); });
    return FromGrpcStatus(done.get_future().get());
  }

  Server::Options server_options_ = {.drain_timeout = absl::Milliseconds(200)};
  RevisionGate gate_;
  Metrics metrics_;
  std::unique_ptr<EchoStorage> storage_;
  std::unique_ptr<EchoIngestion> ingestion_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<StorageService::Stub> stub_;
  std::unique_ptr<IngestionService::Stub> ingestion_stub_;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_RPC_TEST_BASE_H_
