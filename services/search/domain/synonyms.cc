#include "services/search/domain/synonyms.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "services/search/domain/rule_lines.h"

namespace akin {
namespace {

using Kind = QueryNode::Kind;

constexpr size_t kMaxSynonyms = 64;

size_t CountWords(absl::string_view key) {
  return static_cast<size_t>(std::count(key.begin(), key.end(), ' ')) + 1;
}

absl::Status NoWord(absl::string_view term, int line) {
  return RuleError(line, absl::StrCat(Shown(term), ": no word"));
}

}  // namespace

absl::StatusOr<Synonyms> Synonyms::Parse(absl::string_view text) {
  Synonyms synonyms;
  ASSIGN_OR_RETURN(const std::vector<RuleLine> lines, ParseRuleLines(text));
  for (const RuleLine& line : lines) {
    const std::vector<std::string>& others = line.is_divided ? line.right : line.left;
    if (!line.is_divided && others.size() < 2) {
      return RuleError(line.number, "want two terms or more, or =>");
    }
    for (const std::string& other : others) {
      if (RuleKey(other).empty()) return NoWord(other, line.number);
    }
    for (const std::string& term : line.left) {
      RETURN_IF_ERROR(synonyms.Add(term, others, line.is_divided, line.number));
    }
  }
  return synonyms;
}

// A term stays wanted where any rule has it among what is looked for.
absl::Status Synonyms::Add(const std::string& term, const std::vector<std::string>& others,
                           bool replaces, int line) {
  const std::string key = RuleKey(term);
  if (key.empty()) return NoWord(term, line);
  most_words_ = std::max(most_words_, CountWords(key));
  Entry& entry = entries_[key];
  entry.replaces = entry.replaces && replaces;
  for (const std::string& other : others) {
    if (RuleKey(other) == key) {
      entry.replaces = false;
    } else if (!absl::c_linear_search(entry.others, other)) {
      entry.others.push_back(other);
    }
  }
  if (entry.others.size() <= kMaxSynonyms) return absl::OkStatus();
  return RuleError(line, absl::StrCat(Shown(term), ": more than ", kMaxSynonyms, " synonyms"));
}

void Synonyms::AddTo(QueryNode& query) const {
  if (entries_.empty()) return;
  if (query.kind == Kind::kWord) return AddToWords({&query});
  Words side_by_side;
  for (QueryNode& child : query.children) {
    const bool goes_on = query.kind == Kind::kAnd && child.kind == Kind::kWord &&
                         (side_by_side.empty() || side_by_side.front()->field == child.field);
    if (!goes_on) {
      AddToWords(side_by_side);
      side_by_side.clear();
    }
    child.kind == Kind::kWord ? side_by_side.push_back(&child) : AddTo(child);
  }
  AddToWords(side_by_side);
}

void Synonyms::AddToWords(const Words& words) const {
  for (size_t begin = 0; begin < words.size();)
    begin += std::max<size_t>(1, AddToTerm(words, begin));
}

// Each word of a term gets what the term has: "united nations" and "un" then are the same, however
// many of its words are demanded. Returns how many words there were.
size_t Synonyms::AddToTerm(const Words& words, size_t begin) const {
  std::string key;
  const Entry* longest = nullptr;
  size_t end = begin;
  for (size_t i = begin; i < words.size() && i < begin + most_words_; ++i) {
    absl::StrAppend(&key, key.empty() ? "" : " ", RuleKey(words[i]->text));
    const auto found = entries_.find(key);
    if (found == entries_.end()) continue;
    longest = &found->second;
    end = i + 1;
  }
  for (size_t i = begin; i < end; ++i) {
    words[i]->synonyms = longest->others;
    words[i]->is_replaced = longest->replaces;
  }
  return end - begin;
}

absl::StatusOr<ProtectedWords> ProtectedWords::Parse(absl::string_view text) {
  ProtectedWords words;
  ASSIGN_OR_RETURN(const std::vector<RuleLine> lines, ParseRuleLines(text));
  for (const RuleLine& line : lines) {
    if (line.is_divided || line.left.size() > 1) {
      return RuleError(line.number, "want one word");
    }
    const std::string key = RuleKey(line.left.front());
    if (key.empty()) return NoWord(line.left.front(), line.number);
    words.words_.insert(key);
  }
  return words;
}

void ProtectedWords::MarkIn(QueryNode& query) const {
  if (words_.empty()) return;
  query.is_protected = query.kind == Kind::kWord && words_.contains(RuleKey(query.text));
  for (QueryNode& child : query.children) MarkIn(child);
}

}  // namespace akin
