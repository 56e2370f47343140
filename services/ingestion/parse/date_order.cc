#include "services/ingestion/parse/date_order.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "common/text/language.h"
#include "services/ingestion/parse/dates.h"

namespace akin {
namespace {

// More dates than these show nothing else.
constexpr size_t kMaxDates = 500;

// A number of one or two digits off the front, -1 if there is none.
int TakeSmallNumber(absl::string_view& text) {
  size_t digits = 0;
  while (digits < text.size() && absl::ascii_isdigit(text[digits])) ++digits;
  int number = -1;
  if (digits == 0 || digits > 2 || !absl::SimpleAtoi(text.substr(0, digits), &number)) return -1;
  text.remove_prefix(digits);
  return number;
}

struct SmallNumbers {
  int first = -1;
  int second = -1;

  bool CanBeEither() const { return first > 0 && first <= 12 && second > 0 && second <= 12; }
};

// The numbers before the year in "29/04/2026".
SmallNumbers NumbersOf(absl::string_view date) {
  SmallNumbers numbers;
  date.remove_prefix(std::min(date.find_first_of("0123456789"), date.size()));
  numbers.first = TakeSmallNumber(date);
  if (numbers.first < 0 || date.empty() || !absl::StrContains("/.-", date[0])) return {};
  const char mark = date[0];
  date.remove_prefix(1);
  numbers.second = TakeSmallNumber(date);
  const bool year = date.size() >= 5 && date[0] == mark &&
                    std::all_of(date.begin() + 1, date.begin() + 5, absl::ascii_isdigit);
  return year ? numbers : SmallNumbers{};
}

DateOrder ShownBy(const SmallNumbers& numbers) {
  if (numbers.first > 12 && numbers.second <= 12) return DateOrder::kDayFirst;
  if (numbers.second > 12 && numbers.first <= 12) return DateOrder::kMonthFirst;
  return DateOrder::kUnknown;
}

absl::Duration Span(const std::vector<std::string>& dates, DateOrder order) {
  absl::Time first = absl::InfiniteFuture(), last = absl::InfinitePast();
  for (size_t i = 0; i < std::min(dates.size(), kMaxDates); ++i) {
    const auto time = ParseDate(dates[i], order);
    if (!time) continue;
    first = std::min(first, *time);
    last = std::max(last, *time);
  }
  return last - first;
}

DateOrder ByNearness(const std::vector<std::string>& dates) {
  const absl::Duration day_first = Span(dates, DateOrder::kDayFirst);
  const absl::Duration month_first = Span(dates, DateOrder::kMonthFirst);
  if (day_first * 2 < month_first) return DateOrder::kDayFirst;
  return month_first * 2 < day_first ? DateOrder::kMonthFirst : DateOrder::kUnknown;
}

// Of those who write in English only some put the month first, and nobody else does.
DateOrder ByLanguage(absl::string_view language) {
  const std::string tag = NormalizeLanguageTag(language);
  if (PrimaryLanguage(tag) != "en")
    return tag == "und" ? DateOrder::kUnknown : DateOrder::kDayFirst;
  for (absl::string_view day_first : {"en-GB", "en-IE", "en-AU", "en-NZ", "en-IN", "en-ZA"}) {
    if (tag == day_first) return DateOrder::kDayFirst;
  }
  return DateOrder::kUnknown;
}

}  // namespace

DateOrder FindDateOrder(const std::vector<std::string>& dates, absl::string_view language) {
  size_t day_first = 0, month_first = 0, either = 0;
  for (const std::string& date : dates) {
    const SmallNumbers numbers = NumbersOf(date);
    either += numbers.CanBeEither();
    day_first += ShownBy(numbers) == DateOrder::kDayFirst;
    month_first += ShownBy(numbers) == DateOrder::kMonthFirst;
  }
  if (either == 0) return DateOrder::kUnknown;
  if (day_first != month_first)
    return day_first > month_first ? DateOrder::kDayFirst : DateOrder::kMonthFirst;
  const DateOrder nearer = ByNearness(dates);
  return nearer == DateOrder::kUnknown ? ByLanguage(language) : nearer;
}

}  // namespace akin
