#include "services/recommendation/domain/engine/arrivals.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "services/recommendation/domain/model/refresh_policy.h"
#include "services/recommendation/domain/scoring/features.h"

namespace akin {
namespace {

// An arrival is offered as a neighbour to so many of the articles nearest to it.
constexpr size_t kOffers = 50;
// Arrivals whose nearest are remembered, as their stories are decided soon after.
constexpr size_t kRemembered = 8192;

void SortOut(std::vector<ArticleIndex>& articles) {
  std::sort(articles.begin(), articles.end());
  articles.erase(std::unique(articles.begin(), articles.end()), articles.end());
}

}  // namespace

void Arrivals::Remove(ArticleIndex article) {
  waiting_.erase(std::remove(waiting_.begin(), waiting_.end(), article), waiting_.end());
}

void Arrivals::FinishRestore() {
  const Corpus& corpus = state_.corpus;
  for (ArticleIndex i = 0; i < corpus.end(); ++i) {
    if (corpus.IsAlive(i) && !state_.neighbours.IsMade(i)) waiting_.push_back(i);
  }
  std::sort(waiting_.begin(), waiting_.end(), [&corpus](ArticleIndex a, ArticleIndex b) {
    return corpus.ordinal(a) < corpus.ordinal(b);
  });
}

bool Arrivals::AreDue() const {
  if (state_.corpus.size() >= options_.together_from) return waiting_.size() >= options_.together;
  return !waiting_.empty();
}

// Searching and summing up are pure reads: while they go on, questions are answered, too.
std::vector<ArticleIndex> Arrivals::MakeLists() {
  const std::vector<ArticleIndex> arrived = std::exchange(waiting_, {});
  const Lists nearest = Make(arrived, [this](ArticleIndex i) {
    return NearestTo(state_, state_.corpus.article(i), i, kOffers);
  });
  const std::vector<ArticleIndex> stale = ToRefresh(arrived, nearest);
  const Lists refreshed = Make(stale, [this](ArticleIndex i) { return NearestAnew(state_, i); });
  std::vector<ArticleIndex> changed = arrived;
  changed.insert(changed.end(), stale.begin(), stale.end());
  {
    WriterLock lock(mu_);
    Set(stale, refreshed);
    Set(arrived, nearest);
    for (size_t i = 0; i < arrived.size(); ++i) {
      Offer(arrived[i], nearest[i], changed);
      Remember(arrived[i], nearest[i]);
    }
  }
  SortOut(changed);
  UpdateLengths(changed);
  return changed;
}

Arrivals::Lists Arrivals::Make(const std::vector<ArticleIndex>& articles,
                               const std::function<std::vector<Neighbour>(ArticleIndex)>& make) {
  Lists lists(articles.size());
  ReaderLock lock(mu_);
  crew_.ForEach(articles.size(), [&](size_t i) { lists[i] = make(articles[i]); });
  return lists;
}

// For each arrival half of them from the stale ones near to it, the others the stalest anywhere. If
// there is to be one only, a coin decides, which falls the same way whenever the log is read.
std::vector<ArticleIndex> Arrivals::ToRefresh(const std::vector<ArticleIndex>& arrived,
                                              const Lists& nearest) const {
  const Neighbours& neighbours = state_.neighbours;
  const size_t for_each = RefreshesPerArrival(state_.corpus.size());
  absl::flat_hash_set<ArticleIndex> taken(arrived.begin(), arrived.end());
  std::vector<ArticleIndex> stale;
  for (size_t i = 0; i < arrived.size(); ++i) {
    const size_t coin = state_.corpus.tie_break(arrived[i]) & 1;
    size_t nearby = (for_each + coin) / 2;
    for (const Neighbour& n : nearest[i]) {
      if (nearby == 0) break;
      if (!neighbours.IsStale(n.article) || !taken.insert(n.article).second) continue;
      stale.push_back(n.article);
      --nearby;
    }
  }
  const size_t all = for_each * arrived.size();
  for (const ArticleIndex i : neighbours.Stalest(all + stale.size())) {
    if (stale.size() == all) break;
    if (taken.insert(i).second) stale.push_back(i);
  }
  return stale;
}

void Arrivals::Set(const std::vector<ArticleIndex>& articles, const Lists& lists) {
  for (size_t i = 0; i < articles.size(); ++i) SetNeighbours(state_, articles[i], lists[i]);
}

void Arrivals::Offer(ArticleIndex arrived, const std::vector<Neighbour>& nearest,
                     std::vector<ArticleIndex>& changed) {
  for (const Neighbour& n : nearest) {
    if (OfferNeighbour(state_.corpus, state_.neighbours, n.article, {arrived, n.similarity})) {
      changed.push_back(n.article);
    }
  }
}

void Arrivals::Remember(ArticleIndex article, const std::vector<Neighbour>& nearest) {
  if (remembered_.empty()) remembered_.resize(kRemembered);
  Remembered& place = remembered_[article % kRemembered];
  place.article = article;
  place.nearest.clear();
  for (const Neighbour& n : nearest) {
    if (place.nearest.size() == kStoryCandidates) break;
    place.nearest.push_back(n.article);
  }
}

absl::Span<const ArticleIndex> Arrivals::NearestAtArrival(ArticleIndex article) const {
  if (remembered_.empty()) return {};
  const Remembered& place = remembered_[article % kRemembered];
  return place.article == article ? place.nearest : absl::Span<const ArticleIndex>();
}

// Those that are not known. Until they are, readers sum up themselves what they need.
void Arrivals::UpdateLengths(const std::vector<ArticleIndex>& changed) {
  std::vector<double> lengths(changed.size());
  {
    ReaderLock lock(mu_);
    crew_.ForEach(changed.size(), [&](size_t i) {
      lengths[i] = MissingSmoothedLength(state_.corpus, state_.neighbours, changed[i]);
    });
  }
  WriterLock lock(mu_);
  for (size_t i = 0; i < changed.size(); ++i) {
    if (lengths[i] > 0) state_.neighbours.SetSmoothedLength(changed[i], lengths[i]);
  }
}

}  // namespace akin
