#include "services/recommendation/domain/index/neighbours.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "services/recommendation/domain/model/refresh_policy.h"
#include "services/recommendation/domain/tables/codec.h"

namespace akin {
namespace {

uint16_t InSteps(double similarity, double steps) {
  return static_cast<uint16_t>(std::lround(std::clamp(similarity, 0.0, 1.0) * steps));
}

}  // namespace

std::vector<Neighbour> Neighbours::Of(ArticleIndex article) const {
  std::vector<Neighbour> neighbours;
  neighbours.reserve(kMaxNeighbours);
  ForEach(article, [&neighbours](ArticleIndex neighbour, double similarity) {
    neighbours.push_back({neighbour, similarity});
  });
  return neighbours;
}

float Neighbours::SmoothedLengthOf(ArticleIndex article) const {
  if (article >= lists_.size()) return 0;
  const List& list = lists_[article];
  if ((list.model == 0) != (model_ == 0)) return 0;
  return AllAlive(list) ? list.smoothed_length : 0;
}

void Neighbours::Set(ArticleIndex article, const std::vector<Neighbour>& neighbours) {
  std::vector<Link> links;
  for (const Neighbour& n : neighbours) {
    // What was replaced since it was found is not near any more.
    if (IsAlive(n.article)) links.push_back({n.article, InSteps(n.similarity, kSteps)});
  }
  std::sort(links.begin(), links.end(),
            [this](const Link& a, const Link& b) { return Better(a, b); });
  if (links.size() > kMaxNeighbours) links.resize(kMaxNeighbours);
  List& list = ListOf(article);
  Unchain(article);
  SetLinks(list, links);
  list.model = model_;
  list.among = static_cast<uint32_t>(corpus_.size());
  list.made = ++last_made_;
  Chain(article);
}

bool Neighbours::Wants(ArticleIndex article, Neighbour neighbour) const {
  if (article >= lists_.size()) return true;
  const List& list = lists_[article];
  if (list.count < kMaxNeighbours || !AllAlive(list)) return true;
  const Link link = {neighbour.article, InSteps(neighbour.similarity, kSteps)};
  const Link last = {list.articles.back(), list.similarities.back()};
  return Better(link, last) || std::find(list.articles.begin(), list.articles.end(),
                                         neighbour.article) != list.articles.end();
}

bool Neighbours::Offer(ArticleIndex article, Neighbour neighbour) {
  if (!Wants(article, neighbour)) return false;
  List& list = ListOf(article);
  std::vector<Link> links = LiveLinks(list);
  links.erase(std::remove_if(links.begin(), links.end(),
                             [&](const Link& link) { return link.article == neighbour.article; }),
              links.end());
  const bool some_left = links.size() < list.count;
  const Link link = {neighbour.article, InSteps(neighbour.similarity, kSteps)};
  const auto at = std::upper_bound(links.begin(), links.end(), link,
                                   [this](const Link& a, const Link& b) { return Better(a, b); });
  const bool joins = at - links.begin() < static_cast<ptrdiff_t>(kMaxNeighbours);
  if (!joins && !some_left) return false;
  if (joins) links.insert(at, link);
  if (links.size() > kMaxNeighbours) links.resize(kMaxNeighbours);
  SetLinks(list, links);
  return true;
}

bool Neighbours::Withdraw(ArticleIndex article, ArticleIndex neighbour) {
  List& list = ListOf(article);
  const auto end = list.articles.begin() + list.count;
  if (std::find(list.articles.begin(), end, neighbour) == end) return false;
  std::vector<Link> links = LiveLinks(list);
  links.erase(std::remove_if(links.begin(), links.end(),
                             [&](const Link& link) { return link.article == neighbour; }),
              links.end());
  SetLinks(list, links);
  return true;
}

bool Neighbours::IsStale(ArticleIndex article) const {
  if (article >= lists_.size()) return true;
  const List& list = lists_[article];
  return list.model != model_ || corpus_.size() > StaleGrowth(list.among) * list.among;
}

std::vector<ArticleIndex> Neighbours::Stalest(size_t count) const {
  std::vector<ArticleIndex> stalest;
  for (ArticleIndex i = oldest_; i != kNoArticle && stalest.size() < count && IsStale(i);
       i = lists_[i].newer) {
    stalest.push_back(i);
  }
  return stalest;
}

void Neighbours::Remove(ArticleIndex article) {
  if (article >= lists_.size()) return;
  Unchain(article);
  lists_[article] = List();
}

// As the newest.
void Neighbours::Chain(ArticleIndex article) {
  lists_[article].older = newest_;
  (newest_ == kNoArticle ? oldest_ : lists_[newest_].newer) = article;
  newest_ = article;
}

void Neighbours::Unchain(ArticleIndex article) {
  List& list = lists_[article];
  if (list.made == 0) return;
  (list.older == kNoArticle ? oldest_ : lists_[list.older].newer) = list.newer;
  (list.newer == kNoArticle ? newest_ : lists_[list.newer].older) = list.older;
  list.older = list.newer = kNoArticle;
  list.made = 0;
}

std::string Neighbours::Encode(ArticleIndex article) const {
  const List list = article < lists_.size() ? lists_[article] : List();
  ByteWriter out;
  out.Number(list.made);
  out.Number(list.model);
  out.Number(list.among);
  out.Float(list.word_length);
  out.Float(list.smoothed_length);
  const std::vector<Link> links = LiveLinks(list);
  out.Number(links.size());
  for (const Link& link : links) {
    out.Number(corpus_.ordinal(link.article));
    out.Number(link.similarity);
  }
  return out.Take();
}

absl::Status Neighbours::Decode(Corpus& corpus, ArticleIndex article, absl::string_view value) {
  ByteReader in(value);
  List& list = ListOf(article);
  list.made = static_cast<uint32_t>(in.Number());
  list.model = static_cast<uint32_t>(in.Number());
  list.among = static_cast<uint32_t>(in.Number());
  list.word_length = in.Float();
  list.smoothed_length = in.Float();
  const size_t count = in.Count();
  if (count > kMaxNeighbours) return absl::DataLossError("neighbours: too many");
  // All are read before the first is looked up, so that nothing waits for what is far away.
  std::array<uint32_t, kMaxNeighbours> ordinals;
  std::array<uint16_t, kMaxNeighbours> similarities;
  for (size_t i = 0; i < count; ++i) {
    ordinals[i] = static_cast<uint32_t>(in.Number());
    similarities[i] = static_cast<uint16_t>(in.Number());
  }
  for (size_t i = 0; i < count; ++i) {
    const ArticleIndex index = corpus.FindOrdinal(ordinals[i]);
    if (index == kNoArticle) list.smoothed_length = 0;
    if (index == kNoArticle) continue;
    list.articles[list.count] = index;
    list.similarities[list.count++] = similarities[i];
  }
  return in.done() ? absl::OkStatus() : absl::DataLossError("neighbours: malformed");
}

void Neighbours::FinishRestore() {
  std::vector<std::pair<uint32_t, ArticleIndex>> made;
  for (ArticleIndex i = 0; i < lists_.size(); ++i) {
    if (lists_[i].made != 0) made.emplace_back(lists_[i].made, i);
  }
  std::sort(made.begin(), made.end());
  for (const auto& [number, article] : made) Chain(article);
  if (!made.empty()) last_made_ = made.back().first;
}

Neighbours::List& Neighbours::ListOf(ArticleIndex article) {
  lists_.grow_to(article + 1);
  return lists_[article];
}

std::vector<Neighbours::Link> Neighbours::LiveLinks(const List& list) const {
  std::vector<Link> links;
  links.reserve(kMaxNeighbours + 1);
  for (size_t i = 0; i < list.count; ++i) {
    if (IsAlive(list.articles[i])) links.push_back({list.articles[i], list.similarities[i]});
  }
  return links;
}

void Neighbours::SetLinks(List& list, absl::Span<const Link> links) {
  list.count = static_cast<uint16_t>(links.size());
  list.smoothed_length = 0;
  for (size_t i = 0; i < links.size(); ++i) {
    list.articles[i] = links[i].article;
    list.similarities[i] = links[i].similarity;
  }
}

bool Neighbours::AllAlive(const List& list) const {
  return std::all_of(list.articles.begin(), list.articles.begin() + list.count,
                     [this](ArticleIndex neighbour) { return IsAlive(neighbour); });
}

bool Neighbours::Better(const Link& a, const Link& b) const {
  return a.similarity != b.similarity ? a.similarity > b.similarity
                                      : corpus_.Before(a.article, b.article);
}

}  // namespace akin
