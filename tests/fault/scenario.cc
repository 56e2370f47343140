#include "tests/fault/scenario.h"

#include "absl/time/clock.h"

namespace akin {

void Stage::Wait(absl::Duration duration) const { absl::SleepFor(duration); }

void Stage::WaitRandomly(absl::Duration at_most) {
  Wait(at_most * std::uniform_real_distribution<double>(0.05, 1)(random));
}

}  // namespace akin
