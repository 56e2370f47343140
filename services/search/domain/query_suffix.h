#ifndef AKIN_SERVICES_SEARCH_DOMAIN_QUERY_SUFFIX_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_QUERY_SUFFIX_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/search/domain/query.h"

// What stands behind a word, a phrase or a group in a query and changes what it means: "~1", "^2".
namespace akin {

// A number that an operator cannot have, and where.
struct SuffixFault {
  size_t at = 0;  // the byte of the suffix in the text
  std::string wish;
};

// Takes boost, edits and wildcard off the end of a bare word's `text` and gives them to `leaf`,
// whose kind they decide. Signs that are no such suffix stay.
absl::optional<SuffixFault> TakeWordSuffixes(absl::string_view& text, QueryNode& leaf);

// What follows a phrase or a group.
struct BehindQuery {
  size_t size = 0;   // its bytes; 0 for nothing
  int distance = 0;  // of "~5"
  double boost = 1;  // of "^2"
};

// Reads "~5^2", which `rest` is until the next blank; `distance` only where `is_phrase`.
absl::optional<SuffixFault> ReadBehind(absl::string_view rest, bool is_phrase, BehindQuery& behind);

// A distance within bounds.
absl::optional<int> ReadDistance(absl::string_view digits);
std::string DistanceWish();

// Weighs all terms of `node` so many times as much, up to the greatest boost there is.
void Boost(double boost, QueryNode& node);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_QUERY_SUFFIX_H_
