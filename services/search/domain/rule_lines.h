#ifndef AKIN_SERVICES_SEARCH_DOMAIN_RULE_LINES_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_RULE_LINES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Files with rules for queries, as Solr and Elasticsearch have them for synonyms: a rule is a line
// of terms between commas, which "=>" may divide. Lines that are empty, or begin with #, say
// nothing; a backslash takes the character behind it as it is.
namespace akin {

struct RuleLine {
  int number = 0;                  // from 1 on
  std::vector<std::string> left;   // all terms where nothing divides them
  std::vector<std::string> right;  // those behind "=>"
  bool is_divided = false;
};

// INVALID_ARGUMENT "line N: …" for a line without terms on a side, with an empty or a too long
// term, or with more than one "=>".
absl::StatusOr<std::vector<RuleLine>> ParseRuleLines(absl::string_view text);

// INVALID_ARGUMENT "line N: wish".
absl::Status RuleError(int line, absl::string_view wish);

// How terms and queries are compared: the words of `text` as search folds them, with a blank
// between; "" if it has none.
std::string RuleKey(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_RULE_LINES_H_
