#ifndef AKIN_SERVICES_SEARCH_XAPIAN_WEIGHTS_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_WEIGHTS_H_

#include "absl/strings/string_view.h"

namespace akin {

// What the parts of a match's weight are worth. Chosen on judged queries of news, abstracts and
// questions in several languages; tests/quality/fit_search looks for better ones.
struct SearchWeights {
  // BM25's: how soon more of the same word tells nothing more, and how much a long text is less
  // about each of its words.
  double k1 = 1.3;
  double b = 0.85;

  // What a word of the dictionary adds to the weight of its pairs of characters.
  double whole_word_share = 0.8;
  // What a compound adds to that of its parts.
  double compound_share = 0.3;
  // What a word adds where it stands as in the query, to the weight that any form of it has.
  double exact_share = 0.2;

  // What the grams of the query add at the second look, of what its words do.
  double gram_share = 0.6;
  // What the words add that the best texts have in common, of what those of the query do.
  double common_share = 0.35;
  // What words add that stand near each other as they do in the query, of what the rarer does.
  double near_share = 0.5;
  // Where one match stands out so far from the others, what is common to several misleads.
  double equal_share = 0.6;
  // BM25's, of the second look.
  double look_k1 = 1.2;
  double look_b = 0.75;
};

// By its name here; null: there is none such.
double* WeightNamed(absl::string_view name, SearchWeights& weights);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_WEIGHTS_H_
