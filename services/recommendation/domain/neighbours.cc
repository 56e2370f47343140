#include "services/recommendation/domain/neighbours.h"

#include <algorithm>

#include "common/status/status_macros.h"
#include "services/recommendation/domain/codec.h"

namespace akin {
namespace {

// A list made among n articles is good until there are this many times n.
constexpr double kStaleGrowth = 1.25;

}  // namespace

std::vector<Neighbour> Neighbours::Of(ArticleIndex article) const {
  std::vector<Neighbour> neighbours;
  if (article >= lists_.size()) return neighbours;
  for (const Link& link : lists_[article].links) {
    if (IsAlive(link)) neighbours.push_back({link.article, link.similarity});
  }
  return neighbours;
}

void Neighbours::Set(ArticleIndex article, std::vector<Neighbour> neighbours) {
  Set(article, std::move(neighbours), {model_, static_cast<uint32_t>(corpus_.size())});
}

void Neighbours::Set(ArticleIndex article, std::vector<Neighbour> neighbours, Age made) {
  List& list = ListOf(article);
  by_age_.erase(article);
  list.made = made;
  by_age_.insert(article);
  list.links.clear();
  for (const Neighbour& n : neighbours) {
    // What was replaced since it was found is not near any more.
    if (!corpus_.IsAlive(n.article)) continue;
    list.links.push_back({n.article, static_cast<float>(n.similarity)});
  }
  std::sort(list.links.begin(), list.links.end(),
            [this](const Link& a, const Link& b) { return Better(a, b); });
  if (list.links.size() > kMaxNeighbours) list.links.resize(kMaxNeighbours);
  list.links.shrink_to_fit();
}

bool Neighbours::Offer(ArticleIndex article, Neighbour neighbour) {
  std::vector<Link>& links = ListOf(article).links;
  const size_t before = links.size();
  links.erase(std::remove_if(links.begin(), links.end(),
                             [&](const Link& link) {
                               return !IsAlive(link) || link.article == neighbour.article;
                             }),
              links.end());
  const Link link = {neighbour.article, static_cast<float>(neighbour.similarity)};
  const auto at = std::upper_bound(links.begin(), links.end(), link,
                                   [this](const Link& a, const Link& b) { return Better(a, b); });
  const bool joins = at - links.begin() < static_cast<ptrdiff_t>(kMaxNeighbours);
  if (joins) links.insert(at, link);
  if (links.size() > kMaxNeighbours) links.resize(kMaxNeighbours);
  return joins || links.size() != before;
}

bool Neighbours::Withdraw(ArticleIndex article, ArticleIndex neighbour) {
  std::vector<Link>& links = ListOf(article).links;
  const auto end = std::remove_if(links.begin(), links.end(), [neighbour](const Link& link) {
    return link.article == neighbour;
  });
  const bool was_there = end != links.end();
  links.erase(end, links.end());
  return was_there;
}

bool Neighbours::IsStale(ArticleIndex article) const {
  return article >= lists_.size() || IsStale(lists_[article].made);
}

bool Neighbours::IsStale(const Age& made) const {
  return made.first != model_ || corpus_.size() > kStaleGrowth * made.second;
}

std::vector<ArticleIndex> Neighbours::Stalest(size_t count) const {
  std::vector<ArticleIndex> stalest;
  for (const ArticleIndex article : by_age_) {
    if (stalest.size() == count || !IsStale(article)) break;
    stalest.push_back(article);
  }
  return stalest;
}

void Neighbours::Remove(ArticleIndex article) {
  if (article >= lists_.size()) return;
  by_age_.erase(article);
  lists_[article] = List();
}

bool Neighbours::IsOlder::operator()(ArticleIndex a, ArticleIndex b) const {
  const Age& x = of->lists_[a].made;
  const Age& y = of->lists_[b].made;
  return x != y ? x < y : of->corpus_.Before(a, b);
}

std::string Neighbours::Encode(ArticleIndex article) const {
  ByteWriter out;
  const std::vector<Neighbour> neighbours = Of(article);
  const Age made = article < lists_.size() ? lists_[article].made : Age();
  out.Number(made.first);
  out.Number(made.second);
  out.Number(neighbours.size());
  for (const Neighbour& n : neighbours) {
    out.Number(corpus_.ordinal(n.article));
    out.Float(static_cast<float>(n.similarity));
  }
  return Seal(out.Take());
}

absl::Status Neighbours::Decode(Corpus& corpus, ArticleIndex article, absl::string_view value) {
  ASSIGN_OR_RETURN(const absl::string_view bytes, Unseal(value));
  ByteReader in(bytes);
  Age made;
  made.first = static_cast<uint32_t>(in.Number());
  made.second = static_cast<uint32_t>(in.Number());
  std::vector<Neighbour> neighbours;
  const size_t count = in.Count();
  for (size_t i = 0; i < count && in.ok(); ++i) {
    const ArticleIndex index = corpus.FindOrdinal(static_cast<uint32_t>(in.Number()));
    const double similarity = in.Float();
    if (index != kNoArticle) neighbours.push_back({index, similarity});
  }
  if (!in.done()) return absl::DataLossError("neighbours: malformed");
  Set(article, std::move(neighbours), made);
  return absl::OkStatus();
}

size_t Neighbours::memory_bytes() const {
  size_t bytes = lists_.capacity() * sizeof(List);
  for (const List& list : lists_) bytes += list.links.capacity() * sizeof(Link);
  return bytes;
}

bool Neighbours::IsAlive(const Link& link) const { return corpus_.IsAlive(link.article); }

bool Neighbours::Better(const Link& a, const Link& b) const {
  return a.similarity != b.similarity ? a.similarity > b.similarity
                                      : corpus_.Before(a.article, b.article);
}

Neighbours::List& Neighbours::ListOf(ArticleIndex article) {
  if (article >= lists_.size()) lists_.resize(article + 1);
  return lists_[article];
}

}  // namespace akin
