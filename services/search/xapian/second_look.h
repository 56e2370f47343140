#ifndef AKIN_SERVICES_SEARCH_XAPIAN_SECOND_LOOK_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_SECOND_LOOK_H_

#include <xapian.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/search/domain/query_plan.h"
#include "services/search/domain/word_grams.h"
#include "services/search/xapian/weights.h"

namespace akin {

// The best matches by weights of terms are looked at a second time, at what their whole texts say:
// words that are written nearly as those of the query (compounds, other forms, other spellings)
// count in part, and so do the words that the best matches have in common. Only adds weight. One
// thread. Throws Xapian::Error.
class SecondLook {
 public:
  // So many matches are looked at.
  static constexpr size_t kMatches = 100;

  struct Match {
    Xapian::docid id = 0;
    double weight = 0;
  };

  // All must outlive it.
  SecondLook(const Xapian::Database& database, const QueryPlan& plan, const SearchWeights& weights);

  // `matches` come best first, and leave so; the first kMatches with what they have gained.
  void Apply(std::vector<Match>& matches);

 private:
  struct Stem {
    size_t hash;
    double count;
  };
  struct Text {
    std::vector<Stem> stems;
    double stem_count = 0;
    GramCounts grams;
  };
  // A word that the best texts have in common.
  struct CommonWord {
    std::string stem;
    double share = 0;
    double rarity = 0;
  };
  // A word of the query, by what it is looked for with places.
  struct PlacedWord {
    std::string term;
    double rarity = 0;
  };
  using Places = std::vector<Xapian::termpos>;
  using Texts = absl::flat_hash_map<Xapian::docid, Text>;

  void Reorder(std::vector<Match>& matches);
  Text Read(Xapian::docid id) const;
  double Saturated(double count, double length) const;
  void AddNearWords(const Texts& texts, std::vector<Match>& matches) const;
  std::vector<CommonWord> CommonWords(const Texts& texts, const std::vector<Match>& matches) const;
  void KeepTelling(std::vector<CommonWord>& words) const;
  std::vector<PlacedWord> PlacedWords() const;
  Places PlacesOf(const PlacedWord& word, Xapian::docid id) const;
  void AddNeighbours(std::vector<Match>& matches) const;
  void AddCommonWords(const Texts& texts, std::vector<Match>& matches) const;

  const Xapian::Database& database_;
  const QueryPlan& plan_;
  const SearchWeights& weights_;
  const WordGrams grams_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_SECOND_LOOK_H_
