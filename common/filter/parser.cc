// Filter::Parse: recursive descent over AIP-160's grammar,
//   expression: sequence {"AND" sequence};  sequence: factor {factor};
//   factor: term {"OR" term};               term: ["NOT" | "-"] ("(" expression ")" | comparison).
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/filter/filter.h"
#include "common/filter/lexer.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

using TokenKind = FilterToken::Kind;
using NodeKind = FilterNode::Kind;

constexpr size_t kMaxBytes = 8 << 10;
constexpr int kMaxComparisons = 256;
constexpr int kMaxDepth = 32;

absl::optional<FilterOp> OpOf(absl::string_view comparator) {
  if (comparator == "=" || comparator == ":") return FilterOp::kEqual;
  if (comparator == "!=") return FilterOp::kNotEqual;
  if (comparator == "<") return FilterOp::kLess;
  if (comparator == "<=") return FilterOp::kLessOrEqual;
  if (comparator == ">") return FilterOp::kGreater;
  if (comparator == ">=") return FilterOp::kGreaterOrEqual;
  return absl::nullopt;
}

bool IsEquality(FilterOp op) { return op == FilterOp::kEqual || op == FilterOp::kNotEqual; }

std::string FieldNames(const FilterSchema& schema) {
  return absl::StrJoin(schema, ", ", [](std::string* out, const FilterField& field) {
    absl::StrAppend(out, field.name);
  });
}

// RFC 3339, or a date alone for its first instant in UTC; years 1 to 9999, as protobuf has it.
absl::optional<absl::Time> ParseTime(absl::string_view text) {
  absl::Time time;
  const bool date = text.size() == 10 && absl::ParseTime("%Y-%m-%d", text, &time, nullptr);
  const bool shaped = text.size() >= 20 && absl::ascii_isdigit(text[0]) && text[4] == '-' &&
                      (text[10] == 'T' || text[10] == 't');
  if (!date && !(shaped && absl::ParseTime(absl::RFC3339_full, absl::AsciiStrToUpper(text), &time,
                                           nullptr))) {
    return absl::nullopt;
  }
  const bool in_range =
      time >= absl::FromUnixSeconds(-62135596800) && time < absl::FromUnixSeconds(253402300800);
  return in_range ? absl::make_optional(time) : absl::nullopt;
}

class Parser {
 public:
  Parser(const FilterSchema& schema, absl::string_view text)
      : schema_(schema), text_(text), lexer_(text) {}

  absl::StatusOr<FilterNode> Run() {
    if (text_.size() > kMaxBytes) {
      return InvalidField("filter", absl::StrCat("longer than ", kMaxBytes, " bytes"));
    }
    RETURN_IF_ERROR(Advance());
    if (token_.kind == TokenKind::kEnd) return FilterNode();
    ASSIGN_OR_RETURN(FilterNode root, Expression(0));
    if (token_.kind == TokenKind::kEnd) return root;
    return Error("unexpected ')'");
  }

 private:
  absl::Status Error(absl::string_view wish) const {
    return FilterError(text_, token_.offset, wish);
  }

  absl::Status Advance() {
    ASSIGN_OR_RETURN(token_, lexer_.Next());
    return absl::OkStatus();
  }

  bool AtWord(absl::string_view word) const {
    return token_.kind == TokenKind::kText && token_.text == word && !token_.wildcard;
  }

  bool AtTermEnd() const {
    return token_.kind == TokenKind::kEnd || token_.kind == TokenKind::kClose || AtWord("AND") ||
           AtWord("OR");
  }

  static FilterNode Join(NodeKind kind, std::vector<FilterNode> children) {
    if (children.size() == 1) return std::move(children.front());
    return FilterNode{kind, std::move(children), {}};
  }

  absl::StatusOr<FilterNode> Expression(int depth) {
    if (depth > kMaxDepth) return Error(absl::StrCat("nested deeper than ", kMaxDepth));
    std::vector<FilterNode> all;
    while (true) {
      RETURN_IF_ERROR(Sequence(depth, all));
      if (!AtWord("AND")) return Join(NodeKind::kAnd, std::move(all));
      RETURN_IF_ERROR(Advance());
    }
  }

  absl::Status Sequence(int depth, std::vector<FilterNode>& all) {
    do {
      ASSIGN_OR_RETURN(FilterNode factor, Factor(depth));
      all.push_back(std::move(factor));
    } while (!AtTermEnd());
    return absl::OkStatus();
  }

  absl::StatusOr<FilterNode> Factor(int depth) {
    std::vector<FilterNode> any;
    while (true) {
      ASSIGN_OR_RETURN(FilterNode term, Term(depth));
      any.push_back(std::move(term));
      if (!AtWord("OR")) return Join(NodeKind::kOr, std::move(any));
      RETURN_IF_ERROR(Advance());
    }
  }

  absl::StatusOr<FilterNode> Term(int depth) {
    if (!AtWord("NOT") && token_.kind != TokenKind::kMinus) return Simple(depth);
    RETURN_IF_ERROR(Advance());
    if (depth >= kMaxDepth) return Error(absl::StrCat("nested deeper than ", kMaxDepth));
    ASSIGN_OR_RETURN(FilterNode negated, Simple(depth + 1));
    return FilterNode{NodeKind::kNot, {std::move(negated)}, {}};
  }

  absl::StatusOr<FilterNode> Simple(int depth) {
    if (token_.kind != TokenKind::kOpen) return Comparison();
    const size_t open = token_.offset;
    RETURN_IF_ERROR(Advance());
    ASSIGN_OR_RETURN(FilterNode inner, Expression(depth + 1));
    if (token_.kind != TokenKind::kClose) return FilterError(text_, open, "'(' is not closed");
    RETURN_IF_ERROR(Advance());
    return inner;
  }

  absl::StatusOr<const FilterField*> Field() {
    if (token_.kind == TokenKind::kEnd) return Error("ends too early, want a comparison");
    if (token_.kind != TokenKind::kText || token_.wildcard) {
      return Error("want a field's name");
    }
    const auto field = std::find_if(schema_.begin(), schema_.end(),
                                    [&](const FilterField& f) { return f.name == token_.text; });
    if (field != schema_.end()) return &*field;
    if (token_.text == "and" || token_.text == "or" || token_.text == "not") {
      return Error("operators are written AND, OR, NOT");
    }
    return Error(
        absl::StrCat("unknown field '", Shown(token_.text), "', want one of ", FieldNames(schema_)));
  }

  absl::StatusOr<FilterNode> Comparison() {
    if (++comparisons_ > kMaxComparisons) {
      return Error(absl::StrCat("more than ", kMaxComparisons, " comparisons"));
    }
    ASSIGN_OR_RETURN(const FilterField* field, Field());
    RETURN_IF_ERROR(Advance());
    ASSIGN_OR_RETURN(const FilterOp op, Operator(*field));
    const bool has = token_.text == ":";
    ASSIGN_OR_RETURN(token_, lexer_.NextOperand());
    FilterNode node{NodeKind::kComparison, {}, {field->id, op, {}}};
    RETURN_IF_ERROR(Operand(*field, has, node.comparison));
    RETURN_IF_ERROR(Advance());
    return node;
  }

  absl::StatusOr<FilterOp> Operator(const FilterField& field) const {
    const absl::optional<FilterOp> op =
        token_.kind == TokenKind::kComparator ? OpOf(token_.text) : absl::nullopt;
    if (!op) return Error(absl::StrCat("want =, !=, <, <=, >, >= or : after '", field.name, "'"));
    if ((field.repeated || field.type == FilterType::kEnum) && !IsEquality(*op)) {
      return Error(absl::StrCat("'", field.name, "' compares with =, != and : only"));
    }
    return *op;
  }

  // Sets the operand, and turns a wildcard into its operator.
  absl::Status Operand(const FilterField& field, bool has, FilterComparison& comparison) const {
    if (token_.kind != TokenKind::kText && token_.kind != TokenKind::kString) {
      return Error(absl::StrCat("want a value for '", field.name, "'"));
    }
    if (has && token_.wildcard && token_.text.empty()) {
      comparison.op = FilterOp::kPresent;
      return absl::OkStatus();
    }
    if (token_.wildcard && (field.type != FilterType::kString || !IsEquality(comparison.op))) {
      return Error("a wildcard goes with =, != or : on text only");
    }
    if (token_.wildcard) {
      comparison.op = comparison.op == FilterOp::kEqual ? FilterOp::kPrefix : FilterOp::kNotPrefix;
    }
    return Value(field, comparison);
  }

  absl::Status Value(const FilterField& field, FilterComparison& comparison) const {
    switch (field.type) {
      case FilterType::kString:
        comparison.operand = field.canonical ? field.canonical(token_.text) : token_.text;
        return absl::OkStatus();
      case FilterType::kInt:
        return IntValue(comparison);
      case FilterType::kTime:
        return TimeValue(comparison);
      case FilterType::kEnum:
        return EnumValue(field, comparison);
    }
    return absl::InternalError("unknown filter type");
  }

  absl::Status IntValue(FilterComparison& comparison) const {
    int64_t number = 0;
    if (!absl::SimpleAtoi(token_.text, &number)) {
      return Error(absl::StrCat("'", Shown(token_.text), "', want an integer"));
    }
    comparison.operand = number;
    return absl::OkStatus();
  }

  absl::Status TimeValue(FilterComparison& comparison) const {
    const absl::optional<absl::Time> time = ParseTime(token_.text);
    if (!time) {
      return Error(absl::StrCat("'", Shown(token_.text),
                                "', want a time such as \"2024-05-01T12:00:00Z\", year 1 to 9999"));
    }
    comparison.operand = *time;
    return absl::OkStatus();
  }

  absl::Status EnumValue(const FilterField& field, FilterComparison& comparison) const {
    const std::vector<std::string>& names = field.enum_values;
    if (std::find(names.begin(), names.end(), token_.text) == names.end()) {
      return Error(absl::StrCat("'", Shown(token_.text), "', want one of ", absl::StrJoin(names, ", ")));
    }
    comparison.operand = token_.text;
    return absl::OkStatus();
  }

  const FilterSchema& schema_;
  const absl::string_view text_;
  FilterLexer lexer_;
  FilterToken token_;
  int comparisons_ = 0;
};

}  // namespace

absl::StatusOr<Filter> Filter::Parse(const FilterSchema& schema, absl::string_view text) {
  ASSIGN_OR_RETURN(FilterNode root, Parser(schema, text).Run());
  return Filter(std::move(root));
}

}  // namespace akin
