#include "common/filter/filter.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace akin {
namespace {

FilterValue View(const std::variant<std::string, int64_t, absl::Time>& operand) {
  if (const auto* text = std::get_if<std::string>(&operand)) return absl::string_view(*text);
  if (const auto* number = std::get_if<int64_t>(&operand)) return *number;
  return std::get<absl::Time>(operand);
}

// A value of another type than the operand's compares false to everything.
bool Holds(FilterOp op, const FilterValue& value, const FilterValue& operand) {
  if (value.index() != operand.index()) return false;
  switch (op) {
    case FilterOp::kEqual:
    case FilterOp::kNotEqual:
      return value == operand;
    case FilterOp::kLess:
      return value < operand;
    case FilterOp::kLessOrEqual:
      return value <= operand;
    case FilterOp::kGreater:
      return value > operand;
    case FilterOp::kGreaterOrEqual:
      return value >= operand;
    case FilterOp::kPrefix:
    case FilterOp::kNotPrefix:
      return absl::StartsWith(std::get<absl::string_view>(value),
                              std::get<absl::string_view>(operand));
    case FilterOp::kPresent:
      return true;
  }
  return false;
}

bool MatchesNode(const FilterNode& node, const FilterSubject& subject) {
  const auto matches = [&](const FilterNode& child) { return MatchesNode(child, subject); };
  switch (node.kind) {
    case FilterNode::Kind::kAnd:
      return std::all_of(node.children.begin(), node.children.end(), matches);
    case FilterNode::Kind::kOr:
      return std::any_of(node.children.begin(), node.children.end(), matches);
    case FilterNode::Kind::kNot:
      return !matches(node.children.front());
    case FilterNode::Kind::kComparison:
      return MatchesComparison(node.comparison, subject);
  }
  return false;
}

void CollectConjuncts(const FilterNode& node, std::vector<const FilterComparison*>& conjuncts) {
  if (node.kind == FilterNode::Kind::kComparison) conjuncts.push_back(&node.comparison);
  if (node.kind != FilterNode::Kind::kAnd) return;
  for (const FilterNode& child : node.children) CollectConjuncts(child, conjuncts);
}

// The first instant after `time`, at absl's resolution: what turns "<=" into "<".
absl::Time JustAfter(absl::Time time) { return time + absl::Nanoseconds(1) / 4; }

void Narrow(const FilterComparison& comparison, FilterTimeRange& range) {
  const absl::Time time = std::get<absl::Time>(comparison.operand);
  const FilterOp op = comparison.op;
  const bool equal = op == FilterOp::kEqual;
  if (equal || op == FilterOp::kGreaterOrEqual) range.from = std::max(range.from, time);
  if (op == FilterOp::kGreater) range.from = std::max(range.from, JustAfter(time));
  if (equal || op == FilterOp::kLessOrEqual) range.to = std::min(range.to, JustAfter(time));
  if (op == FilterOp::kLess) range.to = std::min(range.to, time);
}

}  // namespace

bool MatchesComparison(const FilterComparison& comparison, const FilterSubject& subject) {
  const FilterOp op = comparison.op;
  if (op == FilterOp::kPresent) {
    return subject.AnyValue(comparison.field_id, [](const FilterValue&) { return true; });
  }
  const FilterValue operand = View(comparison.operand);
  const bool any = subject.AnyValue(
      comparison.field_id, [&](const FilterValue& value) { return Holds(op, value, operand); });
  return any != (op == FilterOp::kNotEqual || op == FilterOp::kNotPrefix);
}

bool Filter::empty() const {
  return root_.kind == FilterNode::Kind::kAnd && root_.children.empty();
}

bool Filter::Matches(const FilterSubject& subject) const { return MatchesNode(root_, subject); }

std::vector<const FilterComparison*> Filter::Conjuncts() const {
  std::vector<const FilterComparison*> conjuncts;
  CollectConjuncts(root_, conjuncts);
  return conjuncts;
}

FilterTimeRange ConjunctTimeRange(const Filter& filter, int field_id) {
  FilterTimeRange range;
  for (const FilterComparison* comparison : filter.Conjuncts()) {
    const bool is_time = std::holds_alternative<absl::Time>(comparison->operand);
    if (comparison->field_id == field_id && is_time) Narrow(*comparison, range);
  }
  return range;
}

const std::string* ConjunctString(const Filter& filter, int field_id) {
  for (const FilterComparison* comparison : filter.Conjuncts()) {
    if (comparison->field_id == field_id && comparison->op == FilterOp::kEqual) {
      return std::get_if<std::string>(&comparison->operand);
    }
  }
  return nullptr;
}

}  // namespace akin
