#include "services/recommendation/domain/engine/engine_state.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "services/recommendation/domain/index/candidate_pool.h"
#include "services/recommendation/domain/scoring/features.h"

namespace akin {
namespace {

// What is enough for the few nearest, which arrivals ask for.
constexpr Postings::Effort kNearestEffort = {.postings = 10'000, .finding = 5'000};
constexpr size_t kNearestCandidates = 60;
// Neighbours of the best so many are looked at, too.
constexpr size_t kNearestExpanded = 10;
// Among fewer articles lists are made by searching the index each time.
constexpr size_t kArticlesToWalk = 5'000;

// What the pool has and leads to, best first, without `self`.
std::vector<Neighbour> BestOf(CandidatePool& pool, ArticleIndex self, size_t count) {
  pool.Expand(kNearestExpanded);
  std::vector<Neighbour> nearest = pool.TakeSorted();
  nearest.erase(std::remove_if(nearest.begin(), nearest.end(),
                               [self](const Neighbour& n) { return n.article == self; }),
                nearest.end());
  if (nearest.size() > count) nearest.resize(count);
  return nearest;
}

}  // namespace

void CountForSources(EngineState& state, absl::string_view story) {
  Corpus& corpus = state.corpus;
  absl::flat_hash_map<absl::string_view, ArticleIndex> first;
  state.stories.ForEachMember(story, [&](ArticleIndex i) {
    const auto [it, is_new] = first.try_emplace(corpus.meta(i).source, i);
    if (!is_new && corpus.ordinal(i) < corpus.ordinal(it->second)) it->second = i;
  });
  state.stories.ForEachMember(
      story, [&](ArticleIndex i) { corpus.CountForSource(i, first[corpus.meta(i).source] == i); });
}

void CountForSources(EngineState& state) {
  state.corpus.BeginCountingForSources();
  for (ArticleIndex i = 0; i < state.corpus.end(); ++i) {
    if (!state.corpus.has_story(i)) state.corpus.CountForSource(i, true);
  }
  state.stories.ForEachStory([&state](absl::string_view story) { CountForSources(state, story); });
}

std::vector<Neighbour> NearestTo(const EngineState& state, const IndexedArticle& article,
                                 ArticleIndex self, size_t count) {
  const Comparison comparison(state.corpus, state.neighbours, article);
  CandidatePool pool(state.corpus, state.neighbours,
                     [&](ArticleIndex other) { return comparison.Joint(other); });
  size_t found = 0;
  state.corpus.Search(article, kNearestEffort, [&](ArticleIndex match) {
    if (match == self) return true;
    pool.Add(match);
    return ++found < kNearestCandidates;
  });
  return BestOf(pool, self, count);
}

std::vector<Neighbour> NearestAnew(const EngineState& state, ArticleIndex article) {
  const IndexedArticle unpacked = state.corpus.article(article);
  const size_t known = state.neighbours.Of(article).size();
  if (state.corpus.size() < kArticlesToWalk || known < Neighbours::kMaxNeighbours) {
    return NearestTo(state, unpacked, article, Neighbours::kMaxNeighbours);
  }
  const Comparison comparison(state.corpus, state.neighbours, unpacked);
  CandidatePool pool(state.corpus, state.neighbours,
                     [&](ArticleIndex other) { return comparison.Joint(other); });
  pool.AddNeighboursOf(article);
  return BestOf(pool, article, Neighbours::kMaxNeighbours);
}

void SetNeighbours(EngineState& state, ArticleIndex article,
                   const std::vector<Neighbour>& neighbours) {
  state.neighbours.Set(article, neighbours);
  if (IsSettled(state.corpus, article)) {
    state.neighbours.SetWordLength(article, CurrentWordLength(state.corpus, article));
  }
}

}  // namespace akin
