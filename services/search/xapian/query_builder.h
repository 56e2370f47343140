#ifndef AKIN_SERVICES_SEARCH_XAPIAN_QUERY_BUILDER_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_QUERY_BUILDER_H_

#include <xapian.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/search/domain/query.h"
#include "services/search/domain/query_plan.h"
#include "services/search/domain/wanted_word.h"
#include "services/search/xapian/weights.h"

namespace akin {

// A word of a query, by its bytes in it, and a better spelling.
struct Correction {
  size_t begin = 0;
  size_t end = 0;
  std::string word;
  std::string better;
};

// `text` with its words replaced.
std::string Corrected(absl::string_view text, const std::vector<Correction>& corrections);

// Turns queries into Xapian's. A word is looked for as it stands and by its stem in each language
// of the index; what stands in quotes, or is several words to the analysis ("well-known", Chinese),
// as phrase. One thread; the database, the languages (primary subtags) and the weights must outlive
// it.
class QueryBuilder {
 public:
  QueryBuilder(const Xapian::Database& database, const std::vector<std::string>& languages,
               const SearchWeights& weights)
      : database_(database), languages_(languages), weights_(weights) {}

  // Of the plain words of a query a match has all or any; loosest is with the function words too.
  enum class Demand { kAll, kAny, kAnything };

  // Matches nothing if the query has no word at all ("???").
  Xapian::Query Build(const QueryPlan& plan, Demand demand, bool with_phrases) const;

  // The article that `text` is the name or an address of, if there is one.
  absl::optional<Xapian::Query> Named(absl::string_view text) const;

  // What one part of a query demands.
  Xapian::Query BuildStrict(const QueryNode& node) const {
    return BuildNode(node).value_or(Xapian::Query::MatchNothing);
  }

  // One plain word, or what stands for it.
  Xapian::Query BuildPlain(const PlainWord& plain) const;

  // What a term of a query weighs in the articles that have it, by itself.
  Xapian::Query Evidence(const QueryNode& term) const;

  // The words of the query that are not in the index, each with a similar one that is, in order.
  std::vector<Correction> Correct(const QueryNode& query) const;

 private:
  // Nullopt: nothing that could be looked for.
  using Part = absl::optional<Xapian::Query>;

  // What is looked in.
  struct Field {
    absl::string_view prefix;
    bool is_body = false;
  };

  Part BuildWords(const QueryPlan& plan, Demand demand, bool with_phrases) const;
  Xapian::Query AllWords(const QueryPlan& plan) const;
  void AddAny(const std::vector<PlainWord>& words, bool has_pairs,
              std::vector<Xapian::Query>& any) const;
  void AddEvidence(const PlainWord& plain, bool has_pairs, std::vector<Xapian::Query>& any) const;
  std::vector<Xapian::Query> Rarest(std::vector<Xapian::Query> queries) const;
  Xapian::Query Stems(const WantedWord& word) const;
  std::vector<std::string> StemTerms(absl::string_view written) const;
  std::vector<Xapian::Query> Pairs(const QueryPlan& plan) const;
  Part BuildNode(const QueryNode& node) const;
  Part BuildUnboosted(const QueryNode& node) const;
  Part BuildAnd(const QueryNode& node) const;
  Part BuildOr(const QueryNode& node) const;
  Part BuildLeaf(const QueryNode& node) const;
  Part BuildText(const QueryNode& node, absl::string_view prefix) const;
  Part BuildWords(const QueryNode& node, const Field& field) const;
  Xapian::Query WithSynonyms(const Xapian::Query& word, const std::vector<std::string>& synonyms,
                             bool is_replaced, const Field& field) const;
  Part BuildPhrase(absl::string_view text, const Field& field) const;
  Part BuildPrefix(absl::string_view text, const Field& field) const;
  Part BuildNear(const QueryNode& node, const Field& field) const;
  Xapian::Query NearEachOther(const WordSequence& words, int distance, const Field& field) const;
  Part BuildFuzzy(const QueryNode& node, const Field& field) const;
  Xapian::Query BuildWord(const WantedWord& word, const Field& field) const;
  Xapian::Query OneTerm(absl::string_view term, const Field& field) const;
  Xapian::Query Sequence(const WordSequence& sequence, const Field& field) const;
  Xapian::Query InBody(const Xapian::Query& phrase, const WordSequence& sequence) const;
  Xapian::Query Wildcard(absl::string_view begin, const Field& field) const;
  std::vector<std::string> TermsOf(const WantedWord& word) const;

  bool HasSigned(const WantedWord& word, absl::string_view prefix) const;
  bool IsKnown(const WantedWord& word) const;
  std::string Similar(absl::string_view text) const;

  const Xapian::Database& database_;
  const std::vector<std::string>& languages_;
  const SearchWeights& weights_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_QUERY_BUILDER_H_
