#include "absl/strings/str_cat.h"
#include "tests/fault/scenario.h"

namespace akin {
namespace {

absl::Duration PauseTime(const Stage& stage) {
  return stage.whole ? absl::Seconds(30) : absl::Seconds(2);
}

Scenario Pause(const std::string& service, bool in_short) {
  return {absl::StrCat("SIGSTOP of ", service),
          [=](Stage& stage) {
            const absl::Duration time = PauseTime(stage);
            stage.cluster.process(service).Pause();
            stage.Wait(time);
            stage.cluster.process(service).Resume();
            stage.traffic.AwaitWrites(5);
            return absl::StrCat("for ", absl::FormatDuration(time));
          },
          in_short};
}

}  // namespace

std::vector<Scenario> PauseScenarios() {
  return {Pause("storage", true), Pause("ingestion", false), Pause("search", true),
          Pause("recommendation", false)};
}

}  // namespace akin
