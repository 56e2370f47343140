#ifndef AKIN_TESTS_BENCH_AKIN_LOAD_PROGRESS_H_
#define AKIN_TESTS_BENCH_AKIN_LOAD_PROGRESS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin::bench {

// How fast articles come in as they become more. One thread.
class LoadProgress {
 public:
  // From this many articles at this time to that many.
  LoadProgress(int64_t from, int64_t to, absl::Time now);

  // That there are so many now. A line about it where the last one was long ago.
  absl::optional<std::string> Note(int64_t articles, absl::Time now);

  // Articles a second while the first and the last tenth came in; NaN before they have.
  double first_tenth_per_second() const;
  double last_tenth_per_second() const;

 private:
  struct Sample {
    int64_t articles;
    absl::Time time;
  };
  static double Rate(const Sample& from, const Sample& to);

  const int64_t tenth_, to_;
  const Sample begin_;
  Sample reported_, newest_;
  absl::optional<Sample> first_tenth_, nine_tenths_;
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_LOAD_PROGRESS_H_
