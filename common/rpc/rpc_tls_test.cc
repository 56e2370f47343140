#include <fstream>
#include <thread>

#include "common/rpc/rpc_test_base.h"
#include "common/rpc/tls_credentials.h"
#include "common/tls/testing/test_certificates.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"

namespace akin {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::HasSubstr;

// Of a client's call that must not wait for a connection that never comes.
constexpr absl::Duration kShort = absl::Seconds(5);

class RpcTlsTest : public RpcTest {
 protected:
  RpcTlsTest() {
    authority_.Issue("server", {});
    authority_.Issue("reader", {.names = "URI:spiffe://akin.test/reader"});
  }

  void ServeTls(ClientCertificate wanted = ClientCertificate::kRequired,
                bool check_clients = true) {
    server_options_.credentials =
        TlsServerCredentials({authority_.cert("server"), authority_.key("server"),
                              check_clients ? authority_.ca() : ""},
                             wanted)
            .value();
    Serve();
  }

  // What a client with these files is answered; each has a connection of its own.
  absl::Status GetWith(const TlsFiles& files, const std::string& host = "127.0.0.1") {
    return GetWith(TlsChannelCredentials(files).value(), host);
  }
  absl::Status GetWith(std::shared_ptr<grpc::ChannelCredentials> credentials,
                       const std::string& host = "127.0.0.1") {
    const std::string port = server_->address().substr(server_->address().rfind(':'));
    stub_ = StorageService::NewStub(NewChannel(host + port, {.credentials = credentials}));
    return GetAgain();
  }
  // On the connection that there is.
  absl::Status GetAgain() {
    CallContext call;
    call.deadline = absl::Now() + kShort;
    return Get("articles/a", 0, call).status();
  }

  TlsFiles Reader() const {
    return {authority_.cert("reader"), authority_.key("reader"), authority_.ca()};
  }
  TlsFiles Nobody() const { return {"", "", authority_.ca()}; }

  TestAuthority authority_;
};

TEST_F(RpcTlsTest, ACallerWithACertificateIsServed) {
  ServeTls();
  EXPECT_EQ(GetWith(Reader()), absl::OkStatus());
  EXPECT_EQ(GetWith(Reader(), "localhost"), absl::OkStatus());
}

TEST_F(RpcTlsTest, ACallerWithoutTheRightCertificateIsNotServed) {
  ServeTls();
  EXPECT_EQ(GetWith(nullptr).code(), absl::StatusCode::kUnavailable) << "plaintext";
  EXPECT_EQ(GetWith(Nobody()).code(), absl::StatusCode::kUnavailable) << "no certificate";
  TestAuthority other;
  other.Issue("reader", {.names = "URI:spiffe://akin.test/reader"});
  EXPECT_EQ(GetWith({other.cert("reader"), other.key("reader"), authority_.ca()}).code(),
            absl::StatusCode::kUnavailable)
      << "another authority's";
  EXPECT_EQ(GetWith(Reader()), absl::OkStatus());
}

TEST_F(RpcTlsTest, ACertificateMayBeOptionalButMustBeRight) {
  ServeTls(ClientCertificate::kOptional);
  EXPECT_EQ(GetWith(Nobody()), absl::OkStatus());
  EXPECT_EQ(GetWith(Reader()), absl::OkStatus());
  TestAuthority other;
  other.Issue("reader", {});
  EXPECT_EQ(GetWith({other.cert("reader"), other.key("reader"), authority_.ca()}).code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(RpcTlsTest, AServerOfAnotherNameOrAuthorityIsNotCalled) {
  authority_.Issue("server", {.names = "DNS:storage.example"});
  ServeTls(ClientCertificate::kRequired, /*check_clients=*/false);
  EXPECT_EQ(GetWith(Nobody()).code(), absl::StatusCode::kUnavailable);
  authority_.Issue("server", {});
  EXPECT_EQ(GetWith(Nobody()), absl::OkStatus());
  TestAuthority other;
  EXPECT_EQ(GetWith({"", "", other.ca()}).code(), absl::StatusCode::kUnavailable);
}

TEST_F(RpcTlsTest, CertificatesChangeUnderTrafficWithoutAFailedCall) {
  ServeTls();
  ASSERT_EQ(GetWith(Reader()), absl::OkStatus());
  std::atomic<bool> done = false;
  std::atomic<int> failed = 0, served = 0;
  std::thread traffic([&] {
    while (!done) GetAgain().ok() ? ++served : ++failed;
  });
  for (int i = 0; i < 5; ++i) {
    authority_.Issue("server", {});
    authority_.Issue("reader", {.names = "URI:spiffe://akin.test/reader"});
    const auto stub = StorageService::NewStub(
        NewChannel(server_->address(), {.credentials = TlsChannelCredentials(Reader()).value()}));
    GetArticleRequest request;
    request.set_name("articles/a");
    CallContext call;
    call.deadline = absl::Now() + kShort;
    EXPECT_TRUE(CallUnary(call, *stub, &StorageService::Stub::GetArticle, request).ok());
  }
  done = true;
  traffic.join();
  EXPECT_EQ(failed, 0);
  EXPECT_GT(served, 0);
}

TEST_F(RpcTlsTest, AnAuthorityThatIsReplacedIsNoLongerBelieved) {
  ServeTls();
  ASSERT_EQ(GetWith(Reader()), absl::OkStatus());
  TestAuthority other;
  other.Issue("reader", {});
  const TlsFiles old = Reader();
  std::ifstream file(other.ca());
  const std::string other_ca{std::istreambuf_iterator<char>(file), {}};
  std::ifstream own_file(authority_.ca());
  const std::string own_ca{std::istreambuf_iterator<char>(own_file), {}};
  ReplaceFile(authority_.ca(), other_ca);
  ReplaceFile(authority_.File("own.crt"), own_ca);  // of the server, which stays the same
  EXPECT_EQ(GetWith({old.cert, old.key, authority_.File("own.crt")}).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(GetWith({other.cert("reader"), other.key("reader"), authority_.File("own.crt")}),
            absl::OkStatus());
}

TEST_F(RpcTlsTest, WrongNewFilesLeaveTheOldOnesInPlace) {
  ServeTls();
  authority_.Issue("other", {});
  ReplaceFile(authority_.key("server"), "garbage");
  EXPECT_EQ(GetWith(Reader()), absl::OkStatus());
}

TEST_F(RpcTlsTest, PlaintextForOthersIsRefusedUnlessAskedFor) {
  EchoStorage storage({});
  const auto refused = Server::Start({.address = "0.0.0.0:0"}, {&storage});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("--insecure_listen"));
  EXPECT_TRUE(Server::Start({.address = "0.0.0.0:0", .insecure_listen = true}, {&storage}).ok());
}

TEST_F(RpcTlsTest, TheHealthListenerServesHealthInPlaintextAndNothingElse) {
  server_options_.health_address = "127.0.0.1:0";
  ServeTls();
  const auto channel = NewChannel(server_->health_address());
  const auto health = Health::NewStub(channel);
  HealthCheckRequest request;
  const auto checked = CallUnary<HealthCheckResponse>({}, *health, &Health::Stub::Check, request);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->status(), HealthCheckResponse::SERVING);
  stub_ = StorageService::NewStub(channel);
  EXPECT_EQ(GetAgain().code(), absl::StatusCode::kUnimplemented);
  channel_ = channel;
  EXPECT_EQ(SendBytes("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "").code(),
            absl::StatusCode::kUnimplemented);
}

TEST_F(RpcTlsTest, AHealthListenerTellsThatTheServerStops) {
  server_options_.health_address = "127.0.0.1:0";
  Serve();
  const auto health = Health::NewStub(NewChannel(server_->health_address()));
  grpc::ClientContext context;
  const auto watch = health->Watch(&context, HealthCheckRequest());
  HealthCheckResponse told;
  ASSERT_TRUE(watch->Read(&told));
  EXPECT_EQ(told.status(), HealthCheckResponse::SERVING);
  std::thread stop([&] { server_->Stop(); });
  ASSERT_TRUE(watch->Read(&told));
  EXPECT_EQ(told.status(), HealthCheckResponse::NOT_SERVING);
  stop.join();
}

}  // namespace
}  // namespace akin
