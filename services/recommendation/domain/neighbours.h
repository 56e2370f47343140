#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_NEIGHBOURS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_NEIGHBOURS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/recommendation/domain/corpus.h"

namespace akin {

struct Neighbour {
  ArticleIndex article;
  double similarity;  // Unsmoothed, as of when the two were compared.
};

// For each stored article the few that are most like it, kept up to date as articles arrive: what
// smoothing averages over. Removed neighbours are passed over. Thread-compatible.
class Neighbours {
 public:
  static constexpr size_t kMaxNeighbours = 10;

  explicit Neighbours(const Corpus& corpus) : corpus_(corpus), by_age_(IsOlder{this}) {}
  Neighbours(const Neighbours&) = delete;  // by_age_ points here.
  Neighbours& operator=(const Neighbours&) = delete;

  // Best first.
  std::vector<Neighbour> Of(ArticleIndex article) const;

  // Replaces the list with the best of `neighbours`, found just now among all live articles.
  void Set(ArticleIndex article, std::vector<Neighbour> neighbours);

  // Offers one more; true if the list changed.
  bool Offer(ArticleIndex article, Neighbour neighbour);

  // Takes `neighbour` out of the list; true if it was there.
  bool Withdraw(ArticleIndex article, ArticleIndex neighbour);

  // Names the model of words that is in use from now on by a number that grows.
  void SetModel(size_t model) { model_ = static_cast<uint32_t>(model); }

  // Whether there is another model, or the corpus has grown so much, since Set() that the list
  // should be made anew.
  bool IsStale(ArticleIndex article) const;
  // Of those the ones that were made first, at most `count`.
  std::vector<ArticleIndex> Stalest(size_t count) const;

  void Remove(ArticleIndex article);

  size_t memory_bytes() const;

  // By the articles' ordinals, so that it can be stored. Decode needs all articles restored into
  // `corpus`, which is this one's; those that are missing are left out.
  std::string Encode(ArticleIndex article) const;
  absl::Status Decode(Corpus& corpus, ArticleIndex article, absl::string_view value);

 private:
  struct Link {
    ArticleIndex article;
    float similarity;
  };
  // When a list was made: by which model, among how many articles.
  using Age = std::pair<uint32_t, uint32_t>;
  struct List {
    std::vector<Link> links;  // Best first.
    Age made;
  };
  // By age, then in the corpus's order.
  struct IsOlder {
    const Neighbours* of;
    bool operator()(ArticleIndex a, ArticleIndex b) const;
  };

  void Set(ArticleIndex article, std::vector<Neighbour> neighbours, Age made);
  bool IsStale(const Age& made) const;

  bool IsAlive(const Link& link) const;
  bool Better(const Link& a, const Link& b) const;
  List& ListOf(ArticleIndex article);

  const Corpus& corpus_;
  uint32_t model_ = 0;
  std::vector<List> lists_;  // By article.
  absl::btree_set<ArticleIndex, IsOlder> by_age_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_NEIGHBOURS_H_
