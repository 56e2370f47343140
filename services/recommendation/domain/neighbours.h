#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_NEIGHBOURS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_NEIGHBOURS_H_

#include <cstdint>
#include <string>
#include <vector>

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

  explicit Neighbours(const Corpus& corpus) : corpus_(corpus) {}

  // Best first.
  std::vector<Neighbour> Of(ArticleIndex article) const;

  // Replaces the list with the best of `neighbours`, found among `articles` live articles.
  void Set(ArticleIndex article, std::vector<Neighbour> neighbours, size_t articles);

  // Offers one more; true if the list changed.
  bool Offer(ArticleIndex article, Neighbour neighbour);

  // Takes `neighbour` out of the list; true if it was there.
  bool Withdraw(ArticleIndex article, ArticleIndex neighbour);

  // Whether the corpus has grown so much since Set() that the list should be made anew.
  bool IsStale(ArticleIndex article) const;

  void Remove(ArticleIndex article);

  // By article ids, so that it can be stored. Decode needs all articles in the corpus; those that
  // are missing are left out.
  std::string Encode(ArticleIndex article) const;
  absl::Status Decode(ArticleIndex article, absl::string_view bytes);

 private:
  struct Link {
    ArticleIndex article;
    uint32_t stamp;  // Of the article meant and its revision.
    float similarity;
  };
  struct List {
    std::vector<Link> links;  // Best first.
    uint32_t articles = 0;    // As of the last Set().
  };

  uint32_t StampOf(ArticleIndex article) const;
  bool IsAlive(const Link& link) const;
  bool Better(const Link& a, const Link& b) const;
  List& ListOf(ArticleIndex article);

  const Corpus& corpus_;
  std::vector<List> lists_;  // By article.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_NEIGHBOURS_H_
