#include "services/ingestion/parse/page/found_dates.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/ingestion/parse/dates.h"

namespace akin {
namespace {

constexpr size_t kMaxTextBytes = 400;
constexpr size_t kMaxDateWords = 6;

bool HasYear(absl::string_view text) {
  int digits = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && absl::ascii_isdigit(text[i])) {
      ++digits;
      continue;
    }
    const bool year = digits == 4 && (text[i - 4] == '1' || text[i - 4] == '2');
    if (year || digits == 8) return true;
    digits = 0;
  }
  return false;
}

absl::optional<absl::Time> Plausible(absl::optional<absl::Time> time) {
  return time && IsPlausibleDate(*time) ? time : absl::nullopt;
}

int Number(absl::string_view digits) {
  int number = -1;
  return absl::SimpleAtoi(digits, &number) ? number : -1;
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

absl::optional<absl::Time> Day(int year, int month, int day) {
  const absl::CivilDay civil(year, month, day);
  if (year < 1990 || civil.month() != month || civil.day() != day) return absl::nullopt;
  return Plausible(absl::FromCivil(civil, absl::UTCTimeZone()));
}

}  // namespace

bool IsPlausibleDate(absl::Time time) {
  return time >= absl::FromCivil(absl::CivilDay(1990, 1, 1), absl::UTCTimeZone()) &&
         time <= absl::FromCivil(absl::CivilDay(2100, 1, 1), absl::UTCTimeZone());
}

absl::optional<absl::Time> FindDate(absl::string_view text) {
  text = text.substr(0, kMaxTextBytes);
  if (!HasYear(text)) return absl::nullopt;
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \n|()[]"), absl::SkipEmpty());
  for (size_t first = 0; first < words.size(); ++first) {
    for (size_t count = std::min(kMaxDateWords, words.size() - first); count > 0; --count) {
      std::string phrase(absl::StrJoin(words.begin() + first, words.begin() + first + count, " "));
      while (!phrase.empty() && absl::ascii_ispunct(phrase.back())) phrase.pop_back();
      if (!HasYear(phrase) || phrase.size() <= 6) continue;  // a year alone is no day
      if (const auto time = Plausible(ParseDate(phrase))) return time;
    }
  }
  return absl::nullopt;
}

absl::optional<absl::Time> DateInUrl(absl::string_view url) {
  const std::vector<absl::string_view> parts = absl::StrSplit(url, absl::ByAnyChar("/-_.?=&"));
  for (size_t i = 0; i < parts.size(); ++i) {
    const absl::string_view part = parts[i];
    if (!IsDigits(part)) continue;
    if (part.size() == 8) {
      const auto day =
          Day(Number(part.substr(0, 4)), Number(part.substr(4, 2)), Number(part.substr(6)));
      if (day) return day;
    }
    if (part.size() != 4 || i + 2 >= parts.size()) continue;
    if (!IsDigits(parts[i + 1]) || !IsDigits(parts[i + 2].substr(0, 2))) continue;
    if (parts[i + 1].size() > 2 || parts[i + 2].size() > 2) continue;
    if (const auto day = Day(Number(part), Number(parts[i + 1]), Number(parts[i + 2]))) return day;
  }
  return absl::nullopt;
}

absl::optional<absl::Time> DateInScript(absl::string_view script) {
  for (absl::string_view name : {"datePublished", "publishedAt", "published_at", "publishDate",
                                 "publish_date", "publishedDate", "published_date", "pubDate",
                                 "publicationDate", "publication_date", "articlePublishDate"}) {
    const size_t at = script.find(absl::StrCat("\"", name, "\""));
    if (at == absl::string_view::npos) continue;
    const absl::string_view rest = script.substr(at + name.size() + 2, 60);
    const std::vector<absl::string_view> parts = absl::StrSplit(rest, '"');
    if (parts.size() < 3 || absl::StripAsciiWhitespace(parts[0]) != ":") continue;
    if (const auto time = Plausible(ParseDate(parts[1]))) return time;
  }
  return absl::nullopt;
}

}  // namespace akin
