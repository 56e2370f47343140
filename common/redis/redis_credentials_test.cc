#include "common/redis/redis_credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RedisCredentialsTest : public testing::Test {
 protected:
  ~RedisCredentialsTest() override { std::filesystem::remove(path_); }

  void Write(const std::string& text) { std::ofstream(path_) << text; }

  const std::string path_ = testing::TempDir() + "redis_credentials_test_password";
};

TEST_F(RedisCredentialsTest, PasswordAloneAuthenticatesAsServersWithoutUsersWantIt) {
  EXPECT_THAT(*RedisAuthCommand({.password = "sesame"}), ElementsAre("AUTH", "sesame"));
  EXPECT_THAT(*RedisAuthCommand({.username = "reader", .password = "sesame"}),
              ElementsAre("AUTH", "reader", "sesame"));
  EXPECT_THAT(*RedisAuthCommand({}), IsEmpty());
}

TEST_F(RedisCredentialsTest, FileIsReadEachTimeAndItsLastNewlineIsNotOfThePassword) {
  const RedisCredentials credentials = {.password_file = path_};
  for (const auto& [text, password] : {std::pair{"sesame", "sesame"},
                                       {"sesame\n", "sesame"},
                                       {"sesame\r\n", "sesame"},
                                       {" two words \n", " two words "},
                                       {"line\nline\n\n", "line\nline\n"}}) {
    Write(text);
    EXPECT_THAT(*RedisAuthCommand(credentials), ElementsAre("AUTH", password));
  }
  EXPECT_THAT(*RedisAuthCommand({.password = "sesame\n"}), ElementsAre("AUTH", "sesame"));
}

TEST_F(RedisCredentialsTest, FileWithoutAPasswordIsUnavailableAndWrongAtTheStart) {
  const auto expect_bad = [](const std::string& path) {
    const RedisCredentials credentials = {.password_file = path};
    EXPECT_EQ(RedisAuthCommand(credentials).status().code(), absl::StatusCode::kUnavailable);
    const absl::Status at_start = CheckRedisCredentials(credentials);
    EXPECT_EQ(at_start.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(at_start.message()), HasSubstr(path));
  };
  expect_bad(path_);
  expect_bad(testing::TempDir());
  Write("\n");
  expect_bad(path_);
}

TEST_F(RedisCredentialsTest, ContradictionsAreRefusedWithoutThePassword) {
  Write("sesame");
  for (const RedisCredentials& bad :
       {RedisCredentials{.username = "reader"}, {.password = "sesame", .password_file = path_}}) {
    const absl::Status status = CheckRedisCredentials(bad);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("sesame")));
  }
  EXPECT_TRUE(CheckRedisCredentials({}).ok());
  EXPECT_TRUE(CheckRedisCredentials({.username = "reader", .password_file = path_}).ok());
}

}  // namespace
}  // namespace akin
