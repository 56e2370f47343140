#include "absl/strings/str_cat.h"
#include "tests/fault/scenario.h"

namespace akin {
namespace {

// With a Redis that is as it should be before and after.
Scenario WithRedis(const std::string& name, std::function<std::string(Stage&, RedisServer&)> run) {
  return {name, [run = std::move(run)](Stage& stage) -> std::string {
            RedisServer* redis = stage.cluster->redis();
            if (redis == nullptr) return "skipped: redis-server is not installed";
            std::string did = run(stage, *redis);
            stage.traffic.AwaitReads(20);
            return did;
          }};
}

std::string KillRedis(Stage& stage, RedisServer& redis) {
  const int times = stage.Times(20, 1);
  for (int i = 0; i < times; ++i) {
    stage.WaitRandomly(absl::Milliseconds(300));
    redis.Kill();
    stage.traffic.AwaitReads(20);
    redis.Start();
  }
  return absl::StrCat(times, " kills");
}

std::string PauseRedis(Stage& stage, RedisServer& redis) {
  const absl::Duration time = stage.whole ? absl::Seconds(30) : absl::Seconds(1);
  redis.Pause();
  stage.Wait(time);
  redis.Resume();
  return absl::StrCat("for ", absl::FormatDuration(time));
}

std::string MakeReplica(Stage& stage, RedisServer& redis) {
  redis.Operate({"REPLICAOF", "127.0.0.1", "1"});
  stage.traffic.AwaitReads(stage.Times(1000, 50));
  redis.Operate({"REPLICAOF", "NO", "ONE"});
  return "READONLY";
}

std::string FillUp(Stage& stage, RedisServer& redis) {
  redis.Operate({"CONFIG", "SET", "maxmemory", "1"});
  stage.traffic.AwaitReads(stage.Times(1000, 50));
  redis.Operate({"CONFIG", "SET", "maxmemory", "0"});
  return "OOM";
}

// Runs a script on every key `k` with its value `v`, again and again while reads go on.
std::string Spoil(Stage& stage, RedisServer& redis, const std::string& script) {
  const std::string whole = absl::StrCat(
      "local keys = redis.call('KEYS', 'akin:*') local n = 0 "
      "for i, k in ipairs(keys) do local v = redis.call('GET', k) if v then ",
      script, " n = n + 1 end end return tostring(n)");
  const int rounds = stage.Times(100, 5);
  int64_t spoilt = 0;
  for (int i = 0; i < rounds; ++i) {
    spoilt += std::atoll(redis.Operate({"EVAL", whole, "0"}).c_str());
    stage.traffic.AwaitReads(10);
  }
  redis.Operate({"FLUSHALL"});
  return absl::StrCat(spoilt, " values");
}

Scenario Spoilt(const std::string& how, const std::string& script) {
  return WithRedis(absl::StrCat("Redis holds ", how), [script](Stage& stage, RedisServer& redis) {
    return Spoil(stage, redis, script);
  });
}

}  // namespace

std::vector<Scenario> RedisScenarios() {
  return {WithRedis("kill -9 of Redis", KillRedis),
          WithRedis("SIGSTOP of Redis", PauseRedis),
          WithRedis("Redis became a replica", MakeReplica),
          WithRedis("Redis is full", FillUp),
          Spoilt("garbage", "redis.call('SET', k, string.rep('garbage', 50), 'KEEPTTL')"),
          Spoilt("flipped bytes",
                 "local at = math.floor(#v * 0.7) "
                 "redis.call('SET', k, string.sub(v, 1, at) .. "
                 "string.char((string.byte(v, at + 1) + 1) % 256) .. string.sub(v, at + 2), "
                 "'KEEPTTL')"),
          Spoilt("other keys' values",
                 "local o = redis.call('GET', keys[i % #keys + 1]) "
                 "if o then redis.call('SET', k, o, 'KEEPTTL') end")};
}

}  // namespace akin
