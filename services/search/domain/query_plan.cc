#include "services/search/domain/query_plan.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "services/search/domain/function_words.h"

namespace akin {
namespace {

using Kind = QueryNode::Kind;

// More words than this are no keywords any more.
constexpr size_t kMaxKeywords = 3;

// The word in one piece.
std::string WholeForm(const WantedWord& word) {
  if (!word.forms.empty()) return word.forms.front();
  std::string whole;
  for (const SequenceWord& part : word.sequences.front()) whole += part.folded;
  return whole;
}

bool HasSmall(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), absl::ascii_islower);
}

// "WHO" and "US" among words that are not all in capitals.
bool IsAcronym(absl::string_view word, absl::string_view query) {
  const auto capitals = std::count_if(word.begin(), word.end(), absl::ascii_isupper);
  return capitals > 1 && !HasSmall(word) && HasSmall(query);
}

class Planner {
 public:
  explicit Planner(absl::string_view text, const std::vector<std::string>& languages)
      : text_(text), languages_(languages) {}

  QueryPlan Plan(const QueryNode& query) {
    Add(query);
    for (const PlainWord& word : plan_.words) AddParts(CompoundParts(word.word));
    plan_.demanded = Demanded();
    if (plan_.words.empty()) plan_.words.swap(plan_.function_words);
    plan_.is_question = IsQuestion(text_);
    plan_.wants_all =
        plan_.words.size() + plan_.phrases.size() <= kMaxKeywords && !plan_.is_question;
    return std::move(plan_);
  }

 private:
  // Parentheses around words that all are wanted say nothing.
  void Add(const QueryNode& node) {
    const bool is_text = node.field == QueryField::kText;
    if (node.kind == Kind::kAnd) {
      for (const QueryNode& child : node.children) Add(child);
    } else if (node.kind == Kind::kWord && is_text) {
      AddWords(node, plan_.words);
    } else if (node.kind == Kind::kPhrase && is_text) {
      plan_.phrases.push_back(node);
      AddWords(node, plan_.phrase_words);
    } else if (node.kind != Kind::kAll) {
      demanded_.push_back(node);
    }
  }

  void AddWords(const QueryNode& node, std::vector<PlainWord>& words) {
    const std::string& text = node.text;
    std::vector<WantedWord> wanted = WantedWords(text);
    const bool whole = wanted.size() == 1;
    for (WantedWord& word : wanted) {
      std::string form = WholeForm(word);
      if (node.is_protected) word.written.clear();
      if (!seen_.insert(form).second) continue;
      const bool tells = IsAcronym(text, text_) || !IsFunctionWord(form, languages_);
      (tells ? words : plan_.function_words)
          .push_back(
              {whole ? text : form, std::move(word), node.boost, node.synonyms, node.is_replaced});
    }
    if (!whole) AddParts(LoneCharacters(text));
    for (std::string& pair : CharacterPairs(text)) {
      if (seen_pairs_.insert(pair).second) plan_.pairs.push_back({std::move(pair), node.boost});
    }
  }

  void AddParts(std::vector<WantedWord> parts) {
    for (WantedWord& part : parts) {
      const std::string form = part.forms.front();
      if (!seen_.insert(form).second || IsFunctionWord(form, languages_)) continue;
      plan_.parts.push_back({form, std::move(part)});
    }
  }

  QueryNode Demanded() {
    QueryNode all;
    if (demanded_.size() == 1) return std::move(demanded_.front());
    if (demanded_.empty()) return all;
    all.kind = Kind::kAnd;
    all.children = std::move(demanded_);
    return all;
  }

  const absl::string_view text_;
  const std::vector<std::string>& languages_;
  QueryPlan plan_;
  std::vector<QueryNode> demanded_;
  absl::flat_hash_set<std::string> seen_;
  absl::flat_hash_set<std::string> seen_pairs_;
};

}  // namespace

QueryPlan PlanQuery(absl::string_view text, const QueryNode& query,
                    const std::vector<std::string>& languages) {
  return Planner(text, languages).Plan(query);
}

}  // namespace akin
