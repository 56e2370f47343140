// Many calls at once, and clients that vanish or never read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "common/status/errors.h"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

namespace rv1 = recommendation::v1;
namespace iv1 = ingestion::v1;
namespace sv1 = storage::v1;

class OverloadTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 30; ++i)
      last_ = Ingest(cluster_, NewArticle(absl::StrCat("a", i),
                                          absl::StrCat("Tram ", i, " derails in Ostrava"),
                                          "A tram derailed in Ostrava on Monday.", i));
    ASSERT_TRUE(Similar(cluster_, last_.name(), last_.revision()).ok());
  }

  Cluster cluster_;
  iv1::IngestResult last_;
};

TEST_F(OverloadTest, TenThousandConcurrentCallsAreAnsweredOrRefusedAndTheServerStaysUp) {
  constexpr int kCalls = 10'000;
  struct Call {
    grpc::ClientContext context;
    rv1::ListSimilarArticlesResponse response;
  };
  rv1::ListSimilarArticlesRequest request;
  request.add_seeds()->set_article(last_.name());
  request.set_min_revision(last_.revision());
  std::vector<std::unique_ptr<Call>> calls;
  absl::BlockingCounter pending(kCalls);
  std::atomic<int> served{0}, refused{0}, refused_without_hint{0}, other{0};
  for (int i = 0; i < kCalls; ++i) {
    calls.push_back(std::make_unique<Call>());
    Call& call = *calls.back();
    call.context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    cluster_.recommendation_stub().async()->ListSimilarArticles(
        &call.context, &request, &call.response, [&](grpc::Status status) {
          const absl::Status error = FromGrpcStatus(status);
          if (error.ok()) {
            ++served;
          } else if (absl::IsResourceExhausted(error) || absl::IsUnavailable(error)) {
            ++refused;
            if (!RetryAfter(error)) ++refused_without_hint;
          } else {
            ++other;
          }
          pending.DecrementCount();
        });
  }
  pending.Wait();
  EXPECT_GT(served, 0);
  EXPECT_EQ(served + refused, kCalls);
  EXPECT_EQ(refused_without_hint, 0);
  EXPECT_EQ(other, 0);
  // The last calls leave the server just after their answers have arrived.
  const absl::Time give_up = absl::Now() + absl::Seconds(10);
  while (!Similar(cluster_, last_.name(), last_.revision()).ok() && absl::Now() < give_up) {
  }
  EXPECT_TRUE(Similar(cluster_, last_.name(), last_.revision()).ok());
}

TEST_F(OverloadTest, AClientThatVanishesMidStreamLosesNothingThatWasAcknowledged) {
  std::vector<std::string> acknowledged;
  {
    grpc::ClientContext context;
    const auto stream = cluster_.ingestion_stub().IngestArticles(&context);
    for (int i = 0; i < 200; ++i) {
      iv1::IngestArticlesRequest request;
      *request.mutable_article() =
          NewArticle(absl::StrCat("v", i), absl::StrCat("Vanishing ", i), "Body");
      ASSERT_TRUE(stream->Write(request));
    }
    iv1::IngestArticlesResponse response;
    while (acknowledged.size() < 50 && stream->Read(&response))
      acknowledged.push_back(response.result().name());
    context.TryCancel();
    stream->Finish();
  }
  ASSERT_EQ(acknowledged.size(), 50u);
  for (const std::string& name : acknowledged) EXPECT_TRUE(Get(cluster_, name).ok()) << name;
  EXPECT_EQ(Ingest(cluster_, NewArticle("after", "After the vanished one", "Body")).outcome(),
            iv1::INGEST_OUTCOME_CREATED);
}

TEST_F(OverloadTest, FollowersThatNeverReadStopNobody) {
  constexpr int kFollowers = 20;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<sv1::WatchArticlesResponse>>> readers;
  for (int i = 0; i < kFollowers; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(
        cluster_.storage_stub().WatchArticles(contexts.back().get(), sv1::WatchArticlesRequest()));
  }
  const std::string body(100'000, 'x');
  iv1::IngestResult result;
  for (int i = 0; i < 200; ++i)
    result = Ingest(cluster_, NewArticle(absl::StrCat("w", i), absl::StrCat("Written ", i), body));
  const auto found = Search(cluster_, "Written", result.revision());
  EXPECT_TRUE(found.ok()) << found.status();
  for (auto& context : contexts) context->TryCancel();
  for (auto& reader : readers) reader->Finish();
}

TEST_F(OverloadTest, AWriterThatNeverReadsIsSlowedDownAndCanBeGivenUp) {
  grpc::ClientContext context;
  const auto stream = cluster_.ingestion_stub().IngestArticles(&context);
  const std::string body(100'000, 'x');
  std::atomic<int> written{0};
  std::thread writer([&] {
    for (int i = 0; i < 2'000; ++i) {
      iv1::IngestArticlesRequest request;
      *request.mutable_article() = NewArticle(absl::StrCat("s", i), absl::StrCat("Slow ", i), body);
      if (!stream->Write(request)) break;
      ++written;
    }
  });
  // Meanwhile others are served.
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(
        Ingest(cluster_, NewArticle(absl::StrCat("m", i), absl::StrCat("Meanwhile ", i), "Body"))
            .outcome(),
        iv1::INGEST_OUTCOME_CREATED);
  }
  context.TryCancel();
  writer.join();
  stream->Finish();
  EXPECT_GT(written, 0);
  EXPECT_TRUE(Similar(cluster_, last_.name(), last_.revision()).ok());
}

}  // namespace
}  // namespace akin
