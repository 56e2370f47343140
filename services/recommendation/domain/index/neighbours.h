#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_NEIGHBOURS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_NEIGHBOURS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/tables/paged_vector.h"

namespace akin {

struct Neighbour {
  ArticleIndex article;
  double similarity;  // Unsmoothed, as of when the two were compared; from 0 to 1.
};

// For each stored article the few that are most like it, kept up to date as articles arrive: what
// smoothing averages over. Removed neighbours are passed over. Similarities are kept in steps of
// 1/65535, in which lists are ordered too. Thread-compatible.
class Neighbours {
 public:
  static constexpr size_t kMaxNeighbours = 10;

  explicit Neighbours(const Corpus& corpus) : corpus_(corpus) {}

  // Best first.
  std::vector<Neighbour> Of(ArticleIndex article) const;
  // The same as calls of `visit(ArticleIndex, double similarity)`.
  template <typename Visit>
  void ForEach(ArticleIndex article, const Visit& visit) const {
    if (article >= lists_.size()) return;
    const List& list = lists_[article];
    for (size_t i = 0; i < list.count; ++i) {
      if (IsAlive(list.articles[i])) visit(list.articles[i], list.similarities[i] / kSteps);
    }
  }

  // Lengths of vectors that comparing needs of each of a million articles, and so are kept: of the
  // article's words by idf as they were when its list was made, and of its smoothed vector when the
  // list changed last. 0: not known. Stored with the list, so set them before Encode.
  float WordLengthOf(ArticleIndex article) const {
    return article < lists_.size() ? lists_[article].word_length : 0;
  }
  // Not known any more once a neighbour is gone, nor when the first model of words has come.
  float SmoothedLengthOf(ArticleIndex article) const;
  void SetWordLength(ArticleIndex article, double length) {
    ListOf(article).word_length = static_cast<float>(length);
  }
  void SetSmoothedLength(ArticleIndex article, double length) {
    ListOf(article).smoothed_length = static_cast<float>(length);
  }

  // Brings the list nearer, for who will read it soon.
  void Prefetch(ArticleIndex article) const {
    if (article >= lists_.size()) return;
    __builtin_prefetch(&lists_[article]);
    __builtin_prefetch(reinterpret_cast<const char*>(&lists_[article]) + 64);
  }

  // Replaces the list with the best of `neighbours`, found just now among all live articles.
  void Set(ArticleIndex article, const std::vector<Neighbour>& neighbours);

  // False if offering it would change nothing.
  bool Wants(ArticleIndex article, Neighbour neighbour) const;
  // Offers one more; true if the list changed.
  bool Offer(ArticleIndex article, Neighbour neighbour);

  // Takes `neighbour` out of the list; true if it was there.
  bool Withdraw(ArticleIndex article, ArticleIndex neighbour);

  // Names the model of words that is in use from now on by a number that grows.
  void SetModel(size_t model) { model_ = static_cast<uint32_t>(model); }

  // Whether there was a Set() for the article.
  bool IsMade(ArticleIndex article) const {
    return article < lists_.size() && lists_[article].made != 0;
  }

  // Whether there is another model, or the corpus has grown so much, since Set() that the list
  // should be made anew.
  bool IsStale(ArticleIndex article) const;
  // The lists that were made first, at most `count`, before the first one that is not stale.
  std::vector<ArticleIndex> Stalest(size_t count) const;

  void Remove(ArticleIndex article);

  size_t memory_bytes() const { return lists_.memory_bytes(); }

  // By the articles' ordinals, so that it can be stored. Decode needs all articles restored into
  // `corpus`, which is this one's; those that are missing are left out. Call FinishRestore() after
  // the last one. DATA_LOSS: malformed.
  std::string Encode(ArticleIndex article) const;
  absl::Status Decode(Corpus& corpus, ArticleIndex article, absl::string_view value);
  void FinishRestore();

 private:
  static constexpr double kSteps = 65535;

  struct Link {
    ArticleIndex article;
    uint16_t similarity;
  };
  // Of fixed size, since nearly all are full. Lists that were made are chained in that order, which
  // the numbers `made` bring back after a restart.
  struct List {
    std::array<ArticleIndex, kMaxNeighbours> articles;  // Best first.
    std::array<uint16_t, kMaxNeighbours> similarities;
    uint16_t count = 0;
    float word_length = 0;
    float smoothed_length = 0;
    uint32_t model = 0;  // When it was made: by which model,
    uint32_t among = 0;  // among how many articles,
    uint32_t made = 0;   // and as which list of all; 0: not made.
    ArticleIndex older = kNoArticle;
    ArticleIndex newer = kNoArticle;
  };

  List& ListOf(ArticleIndex article);
  std::vector<Link> LiveLinks(const List& list) const;
  static void SetLinks(List& list, absl::Span<const Link> links);
  void Chain(ArticleIndex article);
  void Unchain(ArticleIndex article);

  bool AllAlive(const List& list) const;
  bool IsAlive(ArticleIndex article) const { return corpus_.IsAlive(article); }
  bool Better(const Link& a, const Link& b) const;

  const Corpus& corpus_;
  uint32_t model_ = 0;
  uint32_t last_made_ = 0;
  PagedVector<List> lists_;  // By article.
  ArticleIndex oldest_ = kNoArticle;
  ArticleIndex newest_ = kNoArticle;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_NEIGHBOURS_H_
