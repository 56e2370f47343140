#include "services/ingestion/parse/dates.h"

#include <unicode/timezone.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "services/ingestion/parse/calendar_names.h"

namespace akin {
namespace {

// Longer is not a date; also bounds the work.
constexpr size_t kMaxDateBytes = 256;

// ---------------------------------------------------------------------------------------- words

// Words that say nothing about the instant.
constexpr absl::string_view kFillers =
    "t at on of the de del di da den le la um uhr kl klo om ora ore alle o'clock st nd rd th er "
    "and etc r г год года a à";

struct Zone {
  absl::string_view name;
  int minutes;
};

constexpr std::array<Zone, 65> kZones = {{
    {"z", 0},      {"ut", 0},     {"utc", 0},    {"gmt", 0},    {"wet", 0},     {"west", 60},
    {"bst", 60},   {"cet", 60},   {"met", 60},   {"mez", 60},   {"wat", 60},    {"cest", 120},
    {"mest", 120}, {"mesz", 120}, {"eet", 120},  {"cat", 120},  {"sast", 120},  {"eest", 180},
    {"msk", 180},  {"eat", 180},  {"trt", 180},  {"idt", 180},  {"irst", 210},  {"msd", 240},
    {"gst", 240},  {"aft", 270},  {"pkt", 300},  {"yekt", 300}, {"ist", 330},   {"npt", 345},
    {"bdt", 360},  {"omst", 360}, {"mmt", 390},  {"ict", 420},  {"wib", 420},   {"krat", 420},
    {"hkt", 480},  {"sgt", 480},  {"myt", 480},  {"pht", 480},  {"awst", 480},  {"wita", 480},
    {"jst", 540},  {"kst", 540},  {"wit", 540},  {"acst", 570}, {"aest", 600},  {"acdt", 630},
    {"aedt", 660}, {"nzst", 720}, {"nzdt", 780}, {"ndt", -150}, {"art", -180},  {"brt", -180},
    {"adt", -180}, {"nst", -210}, {"ast", -240}, {"edt", -240}, {"est", -300},  {"cdt", -300},
    {"cst", -360}, {"mdt", -360}, {"mst", -420}, {"pdt", -420}, {"akdt", -480},
}};
constexpr std::array<Zone, 12> kWesternZones = {{{"pst", -480},
                                                 {"akst", -540},
                                                 {"hst", -600},
                                                 {"clt", -240},
                                                 {"clst", -180},
                                                 {"cot", -300},
                                                 {"pet", -300},
                                                 {"uyt", -180},
                                                 {"bot", -240},
                                                 {"brst", -120},
                                                 {"vet", -240},
                                                 {"cvt", -60}}};

// Zones with summer time of their own, by the name that has its rules.
constexpr std::pair<absl::string_view, const char*> kZoneRules[] = {{"et", "America/New_York"},
                                                                    {"ct", "America/Chicago"},
                                                                    {"mt", "America/Denver"},
                                                                    {"pt", "America/Los_Angeles"},
                                                                    {"at", "America/Halifax"}};

// Zones' names of several words, as they are shortened.
constexpr std::pair<absl::string_view, absl::string_view> kLongZones[] = {
    {"greenwich mean time", "gmt"},
    {"coordinated universal time", "utc"},
    {"central european summer time", "cest"},
    {"central european standard time", "cet"},
    {"central european time", "cet"},
    {"eastern european summer time", "eest"},
    {"eastern european time", "eet"},
    {"british summer time", "bst"},
    {"eastern standard time", "est"},
    {"eastern daylight time", "edt"},
    {"central standard time", "cst"},
    {"central daylight time", "cdt"},
    {"mountain standard time", "mst"},
    {"mountain daylight time", "mdt"},
    {"pacific standard time", "pst"},
    {"pacific daylight time", "pdt"},
    {"eastern time", "et"},
    {"central time", "ct"},
    {"mountain time", "mt"},
    {"pacific time", "pt"},
    {"moscow standard time", "msk"},
    {"japan standard time", "jst"},
    {"korea standard time", "kst"},
    {"korean standard time", "kst"},
    {"china standard time", "hkt"},
    {"india standard time", "ist"}};

// Whether the blank-separated `list` has a word that starts with (or, `whole`, is) `word`.
bool Lists(absl::string_view list, absl::string_view word, bool whole) {
  for (size_t at = list.find(word); at != absl::string_view::npos; at = list.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool starts = at == 0 || list[at - 1] == ' ';
    const bool ends = end == list.size() || list[end] == ' ';
    if (starts && (ends || !whole)) return true;
  }
  return false;
}

absl::optional<int> ZoneNamed(absl::string_view word) {
  for (const Zone& zone : kZones) {
    if (zone.name == word) return zone.minutes;
  }
  for (const Zone& zone : kWesternZones) {
    if (zone.name == word) return zone.minutes;
  }
  return absl::nullopt;
}

const char* ZoneRules(absl::string_view word) {
  for (const auto& [name, rules] : kZoneRules) {
    if (name == word) return rules;
  }
  return nullptr;
}

// RFC 5322: these letters were defined with the wrong sign, so they mean an unknown zone.
bool IsMilitaryZone(absl::string_view word) {
  return word.size() == 1 && absl::ascii_isalpha(word[0]) && !absl::StrContains("ajpt", word);
}

// --------------------------------------------------------------------------------------- tokens

enum class DateKind { kNumber, kWord, kMark };

struct Token {
  DateKind kind;
  absl::string_view text;
  bool after_space = false;  // as in "2012 -0000", unlike "2012-07"

  int Value() const {
    int value = -1;
    return text.size() <= 9 && absl::SimpleAtoi(text, &value) ? value : -1;
  }
  bool IsNumber() const { return kind == DateKind::kNumber; }
  bool IsMark(absl::string_view marks) const {
    return kind == DateKind::kMark && marks.find(text[0]) != absl::string_view::npos;
  }
};

DateKind DateKindOf(char c) {
  if (absl::ascii_isdigit(c)) return DateKind::kNumber;
  const bool letter = absl::ascii_isalpha(c) || (c & 0x80) != 0 || c == '\'';
  return letter ? DateKind::kWord : DateKind::kMark;
}

std::vector<Token> Tokenize(absl::string_view text) {
  std::vector<Token> tokens;
  bool after_space = true;
  for (size_t i = 0; i < text.size();) {
    if (absl::ascii_isspace(text[i])) {
      after_space = true;
      ++i;
      continue;
    }
    const DateKind kind = DateKindOf(text[i]);
    size_t end = i + 1;
    while (kind != DateKind::kMark && end < text.size() && DateKindOf(text[end]) == kind &&
           !absl::ascii_isspace(text[end]))
      ++end;
    tokens.push_back({kind, text.substr(i, end - i), after_space});
    after_space = false;
    i = end;
  }
  return tokens;
}

// Folded, without bracketed remarks, with the words of other scripts split off and am/pm unified.
std::string Prepare(absl::string_view text) {
  std::string folded = absl::StrReplaceAll(
      FoldDate(text),
      {{"오전", " am "}, {"오후", " pm "}, {"上午", " am "}, {"下午", " pm "}, {"午前", " am "},
       {"午後", " pm "}, {"年", " y "},    {"月", " m "},    {"日", " d "},    {"년", " y "},
       {"월", " m "},    {"일", " d "},    {"時", ":"},      {"时", ":"},      {"시", ":"},
       {"点", ":"},      {"分", ""},       {"분", ""},       {"秒", ""},       {"초", ""}});
  for (const auto& [name, abbreviation] : kLongZones)
    folded = absl::StrReplaceAll(folded, {{name, abbreviation}});
  for (const auto& [open, close] : {std::pair<char, char>{'(', ')'}, {'[', ']'}}) {
    size_t from;
    while ((from = folded.find(open)) != std::string::npos) {
      const size_t to = folded.find(close, from);
      folded.erase(from, to == std::string::npos ? to : to - from + 1);
    }
  }
  return folded;
}

// --------------------------------------------------------------------------------------- fields

struct Fields {
  int year = -1;
  int month = -1;
  int day = -1;
  int day_of_year = -1;
  int hour = -1;
  int minute = 0;
  int second = 0;
  int half = 0;  // 'a' or 'p'
  bool month_may_be_weekday = false;
  absl::optional<int> offset_minutes;
  const char* zone = nullptr;  // with rules, where there is no offset
};

// Two digits mean 1970 to 2069, as POSIX has it.
int FullYear(const Token& token) {
  const int value = token.Value();
  if (token.text.size() > 2) return value;
  return value + (value < 70 ? 2000 : 1900);
}

// Reads tokens from left to right into fields; false as soon as a token makes no sense.
class Reader {
 public:
  Reader(std::vector<Token> tokens, DateOrder order) : tokens_(std::move(tokens)), order_(order) {}

  bool Read(Fields& fields) {
    while (at_ < tokens_.size()) {
      const bool understood = Here().IsNumber()                ? ReadNumber(fields)
                              : Here().kind == DateKind::kWord ? ReadWord(fields)
                                                               : ReadMark(fields);
      if (!understood) return false;
    }
    return true;
  }

 private:
  const Token& Here() const { return tokens_[at_]; }
  bool Has(size_t ahead) const { return at_ + ahead < tokens_.size(); }
  const Token& Peek(size_t ahead) const { return tokens_[at_ + ahead]; }
  bool NumberAt(size_t ahead) const { return Has(ahead) && Peek(ahead).IsNumber(); }
  bool MarkAt(size_t ahead, absl::string_view marks) const {
    return Has(ahead) && Peek(ahead).IsMark(marks);
  }
  bool WordAt(size_t ahead, absl::string_view word) const {
    return Has(ahead) && Peek(ahead).kind == DateKind::kWord && Peek(ahead).text == word;
  }

  bool ReadNumber(Fields& fields) {
    if ((MarkAt(1, ":") || WordAt(1, "h") || IsDottedTime(fields)) && NumberAt(2))
      return ReadTime(fields);
    if (IsHour(fields)) return ReadHour(fields);
    if (WordAt(1, "y") || WordAt(1, "m") || WordAt(1, "d")) return ReadMarked(fields);
    if (Here().text.size() >= 5 || FollowsT()) return ReadCompact(fields);
    if (MarkAt(1, "-/.") && NumberAt(2) && fields.month < 0) return ReadNumericDate(fields);
    return ReadLoneNumber(fields);
  }

  // "07:08", "7:08:09.123", "14h30".
  bool ReadTime(Fields& fields) {
    if (fields.hour >= 0 || Here().text.size() > 2 || Peek(2).text.size() > 2) return false;
    fields.hour = Here().Value();
    fields.minute = Peek(2).Value();
    at_ += 3;
    if (at_ + 1 < tokens_.size() && Here().IsMark(":") && NumberAt(1)) {
      if (Peek(1).text.size() > 2) return false;
      fields.second = Peek(1).Value();
      at_ += 2;
    }
    if (at_ + 1 < tokens_.size() && Here().IsMark(".,") && NumberAt(1) && !Peek(1).after_space)
      at_ += 2;
    return true;
  }

  // "10.15" behind a whole date.
  bool IsDottedTime(const Fields& fields) const {
    return fields.year >= 0 && fields.day >= 0 && fields.hour < 0 && MarkAt(1, ".") &&
           NumberAt(2) && !Peek(2).after_space && Peek(2).text.size() == 2;
  }

  // "10 pm", "14 Uhr", "14h".
  bool IsHour(const Fields& fields) const {
    if (fields.hour >= 0 || Here().text.size() > 2 || !Has(1)) return false;
    if (WordAt(1, "h") || WordAt(1, "uhr")) return true;
    size_t end = 0;
    return fields.day >= 0 && NameAt(at_ + 1, end).half != 0;
  }

  bool ReadHour(Fields& fields) {
    fields.hour = Here().Value();
    at_ += WordAt(1, "h") ? 2 : 1;
    return true;
  }

  // The name of up to three words that begins at `at`, and where it ends.
  CalendarName NameAt(size_t at, size_t& end) const {
    CalendarName longest;
    std::string words;
    for (int count = 0; count < 3 && at < tokens_.size(); ++count) {
      if (tokens_[at].kind != DateKind::kWord) break;
      absl::StrAppend(&words, count == 0 ? "" : " ", WithoutSign(tokens_[at].text));
      ++at;
      const CalendarName name = FindCalendarName(words);
      if (name.month != 0 || name.weekday || name.half != 0) {
        longest = name;
        end = at;
      }
      while (at < tokens_.size() && tokens_[at].IsMark(".-")) ++at;
    }
    return longest;
  }

  // "ינו'" is short for a longer word.
  static absl::string_view WithoutSign(absl::string_view word) {
    while (word.size() > 1 && absl::ConsumeSuffix(&word, "'")) {
    }
    return word;
  }

  // "2024年", "5月", "6日".
  bool ReadMarked(Fields& fields) {
    const char mark = Peek(1).text[0];
    (mark == 'y' ? fields.year : mark == 'm' ? fields.month : fields.day) = Here().Value();
    at_ += 2;
    return true;
  }

  bool FollowsT() const {
    return at_ > 0 && tokens_[at_ - 1].text == "t" && !Here().after_space &&
           Here().text.size() % 2 == 0 && Here().text.size() <= 6;
  }

  // Digits without separators: YYYYMMDD, YYMMDD, YYYYDDD, YYDDD, YYYYMMDDhhmm[ss], and after a "T"
  // hh[mm[ss]].
  bool ReadCompact(Fields& fields) {
    absl::string_view digits = Here().text;
    const bool time_only = FollowsT();
    ++at_;
    if (time_only) return fields.hour < 0 && SetCompactTime(digits, fields);
    if (fields.year >= 0 || fields.day >= 0) return false;
    switch (digits.size()) {
      case 5:
        fields.year = FullYear({DateKind::kNumber, digits.substr(0, 2)});
        fields.day_of_year = Digits(digits, 2, 3);
        return tokens_.size() == 1;
      case 6:
        return SetCompactDate(digits, 2, fields);
      case 7:
        fields.year = Digits(digits, 0, 4);
        fields.day_of_year = Digits(digits, 4, 3);
        return true;
      case 8:
        return SetCompactDate(digits, 4, fields);
      case 12:
      case 14:
        return SetCompactDate(digits.substr(0, 8), 4, fields) &&
               SetCompactTime(digits.substr(8), fields);
      default:
        return false;
    }
  }

  static int Digits(absl::string_view digits, size_t from, size_t count) {
    return Token{DateKind::kNumber, digits.substr(from, count)}.Value();
  }

  static bool SetCompactDate(absl::string_view digits, size_t year_digits, Fields& fields) {
    fields.year = FullYear({DateKind::kNumber, digits.substr(0, year_digits)});
    fields.month = Digits(digits, year_digits, 2);
    fields.day = Digits(digits, year_digits + 2, 2);
    return true;
  }

  static bool SetCompactTime(absl::string_view digits, Fields& fields) {
    fields.hour = Digits(digits, 0, 2);
    if (digits.size() >= 4) fields.minute = Digits(digits, 2, 2);
    if (digits.size() == 6) fields.second = Digits(digits, 4, 2);
    return true;
  }

  // "2024-05-06", "2024-05", "2024-127", "06.05.2024", "5/6/2024", "24-05-06".
  bool ReadNumericDate(Fields& fields) {
    if (fields.year >= 0) return false;
    const Token& first = Here();
    const Token& second = Peek(2);
    const bool three = Has(4) && Peek(3).text == Peek(1).text && Peek(4).IsNumber();
    if (!three) return ReadTwoNumbers(first, second, fields);
    SetNumericDate(first, second, Peek(4), Peek(1).text[0], fields);
    at_ += 5;
    return true;
  }

  bool ReadTwoNumbers(const Token& year, const Token& rest, Fields& fields) {
    if (year.text.size() != 4 || rest.after_space) return false;
    fields.year = year.Value();
    (rest.text.size() == 3 ? fields.day_of_year : fields.month) = rest.Value();
    at_ += 3;
    return true;
  }

  // Year first if it looks like one (or ISO's hyphens and no four digits anywhere), else the day
  // first, but for slashes, which are American, unless the document or the numbers say otherwise.
  void SetNumericDate(const Token& a, const Token& b, const Token& c, char mark,
                      Fields& fields) const {
    const bool year_first = a.text.size() > 2 || (mark == '-' && c.text.size() <= 2);
    const bool by_habit =
        order_ == DateOrder::kUnknown ? mark == '/' : order_ == DateOrder::kMonthFirst;
    const bool month_first = !year_first && (b.Value() > 12 || (by_habit && a.Value() <= 12));
    fields.year = FullYear(year_first ? a : c);
    fields.month = year_first || !month_first ? b.Value() : a.Value();
    fields.day = year_first ? c.Value() : month_first ? b.Value() : a.Value();
  }

  bool ReadLoneNumber(Fields& fields) {
    const Token& token = Here();
    ++at_;
    if (token.text.size() >= 3) {
      if (fields.year >= 0) return false;
      fields.year = token.Value();
      return token.text.size() == 4;
    }
    if (fields.day < 0) {
      fields.day = token.Value();
      return true;
    }
    if (fields.year >= 0) return false;
    fields.year = FullYear(token);
    return true;
  }

  bool ReadWord(Fields& fields) {
    const Token& token = Here();
    const absl::string_view word = token.text;
    if (fields.hour >= 0 && ReadHalfLetter(token, fields)) return true;
    if (fields.hour >= 0 && ReadZone(word, fields)) return true;
    size_t end = at_ + 1;
    CalendarName name = NameAt(at_, end);
    const bool several_words = end > at_ + 1;  // "a. m."
    if (!several_words && Lists(kFillers, word, /*whole=*/true)) return ++at_, true;
    if ((word == "thang" || word == "thg") && NumberAt(1)) return ReadNumberedMonth(fields);
    if (name.month == 0 && !name.weekday && name.half == 0) name = FindCalendarNameBeginning(word);
    at_ = end;
    if (name.half != 0 && SetHalf(name.half, fields)) return true;
    if (name.month != 0) return SetMonth(name.month, name.weekday, fields);
    if (name.weekday || name.half != 0) return true;
    const bool last = at_ == tokens_.size() && IsMilitaryZone(word);
    fields.offset_minutes = last ? 0 : ZoneNamed(word);
    return fields.offset_minutes.has_value();
  }

  // "10:15p"
  bool ReadHalfLetter(const Token& token, Fields& fields) {
    if ((token.text != "a" && token.text != "p") || token.after_space || MarkAt(1, "."))
      return false;
    fields.half = token.text[0];
    ++at_;
    return true;
  }

  // Behind an offset a zone's name says nothing: "+0200Z", "+0200 CEST".
  bool ReadZone(absl::string_view word, Fields& fields) {
    const absl::optional<int> minutes = ZoneNamed(word);
    const char* rules = ZoneRules(word);
    if (!minutes && rules == nullptr) return false;
    ++at_;
    if (fields.offset_minutes || fields.zone != nullptr) return true;
    fields.offset_minutes = minutes;
    fields.zone = rules;
    return true;
  }

  // "tháng 8"
  bool ReadNumberedMonth(Fields& fields) {
    fields.month = Peek(1).Value();
    at_ += 2;
    return true;
  }

  // False where it cannot be the half of the day: "am" is a German word before the day too.
  bool SetHalf(char half, Fields& fields) const {
    const bool before_time = at_ + 1 < tokens_.size() && Here().IsNumber() && MarkAt(1, ":");
    if (fields.hour < 0 && !before_time) return false;
    fields.half = half;
    return true;
  }

  // "mar" is a Tuesday too: a later month name shows what it was.
  static bool SetMonth(int month, bool may_be_weekday, Fields& fields) {
    if (fields.month > 0 && !fields.month_may_be_weekday) return may_be_weekday;
    fields.month = month;
    fields.month_may_be_weekday = may_be_weekday;
    return true;
  }

  bool ReadMark(Fields& fields) {
    const bool sign = Here().IsMark("+-");
    if (sign && NumberAt(1) && fields.hour >= 0 && !Peek(1).after_space) return ReadOffset(fields);
    const bool harmless = Here().IsMark(",.-/|;");
    ++at_;
    return harmless;
  }

  // "+02:00", "-0500", "+2", also after a zone's name: "GMT+1".
  bool ReadOffset(Fields& fields) {
    const int sign = Here().text == "-" ? -1 : 1;
    const absl::string_view digits = Peek(1).text;
    if (digits.size() > 4 || (fields.offset_minutes && *fields.offset_minutes != 0)) return false;
    int hours = Digits(digits, 0, digits.size() > 2 ? digits.size() - 2 : digits.size());
    int minutes = digits.size() > 2 ? Digits(digits, digits.size() - 2, 2) : 0;
    at_ += 2;
    if (at_ < tokens_.size() && Here().IsMark(":") && !Here().after_space) {
      if (digits.size() > 2 || !NumberAt(1) || Peek(1).text.size() != 2) return false;
      minutes = Peek(1).Value();
      at_ += 2;
    }
    if (hours > 15 || minutes > 59) return false;
    fields.offset_minutes = sign * (hours * 60 + minutes);
    return true;
  }

  std::vector<Token> tokens_;
  const DateOrder order_;
  size_t at_ = 0;
};

// -------------------------------------------------------------------------------------- instant

// Before printed news.
constexpr int kFirstYear = 1600;
constexpr int kLastYear = 9998;

// No place is further from Greenwich.
constexpr absl::Duration kMaxOffset = absl::Hours(14);

// The zeros of Unix, which any zone may tell; of Windows, MS-DOS, old Macs, spreadsheets, and
// databases, which stand as they are or in UTC.
bool IsZero(const absl::CivilSecond& civil, absl::Time time) {
  if (absl::AbsDuration(time - absl::UnixEpoch()) <= kMaxOffset) return true;
  const absl::CivilSecond utc = absl::ToCivilSecond(time, absl::UTCTimeZone());
  for (const absl::CivilSecond zero :
       {absl::CivilSecond(1601, 1, 1), absl::CivilSecond(1753, 1, 1),
        absl::CivilSecond(1899, 12, 30), absl::CivilSecond(1899, 12, 31),
        absl::CivilSecond(1900, 1, 1), absl::CivilSecond(1904, 1, 1),
        absl::CivilSecond(1979, 11, 30), absl::CivilSecond(1980, 1, 1),
        absl::CivilSecond(2038, 1, 19, 3, 14, 7)}) {
    if (civil == zero || utc == zero) return true;
  }
  return false;
}

bool Normalise(Fields& fields) {
  if (fields.year < kFirstYear || fields.year > kLastYear) return false;
  if (fields.day_of_year > 0) {
    const absl::CivilDay day = absl::CivilDay(fields.year, 1, 1) + (fields.day_of_year - 1);
    if (day.year() != fields.year) return false;
    fields.month = day.month();
    fields.day = day.day();
  }
  if (fields.month < 0 && fields.day >= 0) return false;
  if (fields.month < 0) fields.month = 1;
  if (fields.day < 0) fields.day = 1;
  if (fields.hour < 0) fields.hour = 0;
  if (fields.half != 0 && fields.hour > 12) fields.half = 0;
  if (fields.half == 'p' && fields.hour < 12) fields.hour += 12;
  if (fields.half == 'a' && fields.hour == 12) fields.hour = 0;
  return true;
}

// Whether the calendar has this day and the clock this time, leap second and 24:00 included.
bool IsReal(const Fields& fields) {
  const absl::CivilDay day(fields.year, fields.month, fields.day);
  const bool midnight = fields.hour == 24 && fields.minute == 0 && fields.second == 0;
  return day.month() == fields.month && day.day() == fields.day && (fields.hour < 24 || midnight) &&
         fields.minute < 60 && fields.second <= 60;
}

// "-YY-MM", "-YYMM": a year and a month of ISO 8601's shorter forms.
absl::string_view WithoutTruncation(absl::string_view text) {
  const bool truncated = text.size() >= 5 && text[0] == '-' && absl::ascii_isdigit(text[1]);
  return truncated ? text.substr(1) : text;
}

absl::optional<Fields> ReadTruncated(absl::string_view text) {
  const absl::string_view rest = WithoutTruncation(text);
  if (rest.size() == text.size()) return absl::nullopt;
  const std::string digits = absl::StrReplaceAll(rest, {{"-", ""}});
  if (digits.size() != 4 || !std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit))
    return absl::nullopt;
  Fields fields;
  fields.year = FullYear({DateKind::kNumber, absl::string_view(digits).substr(0, 2)});
  fields.month = Token{DateKind::kNumber, absl::string_view(digits).substr(2)}.Value();
  return fields;
}

// Seconds or milliseconds since 1970, as JSON and some feeds have them.
absl::optional<absl::Time> ReadUnixTime(absl::string_view text) {
  int64_t count;
  if (text.size() != 10 && text.size() != 13) return absl::nullopt;
  if (!std::all_of(text.begin(), text.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(text, &count))
    return absl::nullopt;
  return text.size() == 10 ? absl::FromUnixSeconds(count) : absl::FromUnixMillis(count);
}

bool HasHangul(absl::string_view text) {
  return absl::StrContains(text, "년") || absl::StrContains(text, "오전") ||
         absl::StrContains(text, "오후");
}

// Thai years count from Buddha's death.
void ReadThaiYear(absl::string_view text, Fields& fields) {
  if (fields.year > 2400 && absl::StrContains(text, "\xE0\xB8")) fields.year -= 543;
}

// A zone of the tz database in `text`, "America/New_York", which is cut out; "" if there is none.
std::string TakeZone(std::string& text) {
  const auto is_part = [](char c) {
    return absl::ascii_isalpha(c) || c == '_' || c == '/' || c == '+' || c == '-';
  };
  const size_t slash = text.find('/');
  if (slash == std::string::npos || slash == 0 || !absl::ascii_isalpha(text[slash - 1])) return "";
  size_t begin = slash, end = slash;
  while (begin > 0 && is_part(text[begin - 1])) --begin;
  while (end < text.size() &&
         (is_part(text[end]) || (end > slash && absl::ascii_isdigit(text[end]))))
    ++end;
  std::string zone = text.substr(begin, end - begin);
  const std::unique_ptr<icu::TimeZone> known(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  if (*known == icu::TimeZone::getUnknown()) return "";
  text.erase(begin, end - begin);
  return zone;
}

// From Greenwich, at that time of that place.
absl::Duration OffsetIn(const char* zone, const absl::CivilSecond& civil) {
  const std::unique_ptr<icu::TimeZone> rules(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  const absl::Time as_utc = absl::FromCivil(civil, absl::UTCTimeZone());
  int32_t standard = 0, summer = 0;
  UErrorCode error = U_ZERO_ERROR;
  rules->getOffset(absl::ToDoubleMilliseconds(as_utc - absl::UnixEpoch()), /*local=*/true, standard,
                   summer, error);
  return absl::Milliseconds(standard + summer);
}

// How far the time that `fields` name is before UTC's.
absl::Duration OffsetOf(const Fields& fields, absl::string_view zone, absl::string_view text,
                        const absl::CivilSecond& civil) {
  if (fields.offset_minutes) return absl::Minutes(*fields.offset_minutes);
  if (!zone.empty()) return OffsetIn(std::string(zone).c_str(), civil);
  if (fields.zone != nullptr) return OffsetIn(fields.zone, civil);
  return absl::Minutes(HasHangul(text) ? 540 : 0);
}

absl::optional<Fields> ReadFields(absl::string_view text, DateOrder order) {
  if (auto truncated = ReadTruncated(text)) return truncated;
  Fields fields;
  const std::string prepared = Prepare(text);
  if (!Reader(Tokenize(prepared), order).Read(fields)) return absl::nullopt;
  ReadThaiYear(text, fields);
  return fields;
}

absl::optional<absl::Time> UnlessZero(const absl::CivilSecond& civil, absl::Time time) {
  if (IsZero(civil, time)) return absl::nullopt;
  return time;
}

}  // namespace

absl::optional<absl::Time> ParseDate(absl::string_view text, DateOrder order) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty() || text.size() > kMaxDateBytes) return absl::nullopt;
  if (absl::StartsWith(text, "--")) return absl::nullopt;  // ISO 8601's form without a year
  if (const auto unix_time = ReadUnixTime(text))
    return UnlessZero(absl::ToCivilSecond(*unix_time, absl::UTCTimeZone()), *unix_time);
  std::string rest(text);
  const std::string zone = TakeZone(rest);
  absl::optional<Fields> fields = ReadFields(rest, order);
  if (!fields || !Normalise(*fields) || !IsReal(*fields)) return absl::nullopt;
  const absl::CivilSecond civil(fields->year, fields->month, fields->day, fields->hour,
                                fields->minute, fields->second);
  return UnlessZero(
      civil, absl::FromCivil(civil, absl::UTCTimeZone()) - OffsetOf(*fields, zone, text, civil));
}

}  // namespace akin
