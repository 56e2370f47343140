#ifndef AKIN_SERVICES_SEARCH_XAPIAN_VOCABULARY_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_VOCABULARY_H_

#include <xapian.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/search/domain/query.h"

// The words that an index has, for terms of a query that stand for several. Throws Xapian::Error.
namespace akin {

// The wildcards of a query may stand for so many words together.
inline constexpr size_t kMaxWildcardWords = 2000;

// INVALID_ARGUMENT naming the column of the wildcard of `query` (parsed from `text`) that is too
// short, or with which they are too many.
absl::Status CheckWildcards(const Xapian::Database& database, absl::string_view text,
                            const QueryNode& query);

// A term that is spelled nearly as a word.
struct NearTerm {
  std::string term;  // with its prefix
  int edits = 0;
};

// The terms of a field (by its prefix) at most so many edits from `word`, itself not among them:
// the nearest, and of these the most frequent ones. Of the words that begin with the same letter,
// the first half a million are looked at.
std::vector<NearTerm> NearTerms(const Xapian::Database& database, absl::string_view prefix,
                                absl::string_view word, int max_edits);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_VOCABULARY_H_
