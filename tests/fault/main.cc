// Breaks what a cluster stands on while it is written to and read, and prints what came of it, a
// line for each fault. Exits with 1 if anything was wrong.
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "tests/fault/scenario.h"

ABSL_FLAG(bool, short_form, false, "a minute's worth of the faults, instead of all of them");
ABSL_FLAG(std::string, only, "", "the faults that have this in their name");
ABSL_FLAG(uint32_t, seed, 0, "of what is chosen at random; 0: another one each time");

namespace akin {

namespace {

std::vector<Scenario> Chosen(bool whole) {
  std::vector<Scenario> chosen;
  for (const auto& group : {KillScenarios(), NetworkScenarios(), PauseScenarios(), RedisScenarios(),
                            DamageScenarios(), DiskScenarios(), ClockScenarios()}) {
    for (const Scenario& scenario : group) {
      const bool wanted = absl::StrContains(scenario.name, absl::GetFlag(FLAGS_only));
      if (wanted && (whole || scenario.in_short)) chosen.push_back(scenario);
    }
  }
  return chosen;
}

std::string Seconds(absl::Duration duration) {
  return absl::StrFormat("%.1f s", absl::ToDoubleSeconds(duration));
}

void PrintHead() {
  std::printf("%-50s %-18s %7s %7s %7s %5s %8s %8s\n", "fault", "what", "writes", "reads",
              "refused", "late", "longest", "whole in");
}

// True if nothing was wrong.
bool RunOne(const Scenario& scenario, FaultCluster& cluster, Ledger& ledger, bool whole,
            std::mt19937& random) {
  Traffic traffic(*cluster, ledger);
  traffic.AwaitWrites(20);
  Stage stage{cluster, traffic, ledger, whole, random};
  const std::string did = scenario.run(stage);
  traffic.Stop();
  const absl::Duration healed = AwaitApplied(*cluster, ledger);
  CheckEverything(*cluster, ledger);
  const TrafficFigures figures = traffic.figures();
  const std::vector<std::string> violations = ledger.TakeViolations();
  std::printf("%-50s %-18s %7d %7d %7d %5d %8s %8s  %s\n", scenario.name.c_str(), did.c_str(),
              figures.writes, figures.reads, figures.refused, figures.late,
              Seconds(figures.longest).c_str(), Seconds(healed).c_str(),
              violations.empty() ? "ok" : "WRONG");
  for (const std::string& violation : violations) std::printf("    %s\n", violation.c_str());
  std::fflush(stdout);
  return violations.empty();
}

int Run() {
  const bool whole = !absl::GetFlag(FLAGS_short_form);
  uint32_t seed = absl::GetFlag(FLAGS_seed);
  if (seed == 0) seed = std::random_device()();
  std::mt19937 random(seed);
  std::printf("seed %u\n", seed);
  PrintHead();
  FaultCluster cluster(
      {{"search", {"--max_view_lag=5s"}}, {"recommendation", {"--max_view_lag=5s"}}});
  Ledger ledger;
  int wrong = 0;
  for (const Scenario& scenario : Chosen(whole))
    wrong += !RunOne(scenario, cluster, ledger, whole, random);
  std::printf("%d writes and %d withdrawals acknowledged, %s\n", ledger.acknowledged_writes(),
              ledger.withdrawals(), wrong == 0 ? "nothing wrong" : "SOMETHING WRONG");
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Breaks what a cluster stands on, and looks what comes of it.");
  absl::ParseCommandLine(argc, argv);
  signal(SIGPIPE, SIG_IGN);
  setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100", 0);  // as RunMain does, see there
  return akin::Run();
}
