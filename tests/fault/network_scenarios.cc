#include "absl/strings/str_cat.h"
#include "tests/fault/scenario.h"

namespace akin {
namespace {

using Way = TcpProxy::Way;

absl::Duration FaultTime(const Stage& stage) {
  return stage.whole ? absl::Seconds(30) : absl::Seconds(1);
}

Scenario Broken(const std::string& caller, const std::string& how, Way way) {
  return {absl::StrCat(how, " from ", caller, " to storage"), [=](Stage& stage) {
            const absl::Duration time = FaultTime(stage);
            stage.cluster.network(caller).Set(way);
            stage.Wait(time);
            stage.cluster.network(caller).Set(Way::kOpen);
            stage.traffic.AwaitWrites(5);
            return absl::StrCat("for ", absl::FormatDuration(time));
          }};
}

Scenario Resets(const std::string& caller) {
  return {absl::StrCat("connections reset from ", caller, " to storage"), [=](Stage& stage) {
            const int times = stage.Times(50, 4);
            for (int i = 0; i < times; ++i) {
              stage.WaitRandomly(absl::Milliseconds(300));
              stage.cluster.network(caller).Reset();
            }
            stage.traffic.AwaitWrites(5);
            return absl::StrCat(times, " resets");
          }};
}

struct Kind {
  const char* name;
  Way way;
};
constexpr Kind kKinds[] = {{"network cut", Way::kCut},
                           {"network cut one way", Way::kHoldThere},
                           {"network cut the other way", Way::kHoldBack},
                           {"network slowed", Way::kSlow}};

}  // namespace

// Each kind between each two; the short table has each kind once.
std::vector<Scenario> NetworkScenarios() {
  std::vector<Scenario> scenarios;
  for (size_t kind = 0; kind < std::size(kKinds); ++kind) {
    for (size_t caller = 0; caller < std::size(kCallers); ++caller) {
      scenarios.push_back(Broken(kCallers[caller], kKinds[kind].name, kKinds[kind].way));
      scenarios.back().in_short = kind % std::size(kCallers) == caller;
    }
  }
  for (const char* caller : kCallers) {
    scenarios.push_back(Resets(caller));
    scenarios.back().in_short = caller == std::string("search");
  }
  return scenarios;
}

}  // namespace akin
