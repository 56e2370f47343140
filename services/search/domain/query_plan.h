#ifndef AKIN_SERVICES_SEARCH_DOMAIN_QUERY_PLAN_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_QUERY_PLAN_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/search/domain/query.h"
#include "services/search/domain/wanted_word.h"

namespace akin {

// A plain word of a query: no operator has it.
struct PlainWord {
  std::string text;  // as typed
  WantedWord word;
  double boost = 1;
  // As in QueryNode.
  std::vector<std::string> synonyms = {};
  bool is_replaced = false;
};

// Neighbouring characters of a script without blanks.
struct CharacterPair {
  std::string text;
  double boost = 1;
};

// What of a query is demanded, and what only ranks.
struct QueryPlan {
  // What operators demand of every match; kAll: nothing.
  QueryNode demanded;
  // Phrases in quotes, anywhere in an article. Demanded too, but of a long query or a question,
  // which quote names, only while something has them.
  std::vector<QueryNode> phrases;
  // The plain words that tell what is looked for, each once.
  std::vector<PlainWord> words;
  // The parts of compounds among them ("wi", "fi"), which a text may have apart.
  std::vector<PlainWord> parts;
  // Those of the phrases.
  std::vector<PlainWord> phrase_words;
  // Those that only join others; none where the query has no others, which then are `words`.
  std::vector<PlainWord> function_words;
  std::vector<CharacterPair> pairs;
  // A few keywords: a match has all of them, if any article does. Longer queries, and questions,
  // are in the readers' words; a match has some.
  bool wants_all = true;
  bool is_question = false;
};

// `languages` (primary subtags) are those that the query may be in.
QueryPlan PlanQuery(absl::string_view text, const QueryNode& query,
                    const std::vector<std::string>& languages);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_QUERY_PLAN_H_
