#ifndef AKIN_SERVICES_SEARCH_DOMAIN_QUERY_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_QUERY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/search/domain/query_time.h"

// The query language of search, for people in a hurry: whatever is typed means something.
//
//   climate summit            both words, in any form; blanks of all kinds separate them; of many
//                             words not all are demanded, see QueryPlan
//   "climate summit"          these words in this order; quotes of all countries, “so” and «so»
//   climate OR weather        either (OR binds tighter than the and between words)
//   climate -sport            not sport; also NOT sport
//   headline:summit           in one field: headline, summary, body, author, source, category,
//                             keyword, lang; also headline:"a b" and headline:(a OR b)
//   clim*                     words that begin so
//   (a OR b) -(c d)           groups
//   "a b"~5, a NEAR/5 b       in any order, with at most so many other words between
//   word~1, word~             words spelled nearly so
//   word^2, "a b"^2, (a b)^2  weighs so much more
//   after:2026-10-01          published then, see query_time.h; before:, last:7d
//
// In a headline in capitals AND, OR and NOT are words. Only an operator's number can be wrong.
namespace akin {

enum class QueryField {
  kText,
  kHeadline,
  kSummary,
  kBody,
  kAuthor,
  kSource,
  kCategory,
  kKeyword,
  kLanguage
};

// A query's syntax tree.
struct QueryNode {
  enum class Kind { kAll, kWord, kPhrase, kPrefix, kFuzzy, kNear, kTime, kAnd, kOr, kNot };
  Kind kind = Kind::kAll;
  QueryField field = QueryField::kText;
  std::string text;  // of what has words, as typed; of kNear: all of them
  size_t begin = 0;  // of a word or phrase: its bytes in the query
  size_t end = 0;
  int distance = 0;  // of kNear: words between; of kFuzzy: edits, or kAnyEdits
  double boost = 1;  // how many times the usual weight
  TimeSpan published;
  // What a newsroom's rules say of a kWord, see synonyms.h: texts that are wanted as well, or
  // instead of it; and that it is meant exactly as it stands.
  std::vector<std::string> synonyms;
  bool is_replaced = false;
  bool is_protected = false;
  std::vector<QueryNode> children;  // of kAnd, kOr; kNot has one
};

// Of kFuzzy: as many edits as a word of that length allows.
inline constexpr int kAnyEdits = -1;

// INVALID_ARGUMENT naming `query` if it is longer than 4,096 bytes; and the column where it has
// more than 128 operators (all but the and between words), nests deeper than 32, or gives an
// operator a number that cannot be. Quotes and parentheses without a partner are closed at the
// end, or ignored.
absl::StatusOr<QueryNode> ParseQuery(absl::string_view query, const QueryTime& time = {});

// Calls `visit` for each word, phrase and other term with words that is wanted (not below a kNot).
template <typename Visit>
void ForEachWantedTerm(const QueryNode& node, const Visit& visit) {
  if (node.kind == QueryNode::Kind::kNot) return;
  if (!node.text.empty()) visit(node);
  for (const QueryNode& child : node.children) ForEachWantedTerm(child, visit);
}

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_QUERY_H_
