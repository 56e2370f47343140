#ifndef AKIN_TESTS_LOAD_SOAK_H_
#define AKIN_TESTS_LOAD_SOAK_H_

#include <cstdint>
#include <functional>

#include "tests/load/loaded_cluster.h"

namespace akin::load {

// Long use, compressed in time: articles that are revised again and again, so that what is kept
// grows no more once all have been, and reads of all kinds.
struct SoakPlan {
  int64_t ingests = 1'000'000;
  int64_t reads = 5'000'000;
  int revised = 5'000;  // articles that take turns
  int writers = 8;      // each waits for its answers
  int readers = 16;
  int steps = 20;  // between which the services' states are told
};

// What has been done so far.
struct SoakProgress {
  int64_t ingests = 0, reads = 0, refused = 0, failed = 0;
  double seconds = 0;
};

// Tells of each step, the first time before anything was done.
void Soak(LoadedCluster& cluster, const SoakPlan& plan,
          const std::function<void(const SoakProgress&)>& tell);

}  // namespace akin::load

#endif  // AKIN_TESTS_LOAD_SOAK_H_
