#include "common/redis/redis_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Refusal(absl::string_view text) {
  const absl::Status status = ParseRedisAddress(text).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(status.message());
}

TEST(RedisAddressTest, IsHostAndPortOrASocket) {
  EXPECT_EQ(ParseRedisAddress("redis.example:6379")->host, "redis.example");
  EXPECT_EQ(ParseRedisAddress("my_redis-0:6379")->port, 6379);
  EXPECT_EQ(ParseRedisAddress("[::1]:6379")->host, "::1");
  EXPECT_EQ(ParseRedisAddress("[fe80::1%eth0]:6379")->host, "fe80::1%eth0");
  EXPECT_EQ(ParseRedisAddress("/run/redis.sock")->unix_path, "/run/redis.sock");
  EXPECT_EQ(ParseRedisAddress("unix:/run/r@dis.sock")->unix_path, "/run/r@dis.sock");
  for (const char* url : {"redis://redis.example:6380", "redis://redis.example:6380/",
                          "redis://redis.example:6380/0"}) {
    EXPECT_EQ(ParseRedisAddress(url)->host, "redis.example") << url;
    EXPECT_EQ(ParseRedisAddress(url)->port, 6380) << url;
  }
}

TEST(RedisAddressTest, WithAUserOrAPasswordItIsRefusedUnquotedWithTheFlagsForThem) {
  for (const char* with_secret :
       {"redis://sesame@redis.example:6379", "redis://:sesame@redis.example:6379/0",
        "redis://reader:sesame@redis.example:6379", "reader:sesame@redis.example:6379",
        "sesame@redis.example:6379", "redis://reader:se@same@redis.example:6379",
        "unix://reader:sesame@/run/redis.sock", "redis+unix://:sesame@/run/redis.sock"}) {
    EXPECT_THAT(Refusal(with_secret), HasSubstr("--redis_password_file"));
    EXPECT_THAT(Refusal(with_secret), Not(HasSubstr("same"))) << with_secret;
  }
}

TEST(RedisAddressTest, WhatElseIsNoAddressIsRefusedUnquoted) {
  for (const char* bad :
       {"", "sesame", "sesame:", ":6379", "sesame:0", "sesame:65536", "unix:", "::1:6379",
        "[sesame]:6379", "redis:sesame:6379", "sesame:6379/3", "redis://sesame:6379/3",
        "redis://sesame", "redis.example:6379,password=sesame", "redis.example:6379?auth=sesame",
        "a.example:26379,sesame.example:26379", "redis-sentinel://sesame:26379", "sesame :6379",
        "unix:///run/redis.sock?password=sesame"}) {
    EXPECT_THAT(Refusal(bad), HasSubstr("want host:port"));
    EXPECT_THAT(Refusal(bad), Not(HasSubstr("sesame"))) << bad;
  }
}

TEST(RedisAddressTest, TlsIsRefusedWithWhatToDoInstead) {
  for (const char* tls : {"rediss://redis.example:6380", "rediss://reader:sesame@redis.example:1",
                          "REDISS://redis.example:6380"}) {
    EXPECT_THAT(Refusal(tls), HasSubstr("sidecar"));
    EXPECT_THAT(Refusal(tls), Not(HasSubstr("sesame")));
  }
}

}  // namespace
}  // namespace akin
