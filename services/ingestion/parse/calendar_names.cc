#include "services/ingestion/parse/calendar_names.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <map>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/text/language.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

using icu::DateFormatSymbols;

constexpr size_t kMinBytes = 3;

// Of so many languages, the most common ones, beginnings of names and names of two letters count:
// in all of them together most words begin some name.
constexpr int kCommonLanguages = 40;

// What publishers write and CLDR does not have.
constexpr struct {
  absl::string_view name;
  CalendarName meaning;
} kMoreNames[] = {{"mrz", {3}},
                  {"maerz", {3}},
                  {"jaenner", {1}},
                  {"sonnabend", {0, true}},
                  {"sept", {9}},
                  {"am", {0, false, 'a'}},
                  {"pm", {0, false, 'p'}},
                  {"a m", {0, false, 'a'}},
                  {"p m", {0, false, 'p'}}};

// Only the words of a name, with one space between them; some are shortened by a sign.
std::string CalendarWords(absl::string_view folded) {
  std::string words;
  bool apart = false;
  for (const char c : folded) {
    const bool letter = absl::ascii_isalpha(c) || (c & 0x80) != 0 || c == '\'';
    if (letter && apart && !words.empty()) words += ' ';
    if (letter) words += c;
    apart = !letter;
  }
  while (absl::EndsWith(words, "'")) words.pop_back();
  return words;
}

// Names in the order of their letters, and of two languages the more common one's.
class NameTable {
 public:
  NameTable() {
    for (const auto& more : kMoreNames) Add(std::string(more.name), more.meaning, 0);
    const std::vector<std::string> languages = KnownLanguages();
    for (size_t i = 0; i < languages.size(); ++i) ranks_.emplace(languages[i], static_cast<int>(i));
    AddLocales();
  }

  CalendarName Whole(absl::string_view words) const {
    const auto found = names_.find(std::string(words));
    return found == names_.end() ? CalendarName{} : found->second.meaning;
  }

  CalendarName Beginning(absl::string_view word) const {
    const Named* best = nullptr;
    for (auto at = names_.lower_bound(std::string(word));
         at != names_.end() && absl::StartsWith(at->first, word); ++at) {
      if (best == nullptr || at->second.rank < best->rank) best = &at->second;
    }
    return best == nullptr || best->rank >= kCommonLanguages ? CalendarName{} : best->meaning;
  }

 private:
  struct Named {
    CalendarName meaning;
    int rank;  // of the language; the smaller one wins
  };

  // A language's own names come before those of its regions.
  void AddLocales() {
    int32_t count = 0;
    const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
    for (bool regions : {false, true}) {
      for (int32_t i = 0; i < count; ++i) {
        const bool has_region =
            absl::string_view(locales[i].getName()).find('_') != absl::string_view::npos;
        if (has_region == regions) AddLocale(locales[i], regions);
      }
    }
  }

  void AddLocale(const icu::Locale& locale, bool region) {
    const auto rank = ranks_.find(NormalizeLanguageTag(locale.getLanguage()));
    if (rank == ranks_.end()) return;
    UErrorCode error = U_ZERO_ERROR;
    const DateFormatSymbols symbols(locale, "gregorian", error);
    if (U_SUCCESS(error)) AddSymbols(symbols, rank->second + (region ? ranks_.size() : 0));
  }

  void AddSymbols(const DateFormatSymbols& symbols, int rank) {
    for (auto context : {DateFormatSymbols::FORMAT, DateFormatSymbols::STANDALONE}) {
      for (auto width :
           {DateFormatSymbols::WIDE, DateFormatSymbols::ABBREVIATED, DateFormatSymbols::SHORT}) {
        int32_t count = 0;
        const icu::UnicodeString* months = symbols.getMonths(count, context, width);
        for (int i = 0; i < std::min(count, 12); ++i) AddName(months[i], {i + 1}, rank);
        const icu::UnicodeString* days = symbols.getWeekdays(count, context, width);
        for (int i = 1; i < count; ++i) AddName(days[i], {0, true}, rank);
      }
    }
    int32_t count = 0;
    const icu::UnicodeString* halves = symbols.getAmPmStrings(count);
    for (int i = 0; i < std::min(count, 2); ++i) AddName(halves[i], {0, false, "ap"[i]}, rank);
  }

  // Numbers ("11月") are read as such.
  void AddName(const icu::UnicodeString& name, const CalendarName& meaning, int rank) {
    std::string text;
    name.toUTF8String(text);
    const std::string folded = FoldDate(text);
    if (std::any_of(folded.begin(), folded.end(), absl::ascii_isdigit)) return;
    Add(CalendarWords(folded), meaning, rank);
  }

  // Without the word that a grammar puts before it, too: "de març", "d'abril".
  void Add(std::string words, const CalendarName& meaning, int rank) {
    const bool may_be_short = meaning.weekday && rank < kCommonLanguages;
    if (meaning.half == 0 && words.size() < (may_be_short ? 2 : kMinBytes)) return;
    if (words.empty()) return;
    Named& named = names_.try_emplace(words, Named{{}, rank}).first->second;
    if (named.meaning.month == 0) named.meaning.month = meaning.month;
    named.meaning.weekday |= meaning.weekday;
    if (named.meaning.half == 0) named.meaning.half = meaning.half;
    absl::string_view rest = words;
    for (absl::string_view before : {"de ", "d'", "an ", "dhen ", "mis "}) {
      if (absl::ConsumePrefix(&rest, before)) return Add(std::string(rest), meaning, rank);
    }
  }

  absl::flat_hash_map<std::string, int> ranks_;
  std::map<std::string, Named> names_;
};

const NameTable& Names() {
  static const auto& names = *new NameTable;
  return names;
}

}  // namespace

CalendarName FindCalendarName(absl::string_view words) {
  CalendarName name = Names().Whole(words);
  // Hebrew writes "in" at the beginning of a month.
  if (absl::ConsumePrefix(&words, "ב") && name.month == 0) name.month = Names().Whole(words).month;
  return name;
}

CalendarName FindCalendarNameBeginning(absl::string_view word) {
  return word.size() < kMinBytes ? CalendarName{} : Names().Beginning(word);
}

std::string FoldDate(absl::string_view text) {
  const std::string folded = absl::StrReplaceAll(FoldForMatching(text), {{"،", ","},
                                                                         {"؍", "/"},
                                                                         {"॰", "."},
                                                                         {"׳", "'"},
                                                                         {"״", "\""},
                                                                         {"՝", ","},
                                                                         {"\u2212", "-"},
                                                                         {"\u2010", "-"},
                                                                         {"\u2011", "-"},
                                                                         {"\u2013", "-"}});
  std::string out;
  const int32_t size = static_cast<int32_t>(folded.size());
  for (int32_t i = 0; i < size;) {
    const int32_t begin = i;
    UChar32 c;
    U8_NEXT(folded.data(), i, size, c);
    if (c >= 0x80 && u_charDigitValue(c) >= 0) {
      out += static_cast<char>('0' + u_charDigitValue(c));
    } else if (c >= 0x80 && u_isUWhiteSpace(c)) {
      out += ' ';
    } else if (c < 0x80 || u_charType(c) != U_FORMAT_CHAR) {
      out.append(folded, begin, i - begin);
    }
  }
  return out;
}

}  // namespace akin
