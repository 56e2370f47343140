#include "services/search/domain/query.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

using Kind = QueryNode::Kind;

constexpr size_t kMaxBytes = 4096;
constexpr int kMaxTerms = 128;
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

class Parser {
 public:
  explicit Parser(absl::string_view query) : query_(query) {}

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
  void SkipSpaces() {
    while (at_ < query_.size() && absl::ascii_isspace(query_[at_])) ++at_;
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
    if (end < query_.size() && !absl::ascii_isspace(query_[end]) && query_[end] != '(') {
      return false;
    }
    at_ = end;
    return true;
  }

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

  absl::StatusOr<QueryNode> Alternatives(int depth) {
    std::vector<QueryNode> any;
    do {
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
    QueryNode node;
    node.kind = Kind::kNot;
    node.children.push_back(std::move(term));
    return node;
  }

  bool TakeMinus() {
    SkipSpaces();
    const bool negates =
        At('-') && at_ + 1 < query_.size() && !absl::ascii_isspace(query_[at_ + 1]);
    if (negates) ++at_;
    return negates;
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
    const size_t end = query_.find_first_of(": \t\r\n\"()", at_);
    if (end == absl::string_view::npos || query_[end] != ':') return QueryField::kText;
    const bool has_value =
        end + 1 < query_.size() && !absl::ascii_isspace(query_[end + 1]) && query_[end + 1] != ')';
    const auto field = FieldNamed(query_.substr(at_, end - at_));
    if (!field || !has_value) return QueryField::kText;
    at_ = end + 1;
    return *field;
  }

  absl::StatusOr<QueryNode> Leaf(QueryField field) {
    if (++terms_ > kMaxTerms) {
      return InvalidField("query", absl::StrCat("more than ", kMaxTerms, " terms"));
    }
    QueryNode leaf;
    leaf.field = field;
    if (At('"')) {
      TakePhrase(leaf);
    } else {
      TakeBare(leaf);
    }
    if (leaf.text.empty()) return QueryNode();
    return leaf;
  }

  void TakePhrase(QueryNode& leaf) {
    const size_t begin = at_ + 1;
    const size_t end = std::min(query_.find('"', begin), query_.size());
    leaf.kind = Kind::kPhrase;
    leaf.text = std::string(query_.substr(begin, end - begin));
    at_ = std::min(end + 1, query_.size());
  }

  void TakeBare(QueryNode& leaf) {
    const size_t end = std::min(query_.find_first_of(" \t\r\n\"()", at_), query_.size());
    absl::string_view text = query_.substr(at_, end - at_);
    leaf.begin = at_;
    leaf.end = end;
    at_ = std::max(end, at_ + (text.empty() ? 1 : 0));
    leaf.kind = text.size() > 1 && text.back() == '*' ? Kind::kPrefix : Kind::kWord;
    if (leaf.kind == Kind::kPrefix) text.remove_suffix(1);
    leaf.text = std::string(text);
  }

  const absl::string_view query_;
  size_t at_ = 0;
  int terms_ = 0;
};

}  // namespace

absl::StatusOr<QueryNode> ParseQuery(absl::string_view query) {
  if (query.size() > kMaxBytes) {
    return InvalidField("query", absl::StrCat("longer than ", kMaxBytes, " bytes"));
  }
  return Parser(query).Run();
}

}  // namespace akin
