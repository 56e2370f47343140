// The disk fills up under akin-storage: writes are refused, reads go on, nothing that was
// acknowledged is lost, and writes work again once there is room.
#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "absl/strings/str_cat.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/errors.h"
#include "common/testing/service_process.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using storage::v1::StorageService;

// A file system of 48 MB of its own, part of it taken by a file that can be removed.
class SmallDisk {
 public:
  SmallDisk() {
    mounted_ = mkdtemp(path_.data()) != nullptr &&
               mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=48m") == 0;
    if (mounted_) std::ofstream(path_ + "/ballast") << std::string(20 << 20, 'x');
  }
  ~SmallDisk() {
    if (mounted_) umount2(path_.c_str(), MNT_DETACH);
    std::filesystem::remove_all(path_);
  }

  bool mounted() const { return mounted_; }
  const std::string& path() const { return path_; }
  void MakeRoom() { std::filesystem::remove(path_ + "/ballast"); }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / "akin-full-XXXXXX").string();
  bool mounted_ = false;
};

class StorageDiskFullTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.mounted()) GTEST_SKIP() << "mounting a tmpfs needs root";
    storage_ = std::make_unique<ServiceProcess>(
        "akin-storage", std::vector<std::string>{absl::StrCat("--data_dir=", disk_.path(), "/data"),
                                                 "--write_buffer_bytes=4194304"});
    stub_ = StorageService::NewStub(NewChannel(storage_->address()));
  }

  static CallContext Soon() { return {.deadline = absl::Now() + absl::Seconds(20)}; }

  absl::Status Put(int i) {
    storage::v1::PutArticlesRequest request;
    auto& article = *request.add_articles();
    article.set_name(absl::StrCat("articles/a", i));
    article.set_headline(absl::StrCat("Headline ", i));
    for (int n = 0; n < 100'000; ++n) article.mutable_body()->push_back('!' + random_() % 90);
    return CallUnary(Soon(), *stub_, &StorageService::Stub::PutArticles, request).status();
  }

  absl::Status Get(int i) {
    storage::v1::GetArticleRequest request;
    request.set_name(absl::StrCat("articles/a", i));
    return CallUnary(Soon(), *stub_, &StorageService::Stub::GetArticle, request).status();
  }

  SmallDisk disk_;
  std::mt19937 random_{3};
  std::unique_ptr<ServiceProcess> storage_;
  std::unique_ptr<StorageService::Stub> stub_;
};

TEST_F(StorageDiskFullTest, WritesAreRefusedUntilThereIsRoomAndNothingIsLost) {
  int acknowledged = 0;
  absl::Status status;
  while (acknowledged < 2000 && (status = Put(acknowledged)).ok()) ++acknowledged;
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "storage: the disk is full");
  EXPECT_TRUE(RetryAfter(status).has_value());
  EXPECT_FALSE(Put(acknowledged).ok());
  for (int i = 0; i < acknowledged; ++i) EXPECT_TRUE(Get(i).ok()) << i;

  disk_.MakeRoom();
  for (int tries = 0; tries < 200 && !(status = Put(acknowledged)).ok(); ++tries) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_TRUE(status.ok()) << status;

  EXPECT_EQ(storage_->Terminate(), 0);
  storage_->Start();
  ChannelOptions fresh;  // a connection that does not wait for the old one's back-off
  fresh.max_message_bytes -= 1;
  stub_ = StorageService::NewStub(NewChannel(storage_->address(), fresh));
  for (int i = 0; i <= acknowledged; ++i) EXPECT_TRUE(Get(i).ok()) << i;
}

}  // namespace
}  // namespace akin
