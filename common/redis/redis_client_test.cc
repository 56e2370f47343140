#include "common/redis/redis_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/child_process.h"
#include "common/testing/redis_server.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Optional;

constexpr absl::StatusCode kUnavailable = absl::StatusCode::kUnavailable;

class RedisClientTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::Available()) GTEST_SKIP() << "redis-server is not installed";
    server_ = std::make_unique<RedisServer>();
    client_ = Connect({.address = server_->address()});
  }

  // A timeout that a busy machine does not reach, unless the test is about timeouts.
  std::unique_ptr<RedisClient> Connect(RedisClient::Options options,
                                       absl::Duration timeout = absl::Seconds(20)) {
    options.timeout = options.connect_timeout = timeout;
    options.breaker = {.failures_to_open = 3, .open_for = absl::Seconds(10), .jitter = 0.1};
    return *RedisClient::Create(options, clock_, metrics_);
  }

  double Calls(const std::string& result) {
    return metrics_.GetCounter("akin_redis_calls_total", "", {{"result", result}}).Value();
  }

  FakeClock clock_;
  Metrics metrics_;
  std::unique_ptr<RedisServer> server_;
  std::unique_ptr<RedisClient> client_;
};

TEST_F(RedisClientTest, ReturnsWhatWasSetByteForByte) {
  const std::string binary("\0\r\n\xff$5", 6);
  const std::string large(3'000'000, 'x');
  ASSERT_TRUE(client_->SetWithTtl("binary", binary, absl::Minutes(1)).ok());
  ASSERT_TRUE(client_->SetWithTtl("large", large, absl::Minutes(1)).ok());
  ASSERT_TRUE(client_->SetWithTtl("empty", "", absl::InfiniteDuration()).ok());
  EXPECT_THAT(*client_->Get("binary"), Optional(binary));
  EXPECT_THAT(*client_->MGet({"large", "absent", "empty"}),
              ElementsAre(Optional(large), absl::nullopt, Optional(std::string())));
  EXPECT_TRUE(client_->MGet({})->empty());
}

TEST_F(RedisClientTest, DeletedAndExpiredKeysAreAbsent) {
  ASSERT_TRUE(client_->SetWithTtl("a", "1", absl::Minutes(1)).ok());
  ASSERT_TRUE(client_->SetWithTtl("past", "1", absl::ZeroDuration()).ok());
  ASSERT_TRUE(client_->SetWithTtl("short", "1", absl::Nanoseconds(1)).ok());
  ASSERT_TRUE(client_->Del({"a", "never there"}).ok());
  EXPECT_EQ(*client_->Get("a"), absl::nullopt);
  EXPECT_EQ(*client_->Get("past"), absl::nullopt);
  while (*client_->Get("short") != absl::nullopt) std::this_thread::yield();
}

TEST_F(RedisClientTest, RestartedRedisCostsNoFailedCallThoughConnectionsDied) {
  ASSERT_TRUE(client_->Ping().ok());
  server_->Kill();
  server_->Start();
  EXPECT_TRUE(client_->Ping().ok());
}

TEST_F(RedisClientTest, DeadRedisIsUnavailableThenRefusedThenFoundAgainByAProbe) {
  ASSERT_TRUE(client_->Ping().ok());
  server_->Kill();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(client_->Ping().code(), kUnavailable);
  EXPECT_EQ(Calls("failed"), 3);
  EXPECT_EQ(Calls("refused"), 7);
  EXPECT_THAT(metrics_.Text(), HasSubstr("akin_redis_circuit_open 1"));
  server_->Start();
  EXPECT_EQ(client_->Ping().code(), kUnavailable);
  clock_.Advance(absl::Seconds(11));
  EXPECT_TRUE(client_->Ping().ok());
  EXPECT_TRUE(client_->Ping().ok());
  EXPECT_THAT(metrics_.Text(), HasSubstr("akin_redis_circuit_open 0"));
}

TEST_F(RedisClientTest, PausedRedisCostsTheTimeoutAndThenNothing) {
  auto client = Connect({.address = server_->address()}, absl::Milliseconds(50));
  while (!client->Ping().ok()) clock_.Advance(absl::Seconds(11));
  server_->Pause();
  const double refused_before = Calls("refused");
  const absl::Time start = absl::Now();
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(client->Ping().code(), kUnavailable);
  // Three calls wait for their timeout. A client without the circuit would need 50 s.
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(150));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_EQ(Calls("refused") - refused_before, 997);
  server_->Resume();
  clock_.Advance(absl::Seconds(11));
  while (!client->Ping().ok()) clock_.Advance(absl::Seconds(11));
}

TEST_F(RedisClientTest, ReplyThatCameTooLateIsNotTakenForTheNextOne) {
  auto client =
      Connect({.address = server_->address(), .max_connections = 1}, absl::Milliseconds(200));
  ASSERT_TRUE(client_->SetWithTtl("a", "1", absl::Minutes(1)).ok());
  ASSERT_TRUE(client_->SetWithTtl("b", "2", absl::Minutes(1)).ok());
  ASSERT_TRUE(client->Ping().ok());
  server_->Pause();
  EXPECT_EQ(client->Get("a").status().code(), kUnavailable);
  server_->Resume();
  auto b = client->Get("b");
  while (!b.ok()) {
    clock_.Advance(absl::Seconds(11));
    b = client->Get("b");
  }
  EXPECT_THAT(*b, Optional(std::string("2")));
}

TEST_F(RedisClientTest, OpensNoMoreConnectionsThanAllowed) {
  auto client = Connect({.address = server_->address(), .max_connections = 3});
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, key = absl::StrCat("key", t)] {
      for (int i = 0; i < 100; ++i) {
        const std::string value = absl::StrCat(key, ".", i);
        failures += !client->SetWithTtl(key, value, absl::Minutes(1)).ok();
        failures += client->Get(key).value_or(absl::nullopt) != value;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  const std::string clients = server_->Operate({"CLIENT", "LIST"});
  // The operator is one of them; client_ has not connected yet.
  EXPECT_LE(std::count(clients.begin(), clients.end(), '\n'), 4);
}

TEST_F(RedisClientTest, EveryAnswerIsRightWhileRedisIsKilledAndBack) {
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, key = absl::StrCat("key", t)] {
      while (!done) {
        (void)client_->SetWithTtl(key, key, absl::Minutes(1));
        const auto value = client_->Get(key);
        if (value.ok() && value->has_value()) wrong += **value != key;
        if (!value.ok()) clock_.Advance(absl::Seconds(11));
      }
    });
  }
  for (int i = 0; i < 5; ++i) {
    server_->Kill();
    server_->Start();
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  while (!client_->Ping().ok()) clock_.Advance(absl::Seconds(11));
}

TEST_F(RedisClientTest, PasswordIsSentAndItsLackIsUnavailable) {
  server_->Operate({"CONFIG", "SET", "requirepass", "open sesame"});
  auto trusted =
      Connect({.address = server_->address(), .credentials = {.password = "open sesame"}});
  EXPECT_TRUE(trusted->Ping().ok());
  const absl::Status refused = client_->Ping();
  EXPECT_EQ(refused.code(), kUnavailable);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("NOAUTH"));
}

TEST_F(RedisClientTest, SpeaksTcpAndResolvesNames) {
  const std::string port = absl::StrCat(FreePort());
  ASSERT_EQ(server_->Operate({"CONFIG", "SET", "port", port}), "OK");
  for (const char* host : {"127.0.0.1", "localhost"}) {
    auto client = Connect({.address = absl::StrCat(host, ":", port)});
    EXPECT_TRUE(client->SetWithTtl("a", "1", absl::Minutes(1)).ok()) << host;
    EXPECT_THAT(*client->Get("a"), Optional(std::string("1"))) << host;
  }
}

TEST(RedisClientOptionsTest, BadAddressIsRefusedAtOnce) {
  Metrics metrics;
  FakeClock clock;
  EXPECT_EQ(RedisClient::Create({.address = "nowhere"}, clock, metrics).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace akin
