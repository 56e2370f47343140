#include "services/ingestion/parse/safe_style.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace akin {
namespace {

// Of these any plain value is harmless.
bool IsSafeProperty(absl::string_view property) {
  static const auto& properties = *new absl::flat_hash_set<absl::string_view>{"azimuth",
                                                                              "background-color",
                                                                              "border-bottom-color",
                                                                              "border-collapse",
                                                                              "border-color",
                                                                              "border-left-color",
                                                                              "border-right-color",
                                                                              "border-top-color",
                                                                              "clear",
                                                                              "color",
                                                                              "cursor",
                                                                              "direction",
                                                                              "display",
                                                                              "elevation",
                                                                              "fill",
                                                                              "fill-opacity",
                                                                              "fill-rule",
                                                                              "float",
                                                                              "font",
                                                                              "font-family",
                                                                              "font-size",
                                                                              "font-style",
                                                                              "font-variant",
                                                                              "font-weight",
                                                                              "height",
                                                                              "letter-spacing",
                                                                              "line-height",
                                                                              "overflow",
                                                                              "pause",
                                                                              "pause-after",
                                                                              "pause-before",
                                                                              "pitch",
                                                                              "pitch-range",
                                                                              "richness",
                                                                              "speak",
                                                                              "speak-header",
                                                                              "speak-numeral",
                                                                              "speak-punctuation",
                                                                              "speech-rate",
                                                                              "stress",
                                                                              "stroke",
                                                                              "stroke-linecap",
                                                                              "stroke-linejoin",
                                                                              "stroke-opacity",
                                                                              "stroke-width",
                                                                              "text-align",
                                                                              "text-decoration",
                                                                              "text-indent",
                                                                              "unicode-bidi",
                                                                              "vertical-align",
                                                                              "voice-family",
                                                                              "volume",
                                                                              "white-space",
                                                                              "width"};
  return properties.contains(property);
}

// Of these ("margin", "border-left-width") only words and small lengths are.
bool IsBoxProperty(absl::string_view property) {
  const absl::string_view family = property.substr(0, property.find('-'));
  for (absl::string_view box : {"background", "border", "margin", "padding"}) {
    if (family == box) return true;
  }
  return false;
}

bool IsSafeWord(absl::string_view word) {
  static const auto& words = *new absl::flat_hash_set<absl::string_view>{
      "!important", "aqua",        "auto",      "black",  "block",    "blue",   "bold",
      "both",       "bottom",      "brown",     "center", "collapse", "dashed", "dotted",
      "fuchsia",    "gray",        "green",     "italic", "left",     "lime",   "maroon",
      "medium",     "navy",        "none",      "normal", "nowrap",   "olive",  "orange",
      "pointer",    "purple",      "red",       "right",  "silver",   "solid",  "teal",
      "top",        "transparent", "underline", "white",  "yellow"};
  return words.contains(word);
}

// "#fff"
bool IsHexColor(absl::string_view word) {
  return absl::ConsumePrefix(&word, "#") && !word.empty() &&
         std::all_of(word.begin(), word.end(), absl::ascii_isxdigit);
}

// "12px", "0.5em", "10%": at most two digits before and behind the point.
bool IsSmallLength(absl::string_view word) {
  const auto take_digits = [&word] {
    size_t digits = 0;
    while (digits < word.size() && absl::ascii_isdigit(word[digits])) ++digits;
    word.remove_prefix(digits);
    return digits;
  };
  const size_t whole = take_digits();
  const size_t fraction = absl::ConsumePrefix(&word, ".") ? take_digits() : 0;
  if (whole + fraction == 0 || whole > 2 || fraction > 2) return false;
  for (absl::string_view unit : {"", "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "rem", "%"}) {
    if (word == unit) return true;
  }
  return false;
}

// A number in "rgb(0, 128, 0)", which white space and commas have cut into "rgb(0", "128", "0)".
bool IsColorPart(absl::string_view word) {
  absl::ConsumePrefix(&word, "rgb(");
  absl::ConsumeSuffix(&word, ")");
  return !word.empty() && word.size() <= 3 &&
         std::all_of(word.begin(), word.end(), absl::ascii_isdigit);
}

bool IsSafeBox(absl::string_view value) {
  const bool rgb = absl::StrContains(value, "rgb(");
  for (absl::string_view word :
       absl::StrSplit(value, absl::ByAnyChar(" \t\r\n\f,"), absl::SkipEmpty())) {
    const std::string lower = absl::AsciiStrToLower(word);
    const bool safe = IsSafeWord(lower) || IsHexColor(word) || IsSmallLength(lower) ||
                      (rgb && IsColorPart(lower));
    if (!safe) return false;
  }
  return true;
}

bool IsPlainChar(char c) {
  return absl::ascii_isalnum(c) || absl::ascii_isspace(c) || absl::StrContains(",#%.!", c);
}

// The length of a quoted name or of rgb's list of numbers in parentheses at `at` in `value`, 0 if
// there is neither.
size_t GroupLength(absl::string_view value, size_t at) {
  const char open = value[at];
  if (open != '\'' && open != '"' && open != '(') return 0;
  if (open == '(' && !absl::EndsWithIgnoreCase(value.substr(0, at), "rgb")) return 0;
  const size_t end = value.find(open == '(' ? ')' : open, at + 1);
  if (end == absl::string_view::npos) return 0;
  const absl::string_view inside = value.substr(at + 1, end - at - 1);
  const auto allowed = [open](char c) {
    if (absl::ascii_isspace(c) || absl::ascii_isdigit(c)) return true;
    return open == '(' ? c == ',' || c == '.' || c == '%' : absl::ascii_isalpha(c) || c == '_';
  };
  return std::all_of(inside.begin(), inside.end(), allowed) ? end + 1 - at : 0;
}

// No escapes, comments, addresses, expressions or negative lengths.
bool IsPlainValue(absl::string_view value) {
  for (size_t at = 0; at < value.size();) {
    const bool hyphen = value[at] == '-' && at > 0 && absl::ascii_isalnum(value[at - 1]);
    const size_t length = hyphen || IsPlainChar(value[at]) ? 1 : GroupLength(value, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

bool IsSafe(absl::string_view property, absl::string_view value) {
  const std::string name = absl::AsciiStrToLower(property);
  if (value.empty() || !IsPlainValue(value)) return false;
  return IsSafeProperty(name) || (IsBoxProperty(name) && IsSafeBox(value));
}

}  // namespace

std::string SafeStyle(absl::string_view style) {
  std::vector<std::string> safe;
  for (absl::string_view declaration : absl::StrSplit(style, ';')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(declaration, ':');
    if (parts.size() != 2) continue;
    const absl::string_view property = absl::StripAsciiWhitespace(parts[0]);
    const absl::string_view value = absl::StripAsciiWhitespace(parts[1]);
    if (IsSafe(property, value)) safe.push_back(absl::StrCat(property, ": ", value, ";"));
  }
  return absl::StrJoin(safe, " ");
}

}  // namespace akin
