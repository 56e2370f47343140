#ifndef AKIN_SERVICES_SEARCH_DOMAIN_SYNONYMS_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_SYNONYMS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/search/domain/query.h"

namespace akin {

// Words and names that a newsroom takes for the same:
//
//   Kyiv, Kiev, Kiew            each finds the others, too
//   UN, United Nations          of several words: as a phrase
//   Bombay => Mumbai, Bombay    finds what is on the right instead
//
// Immutable; thread-safe.
class Synonyms {
 public:
  // INVALID_ARGUMENT "line N: …", see rule_lines.h.
  static absl::StatusOr<Synonyms> Parse(absl::string_view text);

  // Gives their synonyms to the words of `query` that have some, in quotes excepted. Of words side
  // by side, the most that are one term.
  void AddTo(QueryNode& query) const;

 private:
  struct Entry {
    std::vector<std::string> others;
    // Wanted instead of the term itself, not beside it.
    bool replaces = true;
  };
  using Words = std::vector<QueryNode*>;

  absl::Status Add(const std::string& term, const std::vector<std::string>& others, bool replaces,
                   int line);
  void AddToWords(const Words& words) const;
  size_t AddToTerm(const Words& words, size_t begin) const;

  absl::flat_hash_map<std::string, Entry> entries_;
  size_t most_words_ = 0;
};

// Words that are meant exactly as they stand: they are neither inflected nor read as others. One a
// line. Immutable; thread-safe.
class ProtectedWords {
 public:
  // INVALID_ARGUMENT "line N: …".
  static absl::StatusOr<ProtectedWords> Parse(absl::string_view text);

  void MarkIn(QueryNode& query) const;

 private:
  absl::flat_hash_set<std::string> words_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_SYNONYMS_H_
