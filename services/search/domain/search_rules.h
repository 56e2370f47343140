#ifndef AKIN_SERVICES_SEARCH_DOMAIN_SEARCH_RULES_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_SEARCH_RULES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/search/domain/editor_picks.h"
#include "services/search/domain/query.h"
#include "services/search/domain/synonyms.h"

namespace akin {

// What a newsroom has laid down for queries. Immutable; thread-safe.
struct SearchRules {
  Synonyms synonyms;
  ProtectedWords protected_words;
  EditorPicks picks;
  // Another one where the files say something else: an answer by other rules is another answer.
  std::string version;
};

// ParseQuery, with what the rules say of its words.
absl::StatusOr<QueryNode> ReadQuery(absl::string_view text, const QueryTime& time,
                                    const SearchRules& rules);

// What editors want of a query that is nothing but words; null if nothing.
const EditorPick* FindPick(absl::string_view text, const QueryNode& query,
                           const SearchRules& rules);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_SEARCH_RULES_H_
