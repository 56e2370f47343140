#include "absl/strings/str_cat.h"
#include "tests/fault/scenario.h"

namespace akin {
namespace {

std::string KillAgainAndAgain(Stage& stage, const std::string& service, int times) {
  for (int i = 0; i < times; ++i) {
    stage.WaitRandomly(absl::Milliseconds(400));
    stage.cluster.process(service).Kill();
    stage.cluster.process(service).Start();
    stage.traffic.AwaitWrites(5);
  }
  return absl::StrCat(times, " kills");
}

Scenario Kill(const std::string& service, int in_whole, int in_short) {
  return {absl::StrCat("kill -9 of ", service), [=](Stage& stage) {
            return KillAgainAndAgain(stage, service, stage.Times(in_whole, in_short));
          }};
}

std::string KillAll(Stage& stage) {
  const int times = stage.Times(10, 1);
  for (int i = 0; i < times; ++i) {
    stage.WaitRandomly(absl::Milliseconds(400));
    for (const char* service : {"storage", "search", "recommendation", "ingestion"})
      stage.cluster.process(service).Kill();
    for (const char* service : {"recommendation", "search", "ingestion", "storage"})
      stage.cluster.process(service).Start();
    stage.traffic.AwaitWrites(5);
  }
  return absl::StrCat(times, " kills");
}

}  // namespace

std::vector<Scenario> KillScenarios() {
  return {Kill("storage", 50, 3),
          Kill("ingestion", 10, 1),
          Kill("search", 10, 1),
          Kill("recommendation", 10, 1),
          {"kill -9 of all at once", KillAll}};
}

}  // namespace akin
