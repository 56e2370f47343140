#include "services/ingestion/parse/page/author_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/unicode.h"
#include "services/ingestion/parse/page/word_lists.h"

namespace akin {
namespace {

constexpr size_t kMaxNameBytes = 90;
constexpr size_t kMaxNameWords = 6;

// Papers of science have many authors; news does not.
constexpr size_t kMaxNames = 50;
constexpr size_t kMaxStatedBytes = 4'000;

// Longer ones first where one starts another.
constexpr absl::string_view kIntroductions =
    "written by|posted by|published by|reported by|reporting by|story by|text by|words by|"
    "edited by|article by|a post by|guest post by|geschrieben von|veröffentlicht von|"
    "verfasst von|erstellt von|ein beitrag von|ein artikel von|eine analyse von|"
    "ein kommentar von|eine kolumne von|ein gastbeitrag von|gastbeitrag von|interview von|"
    "kommentar von|text von|redigiert von|publié par|rédigé par|écrit par|escrito por|"
    "publicado por|redacción|scritto da|pubblicato da|a cura di|door|autor:in|autorin|"
    "autoren|autor|authors|author|auteur|autore|text|texto|foto|by|von|par|por|di|av|af|od|"
    "przez|от|автор|from";

const WordSet& RoleWords() {
  static const auto& words = *new WordSet(WordsIn(
      "reporter editor writer correspondent staff contributor columnist journalist producer "
      "senior chief bureau redakteur redakteurin korrespondent chefredakteur volontär "
      "journaliste redactor redactora periodista editora editors agency agencies author autor "
      "autorin freelance freier freie md phd ms rd ma jr associate reporting contributing "
      "photographer founder ceo cpt mph rn professor direktor"));
  return words;
}

// Words that name nobody.
const WordSet& Nobodies() {
  static const auto& words = *new WordSet(absl::StrSplit(
      "admin|administrator|root|webmaster|user|guest|anonymous|unknown|author|authors|autor|"
      "editor|staff|none|null|undefined|n/a|view all posts|more|mehr|profile|default|owner|"
      "share|follow|facebook|twitter|email|comments|super user|gast|no author|redakteur|"
      "gastautor|guest author|contact|e-mail|posts|website|about|read more|by|von",
      '|'));
  return words;
}

bool ConsumeIntroduction(absl::string_view& text) {
  static const auto& introductions = *new auto(PhrasesIn(kIntroductions));
  for (absl::string_view intro : introductions) {
    if (text.size() <= intro.size() || !absl::StrContains(" :", text[intro.size()])) continue;
    if (FoldCase(text.substr(0, intro.size())) != intro) continue;
    text.remove_prefix(intro.size());
    text.remove_prefix(std::min(text.find_first_not_of(" :"), text.size()));
    return true;
  }
  return false;
}

// What stands between two names.
constexpr absl::string_view kConjunctions[] = {" and ", " und ", " et ", " y ",    " e ",   " & ",
                                               " och ", " og ",  " en ", " with ", " mit ", " AND ",
                                               " i ",   " | ",   ", ",   " / ",    " • ",   " · ",
                                               " – ",   " - ",   " — ",  "|",      "、",    "\n"};

std::vector<std::string> SplitNames(absl::string_view text) {
  std::string list(text);
  for (absl::string_view conjunction : kConjunctions) {
    list = absl::StrReplaceAll(list, {{conjunction, ";"}});
  }
  return absl::StrSplit(list, ';');
}

std::string WithoutBrackets(absl::string_view text) {
  const size_t open = text.find_first_of("([<{");
  if (open == absl::string_view::npos) return std::string(text);
  const size_t close = text.find_first_of(")]>}", open);
  const absl::string_view rest = close == absl::string_view::npos ? "" : text.substr(close + 1);
  return std::string(absl::StripAsciiWhitespace(text.substr(0, open))) + std::string(rest);
}

bool IsAddress(absl::string_view text) {
  return absl::StrContains(text, "://") || absl::StrContains(text, "www.") ||
         absl::StrContains(text, '@') || absl::StrContains(text, '/');
}

bool IsRole(absl::string_view folded) {
  for (absl::string_view word : absl::StrSplit(folded, absl::ByAnyChar(" -."), absl::SkipEmpty())) {
    if (RoleWords().contains(word)) return true;
  }
  return false;
}

// A name in one word may be a nick with digits; a date or a count is not.
bool HasNumber(absl::string_view text) {
  const bool one_word = !absl::StrContains(text, ' ');
  const bool digits = std::any_of(text.begin(), text.end(), absl::ascii_isdigit);
  return digits && (!one_word || absl::ascii_isdigit(text[0]));
}

bool IsName(absl::string_view text) {
  if (text.size() < 2 || text.size() > kMaxNameBytes || IsAddress(text) || HasNumber(text))
    return false;
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  if (words.size() > kMaxNameWords) return false;
  const std::string folded = FoldCase(text);
  return !Nobodies().contains(folded) && text.find_first_of("?!=\"") == absl::string_view::npos;
}

// "Jane Doe on 3 May", "Jane Doe am 3. Mai": what has a number goes with the word before it.
std::string WithoutDate(std::string text) {
  for (absl::string_view word : {" on ", " am ", " vom ", " at ", " le ", " el ", " il ", " op "}) {
    const size_t at = text.find(std::string(word));
    if (at == std::string::npos || at == 0) continue;
    if (std::any_of(text.begin() + at, text.end(), absl::ascii_isdigit)) text.resize(at);
  }
  return text;
}

std::string CleanName(absl::string_view part) {
  std::string name = WithoutDate(CollapseWhitespace(WithoutBrackets(part)));
  absl::string_view view = name;
  while (ConsumeIntroduction(view)) {
  }
  while (!view.empty() && absl::StrContains(" ,;:.-*", view.front())) view.remove_prefix(1);
  while (!view.empty() && absl::StrContains(" ,;:-*", view.back())) view.remove_suffix(1);
  return std::string(view);
}

// To behind a label inside the line, "3 May 2021 - Author: …".
bool SkipToLabel(absl::string_view& text) {
  const std::string lower = absl::AsciiStrToLower(text);
  static const auto& labels = *new auto(
      PhrasesIn("author:|autor:|autorin:|redaktion:|auteur:|autore:|written by |posted by | text: |"
                "beitrag von |by: "));
  for (absl::string_view label : labels) {
    const size_t at = lower.find(std::string(label));
    if (at == std::string::npos) continue;
    text.remove_prefix(at + label.size());
    return true;
  }
  return false;
}

void AddNames(absl::string_view stated, std::vector<std::string>& names) {
  const size_t first = names.size();
  for (const std::string& part : SplitNames(TruncateUtf8(stated, kMaxStatedBytes))) {
    if (names.size() >= kMaxNames) return;
    std::string name = CleanName(part);
    if (!IsName(name)) continue;
    // Behind a name comes what the person is.
    if (names.size() > first && IsRole(FoldCase(name))) continue;
    const std::string folded = FoldCase(name);
    const auto same = [&](const std::string& known) { return FoldCase(known) == folded; };
    if (std::none_of(names.begin(), names.end(), same)) names.push_back(std::move(name));
  }
}

std::vector<std::string> PeopleIn(absl::string_view text) {
  std::vector<std::string> names = CleanAuthors({std::string(text)});
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const std::string& name) { return !IsPersonName(name); }),
              names.end());
  return names;
}

}  // namespace

bool IsPersonName(absl::string_view name) {
  static const auto& particles = *new WordSet(
      WordsIn("von van de der den la le di da dos del bin al el ter zu und y do du of the af av"));
  const std::vector<absl::string_view> words = absl::StrSplit(name, ' ', absl::SkipEmpty());
  const auto capital = [](absl::string_view word) {
    return absl::ascii_isupper(word[0]) || (word[0] & 0x80) != 0 || particles.contains(word);
  };
  return words.size() >= 2 && words.size() <= 5 && !particles.contains(words.back()) &&
         std::all_of(words.begin(), words.end(), capital);
}

bool IsOrganisationName(absl::string_view name) {
  static const auto& words = *new WordSet(WordsIn(
      "gmbh inc ltd llc verlag redaktion agency agencies university universität institut "
      "institute ministerium ministry landesanstalt bundesamt verein e.v. stiftung foundation "
      "magazine magazin news press staff team desk online newsroom redacción redazione "
      "rédaction redação redakcja editorial association verband wire reuters afp dpa media"));
  const std::string folded = FoldCase(name);
  const std::vector<absl::string_view> parts =
      absl::StrSplit(folded, absl::ByAnyChar(" ,-/"), absl::SkipEmpty());
  return std::any_of(parts.begin(), parts.end(),
                     [&](absl::string_view part) { return words.contains(part); });
}

// Titles that are short ("MA") may be names.
bool IsRoleName(absl::string_view name) {
  const std::string folded = FoldCase(name);
  for (absl::string_view word : absl::StrSplit(folded, ' ')) {
    if (word.size() >= 5 && RoleWords().contains(word)) return true;
  }
  return false;
}

std::vector<std::string> AuthorsBehindLabel(absl::string_view line) {
  if (!SkipToLabel(line)) return {};
  return PeopleIn(line);
}

std::vector<std::string> AuthorsInByline(absl::string_view line) {
  absl::string_view rest = line;
  return ConsumeIntroduction(rest) ? PeopleIn(rest) : AuthorsBehindLabel(line);
}

std::vector<std::string> CleanAuthors(const std::vector<std::string>& stated) {
  std::vector<std::string> names;
  for (const std::string& text : stated) AddNames(text, names);
  return names;
}

}  // namespace akin
