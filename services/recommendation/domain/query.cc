#include "services/recommendation/domain/query.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/recommendation/domain/reasons.h"
#include "services/recommendation/domain/score.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

// Members of the seed's story that are scored whether or not the index finds them.
constexpr size_t kMaxStoryCandidates = 200;
// How much further each further attempt to fill the list looks.
constexpr size_t kScaleStep = 4;

}  // namespace

absl::StatusOr<std::unique_ptr<SimilarQuery>> SimilarQuery::Create(
    const EngineState& state, const SimilarRequest& request, const std::vector<PreparedSeed>& seeds,
    const std::vector<PreparedSeed>& negatives, const Limits& limits) {
  std::unique_ptr<SimilarQuery> query(new SimilarQuery(state, request, limits));
  for (const PreparedSeed& seed : seeds) RETURN_IF_ERROR(query->AddPart(seed, query->seeds_));
  for (const PreparedSeed& negative : negatives) {
    RETURN_IF_ERROR(query->AddPart(negative, query->negatives_));
  }
  for (const std::string& id : request.excluded_ids) {
    const ArticleIndex index = state.corpus.Find(id);
    if (index != kNoArticle) query->excluded_.insert(index);
  }
  if (request.options.recency == RecencyMode::kBackground) {
    const absl::Time time = query->SeedToArrange().time;
    query->older_than_ = time != absl::InfinitePast() ? time : request.options.now;
  }
  return query;
}

absl::Status SimilarQuery::AddPart(const PreparedSeed& seed, std::vector<Part>& parts) {
  Part part;
  const Corpus& corpus = state_.corpus;
  if (seed.analysis == nullptr) {
    part.index = corpus.Find(seed.id);
    if (part.index == kNoArticle) {
      return absl::NotFoundError(absl::StrCat("articles/", seed.id, ": not found"));
    }
    excluded_.insert(part.index);
    part.article = std::make_unique<IndexedArticle>(corpus.article(part.index));
  } else {
    part.article = std::make_unique<IndexedArticle>(corpus.Transient(*seed.analysis));
    // The stored form of the same article is no answer to its own edited text.
    const ArticleIndex stored = corpus.Find(seed.analysis->meta.id);
    if (stored != kNoArticle) excluded_.insert(stored);
  }
  const IndexedArticle& article = *part.article;
  part.comparison = std::make_unique<Comparison>(corpus, state_.neighbours, article);
  std::vector<Neighbour> nearest;
  if (!article.stored) {
    nearest = NearestTo(state_, article, corpus.Find(article.meta.id), limits_.candidates,
                        kSmoothingNeighbours);
  }
  part.comparison->Smooth(nearest);
  parts.push_back(std::move(part));
  return absl::OkStatus();
}

SimilarResult SimilarQuery::Answer() {
  for (size_t scale = 1;; scale *= kScaleStep) {
    Run(scale);
    if (IsDone()) break;
  }
  SimilarResult result;
  for (const Arrangement::Place& place : arrangement_.places) {
    result.hits.push_back(MakeHit(place));
  }
  result.seed_duplicate_count = arrangement_.seed_duplicates;
  result.filter_exhausted =
      request_.filter != nullptr && static_cast<int>(result.hits.size()) < request_.options.k;
  return result;
}

void SimilarQuery::Run(size_t scale) {
  const size_t k = static_cast<size_t>(request_.options.k);
  const size_t reranked = (limits_.reranked + (k > 10 ? k : 0)) * scale;
  scored_.clear();
  const Postings::Effort effort = {limits_.effort.postings * scale * scale,
                                   limits_.effort.articles * scale * scale};
  if (request_.options.exhaustive) {
    ScoreJoint(Retrieve(state_.corpus.size(), Postings::Effort()));
  } else {
    ScoreJoint(Retrieve(std::max(limits_.candidates, 4 * k) * scale, effort));
    ScoreJoint(NearTheBest());
  }
  search_exhausted_ = search_exhausted_ && scored_.size() <= reranked;
  if (scored_.size() > reranked) scored_.resize(reranked);
  for (Scored& scored : scored_) Score(scored);
  ArrangeScored();
}

// Adds the candidates to the scored, best first.
void SimilarQuery::ScoreJoint(const std::vector<ArticleIndex>& candidates) {
  constexpr size_t kAhead = 6;
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (i + kAhead < candidates.size()) state_.corpus.Prefetch(candidates[i + kAhead]);
    scored_.push_back({.article = candidates[i], .joint = JointWithSeeds(candidates[i])});
  }
  std::sort(scored_.begin(), scored_.end(), [this](const Scored& a, const Scored& b) {
    return a.joint != b.joint ? a.joint > b.joint : state_.corpus.Before(a.article, b.article);
  });
}

// Neighbours of the best so far that are not scored yet: what is like them in subject may have too
// few words in common with the seed for the index to find it.
std::vector<ArticleIndex> SimilarQuery::NearTheBest() const {
  constexpr size_t kBest = 20;
  absl::flat_hash_set<ArticleIndex> known;
  for (const Scored& scored : scored_) known.insert(scored.article);
  std::vector<ArticleIndex> near;
  if (request_.options.recency == RecencyMode::kSameStory) return near;
  for (size_t i = 0; i < std::min(kBest, scored_.size()); ++i) {
    for (const Neighbour& n : state_.neighbours.Of(scored_[i].article)) {
      if (known.insert(n.article).second && IsAdmitted(n.article)) near.push_back(n.article);
    }
  }
  return near;
}

// More is of use only while most of what was looked at passes the floor.
bool SimilarQuery::IsDone() const {
  if (search_exhausted_) return true;
  if (static_cast<int>(arrangement_.places.size()) >= request_.options.k) return true;
  const auto passing = std::count_if(scored_.begin(), scored_.end(),
                                     [this](const Scored& scored) { return PassesFloor(scored); });
  return 2 * static_cast<size_t>(passing) < scored_.size();
}

bool SimilarQuery::PassesFloor(const Scored& scored) const {
  if (request_.options.min_similarity <= 0) return true;
  return scored.similarity >= request_.options.min_similarity &&
         scored.features.lexical_cosine >= LeastLexicalCosine(state_.corpus.size());
}

bool SimilarQuery::IsAdmitted(ArticleIndex index) const {
  if (excluded_.contains(index)) return false;
  if (older_than_ != absl::InfiniteFuture()) {
    const absl::Time time = state_.corpus.meta(index).EventTime();
    if (time == absl::InfinitePast() || time >= older_than_) return false;
  }
  return request_.filter == nullptr || request_.filter(state_.corpus.WholeMeta(index));
}

std::vector<ArticleIndex> SimilarQuery::Retrieve(size_t limit, const Postings::Effort& effort) {
  absl::flat_hash_set<ArticleIndex> found;
  search_exhausted_ = true;
  const auto add = [&](ArticleIndex article) {
    if (article != kNoArticle && IsAdmitted(article)) found.insert(article);
  };
  for (const Part& seed : seeds_) {
    const IndexedArticle& article = seed.comparison->article();
    if (!article.meta.story.empty()) {
      std::vector<ArticleIndex> members = state_.stories.Members(article.meta.story);
      if (members.size() > kMaxStoryCandidates) {  // The newest.
        members.erase(members.begin(), members.end() - kMaxStoryCandidates);
      }
      for (const ArticleIndex member : members) add(member);
    }
    if (request_.options.recency == RecencyMode::kSameStory) continue;
    if (seed.index != kNoArticle) {
      for (const Neighbour& n : state_.neighbours.Of(seed.index)) add(n.article);
    }
    size_t of_seed = 0;
    const bool complete = state_.corpus.Search(article, effort, [&](ArticleIndex match) {
      if (!IsAdmitted(match)) return true;
      if (of_seed++ == limit) return search_exhausted_ = false;
      found.insert(match);
      return true;
    });
    search_exhausted_ = search_exhausted_ && complete;
  }
  for (const std::string& id : request_.extra_candidates) add(state_.corpus.Find(id));
  return std::vector<ArticleIndex>(found.begin(), found.end());
}

double SimilarQuery::JointWithSeeds(ArticleIndex article) const {
  double sum = 0;
  for (const Part& seed : seeds_) sum += seed.comparison->Joint(article);
  return sum / static_cast<double>(seeds_.size());
}

void SimilarQuery::Score(Scored& scored) {
  const IndexedArticle& article = state_.corpus.article(scored.article);
  double sum = 0;
  double best = -1;
  for (size_t i = 0; i < seeds_.size(); ++i) {
    PairFeatures features = seeds_[i].comparison->Features(article);
    features.smoothed_cosine = seeds_[i].comparison->Smoothed(scored.article);
    const double similarity = SimilarityOf(features);
    sum += similarity;
    if (similarity <= best) continue;
    best = similarity;
    scored.features = features;
    scored.seed = i;
  }
  double penalty = 0;
  for (const Part& negative : negatives_) {
    PairFeatures features = negative.comparison->Features(article);
    features.smoothed_cosine = negative.comparison->Smoothed(scored.article);
    penalty = std::max(penalty, SimilarityOf(features));
  }
  const double mean = sum / static_cast<double>(seeds_.size());
  scored.similarity = std::max(0.0, mean - kNegativeWeight * penalty);
  scored.duplicate_score = DuplicateScoreOf(scored.features);
}

ArrangeSeed SimilarQuery::SeedToArrange() const {
  // The first seed's story; the earliest time, so that BACKGROUND is older than all of them.
  ArrangeSeed seed;
  seed.story = std::string(seeds_[0].comparison->article().meta.story);
  for (const Part& part : seeds_) {
    const absl::Time time = part.comparison->article().meta.EventTime();
    if (time == absl::InfinitePast()) continue;
    seed.time = seed.time == absl::InfinitePast() ? time : std::min(seed.time, time);
  }
  return seed;
}

void SimilarQuery::ArrangeScored() {
  std::vector<Candidate> candidates;
  for (const Scored& scored : scored_) {
    const MetaView meta = state_.corpus.meta(scored.article);
    candidates.push_back({.id = std::string(meta.id),
                          .story = std::string(meta.story),
                          .source = std::string(meta.source),
                          .time = meta.EventTime(),
                          .similarity = scored.similarity,
                          .passes_floor = PassesFloor(scored),
                          .duplicate_score = scored.duplicate_score,
                          .tie_break = state_.corpus.tie_break(scored.article)});
  }
  absl::flat_hash_map<std::pair<size_t, size_t>, double> known;
  absl::flat_hash_map<size_t, std::unique_ptr<Comparison>> comparisons;
  std::vector<IndexedArticle> articles;
  articles.reserve(scored_.size());
  for (const Scored& scored : scored_) articles.push_back(state_.corpus.article(scored.article));
  const Likeness likeness = [&](size_t a, size_t b) {
    const auto [it, is_new] = known.try_emplace({a, b}, 0);
    if (!is_new) return it->second;
    auto& comparison = comparisons[a];
    if (comparison == nullptr) {
      comparison = std::make_unique<Comparison>(state_.corpus, state_.neighbours, articles[a]);
    }
    return it->second = comparison->DuplicateScore(articles[b]);
  };
  arrangement_ = Arrange(SeedToArrange(), candidates, request_.options, likeness);
}

const IndexedArticle& SimilarQuery::SeedOf(const Scored& scored) const {
  return seeds_[scored.seed].comparison->article();
}

Hit SimilarQuery::MakeHit(const Arrangement::Place& place) const {
  const Scored& scored = scored_[place.candidate];
  const IndexedArticle& article = state_.corpus.article(scored.article);
  Hit hit;
  hit.id = std::string(article.meta.id);
  hit.revision = article.meta.revision;
  hit.similarity = scored.similarity;
  hit.duplicate_score = scored.duplicate_score;
  hit.story = std::string(article.meta.story);
  hit.relation = RelationOf(SeedOf(scored), article, scored.features);
  hit.reasons = ReasonsFor(state_.corpus, SeedOf(scored), article, scored.features);
  if (request_.options.collapse_stories) CountStandIns(place, hit);
  return hit;
}

Explanation SimilarQuery::Explain(ArticleIndex candidate) {
  Scored scored{.article = candidate};
  Score(scored);
  const IndexedArticle& article = state_.corpus.article(candidate);
  Explanation explanation;
  explanation.features = scored.features;
  explanation.similarity = scored.similarity;
  explanation.duplicate_score = scored.duplicate_score;
  explanation.relation = RelationOf(SeedOf(scored), article, scored.features);
  explanation.reasons = ReasonsFor(state_.corpus, SeedOf(scored), article, scored.features);
  for (size_t i = 0; i < arrangement_.places.size(); ++i) {
    if (scored_[arrangement_.places[i].candidate].article != candidate) continue;
    explanation.shown = true;
    explanation.rank = static_cast<int>(i + 1);
  }
  Fate fate = Fate::kBeyondK;
  for (size_t i = 0; i < scored_.size(); ++i) {
    if (scored_[i].article == candidate) fate = arrangement_.fates[i];
  }
  if (!explanation.shown) explanation.why_not = WhyNot(scored, fate);
  return explanation;
}

std::vector<std::string> SimilarQuery::WhyNot(const Scored& scored, Fate fate) const {
  const SimilarOptions& options = request_.options;
  const MetaView meta = state_.corpus.meta(scored.article);
  std::vector<std::string> causes;
  for (const Part& seed : seeds_) {
    if (seed.index == scored.article) causes.push_back("it is the seed itself");
  }
  if (older_than_ != absl::InfiniteFuture() && meta.EventTime() >= older_than_) {
    causes.push_back("it is not older than the seed, and recency is BACKGROUND");
  }
  if (older_than_ != absl::InfiniteFuture() && meta.EventTime() == absl::InfinitePast()) {
    causes.push_back("its time is not known, and recency is BACKGROUND");
  }
  if (options.recency == RecencyMode::kSameStory && !scored.features.same_story) {
    causes.push_back("it is not in the seed's story, and recency is SAME_STORY");
  }
  if (options.collapse_stories && scored.duplicate_score >= kSeedDuplicateScore) {
    causes.push_back(
        absl::StrFormat("it says what the seed says: duplicate score %.3f, want below %.3f",
                        scored.duplicate_score, kSeedDuplicateScore));
  }
  if (scored.similarity < options.min_similarity) {
    causes.push_back(absl::StrFormat("similarity %.3f is below the floor of %.3f",
                                     scored.similarity, options.min_similarity));
  } else if (!PassesFloor(scored)) {
    causes.push_back(absl::StrFormat("lexical cosine %.3f is below the floor of %.3f",
                                     scored.features.lexical_cosine,
                                     LeastLexicalCosine(state_.corpus.size())));
  }
  if (fate == Fate::kCollapsed) causes.push_back(StandInOf(scored.article));
  if (causes.empty()) {
    causes.push_back(absl::StrFormat("the %d articles that are shown come before it", options.k));
  }
  return causes;
}

std::string SimilarQuery::StandInOf(ArticleIndex article) const {
  for (const Arrangement::Place& place : arrangement_.places) {
    for (const size_t i : place.stands_for) {
      if (scored_[i].article != article) continue;
      const MetaView meta = state_.corpus.meta(scored_[place.candidate].article);
      return absl::StrCat("articles/", meta.id, " stands for it");
    }
  }
  return "another article that comes after the first k stands for it";
}

// Whom the hit stands for: what was collapsed into it and the rest of its story, without the seeds
// and what says the same as they do.
void SimilarQuery::CountStandIns(const Arrangement::Place& place, Hit& hit) const {
  std::set<ArticleIndex> others;
  for (const size_t i : place.stands_for) others.insert(scored_[i].article);
  if (request_.options.recency != RecencyMode::kSameStory && !hit.story.empty()) {
    for (const ArticleIndex member : state_.stories.Members(hit.story)) {
      if (IsAdmitted(member)) others.insert(member);
    }
  }
  others.erase(scored_[place.candidate].article);
  for (size_t i = 0; i < scored_.size(); ++i) {
    if (arrangement_.fates[i] == Fate::kSeedDuplicate) others.erase(scored_[i].article);
  }
  hit.duplicate_count = static_cast<int>(others.size());
  std::set<std::string> sources;
  for (const ArticleIndex other : others) sources.emplace(state_.corpus.meta(other).source);
  sources.erase("");
  hit.also_reported_by.assign(sources.begin(), sources.end());
}

}  // namespace akin
