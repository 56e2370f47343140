#include <thread>

#include "akin/news/v1/status_service.grpc.pb.h"
#include "common/rpc/rpc_test_base.h"
#include "common/rpc/status_service.h"
#include "gmock/gmock.h"

namespace akin {
namespace {

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

TEST_F(RpcTest, ACallThatHasWaitedForTooLongIsRefusedAndCounted) {
  Serve({.threads = 1, .max_queue_time = absl::Milliseconds(500)});
  auto slow = std::async(std::launch::async, [&] { return Get("articles/slow"); });
  storage_->entered.get_future().wait();
  std::vector<std::future<absl::StatusOr<GetArticleResponse>>> late;
  for (int i = 0; i < 2; ++i) {
    late.push_back(std::async(std::launch::async, [&] { return Get("articles/a"); }));
  }
  EXPECT_EQ(late[0].wait_for(std::chrono::seconds(1)), std::future_status::timeout);
  storage_->release.set_value();
  EXPECT_TRUE(slow.get().ok());
  const absl::Status statuses[] = {late[0].get().status(), late[1].get().status()};
  const absl::Status& refused = statuses[statuses[0].ok() ? 1 : 0];
  EXPECT_EQ(ErrorReason(refused), "QUEUE_TOO_LONG");
  EXPECT_TRUE(statuses[statuses[0].ok() ? 0 : 1].ok());  // nobody waited behind that one
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(RetryAfter(refused).has_value());
  EXPECT_THAT(metrics_.Text(), ::testing::HasSubstr("reason=\"QUEUE_TOO_LONG\"} 1"));
}

TEST_F(RpcTest, CheapCallsFindAThreadWhileDearOnesHaveTheOthers) {
  Serve({.threads = 2});
  storage_->host().SetCheap({"WatchArticles"});
  auto slow = std::async(std::launch::async, [&] { return Get("articles/slow"); });
  storage_->entered.get_future().wait();
  grpc::ClientContext context;
  auto stream = stub_->WatchArticles(&context, WatchArticlesRequest());
  WatchArticlesResponse response;
  EXPECT_TRUE(stream->Read(&response));
  context.TryCancel();
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

TEST_F(RpcTest, AStreamEndsWellWhereItsSourceSaysThatAllIsSent) {
  Serve();
  grpc::ClientContext context;
  WatchArticlesRequest request;
  request.set_log_id("ends");
  auto stream = stub_->WatchArticles(&context, request);
  WatchArticlesResponse response;
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
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
