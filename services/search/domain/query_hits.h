#ifndef AKIN_SERVICES_SEARCH_DOMAIN_QUERY_HITS_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_QUERY_HITS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/text/search_text.h"
#include "services/search/domain/edit_distance.h"
#include "services/search/domain/query.h"
#include "services/search/domain/wanted_word.h"

namespace akin {

// Where a text has a word or a phrase of a query.
struct QueryHit {
  size_t begin = 0;
  size_t end = 0;
  int term = 0;  // which of the query's words
  int node = 0;  // which of the terms that ForEachWantedTerm tells
};

// Finds again in a text of one language what the index found it by. Thread-compatible.
class QueryHitFinder {
 public:
  // Finds what the query wants in `field`; kText: in any text that extracts are made of.
  QueryHitFinder(const QueryNode& query, absl::string_view language,
                 QueryField field = QueryField::kText);

  // In the order of the text, without overlap; of several that begin alike, the longest.
  std::vector<QueryHit> FindIn(absl::string_view text) const;

 private:
  struct Sequence {
    WordSequence words;
    int term;
  };

  struct Fuzzy {
    NearSpelling spelling;
    int max_edits;
    int term;
  };

  bool IsIn(QueryField wanted) const;
  void AddTerm(const QueryNode& node);
  void AddSynonyms(const QueryNode& node);
  void AddNear(const QueryNode& node);
  void AddFuzzy(const QueryNode& node);
  bool AddPrefix(absl::string_view text);
  void AddWord(const WantedWord& word);
  void AddSequences(const std::vector<WordSequence>& sequences);
  bool IsNothingButStop(const WantedWord& word) const;

  void FindWord(const SearchWord& word, std::vector<QueryHit>& hits) const;
  void FindCompound(const SearchCompound& compound, std::vector<QueryHit>& hits) const;
  void FindSequences(const SearchText& text, size_t at, std::vector<QueryHit>& hits) const;
  void KeepSigned(const SearchText& text, std::vector<QueryHit>& hits) const;
  int TermOf(absl::string_view folded, absl::string_view written, bool has_stems) const;

  const std::string language_;
  const QueryField field_;
  int nodes_ = 0;
  int terms_ = 0;
  std::vector<int> node_of_term_;
  absl::flat_hash_map<std::string, int> forms_;
  absl::flat_hash_map<std::string, int> stems_;
  absl::flat_hash_map<std::string, int> signed_;
  std::vector<std::pair<std::string, int>> prefixes_;
  std::vector<Fuzzy> fuzzy_;
  absl::flat_hash_map<std::string, std::vector<Sequence>> sequences_;  // by their first word
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_QUERY_HITS_H_
