#include "services/storage/service/backup_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "akin/storage/v1/backup_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using storage::record::BackupManifest;
using storage::v1::CreateBackupRequest;
using storage::v1::CreateBackupResponse;
using BackupStub = storage::v1::BackupService::Stub;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class BackupServiceTest : public ::testing::Test {
 protected:
  explicit BackupServiceTest(const std::string& backup_dir = "/backups")
      : service_([this](const std::string& folder) { return Make(folder); }, backup_dir, clock_),
        server_(Server::Start({.drain_timeout = absl::Milliseconds(100)}, {&service_}).value()),
        stub_(storage::v1::BackupService::NewStub(NewChannel(server_->address()))) {}

  absl::StatusOr<BackupManifest> Make(const std::string& folder) {
    made_.push_back(folder);
    BackupManifest manifest;
    manifest.set_revision(7);
    manifest.add_files()->set_size_bytes(100);
    manifest.add_files()->set_size_bytes(23);
    return manifest;
  }

  absl::StatusOr<CreateBackupResponse> Create(const std::string& name) {
    CreateBackupRequest request;
    request.set_name(name);
    return CallUnary<CreateBackupResponse>({.deadline = absl::Now() + absl::Seconds(20)}, *stub_,
                                           &BackupStub::CreateBackup, request);
  }

  FakeClock clock_{absl::FromUnixSeconds(1'789'369'445)};
  std::vector<std::string> made_;
  BackupService service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<BackupStub> stub_;
};

TEST_F(BackupServiceTest, ABackupIsMadeInAFolderOfItsName) {
  const auto response = Create("before-upgrade_2.0");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(made_, ElementsAre("/backups/before-upgrade_2.0"));
  EXPECT_EQ(response->backup().name(), "before-upgrade_2.0");
  EXPECT_EQ(response->backup().path(), "/backups/before-upgrade_2.0");
  EXPECT_EQ(response->backup().revision(), 7);
  EXPECT_EQ(response->backup().size_bytes(), 123);
}

TEST_F(BackupServiceTest, WithoutANameItHasThatOfTheTime) {
  ASSERT_TRUE(Create("").ok());
  EXPECT_THAT(made_, ElementsAre("/backups/2026-09-14T07-04-05Z"));
}

TEST_F(BackupServiceTest, ANameThatLeadsElsewhereIsRefused) {
  const std::string names[] = {
      "..", ".hidden", "a/b", "/etc", "../x", "a\nb", "a b", "a\\b", std::string(101, 'a')};
  for (const std::string& name : names) {
    const absl::Status status = Create(name).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_THAT(std::string(status.message()), HasSubstr("name: ")) << name;
  }
  EXPECT_THAT(made_, IsEmpty());
}

class BackupsOffTest : public BackupServiceTest {
 protected:
  BackupsOffTest() : BackupServiceTest("") {}
};

TEST_F(BackupsOffTest, NoneIsMade) {
  const absl::Status status = Create("a").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(status), "BACKUPS_OFF");
  EXPECT_THAT(made_, IsEmpty());
}

}  // namespace
}  // namespace akin
