#ifndef AKIN_SERVICES_SEARCH_DOMAIN_QUERY_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_QUERY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// The query language of search, for people in a hurry: whatever is typed means something.
//
//   climate summit            both words, in any form; blanks of all kinds separate them; of many
//                             words not all are demanded, see QueryPlan
//   "climate summit"          these words in this order; quotes of all countries, “so” and «so»
//   climate OR weather        either (OR binds tighter than the and between words)
//   climate -sport            not sport; also NOT sport
//   headline:summit           in one field: headline, summary, body, author, source, category, lang
//   clim*                     words that begin so
//   (a OR b) -(c d)           groups
//
// In a headline in capitals AND, OR and NOT are words.
namespace akin {

enum class QueryField { kText, kHeadline, kSummary, kBody, kAuthor, kSource, kCategory, kLanguage };

// A query's syntax tree.
struct QueryNode {
  enum class Kind { kAll, kWord, kPhrase, kPrefix, kAnd, kOr, kNot };
  Kind kind = Kind::kAll;
  QueryField field = QueryField::kText;
  std::string text;  // of kWord, kPhrase, kPrefix, as typed
  size_t begin = 0;  // of kWord: its bytes in the query
  size_t end = 0;
  std::vector<QueryNode> children;  // of kAnd, kOr; kNot has one
};

// INVALID_ARGUMENT naming `query` if it is longer than 4,096 bytes, has more than 128 operators
// (ORs, nots, phrases, fields, prefixes), or nests deeper than 32. Quotes and parentheses without a
// partner are closed at the end, or ignored.
absl::StatusOr<QueryNode> ParseQuery(absl::string_view query);

// Calls `visit` for each word, phrase and prefix that is wanted (not below a kNot).
template <typename Visit>
void ForEachWantedTerm(const QueryNode& node, const Visit& visit) {
  if (node.kind == QueryNode::Kind::kNot) return;
  if (node.kind != QueryNode::Kind::kAll && node.children.empty()) visit(node);
  for (const QueryNode& child : node.children) ForEachWantedTerm(child, visit);
}

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_QUERY_H_
