#ifndef AKIN_TESTS_LOAD_GREEDY_H_
#define AKIN_TESTS_LOAD_GREEDY_H_

#include "absl/time/time.h"
#include "tests/load/overload.h"

namespace akin::load {

// A modest caller beside one who keeps to its quota, and beside the same one at ten times that.
struct GreedyReport {
  double share = 0;  // calls a second: of both callers' quotas
  LevelResult modest_in_peace, modest_beside_greedy;
  LevelResult greedy;  // at ten times its share
};

// `rounds` of both by turns, each of this length, so that a noisy moment meets both; what is told
// is of all rounds together. Starts a cluster of its own.
GreedyReport MeasureGreedy(LoadedCluster::Options options, int rounds, absl::Duration duration);

}  // namespace akin::load

#endif  // AKIN_TESTS_LOAD_GREEDY_H_
