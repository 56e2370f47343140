#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_JOINT_VECTOR_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_JOINT_VECTOR_H_

#include <cstdint>
#include <vector>

#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/index/neighbours.h"
#include "services/recommendation/domain/scoring/vectors.h"

namespace akin {

// The joint space of words and subjects: an article's words by frequency and idf, and its subject,
// laid end to end; a unit vector, of whose squared length the subject has kSemanticShare.

// A sum of shares of so many articles' unit vectors, or of some other number. Words are summed in
// integers, so that the order of terms does not matter. One thread.
class JointSum {
 public:
  JointSum(const Corpus& corpus, const Neighbours& neighbours, size_t parts = 1);

  // Shares of all parts together are at most 3.
  void Add(ArticleIndex article, double share);
  void Add(const ArticleVector& vector, double share);
  void Clear();

  double Length() const;

  // Calls `visit(term, value)`, where a unit vector's length is kUnit.
  static constexpr double kUnit = 1 << 27;
  template <typename Visit>
  void ForEachWord(const Visit& visit) const {
    for (const uint32_t at : used_) visit(cells_[at].term, cells_[at].value);
  }
  size_t word_count() const { return used_.size(); }
  const std::vector<float>& subject() const { return subject_; }

 private:
  struct Cell {
    uint32_t term = kNoTerm;
    int32_t value = 0;
  };

  void AddWord(uint32_t term, int32_t value);
  void AddSubject(const SemanticView& subject, double scale);
  void Grow();

  const Corpus& corpus_;
  const Neighbours& neighbours_;
  std::vector<Cell> cells_;     // Open addressing; a power of two of them.
  std::vector<uint32_t> used_;  // Of cells_.
  int64_t words_squared_ = 0;
  std::vector<float> subject_;
};

// A sum that many articles are compared with. Immutable.
class JointProbe {
 public:
  // `unstored_seed`: the words of the sum's article, which counts as one more that has its words,
  // if it is not stored; null otherwise.
  JointProbe(const Corpus& corpus, const Neighbours& neighbours, const JointSum& sum,
             const WeightTable* unstored_seed);

  // The sum's product with the article's unit vector.
  double Product(ArticleIndex article) const;

 private:
  // What a word of an article, times its weight there, adds to the product; and, times the square
  // of that, to the square of the article's length beside the seed.
  struct Slot {
    uint32_t term = kNoTerm;
    int32_t value = 0;
    int32_t more_squares = 0;
  };

  void Insert(const Slot& slot);
  const Slot& Find(uint32_t term) const;  // An empty one for other terms.
  void TakeSubject(const std::vector<float>& subject);

  const Corpus& corpus_;
  const Neighbours& neighbours_;
  std::vector<Slot> slots_;       // Open addressing; a power of two of them.
  std::vector<uint64_t> filter_;  // A bit for each word, by hash.
  int filter_shift_ = 0;
  std::vector<int16_t> subject_;  // Times subject_scale_.
  double subject_scale_ = 0;
};

// The length of the article's words weighed by idf: as of now, and as `neighbours` keeps it if it
// does.
double CurrentWordLength(const Corpus& corpus, ArticleIndex article);
double WordLength(const Corpus& corpus, const Neighbours& neighbours, ArticleIndex article);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_JOINT_VECTOR_H_
