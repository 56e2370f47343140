#include "services/search/domain/query.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/unicode.h"
#include "services/search/domain/quotes.h"

namespace akin {
namespace {

using Kind = QueryNode::Kind;

constexpr size_t kMaxBytes = 4096;
constexpr int kMaxOperators = 128;
constexpr int kMaxDepth = 32;

absl::optional<QueryField> FieldNamed(absl::string_view name) {
  static constexpr std::pair<absl::string_view, QueryField> kFields[] = {
      {"headline", QueryField::kHeadline}, {"title", QueryField::kHeadline},
      {"summary", QueryField::kSummary},   {"body", QueryField::kBody},
      {"author", QueryField::kAuthor},     {"source", QueryField::kSource},
      {"category", QueryField::kCategory}, {"lang", QueryField::kLanguage},
      {"language", QueryField::kLanguage}};
  const std::string lower = absl::AsciiStrToLower(name);
  for (const auto& [field_name, field] : kFields) {
    if (lower == field_name) return field;
  }
  return absl::nullopt;
}

// A group of one is its member; an empty one is everything.
QueryNode Group(Kind kind, std::vector<QueryNode> children) {
  if (children.empty()) return QueryNode();
  if (children.size() == 1) return std::move(children.front());
  QueryNode group;
  group.kind = kind;
  group.children = std::move(children);
  return group;
}

// Calls `visit` for each code point.
template <typename Visit>
void ForEachCodePoint(absl::string_view text, const Visit& visit) {
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    visit(c);
  }
}

bool IsOperator(absl::string_view word) { return word == "AND" || word == "OR" || word == "NOT"; }

// How many words a query in capitals has, operators not counted; 0 if it has a small letter.
int CountShoutedWords(absl::string_view query) {
  bool has_small = false;
  int words = 0;
  std::string word;
  const auto end_word = [&] {
    const bool has_letter = std::any_of(word.begin(), word.end(), absl::ascii_isupper);
    if (has_letter && !IsOperator(word)) ++words;
    word.clear();
  };
  ForEachCodePoint(query, [&](UChar32 c) {
    has_small = has_small || u_islower(c);
    if (IsBlank(c)) return end_word();
    word.push_back(u_isupper(c) ? static_cast<char>(c < 0x80 ? c : 'X') : '.');
  });
  end_word();
  return has_small ? 0 : words;
}

class Parser {
 public:
  explicit Parser(absl::string_view query)
      : query_(query), shouted_words_(CountShoutedWords(query)) {}

  absl::StatusOr<QueryNode> Run() {
    std::vector<QueryNode> all;
    // A stray ')' ends a sequence early; what follows it belongs to the query just as well.
    while (at_ < query_.size()) {
      ASSIGN_OR_RETURN(QueryNode sequence, Sequence(0));
      if (sequence.kind != Kind::kAll) all.push_back(std::move(sequence));
      if (at_ < query_.size()) ++at_;
    }
    return Group(Kind::kAnd, std::move(all));
  }

 private:
  // The size of the blank at `at`; 0 if there is none.
  size_t BlankAt(size_t at) const {
    if (at >= query_.size()) return 0;
    UChar32 c;
    int32_t end = static_cast<int32_t>(at);
    U8_NEXT_OR_FFFD(query_.data(), end, static_cast<int32_t>(query_.size()), c);
    return IsBlank(c) ? static_cast<size_t>(end) - at : 0;
  }

  void SkipSpaces() {
    while (const size_t size = BlankAt(at_)) at_ += size;
  }

  bool At(char c) const { return at_ < query_.size() && query_[at_] == c; }

  bool AtEnd() {
    SkipSpaces();
    return at_ >= query_.size() || query_[at_] == ')';
  }

  // Takes `word` if it stands here alone.
  bool TakeWord(absl::string_view word) {
    SkipSpaces();
    if (query_.substr(at_, word.size()) != word) return false;
    const size_t end = at_ + word.size();
    const bool alone = end >= query_.size() || BlankAt(end) > 0 || query_[end] == '(';
    if (!alone || IsShouted(word)) return false;
    at_ = end;
    return true;
  }

  // A headline in capitals has words, not operators. "EU OR NATO" has an operator.
  bool IsShouted(absl::string_view word) const { return shouted_words_ >= (word == "NOT" ? 2 : 3); }

  bool TakeOr() {
    const bool taken = TakeWord("OR");
    while (TakeWord("OR")) {
    }
    return taken;
  }

  absl::StatusOr<QueryNode> Sequence(int depth) {
    if (depth > kMaxDepth) {
      return InvalidField("query", absl::StrCat("nested deeper than ", kMaxDepth));
    }
    std::vector<QueryNode> all;
    while (!AtEnd()) {
      if (TakeWord("AND") || TakeOr()) continue;  // nothing to join: said in vain
      ASSIGN_OR_RETURN(QueryNode any, Alternatives(depth));
      if (any.kind != Kind::kAll) all.push_back(std::move(any));
    }
    return Group(Kind::kAnd, std::move(all));
  }

  // Words alone are as many as there is room for.
  absl::Status CountOperator() {
    if (++operators_ <= kMaxOperators) return absl::OkStatus();
    return InvalidField("query", absl::StrCat("more than ", kMaxOperators, " operators"));
  }

  absl::StatusOr<QueryNode> Alternatives(int depth) {
    std::vector<QueryNode> any;
    do {
      if (!any.empty()) RETURN_IF_ERROR(CountOperator());
      if (AtEnd()) break;
      ASSIGN_OR_RETURN(QueryNode term, Term(depth));
      if (term.kind != Kind::kAll) any.push_back(std::move(term));
    } while (TakeOr());
    return Group(Kind::kOr, std::move(any));
  }

  // A minus is a "not" only where a term begins: "well-known" has none.
  absl::StatusOr<QueryNode> Term(int depth) {
    const bool negated = TakeMinus() || TakeWord("NOT");
    if (AtEnd()) return QueryNode();
    ASSIGN_OR_RETURN(QueryNode term, Wanted(depth));
    if (!negated || term.kind == Kind::kAll) return term;
    RETURN_IF_ERROR(CountOperator());
    QueryNode node;
    node.kind = Kind::kNot;
    node.children.push_back(std::move(term));
    return node;
  }

  bool TakeMinus() {
    SkipSpaces();
    for (const absl::string_view minus : {"-", "−", "－"}) {
      if (query_.substr(at_, minus.size()) != minus) continue;
      const size_t end = at_ + minus.size();
      if (end >= query_.size() || BlankAt(end) > 0) return false;
      at_ = end;
      return true;
    }
    return false;
  }

  absl::StatusOr<QueryNode> Wanted(int depth) {
    if (!At('(')) return Leaf(TakeField());
    ++at_;
    ASSIGN_OR_RETURN(QueryNode inner, Sequence(depth + 1));
    if (At(')')) ++at_;
    return inner;
  }

  // "headline:" before a term; a colon after anything else is punctuation.
  QueryField TakeField() {
    const size_t colon = query_.substr(0, BareEnd()).find(':', at_);
    if (colon == absl::string_view::npos) return QueryField::kText;
    const size_t end = colon + 1;
    const bool has_value = end < query_.size() && BlankAt(end) == 0 && query_[end] != ')';
    const auto field = FieldNamed(query_.substr(at_, colon - at_));
    if (!field || !has_value) return QueryField::kText;
    at_ = end;
    return *field;
  }

  void SkipCharacter() {
    do {
      ++at_;
    } while (at_ < query_.size() && U8_IS_TRAIL(query_[at_]));
  }

  // Where the word at hand ends.
  size_t BareEnd() const {
    size_t end = at_;
    while (end < query_.size() && BlankAt(end) == 0 && query_[end] != '(' && query_[end] != ')' &&
           !EndsWordAt(query_, end)) {
      ++end;
    }
    return end;
  }

  absl::StatusOr<QueryNode> Leaf(QueryField field) {
    QueryNode leaf;
    leaf.field = field;
    if (const Quotation quotation = QuotationAt(query_, at_); quotation.end > at_) {
      leaf.kind = Kind::kPhrase;
      leaf.text = std::string(quotation.text);
      at_ = quotation.end;
    } else {
      TakeBare(leaf);
    }
    if (leaf.text.empty()) return QueryNode();
    const bool is_plain = leaf.kind == Kind::kWord && field == QueryField::kText;
    if (!is_plain) RETURN_IF_ERROR(CountOperator());
    return leaf;
  }

  void TakeBare(QueryNode& leaf) {
    const size_t end = BareEnd();
    absl::string_view text = query_.substr(at_, end - at_);
    leaf.begin = at_;
    leaf.end = end;
    at_ = end;
    if (text.empty()) SkipCharacter();  // a closing mark that nothing opened
    leaf.kind = text.size() > 1 && text.back() == '*' ? Kind::kPrefix : Kind::kWord;
    if (leaf.kind == Kind::kPrefix) text.remove_suffix(1);
    leaf.text = std::string(text);
  }

  const absl::string_view query_;
  const int shouted_words_;
  size_t at_ = 0;
  int operators_ = 0;
};

}  // namespace

absl::StatusOr<QueryNode> ParseQuery(absl::string_view query) {
  if (query.size() > kMaxBytes) {
    return InvalidField("query", absl::StrCat("longer than ", kMaxBytes, " bytes"));
  }
  return Parser(query).Run();
}

}  // namespace akin
