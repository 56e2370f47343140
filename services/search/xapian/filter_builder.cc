#include "services/search/xapian/filter_builder.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "common/filter/article_filter.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using namespace xapian_schema;  // NOLINT: this file reads what the schema says
using Xapian::Query;
using Part = absl::optional<Query>;  // nullopt: not for Xapian

Query Without(const Query& query) {
  return Query(Query::OP_AND_NOT, xapian_schema::EveryArticle(), query);
}

absl::string_view TermPrefixOf(ArticleField field) {
  switch (field) {
    case ArticleField::kName:
      return kName;
    case ArticleField::kSource:
      return kExactSource;
    case ArticleField::kLanguage:
      return kExactLanguage;
    case ArticleField::kCategories:
      return kExactCategory;
    case ArticleField::kKeywords:
      return kExactKeyword;
    case ArticleField::kAuthors:
      return kExactAuthor;
    case ArticleField::kStory:
      return kExactStory;
    default:
      return "";
  }
}

absl::optional<Slot> TimeSlotOf(ArticleField field) {
  switch (field) {
    case ArticleField::kPublishTime:
      return kPublishTime;
    case ArticleField::kUpdateTime:
      return kUpdateTime;
    case ArticleField::kCreateTime:
      return kCreateTime;
    default:
      return absl::nullopt;
  }
}

// All terms that begin so.
Query AnyTerm(absl::string_view begin) {
  return Query(Query::OP_WILDCARD, std::string(begin), 0, Query::WILDCARD_LIMIT_ERROR,
               Query::OP_OR);
}

Part TermPart(absl::string_view prefix, const FilterComparison& comparison) {
  if (comparison.op == FilterOp::kPresent) return AnyTerm(prefix);
  const std::string& value = std::get<std::string>(comparison.operand);
  switch (comparison.op) {
    case FilterOp::kEqual:
      return Query(Term(prefix, value));
    case FilterOp::kNotEqual:
      return Without(Query(Term(prefix, value)));
    case FilterOp::kPrefix:
    case FilterOp::kNotPrefix: {
      if (!IsShort(value)) return absl::nullopt;
      const Query any = AnyTerm(absl::StrCat(prefix, value));
      return comparison.op == FilterOp::kPrefix ? any : Without(any);
    }
    default:
      return absl::nullopt;  // an order of strings
  }
}

// Set times are at least this; an unset one sorts before it.
std::string FirstTime() { return EncodeTime(absl::FromUnixSeconds(-62135596800)); }
std::string LastTime() { return std::string(20, '\xFF'); }

Query TimePart(Slot slot, const FilterComparison& comparison) {
  if (comparison.op == FilterOp::kPresent) {
    return Query(Query::OP_VALUE_RANGE, slot, FirstTime(), LastTime());
  }
  const absl::Time time = std::get<absl::Time>(comparison.operand);
  const absl::Duration tick = absl::Nanoseconds(1);
  switch (comparison.op) {
    case FilterOp::kLess:
      return Query(Query::OP_VALUE_RANGE, slot, FirstTime(), EncodeTimeEnd(time - tick));
    case FilterOp::kLessOrEqual:
      return Query(Query::OP_VALUE_RANGE, slot, FirstTime(), EncodeTimeEnd(time));
    case FilterOp::kGreater:
      return Query(Query::OP_VALUE_RANGE, slot, EncodeTime(time + tick), LastTime());
    case FilterOp::kGreaterOrEqual:
      return Query(Query::OP_VALUE_RANGE, slot, EncodeTime(time), LastTime());
    case FilterOp::kNotEqual:
      return Without(Query(Query::OP_VALUE_RANGE, slot, EncodeTime(time), EncodeTimeEnd(time)));
    default:
      return Query(Query::OP_VALUE_RANGE, slot, EncodeTime(time), EncodeTimeEnd(time));
  }
}

Part ComparisonPart(const FilterComparison& comparison) {
  const auto field = static_cast<ArticleField>(comparison.field_id);
  if (const auto slot = TimeSlotOf(field)) return TimePart(*slot, comparison);
  const absl::string_view prefix = TermPrefixOf(field);
  if (prefix.empty()) return absl::nullopt;
  return TermPart(prefix, comparison);
}

// The whole node, or nothing.
Part NodePart(const FilterNode& node) {
  if (node.kind == FilterNode::Kind::kComparison) return ComparisonPart(node.comparison);
  std::vector<Query> parts;
  for (const FilterNode& child : node.children) {
    const Part part = NodePart(child);
    if (!part) return absl::nullopt;
    parts.push_back(*part);
  }
  if (node.kind == FilterNode::Kind::kNot) return Without(parts.front());
  const bool is_and = node.kind == FilterNode::Kind::kAnd;
  return Query(is_and ? Query::OP_AND : Query::OP_OR, parts.begin(), parts.end());
}

}  // namespace

Query TimeWithin(Slot slot, const TimeSpan& span) {
  const bool has_from = span.from > absl::InfinitePast();
  const bool has_to = span.to < absl::InfiniteFuture();
  return Query(Query::OP_VALUE_RANGE, slot, has_from ? EncodeTime(span.from) : FirstTime(),
               has_to ? EncodeTimeEnd(span.to - absl::Nanoseconds(1)) : LastTime());
}

PushedFilter PushDown(const Filter& filter) {
  PushedFilter pushed;
  if (filter.empty()) return pushed;
  const FilterNode& root = filter.root();
  std::vector<FilterNode> whole;
  if (root.kind != FilterNode::Kind::kAnd) whole.push_back(root);
  std::vector<Query> parts;
  for (const FilterNode& child : whole.empty() ? root.children : whole) {
    const Part part = NodePart(child);
    if (part) parts.push_back(*part);
    pushed.complete = pushed.complete && part.has_value();
  }
  if (!parts.empty()) pushed.query = Query(Query::OP_AND, parts.begin(), parts.end());
  return pushed;
}

bool FilterDecider::operator()(const Xapian::Document& document) const {
  news::v1::Article card;
  return DecodeCard(document.get_data(), card) && MatchesArticle(filter_, card);
}

}  // namespace akin
