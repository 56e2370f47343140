// What Redis says, and what the client makes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/redis/redis_client.h"
#include "common/testing/redis_server.h"
#include "common/testing/scripted_redis.h"

namespace akin {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr absl::StatusCode kDown = absl::StatusCode::kUnavailable;
constexpr absl::StatusCode kExhausted = absl::StatusCode::kResourceExhausted;
// Longer than a circuit stays open at first.
constexpr absl::Duration kAWhile = absl::Seconds(2);

class RedisFaultsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::Available()) GTEST_SKIP() << "redis-server is not installed";
    testing::internal::CaptureStderr();
  }
  void TearDown() override {
    if (RedisServer::Available()) testing::internal::GetCapturedStderr();
  }

  // A timeout that a busy machine does not reach, unless the test is about timeouts.
  std::unique_ptr<RedisClient> Connect(RedisClient::Options options,
                                       absl::Duration timeout = absl::Seconds(20)) {
    options.timeout = timeout;
    options.connect_timeout = absl::Seconds(20);
    return *RedisClient::Create(options, clock_, metrics_);
  }
  std::unique_ptr<RedisClient> Connect(const ScriptedRedis& redis,
                                       absl::Duration timeout = absl::Seconds(20)) {
    return Connect({.address = redis.address()}, timeout);
  }

  static absl::Status Set(RedisClient& client, const std::string& key = "k",
                          const std::string& value = "v") {
    return client.SetWithTtl(key, value, absl::Hours(1));
  }

  // The lines logged since it was last asked.
  static std::vector<std::string> TakeLog() {
    std::vector<std::string> lines =
        absl::StrSplit(testing::internal::GetCapturedStderr(), '\n', absl::SkipEmpty());
    testing::internal::CaptureStderr();
    return lines;
  }

  double Calls(const std::string& result) {
    return metrics_.GetCounter("akin_redis_calls_total", "", {{"result", result}}).Value();
  }

  FakeClock clock_;
  Metrics metrics_;
};

// How often somebody has connected, the question's own connection among them.
int ConnectionsTo(const RedisServer& server) {
  const std::string stats = server.Operate({"INFO", "stats"});
  const std::string kField = "total_connections_received:";
  const size_t at = stats.find(kField);
  return at == std::string::npos ? 0 : std::atoi(stats.c_str() + at + kField.size());
}

TEST_F(RedisFaultsTest, DemotedServerIsLeftForTheOneThatItsAddressLeadsToByNow) {
  RedisServer old_master, new_master;
  MovableRedisAddress address(old_master);
  auto client = Connect({.address = address.text()});
  ASSERT_TRUE(Set(*client).ok());
  old_master.Operate({"REPLICAOF", "127.0.0.1", "1"});
  address.LeadTo(new_master);
  EXPECT_THAT(*client->Get("k"), Optional(std::string("v")));  // Nothing has told yet.
  EXPECT_EQ(Set(*client).code(), kExhausted);
  EXPECT_EQ(*client->Get("k"), absl::nullopt);  // Of the new one.
  clock_.Advance(kAWhile);
  EXPECT_TRUE(Set(*client).ok());
  EXPECT_EQ(new_master.Operate({"GET", "k"}), "v");
  EXPECT_THAT(TakeLog(), ElementsAre(AllOf(HasSubstr("takes no writes"), HasSubstr("READONLY")),
                                     HasSubstr("takes writes again")));
}

TEST_F(RedisFaultsTest, WhileTheAddressLeadsToAReplicaItIsAskedAgainNowAndThenAndToldOnce) {
  RedisServer server;
  auto client = Connect({.address = server.address()});
  server.Operate({"REPLICAOF", "127.0.0.1", "1"});
  for (int second = 0; second < 60; ++second) {
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(Set(*client).code(), kExhausted);
      EXPECT_TRUE(client->Get("k").ok());
    }
    clock_.Advance(absl::Seconds(1));
  }
  EXPECT_THAT(TakeLog(), SizeIs(1));
  EXPECT_LE(Calls("failed"), 121);  // The shortest pause is half a second.
  EXPECT_GE(Calls("failed"), 30);
  EXPECT_EQ(Calls("ok"), 600);
}

// What a server can say to a write while it can be read, brought about by an operator.
struct RefusedWrite {
  std::vector<absl::string_view> cause;
  std::vector<absl::string_view> remedy;
  std::string error;
  bool wants_new_connection = true;
};

TEST_F(RedisFaultsTest, WritesStopWhileReadsGoOnUntilWritesAreTakenAgain) {
  for (const RefusedWrite& fault : std::vector<RefusedWrite>{
           {{"REPLICAOF", "127.0.0.1", "1"}, {"REPLICAOF", "NO", "ONE"}, "READONLY"},
           {{"CONFIG", "SET", "min-replicas-to-write", "1"},
            {"CONFIG", "SET", "min-replicas-to-write", "0"},
            "NOREPLICAS"},
           {{"ACL", "SETUSER", "default", "-set"}, {"ACL", "SETUSER", "default", "+set"}, "NOPERM"},
           {{"CONFIG", "SET", "maxmemory", "1"}, {"CONFIG", "SET", "maxmemory", "0"}, "OOM", false},
       }) {
    SCOPED_TRACE(fault.error);
    RedisServer server;
    auto client = Connect({.address = server.address()});
    ASSERT_TRUE(Set(*client).ok());
    const int connections_before = ConnectionsTo(server);
    server.Operate(fault.cause);
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(Set(*client).code(), kExhausted);
      EXPECT_THAT(*client->Get("k"), Optional(std::string("v")));
    }
    server.Operate(fault.remedy);
    clock_.Advance(kAWhile);
    EXPECT_TRUE(Set(*client, "k", "new").ok());
    EXPECT_THAT(*client->Get("k"), Optional(std::string("new")));
    // Two are of the operator, and one of asking.
    EXPECT_EQ(ConnectionsTo(server) - connections_before, fault.wants_new_connection ? 4 : 3);
    EXPECT_THAT(TakeLog(), ElementsAre(HasSubstr(fault.error), HasSubstr("again")));
  }
}

TEST_F(RedisFaultsTest, OneAnswerThatTheServerServesNobodyStopsAllCallsUntilItServes) {
  for (const std::string error :
       {"LOADING Redis is loading the dataset in memory", "MASTERDOWN Link with MASTER is down",
        "CLUSTERDOWN Hash slot not served", "MOVED 3999 127.0.0.1:6381", "ASK 3999 127.0.0.1:6381",
        "NOAUTH Authentication required.", "BUSY Redis is busy running a script.",
        "UNKILLABLE Sorry", "DENIED Redis is running in protected mode"}) {
    SCOPED_TRACE(error);
    std::atomic<bool> serves = false;
    ScriptedRedis redis([&](const auto&) { return serves ? "+OK\r\n" : "-" + error + "\r\n"; });
    auto client = Connect(redis);
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(client->Ping().code(), kDown);
      EXPECT_EQ(Set(*client).code(), kDown);
    }
    EXPECT_EQ(redis.commands(), 1);
    serves = true;
    clock_.Advance(kAWhile);
    EXPECT_TRUE(client->Ping().ok());
    EXPECT_TRUE(Set(*client).ok());
    EXPECT_EQ(redis.connections(), 2);
    EXPECT_THAT(TakeLog(), ElementsAre(AllOf(HasSubstr("counts as down"), HasSubstr(error)),
                                       HasSubstr("is back")));
  }
}

TEST_F(RedisFaultsTest, ReplicaWithoutItsMasterAndClusterWithoutSlotsServeNobody) {
  RedisServer replica({"--replica-serve-stale-data", "no"}), cluster({"--cluster-enabled", "yes"});
  replica.Operate({"REPLICAOF", "127.0.0.1", "1"});
  for (const RedisServer* server : {&replica, &cluster}) {
    auto client = Connect({.address = server->address()});
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client->Get("k").status().code(), kDown);
  }
  EXPECT_THAT(TakeLog(), ElementsAre(HasSubstr("MASTERDOWN"), HasSubstr("CLUSTERDOWN")));
  EXPECT_EQ(Calls("failed"), 2);
}

// One node of a cluster of two: what it has it serves, and for the rest it names the other.
TEST_F(RedisFaultsTest, NodeOfAClusterIsToldOfAFewTimesAndNotEachTimeThatItServesAKey) {
  ScriptedRedis node([](const auto& command) {
    return command[1] == "here" ? "$1\r\nv\r\n" : "-MOVED 3999 127.0.0.1:6381\r\n";
  });
  auto client = Connect(node);
  for (int second = 0; second < 300; ++second) {
    for (const char* key : {"here", "there", "here", "there"}) client->Get(key).IgnoreError();
    clock_.Advance(absl::Seconds(1));
  }
  const std::vector<std::string> log = TakeLog();
  EXPECT_THAT(log, Contains(HasSubstr("not supported")));
  EXPECT_LT(log.size(), 50);
}

TEST_F(RedisFaultsTest, ErrorOfOneKeyIsNoOutage) {
  RedisServer server;
  server.Operate({"RPUSH", "list", "a"});
  auto client = Connect({.address = server.address()});
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(client->Get("list").status().code(), kDown);
    EXPECT_TRUE(client->Get("k").ok());
  }
  EXPECT_THAT(TakeLog(), IsEmpty());
  EXPECT_EQ(ConnectionsTo(server), 4);  // Twice the start, this question, and one of the client.
}

TEST_F(RedisFaultsTest, WriteThatIsAlwaysAnErrorStopsWritesAlone) {
  ScriptedRedis redis([](const auto& command) {
    return command[0] == "SET" ? "-ERR unknown command 'SET', with args beginning with: 'k' 'v'\r\n"
                               : "$-1\r\n";
  });
  auto client = Connect(redis);
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(Set(*client).ok());
    EXPECT_TRUE(client->Get("k").ok());
  }
  EXPECT_EQ(redis.commands(), 25);
  EXPECT_THAT(TakeLog(), ElementsAre(HasSubstr("takes no writes")));
}

TEST_F(RedisFaultsTest, UserAndPasswordAreSent) {
  RedisServer server;
  server.Operate({"ACL", "SETUSER", "reader", "on", ">sesame", "~akin:*", "+get", "+set", "+del"});
  server.Operate({"CONFIG", "SET", "requirepass", "open sesame"});
  auto of_default =
      Connect({.address = server.address(), .credentials = {.password = "open sesame"}});
  EXPECT_TRUE(Set(*of_default).ok());
  auto of_user = Connect(
      {.address = server.address(), .credentials = {.username = "reader", .password = "sesame"}});
  EXPECT_TRUE(Set(*of_user, "akin:k").ok());
  EXPECT_THAT(*of_user->Get("akin:k"), Optional(std::string("v")));
  EXPECT_THAT(TakeLog(), IsEmpty());
}

TEST_F(RedisFaultsTest, WrongPasswordIsToldOnceAndNotShown) {
  RedisServer server;
  server.Operate({"CONFIG", "SET", "requirepass", "open sesame"});
  auto client = Connect({.address = server.address(), .credentials = {.password = "shut sesame"}});
  for (int i = 0; i < 20; ++i) {
    const absl::Status status = Set(*client);
    EXPECT_EQ(status.code(), kDown);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("sesame")));
  }
  EXPECT_THAT(TakeLog(), ElementsAre(AllOf(HasSubstr("WRONGPASS"), Not(HasSubstr("sesame")))));
}

TEST_F(RedisFaultsTest, ServerThatRepeatsThePasswordDoesNotGetItIntoTheLog) {
  for (const char* error :
       {"-ERR unknown command `AUTH`, with args beginning with: `open sesame`, ",
        "-ERR what is open sesame", "-open sesame", "-NOPERM open sesame"}) {
    ScriptedRedis redis([&](const auto&) { return absl::StrCat(error, "\r\n"); });
    auto client = Connect({.address = redis.address(), .credentials = {.password = "open sesame"}});
    for (int i = 0; i < 20; ++i) {
      EXPECT_THAT(std::string(client->Ping().message()), Not(HasSubstr("sesame")));
    }
    EXPECT_THAT(TakeLog(), ElementsAre(Not(HasSubstr("sesame")))) << error;
  }
}

TEST_F(RedisFaultsTest, ChangedPasswordIsReadWhenConnectingAnew) {
  const std::string path = absl::StrCat(testing::TempDir(), "redis_faults_password.", getpid());
  const auto rotate = [&](const std::string& password) { std::ofstream(path) << password << "\n"; };
  rotate("first");
  RedisServer server;
  server.Operate({"ACL", "SETUSER", "reader", "on", ">first", "allkeys", "+@all"});
  auto client = Connect(
      {.address = server.address(), .credentials = {.username = "reader", .password_file = path}});
  ASSERT_TRUE(Set(*client).ok());
  server.Operate({"ACL", "SETUSER", "reader", "resetpass", ">second"});
  server.Operate({"CLIENT", "KILL", "USER", "reader"});
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(Set(*client).ok());
  rotate("second");
  clock_.Advance(kAWhile);
  EXPECT_TRUE(Set(*client).ok());
  EXPECT_THAT(TakeLog(), ElementsAre(HasSubstr("WRONGPASS"), HasSubstr("is back")));
  std::filesystem::remove(path);
}

TEST_F(RedisFaultsTest, ValueTooLargeForTheTimeoutIsNotSentAndSmallOnesAre) {
  RedisServer server;
  auto client = Connect({.address = server.address()}, absl::Milliseconds(200));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(Set(*client, "large", std::string(10'000'001, 'x')).ok());  // 50 bytes each µs
    EXPECT_TRUE(Set(*client, "small").ok());
  }
  EXPECT_EQ(*client->Get("large"), absl::nullopt);
  EXPECT_THAT(*client->Get("small"), Optional(std::string("v")));
  EXPECT_EQ(Calls("too_large"), 20);
  EXPECT_THAT(TakeLog(), IsEmpty());
}

// A network on which nothing large gets through in time, one way or the other.
class SlowNetworkTest : public RedisFaultsTest {
 protected:
  static std::string Reply(const std::vector<std::string>& command) {
    if (command[0] == "DEL") return ":1\r\n";
    if (command[0] == "SET") return command[2].size() > 100'000 ? "" : "+OK\r\n";
    return command[1] == "large" ? "$1000000\r\n" + std::string(100'000, 'x') : "$1\r\nv\r\n";
  }
};

TEST_F(SlowNetworkTest, LargeValuesThatDoNotGetThroughAreNoOutageAndSoonNotTriedAnyMore) {
  ScriptedRedis redis(Reply);
  auto client = Connect(redis, absl::Milliseconds(100));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(Set(*client, "large", std::string(150'000, 'x')).ok());
    EXPECT_TRUE(client->Get("small").ok());
  }
  EXPECT_EQ(redis.commands(), 21);
  EXPECT_EQ(Calls("failed"), 0);
  EXPECT_TRUE(Set(*client, "middling", std::string(70'000, 'x')).ok());
  EXPECT_EQ(redis.commands(), 22);
  EXPECT_THAT(TakeLog(), IsEmpty());
}

TEST_F(SlowNetworkTest, LargeValueThatDoesNotArriveIsNoOutageAndIsRemoved) {
  std::atomic<int> removed = 0;
  ScriptedRedis redis([&](const auto& command) {
    removed += command == std::vector<std::string>{"DEL", "large"};
    return Reply(command);
  });
  auto client = Connect(redis, absl::Milliseconds(100));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(*client->Get("large"), absl::nullopt);
    EXPECT_THAT(*client->Get("small"), Optional(std::string("v")));
  }
  EXPECT_EQ(removed, 10);
  EXPECT_EQ(Calls("failed"), 0);
  EXPECT_THAT(TakeLog(), IsEmpty());
}

TEST_F(RedisFaultsTest, AnswersThatMakeNoSenseAreNeverTakenForValues) {
  for (const std::string answer :
       {"HTTP/1.1 400 Bad Request\r\n\r\n", "+OK\r\n", ":1\r\n", "*1\r\n$1\r\nv\r\n",
        "$99999999999999999999\r\n", "$-5\r\n", "\r\n"}) {
    SCOPED_TRACE(answer);
    ScriptedRedis redis([&](const auto&) { return answer + std::string(20'000, ' '); });
    auto client = Connect(redis, absl::Milliseconds(100));
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client->Get("k").status().code(), kDown);
    EXPECT_EQ(redis.commands(), 5);
    EXPECT_THAT(TakeLog(), SizeIs(1));
  }
}

TEST_F(RedisFaultsTest, SecondAnswerThatNobodyAskedForIsNotTakenForTheNext) {
  ScriptedRedis redis(
      [](const auto& command) { return absl::StrCat("$1\r\n", command[1], "\r\n$1\r\nx\r\n"); });
  auto client = Connect(redis);
  for (const char* key : {"a", "b", "c"}) {
    EXPECT_THAT(*client->Get(key), Optional(std::string(key)));
  }
}

TEST_F(RedisFaultsTest, ServerThatVanishedIsLeftAtOnceHoweverManyConnectionsThereAreToIt) {
  RedisServer old_server, new_server;
  MovableRedisAddress address(old_server);
  auto client =
      Connect({.address = address.text(), .breaker = {.failures_to_open = 1}}, absl::Seconds(1));
  old_server.Operate({"CLIENT", "PAUSE", "300"});  // Each of these waits on its own connection.
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) callers.emplace_back([&] { client->Ping().IgnoreError(); });
  for (std::thread& caller : callers) caller.join();
  ASSERT_GT(ConnectionsTo(old_server), 5);
  old_server.Pause();
  address.LeadTo(new_server);
  EXPECT_EQ(client->Ping().code(), kDown);
  clock_.Advance(kAWhile);
  EXPECT_TRUE(client->Ping().ok());
}

}  // namespace
}  // namespace akin
