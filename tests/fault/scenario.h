#ifndef AKIN_TESTS_FAULT_SCENARIO_H_
#define AKIN_TESTS_FAULT_SCENARIO_H_

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/fault/fault_cluster.h"
#include "tests/fault/ledger.h"
#include "tests/fault/traffic.h"

namespace akin {

// What a fault is brought about in: services under traffic, and the checker.
struct Stage {
  FaultCluster& cluster;
  Traffic& traffic;
  Ledger& ledger;
  // The whole table, rather than what fits into a minute.
  bool whole;
  std::mt19937& random;

  // One number for the whole table, and one for the short one.
  int Times(int in_whole, int in_short) const { return whole ? in_whole : in_short; }
  // Traffic goes on for so long.
  void Wait(absl::Duration duration) const;
  // A moment that no service could have chosen.
  void WaitRandomly(absl::Duration at_most);
};

// One line of the table. `run` brings the fault about, mends it, and says what it did; what it
// finds wrong goes to the ledger. The views are then looked at by whoever called it.
struct Scenario {
  std::string name;
  std::function<std::string(Stage&)> run;
  bool in_short = true;
};

std::vector<Scenario> KillScenarios();
std::vector<Scenario> NetworkScenarios();
std::vector<Scenario> PauseScenarios();
std::vector<Scenario> RedisScenarios();
std::vector<Scenario> DamageScenarios();
std::vector<Scenario> DiskScenarios();
std::vector<Scenario> ClockScenarios();

}  // namespace akin

#endif  // AKIN_TESTS_FAULT_SCENARIO_H_
