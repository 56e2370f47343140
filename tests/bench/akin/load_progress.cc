#include "tests/bench/akin/load_progress.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_format.h"

namespace akin::bench {
namespace {

constexpr absl::Duration kReport = absl::Seconds(10);
constexpr double kNever = std::numeric_limits<double>::quiet_NaN();

}  // namespace

LoadProgress::LoadProgress(int64_t from, int64_t to, absl::Time now)
    : tenth_(std::max<int64_t>(1, (to - from) / 10)),
      to_(to),
      begin_{from, now},
      reported_(begin_),
      newest_(begin_) {}

absl::optional<std::string> LoadProgress::Note(int64_t articles, absl::Time now) {
  if (articles > newest_.articles) newest_ = {articles, now};
  if (!first_tenth_ && articles >= begin_.articles + tenth_) first_tenth_ = newest_;
  if (!nine_tenths_ && articles >= to_ - tenth_) nine_tenths_ = newest_;
  if (now - reported_.time < kReport) return absl::nullopt;
  const Sample here = {articles, now};
  const double rate = Rate(reported_, here);
  reported_ = here;
  return absl::StrFormat("%d of %d articles, %.0f a second now", articles, to_, rate);
}

double LoadProgress::first_tenth_per_second() const {
  return first_tenth_ ? Rate(begin_, *first_tenth_) : kNever;
}

double LoadProgress::last_tenth_per_second() const {
  return nine_tenths_ && newest_.articles > nine_tenths_->articles ? Rate(*nine_tenths_, newest_)
                                                                   : kNever;
}

double LoadProgress::Rate(const Sample& from, const Sample& to) {
  return static_cast<double>(to.articles - from.articles) /
         absl::ToDoubleSeconds(to.time - from.time);
}

}  // namespace akin::bench
