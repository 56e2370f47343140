#ifndef AKIN_SERVICES_INGESTION_PARSE_CALENDAR_NAMES_H_
#define AKIN_SERVICES_INGESTION_PARSE_CALENDAR_NAMES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// What a word in a date may name; it may be two of these ("mar" is March and a Tuesday).
struct CalendarName {
  int month = 0;  // 1 to 12
  bool weekday = false;
  char half = 0;  // of the day: 'a' or 'p'
};

// What `words` name, whole, in any language that Akin tells apart, as Unicode's CLDR has it: months
// and weekdays, long and short, alone and within dates. `words` are folded (FoldDate) and separated
// by one space, without marks: "de marc", "ม ค". The language that is more common wins.
CalendarName FindCalendarName(absl::string_view words);

// The same for the beginning of a name, of three bytes or more, in a common language: "sept".
CalendarName FindCalendarNameBeginning(absl::string_view word);

// A date as its words are compared: FoldForMatching, with the digits, blanks and marks of all
// scripts as ASCII's.
std::string FoldDate(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_CALENDAR_NAMES_H_
