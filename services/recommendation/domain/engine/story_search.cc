#include "services/recommendation/domain/engine/story_search.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/recommendation/domain/scoring/event_comparison.h"
#include "services/recommendation/domain/scoring/score.h"
#include "services/recommendation/domain/stories/story_decision.h"

namespace akin {
namespace {

// Articles that are in stories, compared with one that is looking for its own. Only of stories that
// it may join: those with an article that may report its event.
class StoryLinks {
 public:
  struct Link {
    ArticleIndex article;
    absl::string_view story;
    PairFeatures features;
  };

  // All must outlive the links.
  StoryLinks(const Corpus& corpus, const StoryDrafts& drafts, const IndexedArticle& article)
      : corpus_(corpus), drafts_(drafts), comparison_(corpus, article) {}

  void Add(ArticleIndex near) {
    if (!corpus_.IsAlive(near)) return;
    const absl::string_view story = drafts_.StoryOf(corpus_.record(near).id(), corpus_.story(near));
    if (story.empty()) return;
    links_.push_back({near, story, comparison_.Compare(near)});
  }

  std::vector<Link> Take() {
    KeepStoriesWith(MostSameEventScore);
    for (Link& link : links_) comparison_.Complete(link.article, link.features);
    KeepStoriesWith(SameEventScore);
    return std::move(links_);
  }

 private:
  // Those with a link by this score.
  template <typename Score>
  void KeepStoriesWith(const Score& score) {
    absl::flat_hash_set<absl::string_view> kept;
    for (const Link& link : links_) {
      if (score(link.features) >= kEventLink) kept.insert(link.story);
    }
    const auto is_left = [&kept](const Link& link) { return !kept.contains(link.story); };
    links_.erase(std::remove_if(links_.begin(), links_.end(), is_left), links_.end());
  }

  const Corpus& corpus_;
  const StoryDrafts& drafts_;
  const EventComparison comparison_;
  std::vector<Link> links_;
};

// Tells what a decision wants to know of a story, once for all candidates that are in it.
class StoryDescriber {
 public:
  StoryDescriber(const EngineState& state, const StoryDrafts& drafts)
      : state_(state), drafts_(drafts) {}

  // A candidate of which only what concerns its story is known. The story must have members.
  const StoryCandidate& Describe(absl::string_view story) {
    auto [it, is_new] = known_.try_emplace(story);
    if (is_new) it->second = Made(story);
    return it->second;
  }

 private:
  StoryCandidate Made(absl::string_view story) const {
    StoryCandidate candidate;
    const Corpus& corpus = state_.corpus;
    state_.stories.ForEachMember(story, [&](ArticleIndex member) {
      const MetaView meta = corpus.meta(member);
      if (drafts_.StoryOf(meta.id, story) == story) Add(meta, story, candidate);
    });
    for (const std::string& id : drafts_.MembersOf(story)) {
      const ArticleIndex member = corpus.Find(id);
      if (member == kNoArticle || corpus.meta(member).story == story) continue;
      Add(corpus.meta(member), story, candidate);
    }
    return candidate;
  }

  // Its founder is the article that its id was derived from, else the oldest.
  static void Add(const MetaView& member, absl::string_view story, StoryCandidate& candidate) {
    const absl::Time time = member.EventTime();
    const bool named = StoryIdFor(member.id) == story;
    const bool older =
        std::tie(time, member.id) < std::tie(candidate.founder_time, candidate.founder_id);
    if (candidate.story_size++ == 0 || named || (older && !candidate.founded_story)) {
      candidate.founder_id = std::string(member.id);
      candidate.founder_time = time;
    }
    candidate.founded_story = candidate.founded_story || named;
  }

  const EngineState& state_;
  const StoryDrafts& drafts_;
  absl::flat_hash_map<absl::string_view, StoryCandidate> known_;
};

std::vector<ArticleIndex> CandidatesFor(const EngineState& state, const Arrivals& arrivals,
                                        ArticleIndex index, const IndexedArticle& article) {
  const absl::Span<const ArticleIndex> known = arrivals.NearestAtArrival(index);
  if (!known.empty()) return {known.begin(), known.end()};
  std::vector<ArticleIndex> near;
  for (const Neighbour& n : NearestTo(state, article, index, Arrivals::kStoryCandidates)) {
    near.push_back(n.article);
  }
  return near;
}

}  // namespace

StoryDecision FindStoryFor(const EngineState& state, const Arrivals& arrivals, ArticleIndex index,
                           const StoryDrafts& drafts) {
  IndexedArticle article = state.corpus.article(index);
  article.meta.story = drafts.StoryOf(article.meta.id, article.meta.story);
  if (!article.meta.story.empty()) return DecideStoryOf(article.meta, {});
  StoryLinks links(state.corpus, drafts, article);
  for (const ArticleIndex near : CandidatesFor(state, arrivals, index, article)) links.Add(near);
  StoryDescriber describer(state, drafts);
  std::vector<StoryCandidate> candidates;
  for (const StoryLinks::Link& link : links.Take()) {
    candidates.push_back(describer.Describe(link.story));
    candidates.back().meta = state.corpus.meta(link.article);
    candidates.back().meta.story = link.story;
    candidates.back().features = link.features;
  }
  return DecideStoryOf(article.meta, candidates);
}

}  // namespace akin
