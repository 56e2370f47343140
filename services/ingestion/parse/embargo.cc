#include "services/ingestion/parse/embargo.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/xml.h"

namespace akin {
namespace {

// From a clock at Greenwich to the last one on earth, at UTC-12.
constexpr absl::Duration kLastZone = absl::Hours(12);

// Those that ParseDate knows, of which another word at the end (PM, May) can be told.
constexpr absl::string_view kZoneNames[] = {"z",   "gmt", "utc", "ut",  "bst", "cet", "cest", "est",
                                            "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt"};

bool AreDigits(absl::string_view text, size_t min, size_t max) {
  return text.size() >= min && text.size() <= max &&
         std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// "+02", "-0500" or "+05:30" at the end.
bool EndsWithOffset(absl::string_view text) {
  const size_t sign = text.find_last_of("+-");
  if (sign == absl::string_view::npos) return false;
  const absl::string_view offset = text.substr(sign + 1);
  if (offset.size() == 5 && offset[2] == ':')
    return AreDigits(offset.substr(0, 2), 2, 2) && AreDigits(offset.substr(3), 2, 2);
  return AreDigits(offset, 2, 2) || AreDigits(offset, 4, 4);
}

// Where the time of day begins: behind a "T" that follows a digit, or with "hh:".
size_t TimeOfDay(absl::string_view text) {
  for (size_t i = 1; i < text.size(); ++i) {
    if (!absl::ascii_isdigit(text[i - 1])) continue;
    if (text[i] == 'T' || text[i] == 't' || text[i] == ':') return i;
  }
  return absl::string_view::npos;
}

// "2016" and "2016-05" of the W3C's form as the day that each begins with.
std::string WithDay(absl::string_view text) {
  if (AreDigits(text, 4, 4)) return absl::StrCat(text, "-01-01");
  const bool month = text.size() == 7 && text[4] == '-' && AreDigits(text.substr(0, 4), 4, 4) &&
                     AreDigits(text.substr(5), 2, 2);
  return month ? absl::StrCat(text, "-01") : std::string(text);
}

// "2002-10-13T09:00+01:00" of "start=2002-10-13T09:00+01:00; end=…; scheme=W3C-DTF"; "" without.
absl::string_view StartOfPeriod(absl::string_view period) {
  for (absl::string_view part : absl::StrSplit(period, ';')) {
    part = absl::StripAsciiWhitespace(part);
    if (absl::StartsWithIgnoreCase(part, "start=")) return part.substr(6);
  }
  return "";
}

// Of "03/04/2026" the fourth of March or the third of April, whichever is later.
absl::optional<absl::Time> LatestReading(absl::string_view date) {
  absl::optional<absl::Time> latest;
  for (DateOrder order : {DateOrder::kDayFirst, DateOrder::kMonthFirst}) {
    const auto time = ParseDate(date, order);
    if (time && (!latest || *time > *latest)) latest = time;
  }
  return latest;
}

// An element without text says nothing.
void HoldBackUntil(absl::string_view text, absl::string_view field, ParsedItem& item) {
  text = absl::StripAsciiWhitespace(text);
  if (!text.empty()) HoldBack(ParseEmbargo(text, field), item);
}

}  // namespace

absl::Time UntilFurtherNotice() { return absl::FromUnixSeconds(253'402'300'799); }

bool NamesZone(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const size_t time = TimeOfDay(text);
  if (time == absl::string_view::npos) return false;
  const std::string rest = absl::AsciiStrToLower(text.substr(time + 1));
  const size_t word = rest.find_last_not_of("abcdefghijklmnopqrstuvwxyz") + 1;
  const auto* const known =
      std::find(std::begin(kZoneNames), std::end(kZoneNames), absl::string_view(rest).substr(word));
  return known != std::end(kZoneNames) || EndsWithOffset(rest);
}

absl::StatusOr<absl::Time> ParseEmbargo(absl::string_view text, absl::string_view field) {
  const std::string date = WithDay(absl::StripAsciiWhitespace(text));
  if (const auto time = LatestReading(date)) return NamesZone(date) ? *time : *time + kLastZone;
  return InvalidField(field, absl::StrCat("\"", Shown(text),
                                          "\" is no time that an embargo ends at; not published"));
}

void HoldBack(const absl::StatusOr<absl::Time>& until, ParsedItem& item) {
  if (!until.ok()) {
    item.error.Update(until.status());
  } else if (!item.embargo || *until > *item.embargo) {
    item.embargo = *until;
  }
}

void ReadFeedEmbargo(pugi::xml_node entry, ParsedItem& item) {
  for (const char* name : {"prism:embargodate", "pur:embargodate"}) {
    for (pugi::xml_node date : entry.children(name)) HoldBackUntil(XmlText(date), name, item);
  }
  for (pugi::xml_node available : entry.children("dcterms:available")) {
    const std::string text = XmlText(available);
    HoldBackUntil(absl::StrContains(text, '=') ? StartOfPeriod(text) : absl::string_view(text),
                  "dcterms:available", item);
  }
  // A date alone may be the last at which it is valid.
  for (pugi::xml_node valid : entry.children("dcterms:valid"))
    HoldBackUntil(StartOfPeriod(XmlText(valid)), "dcterms:valid", item);
}

}  // namespace akin
