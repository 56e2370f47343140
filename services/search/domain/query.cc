#include "services/search/domain/query.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "common/status/column_error.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/unicode.h"
#include "services/search/domain/query_suffix.h"
#include "services/search/domain/quotes.h"

namespace akin {
namespace {

using Kind = QueryNode::Kind;

constexpr size_t kMaxQueryBytes = 4096;
constexpr int kMaxOperators = 128;
constexpr int kMaxFuzzy = 8;
constexpr int kMaxDepth = 32;

absl::optional<QueryField> FieldNamed(absl::string_view name) {
  static constexpr std::pair<absl::string_view, QueryField> kFields[] = {
      {"headline", QueryField::kHeadline}, {"title", QueryField::kHeadline},
      {"summary", QueryField::kSummary},   {"body", QueryField::kBody},
      {"author", QueryField::kAuthor},     {"source", QueryField::kSource},
      {"category", QueryField::kCategory}, {"keyword", QueryField::kKeyword},
      {"lang", QueryField::kLanguage},     {"language", QueryField::kLanguage}};
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

// Gives a field to all terms of a group that have none.
void SetField(QueryField field, QueryNode& node) {
  if (node.field == QueryField::kText) node.field = field;
  for (QueryNode& child : node.children) SetField(field, child);
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
  Parser(absl::string_view query, const QueryTime& time)
      : query_(query), time_(time), shouted_words_(CountShoutedWords(query)) {}

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
  absl::Status Fault(size_t at, absl::string_view wish) const {
    return ColumnError("query", query_, at, wish);
  }

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
      return Fault(at_, absl::StrCat("nested deeper than ", kMaxDepth));
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
    return Fault(at_, absl::StrCat("more than ", kMaxOperators, " operators"));
  }

  // All words that there are may have to be looked at for one of these.
  absl::Status CountFuzzy(size_t at) {
    if (++fuzzy_ <= kMaxFuzzy) return absl::OkStatus();
    return Fault(at, absl::StrCat("more than ", kMaxFuzzy, " words with ~"));
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

  // A term, or several with NEAR between them: each two neighbours are near one another.
  absl::StatusOr<QueryNode> Wanted(int depth) {
    std::vector<QueryNode> all;
    ASSIGN_OR_RETURN(QueryNode left, One(depth));
    while (true) {
      SkipSpaces();
      const size_t at = at_;
      ASSIGN_OR_RETURN(const int distance, TakeNear());
      if (distance == 0 || AtEnd()) break;
      RETURN_IF_ERROR(CountOperator());
      ASSIGN_OR_RETURN(QueryNode right, One(depth));
      ASSIGN_OR_RETURN(QueryNode near, Near(at, left, right, distance));
      all.push_back(std::move(near));
      left = std::move(right);
    }
    return all.empty() ? left : Group(Kind::kAnd, std::move(all));
  }

  // The distance of the "NEAR/5" here; 0 if there is none.
  absl::StatusOr<int> TakeNear() {
    constexpr absl::string_view kNear = "NEAR/";
    if (query_.substr(at_, kNear.size()) != kNear) return 0;
    const size_t end = BareEnd();
    const auto distance = ReadDistance(query_.substr(at_, end - at_).substr(kNear.size()));
    if (!distance) return Fault(at_, DistanceWish());
    at_ = end;
    return *distance;
  }

  absl::StatusOr<QueryNode> Near(size_t at, const QueryNode& left, const QueryNode& right,
                                 int distance) const {
    const auto is_plain = [](const QueryNode& node) {
      return node.kind == Kind::kWord || node.kind == Kind::kPhrase;
    };
    if (!is_plain(left) || !is_plain(right) || left.field != right.field) {
      return Fault(at, "want NEAR between words or phrases of one field");
    }
    QueryNode near = left;
    near.kind = Kind::kNear;
    near.text = absl::StrCat(left.text, " ", right.text);
    near.end = right.end;
    near.distance = distance;
    near.boost = std::max(left.boost, right.boost);
    return near;
  }

  absl::StatusOr<QueryNode> One(int depth) {
    const absl::string_view bare = query_.substr(at_, BareEnd() - at_);
    const size_t colon = std::min(bare.find(':'), bare.size());
    if (IsTimeTerm(bare.substr(0, colon), absl::ClippedSubstr(bare, colon + 1))) {
      return Time(bare.substr(0, colon), bare.substr(colon + 1));
    }
    const QueryField field = TakeField();
    return At('(') ? InParentheses(field, depth) : Leaf(field);
  }

  absl::StatusOr<QueryNode> InParentheses(QueryField field, int depth) {
    ++at_;
    ASSIGN_OR_RETURN(QueryNode inner, Sequence(depth + 1));
    if (At(')')) ++at_;
    if (field != QueryField::kText) {
      RETURN_IF_ERROR(CountOperator());
      SetField(field, inner);
    }
    ASSIGN_OR_RETURN(const BehindQuery behind, TakeBehind(/*is_phrase=*/false));
    if (behind.boost != 1) Boost(behind.boost, inner);
    return inner;
  }

  absl::StatusOr<QueryNode> Time(absl::string_view name, absl::string_view value) {
    const auto published = ReadTimeTerm(name, value, time_);
    const size_t value_at = at_ + name.size() + 1;
    if (!published) {
      return Fault(value_at, absl::AsciiStrToLower(name) == "last"
                                 ? "want a number with m, h, d or w, as in last:7d"
                                 : "want a date or time, as 2026-10-31 or 2026-10-31T18:00");
    }
    RETURN_IF_ERROR(CountOperator());
    at_ = value_at + value.size();
    QueryNode node;
    node.kind = Kind::kTime;
    node.published = *published;
    return node;
  }

  // What stands behind a phrase or a group, to which it counts as operators.
  absl::StatusOr<BehindQuery> TakeBehind(bool is_phrase) {
    BehindQuery behind;
    const absl::string_view rest = query_.substr(at_, BareEnd() - at_);
    if (const auto fault = ReadBehind(rest, is_phrase, behind)) {
      return Fault(at_ + fault->at, fault->wish);
    }
    if (behind.size > 0) RETURN_IF_ERROR(CountOperator());
    at_ += behind.size;
    return behind;
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
    leaf.begin = at_;
    const Quotation quotation = QuotationAt(query_, at_);
    RETURN_IF_ERROR(quotation.end > at_ ? TakeQuoted(quotation, leaf) : TakeBare(leaf));
    if (leaf.text.empty()) return QueryNode();
    const bool is_plain = leaf.kind == Kind::kWord && field == QueryField::kText && leaf.boost == 1;
    if (!is_plain) RETURN_IF_ERROR(CountOperator());
    return leaf;
  }

  absl::Status TakeQuoted(const Quotation& quotation, QueryNode& leaf) {
    leaf.text = std::string(quotation.text);
    at_ = leaf.end = quotation.end;
    ASSIGN_OR_RETURN(const BehindQuery behind, TakeBehind(/*is_phrase=*/true));
    leaf.kind = behind.distance > 0 ? Kind::kNear : Kind::kPhrase;
    leaf.distance = behind.distance;
    leaf.boost = behind.boost;
    return absl::OkStatus();
  }

  absl::Status TakeBare(QueryNode& leaf) {
    const size_t end = BareEnd();
    absl::string_view text = query_.substr(at_, end - at_);
    if (text.empty()) {
      SkipCharacter();  // a closing mark that nothing opened
      return absl::OkStatus();
    }
    if (const auto fault = TakeWordSuffixes(text, leaf)) return Fault(at_ + fault->at, fault->wish);
    leaf.text = std::string(text);
    leaf.end = leaf.begin + text.size();
    at_ = end;
    return leaf.kind == Kind::kFuzzy ? CountFuzzy(leaf.end) : absl::OkStatus();
  }

  const absl::string_view query_;
  const QueryTime time_;
  const int shouted_words_;
  size_t at_ = 0;
  int operators_ = 0;
  int fuzzy_ = 0;
};

}  // namespace

absl::StatusOr<QueryNode> ParseQuery(absl::string_view query, const QueryTime& time) {
  if (query.size() > kMaxQueryBytes) {
    return InvalidField("query", absl::StrCat("longer than ", kMaxQueryBytes, " bytes"));
  }
  return Parser(query, time).Run();
}

}  // namespace akin
