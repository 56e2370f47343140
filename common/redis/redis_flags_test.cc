#include "common/redis/redis_flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/reflection.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Shown(absl::string_view flag) {
  return absl::FindCommandLineFlag(flag)->CurrentValue();
}

TEST(RedisFlagsTest, FlagsBecomeOptionsAndSecretsAreNotShown) {
  absl::FlagSaver restores_flags;
  std::string error;
  for (const auto& [flag, value] :
       {std::pair{"redis_address", "redis.example:6379"}, std::pair{"redis_username", "reader"},
        std::pair{"redis_password", "open sesame"},
        std::pair{"redis_password_file", "/run/secrets/redis"}}) {
    ASSERT_TRUE(absl::FindCommandLineFlag(flag)->ParseFrom(value, &error)) << error;
  }
  const RedisClient::Options options = RedisOptionsFromFlags();
  EXPECT_EQ(options.address, "redis.example:6379");
  EXPECT_EQ(options.credentials.username, "reader");
  EXPECT_EQ(options.credentials.password, "open sesame");
  EXPECT_EQ(options.credentials.password_file, "/run/secrets/redis");
  EXPECT_THAT(Shown("redis_password"), Not(HasSubstr("sesame")));
  EXPECT_THAT(Shown("redis_address"), Not(HasSubstr("redis.example")));
}

TEST(RedisFlagsTest, WithoutFlagsThereIsNoRedis) {
  EXPECT_EQ(RedisOptionsFromFlags().address, "");
  EXPECT_EQ(Shown("redis_password"), "");
}

}  // namespace
}  // namespace akin
