#include "services/akin/cli/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace akin {
namespace {

constexpr int kBarColumns = 30;
constexpr absl::Duration kRedraw = absl::Milliseconds(100);

std::string Bar(int64_t done, int64_t total) {
  if (total <= 0) return "";
  const int filled = static_cast<int>(std::min(done, total) * kBarColumns / total);
  return absl::StrCat("[", std::string(filled, '#'), std::string(kBarColumns - filled, '.'), "] ");
}

}  // namespace

ProgressBar::ProgressBar(absl::string_view what, int64_t total)
    : what_(what), total_(total), enabled_(isatty(STDERR_FILENO)) {}

ProgressBar::~ProgressBar() { Clear(); }

void ProgressBar::Show(int64_t done, absl::string_view note) {
  if (!enabled_ || absl::Now() - last_shown_ < kRedraw) return;
  last_shown_ = absl::Now();
  const std::string of = total_ > 0 ? absl::StrCat("/", total_) : "";
  std::fprintf(stderr, "\r\033[K%s%s%s %s  %s", Bar(done, total_).c_str(),
               absl::StrCat(done).c_str(), of.c_str(), what_.c_str(), std::string(note).c_str());
}

void ProgressBar::Clear() {
  if (!enabled_ || last_shown_ == absl::InfinitePast()) return;
  std::fputs("\r\033[K", stderr);
  last_shown_ = absl::InfinitePast();
}

}  // namespace akin
