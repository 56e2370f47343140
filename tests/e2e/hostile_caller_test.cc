// What callers send that no gRPC library would, against the real programs.
#include <gmock/gmock.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/e2e/cluster.h"
#include "tests/e2e/raw_http2.h"

namespace akin {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

class HostileCallerTest : public ::testing::Test {
 protected:
  // A method of each service; those of ingestion and recommendation call storage in turn.
  struct Target {
    ServiceProcess* process;
    std::string method;
    std::string message;
  };

  HostileCallerTest() {
    const auto ingested = Ingest(cluster_, NewArticle("a", "Dam opened", "The dam was opened."));
    ingestion::v1::IngestArticleRequest ingest;
    *ingest.mutable_article() = NewArticle("b", "Dam closed", "The dam was closed.");
    storage::v1::GetArticleRequest get;
    get.set_name(ingested.name());
    search::v1::SearchArticlesRequest search;
    search.set_query("dam");
    recommendation::v1::ListSimilarArticlesRequest similar;
    similar.add_seeds()->mutable_text()->set_body("The dam was opened.");
    similar.set_view(news::v1::ARTICLE_VIEW_FULL);
    similar.mutable_arrange()->set_disable_similarity_floor(true);
    targets_ = {{&cluster_.storage(), "/akin.storage.v1.StorageService/GetArticle",
                 get.SerializeAsString()},
                {&cluster_.ingestion(), "/akin.ingestion.v1.IngestionService/IngestArticle",
                 ingest.SerializeAsString()},
                {&cluster_.search(), "/akin.search.v1.SearchService/SearchArticles",
                 search.SerializeAsString()},
                {&cluster_.recommendation(),
                 "/akin.recommendation.v1.RecommendationService/ListSimilarArticles",
                 similar.SerializeAsString()}};
    EXPECT_TRUE(Search(cluster_, "dam", ingested.revision()).ok());
    EXPECT_TRUE(Similar(cluster_, ingested.name(), ingested.revision()).ok());
  }

  static bool Lives(const Target& target) {
    const auto stub = Health::NewStub(NewChannel(target.process->address()));
    HealthCheckRequest request;
    request.set_service("liveness");
    const auto response =
        CallUnary<HealthCheckResponse>(CallContext(), *stub, &Health::Stub::Check, request);
    return response.ok() && response->status() == HealthCheckResponse::SERVING;
  }

  std::string RandomBytes(size_t max_size) {
    std::string bytes(random_() % (max_size + 1), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_());
    return bytes;
  }

  // Headers as a fuzzer makes them: known names and unknown ones, grammar and garbage.
  std::vector<RawHttp2::Header> RandomHeaders() {
    static constexpr const char* kNames[] = {
        "traceparent",   "tracestate",           "grpc-timeout", "grpc-encoding",
        "authorization", "grpc-accept-encoding", "user-agent",   "x-bin",
        "grpc-trace-bin", "grpc-tags-bin",       "baggage",      "x-b3-traceid",
        "cookie",        "x-request-id",         "content-type", "grpc-status"};
    static constexpr const char* kValues[] = {"00-", "1S", "99999999H", "gzip", "identity,deflate",
                                              "AAAA", "%zz", "\xE9\xFF"};
    std::vector<RawHttp2::Header> headers;
    for (size_t i = random_() % 6 + 1; i > 0; --i) {
      std::string value = random_() % 3 == 0 ? kValues[random_() % 8] : RandomBytes(80);
      if (random_() % 4 == 0) value.resize(55, '\xE9');
      const std::string name = random_() % 8 == 0 ? RandomBytes(20) : kNames[random_() % 16];
      headers.emplace_back(name, std::move(value));
    }
    return headers;
  }

  Cluster cluster_;
  std::vector<Target> targets_;
  std::mt19937 random_{20'261'130};
};

TEST_F(HostileCallerTest, ATraceparentOfForeignBytesEndsNobody) {
  for (const Target& target : targets_) {
    for (const std::string& value :
         {std::string(55, '\xE9'), absl::StrCat("00-", std::string(52, '\n')),
          std::string(55, '\0'), std::string("00-0123456789abcdef0123456789abcdef-0123456789abcde")
                                     .append("\xE9-01")}) {
      RawHttp2 connection(target.process->address());
      connection.Call(target.method, {{"traceparent", value}}, target.message);
      connection.Answers(absl::Seconds(5));
    }
    EXPECT_TRUE(Lives(target)) << target.method;
  }
}

TEST_F(HostileCallerTest, RandomMetadataEndsNobody) {
  constexpr int kCalls = 300;
  for (const Target& target : targets_) {
    auto connection = std::make_unique<RawHttp2>(target.process->address());
    for (int i = 0; i < kCalls; ++i) {
      connection->Call(target.method, RandomHeaders(), target.message);
      connection->Answers(absl::Milliseconds(20));
      if (connection->Closed())
        connection = std::make_unique<RawHttp2>(target.process->address());
    }
    EXPECT_TRUE(Lives(target)) << target.method;
  }
}

TEST_F(HostileCallerTest, RandomFramesAndMessagesEndNobody) {
  constexpr int kCalls = 100;
  for (const Target& target : targets_) {
    for (int i = 0; i < kCalls; ++i) {
      RawHttp2 connection(target.process->address());
      const uint32_t stream = connection.Begin(target.method, {});
      connection.Send(stream, RandomBytes(200), false);
      connection.Send(stream, GrpcFrame(RandomBytes(200)), random_() % 2 == 0);
      connection.Answers(absl::Milliseconds(2));
    }
    EXPECT_TRUE(Lives(target)) << target.method;
  }
}

}  // namespace
}  // namespace akin
