#ifndef AKIN_SERVICES_SEARCH_XAPIAN_QUERY_BUILDER_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_QUERY_BUILDER_H_

#include <xapian.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/search/domain/query.h"

namespace akin {

// Turns queries into Xapian's. A word is looked for by its stem in each language of the index; what
// stands in quotes, or is several words to the analysis ("well-known", most Chinese), as phrase.
// One thread; the database and the languages (primary subtags) must outlive it.
class QueryBuilder {
 public:
  QueryBuilder(const Xapian::Database& database, const std::vector<std::string>& languages)
      : database_(database), languages_(languages) {}

  // Matches nothing if the query has no word at all ("???").
  Xapian::Query Build(const QueryNode& query) const;

  // The query with each word that is not in the index replaced by a similar one that is; empty if
  // nothing was replaced.
  std::string Correct(absl::string_view text, const QueryNode& query) const;

 private:
  // Nullopt: nothing that could be looked for.
  using Part = absl::optional<Xapian::Query>;

  Part BuildNode(const QueryNode& node) const;
  Part BuildAnd(const QueryNode& node) const;
  Part BuildOr(const QueryNode& node) const;
  Part BuildLeaf(const QueryNode& node) const;
  Part BuildText(const QueryNode& node, absl::string_view prefix) const;
  Part BuildWord(absl::string_view word, QueryField field, absl::string_view prefix) const;
  Part BuildPhrase(absl::string_view text, QueryField field, absl::string_view prefix) const;
  Part BuildPrefix(absl::string_view text, QueryField field, absl::string_view prefix) const;
  Xapian::Query Phrase(const std::vector<std::string>& words, QueryField field,
                       absl::string_view prefix) const;
  Xapian::Query Wildcard(absl::string_view begin, QueryField field, absl::string_view prefix) const;

  bool IsKnown(absl::string_view word) const;
  std::string Similar(absl::string_view word) const;

  const Xapian::Database& database_;
  const std::vector<std::string>& languages_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_QUERY_BUILDER_H_
