#include "common/rpc/access_guard.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_split.h"
#include "common/access/caller.h"
#include "common/file/config_file.h"
#include "common/rpc/audit_items.h"
#include "common/rpc/rpc_test_base.h"
#include "common/rpc/tls_credentials.h"
#include "common/tls/testing/test_certificates.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "nlohmann/json.hpp"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPolicy[] = R"({
  "name": "test",
  "allow_rules": [
    {"name": "readers", "source": {"principals": ["spiffe://akin.test/reader", "token:page"]},
     "request": {"paths": ["/akin.storage.v1.StorageService/*"]}},
    {"name": "publishers", "source": {"principals": ["publisher.example"]},
     "request": {"paths": ["/akin.ingestion.v1.IngestionService/*"]}}
  ],
  "quotas": [{"name": "slow", "source": {"principals": ["token:page"]}, "calls_per_second": 1}]
})";
// printf '%s' secret | sha256sum
constexpr char kTokens[] =
    "page 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\n";

class AccessGuardTest : public RpcTest {
 protected:
  AccessGuardTest() {
    authority_.Issue("server", {});
    authority_.Issue("reader", {.names = "URI:spiffe://akin.test/reader"});
    authority_.Issue("other", {.names = "URI:spiffe://akin.test/other"});
    authority_.Issue("publisher", {.names = "DNS:publisher.example"});
    server_options_.credentials =
        TlsServerCredentials({authority_.cert("server"), authority_.key("server"), authority_.ca()},
                             ClientCertificate::kOptional)
            .value();
    server_options_.guard =
        AccessGuard::Open({{Write("policy.json", kPolicy), Write("tokens", kTokens)},
                           authority_.File("audit.log")})
            .value();
    Serve();
  }

  std::string Write(const std::string& name, const std::string& text) const {
    ReplaceFile(authority_.File(name), text);
    return authority_.File(name);
  }

  // A connection with this certificate; "" : none.
  void ConnectAs(const std::string& name) {
    TlsFiles files = {"", "", authority_.ca()};
    if (!name.empty()) files = {authority_.cert(name), authority_.key(name), authority_.ca()};
    channel_ =
        NewChannel(server_->address(), {.credentials = TlsChannelCredentials(files).value()});
    stub_ = StorageService::NewStub(channel_);
    ingestion_stub_ = IngestionService::NewStub(channel_);
  }

  absl::Status GetWith(const std::map<std::string, std::string>& headers = {}) {
    grpc::ClientContext context;
    for (const auto& [key, value] : headers) context.AddMetadata(key, value);
    GetArticleRequest request;
    request.set_name("articles/a");
    GetArticleResponse response;
    return FromGrpcStatus(stub_->GetArticle(&context, request, &response));
  }

  // The lines of the audit log.
  std::vector<nlohmann::json> Audit() const {
    std::vector<nlohmann::json> lines;
    const std::string text = ReadConfigFile(authority_.File("audit.log")).value_or("");
    for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty()))
      lines.push_back(nlohmann::json::parse(std::string(line)));
    return lines;
  }

  TestAuthority authority_;
};

TEST_F(AccessGuardTest, AMethodIsOpenToWhoeverThePolicyNames) {
  ConnectAs("reader");
  EXPECT_EQ(GetWith(), absl::OkStatus());
  ConnectAs("other");
  const absl::Status denied = GetWith();
  EXPECT_EQ(denied.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrorReason(denied), "METHOD_NOT_ALLOWED");
  EXPECT_THAT(std::string(denied.message()), HasSubstr("spiffe://akin.test/other"));
  ConnectAs("");
  EXPECT_EQ(GetWith().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessGuardTest, ADeniedCallIsNotEvenParsed) {
  ConnectAs("other");
  EXPECT_EQ(SendBytes("/akin.storage.v1.StorageService/GetArticle", "\xff\xff").code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(AccessGuardTest, ATokenSaysWhoCallsWhereNoCertificateDoes) {
  ConnectAs("");
  EXPECT_EQ(GetWith({{"authorization", "Bearer secret"}}), absl::OkStatus());
  EXPECT_EQ(ErrorReason(GetWith({{"authorization", "Bearer wrong"}})), "TOKEN_UNKNOWN");
  EXPECT_EQ(ErrorReason(GetWith({{"authorization", "Basic secret"}})), "CALLER_UNKNOWN");
  ConnectAs("other");
  EXPECT_EQ(ErrorReason(GetWith({{"authorization", "Bearer secret"}})), "METHOD_NOT_ALLOWED");
}

TEST_F(AccessGuardTest, HeadersThatOtherSystemsBelieveSayNothing) {
  ConnectAs("");
  for (const char* header : {"x-forwarded-client-cert", "x-forwarded-user", "x-spiffe-id",
                             "x-principal", "peer_spiffe_id", "x-envoy-peer-metadata"}) {
    EXPECT_EQ(GetWith({{header, "spiffe://akin.test/reader"}}).code(),
              absl::StatusCode::kUnauthenticated)
        << header;
  }
}

TEST_F(AccessGuardTest, ReflectionIsGuardedAndHealthIsNot) {
  ConnectAs("");
  EXPECT_EQ(SendBytes("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", "").code(),
            absl::StatusCode::kUnauthenticated);
  using grpc::health::v1::Health;
  const auto health = Health::NewStub(channel_);
  EXPECT_TRUE(CallUnary<grpc::health::v1::HealthCheckResponse>(
                  {}, *health, &Health::Stub::Check, grpc::health::v1::HealthCheckRequest())
                  .ok());
}

TEST_F(AccessGuardTest, BeyondAQuotaCallsAreRefusedWithTheTimeToComeBack) {
  ConnectAs("");
  const std::map<std::string, std::string> token = {{"authorization", "Bearer secret"}};
  EXPECT_EQ(GetWith(token), absl::OkStatus());
  const absl::Status refused = GetWith(token);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ErrorReason(refused), "QUOTA_EXCEEDED");
  EXPECT_TRUE(RetryAfter(refused));
  ConnectAs("reader");
  EXPECT_EQ(GetWith(), absl::OkStatus());
}

TEST_F(AccessGuardTest, AQuotaFailureTravelsAsGooglesMessage) {
  ConnectAs("");
  (void)GetWith({{"authorization", "Bearer secret"}});
  const absl::Status refused = GetWith({{"authorization", "Bearer secret"}});
  const google::rpc::Status sent = ToRpcStatus(refused);
  google::rpc::QuotaFailure failure;
  ASSERT_TRUE(sent.details(sent.details_size() - 1).UnpackTo(&failure));
  EXPECT_EQ(failure.violations(0).subject(), "slow");
}

TEST_F(AccessGuardTest, TheAuditLogHasEachWriteAndEachDenial) {
  ConnectAs("publisher");
  grpc::ClientContext context;
  auto stream = ingestion_stub_->IngestArticles(&context);
  IngestArticlesRequest request;
  request.mutable_article()->set_headline("not to be told");
  ASSERT_TRUE(stream->Write(request));
  IngestArticlesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(GetWith().code(), absl::StatusCode::kPermissionDenied);
  const auto lines = Audit();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["what"], "/akin.ingestion.v1.IngestionService/IngestArticles");
  EXPECT_EQ(lines[0]["caller"], "publisher.example");
  EXPECT_EQ(lines[1]["outcome"], "PERMISSION_DENIED");
  EXPECT_EQ(lines[1]["caller"], "publisher.example");
  EXPECT_THAT(lines[1]["address"].get<std::string>(), HasSubstr("127.0.0.1"));
}

TEST_F(AccessGuardTest, ReadsAreNotInTheAuditLog) {
  ConnectAs("reader");
  EXPECT_TRUE(GetWith().ok());
  EXPECT_TRUE(Audit().empty());
}

TEST_F(AccessGuardTest, APolicyIsReplacedWhileCallsGoOn) {
  ConnectAs("other");
  EXPECT_FALSE(GetWith().ok());
  Write("policy.json", R"({"name": "open", "allow_rules": [{"name": "all"}]})");
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (!GetWith().ok() && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(GetWith(), absl::OkStatus());
  Write("policy.json", "{");
  while (Audit().back().value("reason", "").find("line 1") == std::string::npos &&
         absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_EQ(GetWith(), absl::OkStatus());
  EXPECT_EQ(Audit().back()["what"], "policy");
}

TEST(AuditItems, EachResultIsALineWithoutWhatTheArticleSays) {
  ingestion::v1::IngestDocumentResponse answer;
  auto* result = answer.add_results();
  result->set_name("articles/a");
  result->set_headline("secret");
  result->set_outcome(ingestion::v1::INGEST_OUTCOME_CREATED);
  result->set_revision(5);
  answer.add_results()->mutable_error()->set_code(3);
  const auto items = AuditItems(nullptr, &answer, absl::OkStatus());
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].name, "articles/a");
  EXPECT_EQ(items[0].outcome, "CREATED");
  EXPECT_EQ(items[0].revision, 5);
  EXPECT_EQ(items[1].outcome, "INVALID_ARGUMENT");
  EXPECT_THAT(AuditLog::Line(items[0], absl::Now()), Not(HasSubstr("secret")));
}

TEST(AuditItems, AWithdrawalHasItsArticleReasonAndRevision) {
  storage::v1::DeleteArticleRequest request;
  request.set_name("articles/a");
  request.set_reason("court order");
  storage::v1::DeleteArticleResponse answer;
  answer.set_revision(9);
  const auto items = AuditItems(&request, &answer, absl::OkStatus());
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].name, "articles/a");
  EXPECT_EQ(items[0].reason, "court order");
  EXPECT_EQ(items[0].revision, 9);
  EXPECT_EQ(AuditItems(&request, nullptr, absl::NotFoundError("no")).front().outcome, "NOT_FOUND");
}

TEST(AuditItems, WhatChangesArticlesOrFeedsIsAuditedAndWhatReadsIsNot) {
  for (const char* method :
       {"IngestArticle", "IngestArticles", "IngestDocument", "PutArticles", "DeleteArticle",
        "UndeleteArticle", "PurgeArticle", "CreateFeed", "UpdateFeed", "DeleteFeed", "FetchFeed",
        "ReleaseArticle", "SomethingNew"}) {
    EXPECT_TRUE(IsAudited(absl::StrCat("/akin.x.v1.XService/", method))) << method;
  }
  for (const char* method : {"GetArticle", "BatchGetArticles", "WatchArticles", "SearchArticles",
                             "ListSimilarArticles", "GetStatus", "RecordPoll"}) {
    EXPECT_FALSE(IsAudited(absl::StrCat("/akin.x.v1.XService/", method))) << method;
  }
}

}  // namespace
}  // namespace akin
