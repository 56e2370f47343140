#ifndef AKIN_SERVICES_AKIN_CLI_PROGRESS_BAR_H_
#define AKIN_SERVICES_AKIN_CLI_PROGRESS_BAR_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace akin {

// One line on stderr that is drawn again and again; nothing where stderr is no terminal. One
// thread at a time.
class ProgressBar {
 public:
  // `total` 0: not known, so only counts are shown.
  ProgressBar(absl::string_view what, int64_t total);
  ~ProgressBar();

  // At most ten times a second.
  void Show(int64_t done, absl::string_view note = "");
  // Removes the line, so that other output can follow.
  void Clear();

 private:
  const std::string what_;
  const int64_t total_;
  const bool enabled_;
  absl::Time last_shown_ = absl::InfinitePast();
};

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_PROGRESS_BAR_H_
