#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "akin/ingestion/v1/ingestion_service.grpc.pb.h"
#include "akin/news/v1/status_service.grpc.pb.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/rpc_service.h"
#include "common/rpc/server.h"
#include "common/rpc/status_service.h"
#include "common/status/errors.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/health_check_service_interface.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ingestion::v1::IngestArticlesRequest;
using ingestion::v1::IngestArticlesResponse;
using ingestion::v1::IngestionService;
using storage::v1::GetArticleRequest;
using storage::v1::GetArticleResponse;
using storage::v1::StorageService;
using storage::v1::WatchArticlesRequest;
using storage::v1::WatchArticlesResponse;

// Counts up to `limit`, then says "nothing now" until it is raised.
class Counting : public StreamSource<WatchArticlesResponse> {
 public:
  Counting(std::atomic<int64_t>& limit) : limit_(limit) {}

  absl::StatusOr<absl::optional<WatchArticlesResponse>> Next() override {
    if (next_ > limit_) return absl::optional<WatchArticlesResponse>();
    WatchArticlesResponse response;
    response.mutable_heartbeat()->set_revision(next_++);
    return absl::make_optional(response);
  }

 private:
  std::atomic<int64_t>& limit_;
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
          return std::make_unique<Counting>(limit_);
        });
  }

  void Raise(int64_t limit) {
    opened_.get_future().wait();
    limit_ = limit;
    wake_();
  }

  std::promise<void> entered;  // set when a call for "articles/slow" is being handled
  std::promise<void> release;  // lets it go on

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
    response.mutable_article()->set_body(call.traceparent);
    return response;
  }

  // What is called "articles/ready" is known at once, and comes in two parts.
  static absl::optional<ReadyAnswer> Ready(const GetArticleRequest& request) {
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
    auto server = Server::Start({.drain_timeout = absl::Milliseconds(200), .metrics = &metrics_},
                                {storage_.get(), ingestion_.get()});
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

  RevisionGate gate_;
  Metrics metrics_;
  std::unique_ptr<EchoStorage> storage_;
  std::unique_ptr<EchoIngestion> ingestion_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<StorageService::Stub> stub_;
  std::unique_ptr<IngestionService::Stub> ingestion_stub_;
};

TEST_F(RpcTest, AHandlersAnswerReachesTheCaller) {
  Serve();
  auto response = Get("articles/a");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->article().name(), "articles/a");
}

TEST_F(RpcTest, AnErrorKeepsItsCodeMessageAndField) {
  Serve();
  const absl::Status status = Get("").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "name: empty");
  EXPECT_EQ(ErrorField(status), "name");
}

TEST_F(RpcTest, BytesThatDoNotParseAreInvalidArgument) {
  Serve();
  const absl::Status status =
      SendBytes("/akin.storage.v1.StorageService/GetArticle", "\xff\xff\xff\xff");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(RpcTest, AStringThatIsNotUtf8IsInvalidArgumentAndNamesTheField) {
  Serve();
  const absl::Status status =
      SendBytes("/akin.storage.v1.StorageService/GetArticle", std::string("\x0a\x02\xc3\x28", 4));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorField(status), "name");
}

TEST_F(RpcTest, ACallWaitsForItsRevision) {
  Serve();
  auto response = std::async(std::launch::async, [&] { return Get("articles/a", 7); });
  gate_.Advance({"log", 7});
  EXPECT_TRUE(response.get().ok());
}

TEST_F(RpcTest, ARevisionThatDoesNotComeIsUnavailableBeforeTheDeadline) {
  Serve();
  CallContext call;
  call.deadline = absl::Now() + absl::Milliseconds(300);
  EXPECT_EQ(ErrorReason(Get("articles/a", 7, call).status()), "REVISION_NOT_REACHED");
}

TEST_F(RpcTest, ANegativeRevisionIsInvalidArgument) {
  Serve();
  EXPECT_EQ(ErrorField(Get("articles/a", -1).status()), "min_revision");
}

TEST_F(RpcTest, ReadsAreRefusedWhenTheViewIsNotReady) {
  Serve({.ready_to_read = [] {
    return ErrorWithReason(absl::StatusCode::kUnavailable, "VIEW_STALE", "behind");
  }});
  EXPECT_EQ(ErrorReason(Get("articles/a").status()), "VIEW_STALE");
}

TEST_F(RpcTest, CallsOverTheLimitAreRefusedWithRetryInfoAndTheServerGoesOn) {
  Serve({.max_calls = 1});
  auto slow = std::async(std::launch::async, [&] { return Get("articles/slow"); });
  storage_->entered.get_future().wait();
  const absl::Status refused = Get("articles/a").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(RetryAfter(refused).has_value());
  storage_->release.set_value();
  EXPECT_TRUE(slow.get().ok());
}

TEST_F(RpcTest, WhatIsReadyIsAnsweredWhileAllThreadsAreBusy) {
  Serve({.threads = 1});
  auto slow = std::async(std::launch::async, [&] { return Get("articles/slow"); });
  storage_->entered.get_future().wait();
  const auto ready = Get("articles/ready");
  storage_->release.set_value();
  ASSERT_TRUE(ready.ok()) << ready.status();
  EXPECT_EQ(ready->article().headline(), "ready");
  EXPECT_EQ(ready->info().revision(), 7);
  EXPECT_TRUE(slow.get().ok());
}

TEST_F(RpcTest, WhatIsReadyIsNotGivenBeforeItsRevision) {
  Serve();
  CallContext call;
  call.deadline = absl::Now() + absl::Milliseconds(300);
  EXPECT_EQ(ErrorReason(Get("articles/ready", 7, call).status()), "REVISION_NOT_REACHED");
  gate_.Advance({"log", 7});
  EXPECT_EQ(Get("articles/ready", 7)->article().headline(), "ready");
}

TEST_F(RpcTest, WhatIsReadyIsRefusedWhenTheViewIsNot) {
  Serve({.ready_to_read = [] {
    return ErrorWithReason(absl::StatusCode::kUnavailable, "VIEW_STALE", "behind");
  }});
  EXPECT_EQ(ErrorReason(Get("articles/ready").status()), "VIEW_STALE");
}

TEST_F(RpcTest, WhatIsReadyIsRefusedOverTheLimit) {
  Serve({.max_calls = 1});
  auto slow = std::async(std::launch::async, [&] { return Get("articles/slow"); });
  storage_->entered.get_future().wait();
  EXPECT_EQ(Get("articles/ready").status().code(), absl::StatusCode::kResourceExhausted);
  storage_->release.set_value();
  EXPECT_TRUE(slow.get().ok());
}

TEST_F(RpcTest, TheTraceOfACallGoesOn) {
  Serve();
  CallContext call;
  call.traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
  EXPECT_EQ(Get("articles/a", 0, call)->article().body(), call.traceparent);
}

TEST_F(RpcTest, AStreamGoesOnWhenItsSourceWakes) {
  Serve();
  grpc::ClientContext context;
  auto stream = stub_->WatchArticles(&context, WatchArticlesRequest());
  WatchArticlesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.heartbeat().revision(), 2);
  storage_->Raise(3);
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.heartbeat().revision(), 3);
  context.TryCancel();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(RpcTest, AStreamThatCannotOpenEndsWithTheReason) {
  Serve();
  grpc::ClientContext context;
  WatchArticlesRequest request;
  request.set_after_revision(-1);
  auto stream = stub_->WatchArticles(&context, request);
  WatchArticlesResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ErrorField(FromGrpcStatus(stream->Finish())), "after_revision");
}

TEST_F(RpcTest, StoppingEndsOpenStreams) {
  Serve();
  grpc::ClientContext context;
  auto stream = stub_->WatchArticles(&context, WatchArticlesRequest());
  WatchArticlesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  server_->Stop();
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(RpcTest, EveryMessageOfABidirectionalStreamIsAcknowledgedInOrder) {
  Serve({.max_batch_messages = 16});
  constexpr int kCount = 1000;
  grpc::ClientContext context;
  auto stream = ingestion_stub_->IngestArticles(&context);
  std::thread writer([&] {
    for (int i = 0; i < kCount; ++i) {
      IngestArticlesRequest request;
      request.set_request_id(absl::StrCat(i));
      ASSERT_TRUE(stream->Write(request));
    }
    stream->WritesDone();
  });
  IngestArticlesResponse response;
  for (int i = 0; i < kCount; ++i) {
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.request_id(), absl::StrCat(i));
  }
  EXPECT_FALSE(stream->Read(&response));
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_LE(ingestion_->largest_batch, 16u);
}

TEST_F(RpcTest, AClientThatNeverReadsIsSlowedDownAndCanVanish) {
  Serve({.max_batch_messages = 16, .max_batch_bytes = 1 << 20});
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(700)));
  auto stream = ingestion_stub_->IngestArticles(context.get());
  IngestArticlesRequest request;
  request.set_request_id(std::string(100'000, 'x'));
  int written = 0;
  while (stream->Write(request)) ++written;
  EXPECT_LT(written, 2'000) << "the server took in without bound";
  EXPECT_FALSE(stream->Finish().ok());
  EXPECT_TRUE(Get("articles/a").ok());
}

TEST_F(RpcTest, ATakenPortIsOneClearError) {
  Serve();
  auto second = Server::Start({.address = server_->address()}, {});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(RpcTest, CallsAreCountedByMethodAndCode) {
  Serve();
  ASSERT_TRUE(Get("articles/a").ok());
  ASSERT_TRUE(Get("articles/ready").ok());
  EXPECT_FALSE(Get("").ok());
  for (const char* line : {"akin_rpc_calls_total{code=\"OK\",method=\"/akin.storage.v1."
                           "StorageService/GetArticle\"} 2\n",
                           "akin_rpc_calls_total{code=\"INVALID_ARGUMENT\",method=\"/akin.storage."
                           "v1.StorageService/GetArticle\"} 1\n",
                           "akin_rpc_duration_seconds_count{method=\"/akin.storage.v1."
                           "StorageService/GetArticle\"} 3\n"}) {
    EXPECT_NE(metrics_.Text().find(line), std::string::npos) << line << metrics_.Text();
  }
}

}  // namespace
}  // namespace akin
