#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_FEATURES_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_FEATURES_H_

#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/index/neighbours.h"
#include "services/recommendation/domain/scoring/joint_vector.h"
#include "services/recommendation/domain/scoring/text_comparison.h"
#include "services/recommendation/domain/similar.h"

namespace akin {

// An article that many others are compared with, prepared once. One thread. `corpus`, `neighbours`
// and `article` must outlive it.
class Comparison {
 public:
  Comparison(const Corpus& corpus, const Neighbours& neighbours, const IndexedArticle& article);

  // Words and subject, unsmoothed: what candidates are first ordered by.
  double Joint(ArticleIndex other) const { return joint_.Product(other); }

  // The seed's neighbours are the stored ones, or for an article that has none the best of
  // `candidates`, which carry the joint cosine. Call before Smoothed().
  void Smooth(const std::vector<Neighbour>& candidates);
  // `nearest` likewise, if the other has no list yet, else empty.
  double Smoothed(ArticleIndex other, const std::vector<Neighbour>& nearest = {});

  // What similarity and duplicate score are made of, the smoothed cosine excepted.
  PairFeatures Essentials(ArticleIndex other, const ShingleSketch& shingles) const {
    PairFeatures features;
    SetEssentials(other, shingles, features);
    return features;
  }
  // All features but the smoothed cosine. `other` must be stored.
  PairFeatures Features(const IndexedArticle& other) const;

  const IndexedArticle& article() const { return text_.article(); }

 private:
  absl::optional<SharedForm> SetEssentials(ArticleIndex other, const ShingleSketch& shingles,
                                           PairFeatures& features) const;
  double ProductWithSmoothed(ArticleIndex article);

  const Corpus& corpus_;
  const Neighbours& neighbours_;
  const TextComparison text_;
  const JointProbe joint_;
  const double smoothing_;
  std::unique_ptr<JointProbe> smoothed_;  // Once Smooth() was called.
  double smoothed_length_ = 0;
  absl::flat_hash_map<ArticleIndex, double> products_;  // With smoothed_, as candidates share them.
};

// Sets what the numbers in both texts tell, without those of a form; of b's, the title's first.
void CompareNumbers(const IndexedArticle& a, const std::vector<absl::string_view>& b,
                    uint32_t in_title_of_b, const absl::optional<SharedForm>& form,
                    PairFeatures& features);
// 1 where both texts have so few words that each tells only a part; 0 for longer ones.
double Brevity(uint32_t words_of_a, uint32_t words_of_b);
// -1: not known of both.
double HoursApart(const MetaView& a, const MetaView& b);

// The length of a stored article's smoothed vector, as of now.
double SmoothedLength(const Corpus& corpus, const Neighbours& neighbours, ArticleIndex article);

// Whether there are enough articles in the article's language for lengths to be kept: among few,
// each arrival changes idf and smoothing.
bool IsSettled(const Corpus& corpus, ArticleIndex article);

// Offers an article one more neighbour; true if its list changed. If the length of its smoothed
// vector was known, it is reckoned anew from similarities: the other neighbours are taken to be as
// like to the new one as they were to each other. Summing up vectors would cost a hundred times as
// much, and who is offered is not made anew, but one of ten that an arrival is offered to.
bool OfferNeighbour(const Corpus& corpus, Neighbours& neighbours, ArticleIndex article,
                    Neighbour offered);

// The length if it is to be kept and is not: after a list has changed, sum it up and keep it. Else
// 0.
double MissingSmoothedLength(const Corpus& corpus, const Neighbours& neighbours,
                             ArticleIndex article);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_FEATURES_H_
