#include "services/ingestion/parse/byline.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/parse/entities.h"
#include "services/ingestion/parse/feed_fields.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/page/author_names.h"

namespace akin {
namespace {

// "By" in the languages that agencies write, where it begins no name.
constexpr std::array<absl::string_view, 8> kBy = {"by ",  "by: ", "von ",  "par ",
                                                  "por ", "av ",  "door ", "af "};

constexpr std::array<absl::string_view, 8> kAnd = {" and ", " und ", " et ", " y ",
                                                   " och ", " og ",  " en ", " & "};

// "Von Marco", but not "von der Leyen"; "Von Miller" is a name.
absl::string_view WithoutBy(absl::string_view byline) {
  for (absl::string_view by : kBy) {
    if (!absl::StartsWithIgnoreCase(byline, by)) continue;
    const absl::string_view rest = absl::StripLeadingAsciiWhitespace(byline.substr(by.size()));
    const bool name = !rest.empty() && !absl::ascii_islower(rest[0]);
    if (name && (absl::StartsWith(by, "by") || absl::StrContains(rest, ' '))) return rest;
  }
  return byline;
}

struct Conjunction {
  size_t begin = absl::string_view::npos;
  size_t size = 0;
};

Conjunction LastAnd(absl::string_view byline) {
  Conjunction last;
  for (absl::string_view word : kAnd) {
    const size_t at = byline.rfind(word);
    if (at == absl::string_view::npos) continue;
    if (last.size == 0 || at > last.begin) last = {at, word.size()};
  }
  return last;
}

absl::string_view BeforeComma(absl::string_view text) { return text.substr(0, text.find(',')); }

// ---------------------------------------------------------------------------- authors of a feed

// "And" as it is only between names that look like people's.
constexpr std::array<absl::string_view, 12> kAndBetweenPeople = {
    " AND ", " UND ", " e ", " i ", " a ", " és ", " ja ", " ve ", " și ", " и ", " και ", " con "};

// What no name has in it.
constexpr std::array<absl::string_view, 6> kBetweenNames = {";", "|", "、", "•", " · ", " / "};

// A name that has one of these is no person's, and has an "and" of its own.
constexpr absl::string_view kOffices[] = {
    "department", "ministry", "office", "council",      "commission",   "committee", "services",
    "center",     "centre",   "bank",   "group",        "company",      "school",    "police",
    "government", "society",  "party",  "organization", "organisation", "board",     "institute"};

bool IsOffice(absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  for (absl::string_view word : absl::StrSplit(lower, ' ')) {
    if (std::find(std::begin(kOffices), std::end(kOffices), word) != std::end(kOffices))
      return true;
  }
  return IsOrganisationName(name);
}

bool IsPerson(absl::string_view name) {
  return IsPersonName(name) && !IsRoleName(name) && !IsOffice(name);
}

// "Martin King, Jr."
bool IsSuffix(absl::string_view part) {
  for (absl::string_view suffix :
       {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "PhD", "Ph.D.", "MD", "M.D."}) {
    if (absl::EqualsIgnoreCase(part, suffix)) return true;
  }
  return false;
}

// Parts of a list whose members are separated as lists of names are.
std::vector<std::string> PartsOf(absl::string_view list) {
  std::string commas(list);
  for (absl::string_view word : kAnd) commas = absl::StrReplaceAll(commas, {{word, ","}});
  for (absl::string_view word : kAndBetweenPeople)
    commas = absl::StrReplaceAll(commas, {{word, ","}});
  std::vector<std::string> parts;
  for (absl::string_view part : absl::StrSplit(commas, ',')) {
    part = absl::StripAsciiWhitespace(part);
    if (IsSuffix(part) && !parts.empty()) {
      absl::StrAppend(&parts.back(), ", ", part);
    } else if (!part.empty()) {
      parts.emplace_back(part);
    }
  }
  return parts;
}

// The people in a list of names, with what they are or work for behind them; none if it is another
// text with commas.
std::vector<std::string> PeopleIn(absl::string_view list) {
  std::vector<std::string> people;
  for (const std::string& part : PartsOf(list)) {
    const absl::string_view name = BeforeComma(part);
    const bool person = IsPerson(name);
    if (!person && (people.empty() || !(IsRoleName(name) || IsOrganisationName(name)))) return {};
    if (person) people.push_back(part);
  }
  return people;
}

// Each mailbox has one address; a comma before it is in the name.
std::vector<std::string> Mailboxes(absl::string_view list) {
  std::vector<std::string> mailboxes;
  while (!list.empty()) {
    const size_t end = list.find_first_of(",;", std::min(list.find('@'), list.size()));
    mailboxes.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end, list.size()));
    list.remove_prefix(std::min(list.find_first_not_of(",; "), list.size()));
  }
  return mailboxes;
}

void AddNames(absl::string_view line, std::vector<std::string>& people) {
  const absl::string_view list = WithoutBy(line);
  const std::vector<std::string> found = PeopleIn(list);
  for (const std::string& person : found) AddUnique(person, people);
  if (!found.empty()) return;
  if (list.size() < line.size()) return AddByline(line, people);
  AddUnique(line, people);
}

}  // namespace

void AddByline(absl::string_view byline, std::vector<std::string>& people) {
  byline = WithoutBy(absl::StripAsciiWhitespace(byline));
  const Conjunction last = LastAnd(byline);
  if (last.size == 0) return AddUnique(BeforeComma(byline), people);
  for (absl::string_view name : absl::StrSplit(byline.substr(0, last.begin), ','))
    AddUnique(name, people);
  AddUnique(BeforeComma(byline.substr(last.begin + last.size)), people);
}

void AddFeedAuthors(absl::string_view html, std::vector<std::string>& people) {
  if (absl::StrContains(html, '@')) {
    for (const std::string& mailbox : Mailboxes(DecodeEntities(html)))
      AddUnique(PersonName(mailbox), people);
    return;
  }
  std::string line = HtmlToLine(html);
  for (absl::string_view mark : kBetweenNames) line = absl::StrReplaceAll(line, {{mark, "\n"}});
  for (absl::string_view part : absl::StrSplit(line, '\n'))
    AddNames(absl::StripAsciiWhitespace(part), people);
}

}  // namespace akin
