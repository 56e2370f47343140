// Who may change whose articles: the real programs with a policy, and callers that try.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "akin/ingestion/v1/ingestion_service.grpc.pb.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/errors.h"
#include "common/testing/service_process.h"

namespace akin {
namespace {

namespace fs = std::filesystem;
namespace iv1 = ingestion::v1;
namespace sv1 = storage::v1;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPolicy[] = R"({
  "name": "test",
  "allow_rules": [{"name": "everyone"}],
  "publishers": [
    {"name": "wire", "source": {"principals": ["token:wire"]}, "sources": ["wire.example"]},
    {"name": "paper", "source": {"principals": ["token:paper"]}, "sources": ["paper.example"]},
    {"name": "desk", "source": {"principals": ["token:desk"]}, "sources": ["*"]}
  ]
})";
// printf '%s' wire-token | sha256sum, and so on
constexpr char kTokens[] =
    "wire ce7600d168b5fa6704b692eb99945cf491c6252c87b6b9eb56558b79ee912fd2\n"
    "paper 33fe93cc51d3e2c8b607485ff1e28b5ad5d72c64c28943ae6bb076362f95f29f\n"
    "desk 6122302bcd3f8ce89bcc5c9198be780e54d4d4a74110b2b88ddf5abb6ccb17a8\n";

class AccessTest : public ::testing::Test {
 protected:
  AccessTest()
      : folder_(NewFolder()),
        storage_("akin-storage", With({absl::StrCat("--data_dir=", folder_, "/storage"),
                                       absl::StrCat("--audit_log=", folder_, "/storage.log")})),
        ingestion_("akin-ingestion",
                   With({absl::StrCat("--storage_address=", storage_.address()), "--nopoll_feeds",
                         absl::StrCat("--audit_log=", folder_, "/ingestion.log")})),
        storage_stub_(sv1::StorageService::NewStub(NewChannel(storage_.address()))),
        ingestion_stub_(iv1::IngestionService::NewStub(NewChannel(ingestion_.address()))) {}
  ~AccessTest() override {
    ingestion_.Kill();
    storage_.Kill();
    fs::remove_all(folder_);
  }

  static std::string NewFolder() {
    std::string folder = (fs::temp_directory_path() / "akin-access.XXXXXX").string();
    folder = mkdtemp(folder.data());
    std::ofstream(folder + "/policy.json") << kPolicy;
    std::ofstream(folder + "/tokens") << kTokens;
    return folder;
  }

  std::vector<std::string> With(std::vector<std::string> flags) const {
    flags.push_back(absl::StrCat("--policy_file=", folder_, "/policy.json"));
    flags.push_back(absl::StrCat("--tokens_file=", folder_, "/tokens"));
    return flags;
  }

  // One call by whoever has that token.
  template <typename Response, typename Stub, typename Request>
  static absl::StatusOr<Response> CallAs(const std::string& who, Stub& stub,
                                         grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                      const Request&, Response*),
                                         const Request& request) {
    grpc::ClientContext context;
    if (!who.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", who, "-token"));
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  absl::StatusOr<iv1::IngestArticleResponse> Ingest(const std::string& who,
                                                    const std::string& source,
                                                    const std::string& headline) {
    iv1::IngestArticleRequest request;
    request.mutable_article()->set_source(absl::StrCat("sources/", source));
    request.mutable_article()->set_external_id("1");
    request.mutable_article()->set_headline(headline);
    return CallAs(who, *ingestion_stub_, &iv1::IngestionService::Stub::IngestArticle, request);
  }

  absl::Status Withdraw(const std::string& who, const std::string& name) {
    sv1::DeleteArticleRequest request;
    request.set_name(name);
    return CallAs(who, *storage_stub_, &sv1::StorageService::Stub::DeleteArticle, request).status();
  }

  absl::Status Subscribe(const std::string& who, const std::string& url,
                         const std::string& source) {
    iv1::CreateFeedRequest request;
    request.mutable_feed()->set_url(url);
    request.mutable_feed()->set_source(source);
    return CallAs(who, *ingestion_stub_, &iv1::IngestionService::Stub::CreateFeed, request)
        .status();
  }

  std::string Audit(const std::string& service) const {
    std::ifstream file(absl::StrCat(folder_, "/", service, ".log"));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const std::string folder_;
  ServiceProcess storage_;
  ServiceProcess ingestion_;
  std::unique_ptr<sv1::StorageService::Stub> storage_stub_;
  std::unique_ptr<iv1::IngestionService::Stub> ingestion_stub_;
};

TEST_F(AccessTest, APublisherChangesItsOwnArticlesAndNoOthers) {
  const auto own = Ingest("wire", "wire.example", "Ferry returns");
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->result().outcome(), iv1::INGEST_OUTCOME_CREATED);
  for (const char* other : {"paper", ""}) {
    EXPECT_EQ(ErrorReason(Ingest(other, "wire.example", "Ferry sinks").status()),
              "SOURCE_NOT_GRANTED")
        << other;
  }
  EXPECT_EQ(Ingest("paper", "nobodys.example", "x").status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(Ingest("", "nobodys.example", "x").ok());
  EXPECT_EQ(Ingest("desk", "wire.example", "Ferry is late")->result().outcome(),
            iv1::INGEST_OUTCOME_REVISED);
}

TEST_F(AccessTest, AWithdrawalTellsOthersNothing) {
  const std::string name = Ingest("wire", "wire.example", "Ferry returns")->result().name();
  const absl::Status denied = Withdraw("paper", name);
  const absl::Status unknown = Withdraw("paper", "articles/none");
  EXPECT_EQ(denied.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(unknown.code(), denied.code());
  EXPECT_EQ(ErrorReason(unknown), ErrorReason(denied));
  EXPECT_TRUE(Withdraw("wire", name).ok());
  sv1::UndeleteArticleRequest undelete;
  undelete.set_name(name);
  EXPECT_FALSE(
      CallAs("paper", *storage_stub_, &sv1::StorageService::Stub::UndeleteArticle, undelete).ok());
  EXPECT_TRUE(
      CallAs("wire", *storage_stub_, &sv1::StorageService::Stub::UndeleteArticle, undelete).ok());
}

TEST_F(AccessTest, WhatIsUnderEmbargoIsItsPublishersAndTheDesks) {
  iv1::IngestArticleRequest held;
  held.mutable_article()->set_source("sources/wire.example");
  held.mutable_article()->set_external_id("2");
  held.mutable_article()->set_headline("Ferry sold");
  held.mutable_article()->mutable_embargo_time()->set_seconds(253'402'300'799);
  using Ingestion = iv1::IngestionService::Stub;
  EXPECT_EQ(
      ErrorReason(CallAs("paper", *ingestion_stub_, &Ingestion::IngestArticle, held).status()),
      "SOURCE_NOT_GRANTED");
  const auto put = CallAs("wire", *ingestion_stub_, &Ingestion::IngestArticle, held);
  ASSERT_TRUE(put.ok()) << put.status();
  EXPECT_EQ(put->result().outcome(), iv1::INGEST_OUTCOME_EMBARGOED);
  using Storage = sv1::StorageService::Stub;
  const auto listed_by = [&](const std::string& who) {
    return CallAs(who, *storage_stub_, &Storage::ListEmbargoedArticles,
                  sv1::ListEmbargoedArticlesRequest())
        ->embargoed_articles_size();
  };
  EXPECT_EQ(listed_by("paper"), 0);
  EXPECT_EQ(listed_by("wire"), 1);
  EXPECT_EQ(listed_by("desk"), 1);
  sv1::GetEmbargoedArticleRequest get;
  get.set_name(put->result().name());
  const absl::Status denied =
      CallAs("paper", *storage_stub_, &Storage::GetEmbargoedArticle, get).status();
  EXPECT_EQ(ErrorReason(denied), "SOURCE_NOT_GRANTED");
  EXPECT_EQ(Withdraw("paper", get.name()).code(), absl::StatusCode::kPermissionDenied);
  sv1::ReleaseArticleRequest release;
  release.set_name(get.name());
  EXPECT_FALSE(CallAs("paper", *storage_stub_, &Storage::ReleaseArticle, release).ok());
  EXPECT_TRUE(CallAs("desk", *storage_stub_, &Storage::ReleaseArticle, release).ok());
  EXPECT_THAT(Audit("ingestion"), HasSubstr("\"outcome\":\"EMBARGOED\""));
  EXPECT_THAT(Audit("storage"),
              HasSubstr("StorageService/ReleaseArticle\",\"caller\":\"token:desk"));
  EXPECT_THAT(Audit("storage"), Not(HasSubstr("Ferry")));
}

TEST_F(AccessTest, ASubscriptionIsOfASourceThatItsMakerMayChange) {
  EXPECT_EQ(ErrorReason(Subscribe("paper", "https://wire.example/feed", "")), "SOURCE_NOT_GRANTED");
  EXPECT_EQ(ErrorReason(Subscribe("paper", "https://paper.example/feed", "sources/wire.example")),
            "SOURCE_NOT_GRANTED");
  EXPECT_TRUE(Subscribe("paper", "https://paper.example/feed", "").ok());
}

TEST_F(AccessTest, TheAuditLogsSayWhoDidWhatWithoutASingleWordOfIt) {
  const std::string name = Ingest("wire", "wire.example", "Ferry returns")->result().name();
  EXPECT_TRUE(Withdraw("desk", name).ok());
  EXPECT_THAT(Audit("ingestion"), HasSubstr(absl::StrCat("\"caller\":\"token:wire\"")));
  EXPECT_THAT(Audit("ingestion"), HasSubstr(absl::StrCat("\"name\":\"", name, "\"")));
  EXPECT_THAT(Audit("storage"),
              HasSubstr("StorageService/DeleteArticle\",\"caller\":\"token:desk"));
  EXPECT_THAT(Audit("storage"), HasSubstr("StorageService/PutArticles"));
  for (const char* service : {"ingestion", "storage"})
    EXPECT_THAT(Audit(service), Not(HasSubstr("Ferry")));
}

}  // namespace
}  // namespace akin
