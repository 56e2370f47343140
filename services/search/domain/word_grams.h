#ifndef AKIN_SERVICES_SEARCH_DOMAIN_WORD_GRAMS_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_WORD_GRAMS_H_

#include <bitset>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace akin {

// How often a text has each of the grams of a query, and how many grams it has.
struct GramCounts {
  std::vector<float> counts;
  double total = 0;
};

// The stretches of four letters that the words of a query have: what words have in common that are
// forms of one another, or compounds of it. Thread-compatible.
class WordGrams {
 public:
  explicit WordGrams(const std::vector<std::string>& words);

  size_t size() const { return weights_.size(); }
  // Of one gram: the grams of a word share its weight.
  double weight(size_t gram) const { return weights_[gram]; }

  // Counts a word that a text has so often.
  void Count(absl::string_view word, double times, GramCounts& counts) const;

 private:
  int Find(absl::string_view gram) const;

  absl::flat_hash_map<std::string, int> numbers_;
  std::vector<double> weights_;
  // By the first two bytes of a gram: most words of a text have none.
  std::bitset<65536> begins_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_WORD_GRAMS_H_
