#include <thread>

#include "common/rpc/rpc_test_base.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"

namespace akin {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using grpc::reflection::v1::ServerReflection;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

constexpr char kStorage[] = "akin.storage.v1.StorageService";
constexpr char kIngestion[] = "akin.ingestion.v1.IngestionService";

class ServerStopTest : public RpcTest {
 protected:
  void ServeWithHealth(ServiceHost::Options options = {}) {
    Serve(std::move(options));
    health_ = Health::NewStub(channel_);
  }

  HealthCheckResponse::ServingStatus HealthOf(const std::string& service) {
    grpc::ClientContext context;
    HealthCheckRequest request;
    request.set_service(service);
    HealthCheckResponse response;
    const grpc::Status status = health_->Check(&context, request, &response);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND)
      return HealthCheckResponse::SERVICE_UNKNOWN;
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.status();
  }

  void AwaitHealth(const std::string& service, HealthCheckResponse::ServingStatus wanted) {
    const absl::Time deadline = absl::Now() + absl::Seconds(10);
    while (HealthOf(service) != wanted && absl::Now() < deadline)
      absl::SleepFor(absl::Milliseconds(10));
    EXPECT_EQ(HealthOf(service), wanted);
  }

  std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> Watch(grpc::ClientContext& context,
                                                                 const std::string& service) {
    HealthCheckRequest request;
    request.set_service(service);
    return health_->Watch(&context, request);
  }

  std::unique_ptr<Health::Stub> health_;
};

TEST_F(ServerStopTest, HealthFollowsWhetherReadsAreServed) {
  std::atomic<bool> ready = false;
  ServeWithHealth({.ready_to_read = [&] {
    return ready ? absl::OkStatus() : absl::UnavailableError("being built");
  }});
  EXPECT_EQ(HealthOf(kStorage), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(HealthOf(""), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(HealthOf("liveness"), HealthCheckResponse::SERVING);
  EXPECT_EQ(HealthOf("akin.none"), HealthCheckResponse::SERVICE_UNKNOWN);
  ready = true;
  AwaitHealth("", HealthCheckResponse::SERVING);
  EXPECT_EQ(HealthOf(kStorage), HealthCheckResponse::SERVING);
  ready = false;
  AwaitHealth(kStorage, HealthCheckResponse::NOT_SERVING);
}

TEST_F(ServerStopTest, AHealthWatchHearsOfChanges) {
  std::atomic<bool> ready = false;
  ServeWithHealth({.ready_to_read = [&] {
    return ready ? absl::OkStatus() : absl::UnavailableError("being built");
  }});
  grpc::ClientContext context;
  const auto watch = Watch(context, kStorage);
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  ready = true;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  context.TryCancel();
}

TEST_F(ServerStopTest, WatchesOfHealthHearNotServingAndThatItIsTheEnd) {
  ServeWithHealth();
  grpc::ClientContext context;
  const auto watch = Watch(context, kStorage);
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  server_->Stop();
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_FALSE(watch->Read(&response));
  EXPECT_EQ(ErrorReason(FromGrpcStatus(watch->Finish())), "SERVER_STOPPING");
}

TEST_F(ServerStopTest, NothingWaitsForStreamsThatNeverEnd) {
  server_options_.drain_timeout = absl::Seconds(60);
  ServeWithHealth();
  grpc::ClientContext health_context, reflection_context, watch_context;
  const auto health = Watch(health_context, "");
  const auto reflection = ServerReflection::NewStub(channel_);
  const auto asked = reflection->ServerReflectionInfo(&reflection_context);
  const auto watch = stub_->WatchArticles(&watch_context, WatchArticlesRequest());
  HealthCheckResponse state;
  WatchArticlesResponse change;
  ASSERT_TRUE(health->Read(&state));
  ASSERT_TRUE(watch->Read(&change));
  ServerReflectionResponse answer;
  ServerReflectionRequest services;
  services.set_list_services("");
  ASSERT_TRUE(asked->Write(services) && asked->Read(&answer));
  const absl::Time start = absl::Now();
  server_->Stop();
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  EXPECT_FALSE(asked->Read(&answer));
  EXPECT_EQ(ErrorReason(FromGrpcStatus(asked->Finish())), "SERVER_STOPPING");
}

TEST_F(ServerStopTest, NothingWaitsForAStreamThatNobodyReads) {
  server_options_.drain_timeout = absl::Seconds(60);
  ServeWithHealth();
  grpc::ClientContext context;
  const auto watch = stub_->WatchArticles(&context, WatchArticlesRequest());
  storage_->Raise(100'000'000);  // more than the connection takes unread
  absl::SleepFor(absl::Milliseconds(300));
  const absl::Time start = absl::Now();
  server_->Stop();
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  context.TryCancel();
}

TEST_F(ServerStopTest, NewCallsSucceedForTheStopDelayAndHealthSaysNo) {
  server_options_.stop_delay = absl::Seconds(1);
  ServeWithHealth();
  ASSERT_TRUE(Get("articles/a").ok());
  auto stopped = std::async(std::launch::async, [&] { server_->Stop(); });
  AwaitHealth("", HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(HealthOf("liveness"), HealthCheckResponse::SERVING);
  EXPECT_TRUE(Get("articles/a").ok());
  stopped.wait();
  EXPECT_FALSE(Get("articles/a").ok());
}

TEST_F(ServerStopTest, AStreamThatComesLateIsToldSoAndNotCancelled) {
  server_options_.stop_delay = absl::Seconds(2);
  ServeWithHealth();
  ASSERT_TRUE(Get("articles/a").ok());
  auto stopped = std::async(std::launch::async, [&] { server_->Stop(); });
  AwaitHealth("", HealthCheckResponse::NOT_SERVING);
  for (int i = 0; i < 50; ++i) {
    grpc::ClientContext context;
    const auto watch = Watch(context, kStorage);
    HealthCheckResponse response;
    while (watch->Read(&response)) {
    }
    EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  }
}

TEST_F(ServerStopTest, ARunningCallIsAnsweredWhileTheServerDrains) {
  server_options_.drain_timeout = absl::Seconds(60);
  ServeWithHealth();
  auto slow = std::async(std::launch::async, [&] { return Get("articles/slow"); });
  storage_->entered.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { server_->Stop(); });
  absl::SleepFor(absl::Milliseconds(100));
  storage_->release.set_value();
  EXPECT_TRUE(slow.get().ok());
}

TEST_F(ServerStopTest, StreamsOutliveTheirConnectionsAge) {
  server_options_.max_connection_age = absl::Milliseconds(300);
  ServeWithHealth();
  grpc::ClientContext context;
  const auto watch = stub_->WatchArticles(&context, WatchArticlesRequest());
  WatchArticlesResponse response;
  ASSERT_TRUE(watch->Read(&response) && watch->Read(&response));
  absl::SleepFor(absl::Seconds(1));
  EXPECT_TRUE(Get("articles/a").ok());
  storage_->Raise(3);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.heartbeat().revision(), 3);
  context.TryCancel();
}

TEST_F(ServerStopTest, ReflectionListsTheServicesAndTheirFiles) {
  Serve();
  grpc::ClientContext context;
  const auto stub = ServerReflection::NewStub(channel_);
  const auto stream = stub->ServerReflectionInfo(&context);
  ServerReflectionRequest request;
  request.set_list_services("");
  ServerReflectionResponse response;
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  std::vector<std::string> names;
  for (const auto& service : response.list_services_response().service())
    names.push_back(service.name());
  EXPECT_EQ(names, (std::vector<std::string>{kStorage, kIngestion, "grpc.health.v1.Health"}));
  request.set_file_containing_symbol(kStorage);
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  EXPECT_GT(response.file_descriptor_response().file_descriptor_proto_size(), 1);
  request.set_file_containing_symbol("akin.none");
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));
  EXPECT_EQ(response.error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

}  // namespace
}  // namespace akin
