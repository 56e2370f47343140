#include "services/recommendation/domain/engine/query.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/recommendation/domain/arranging/reasons.h"
#include "services/recommendation/domain/scoring/score.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

// Members of the seed's story that are scored whether or not the index finds them.
constexpr size_t kMaxStoryCandidates = 200;
// How much further each further attempt to fill the list looks.
constexpr size_t kScaleStep = 4;
// The neighbours of the best so many are candidates, too.
constexpr size_t kExpanded = 60;

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
  for (const Proposal& proposal : request.proposals) {
    if (proposal.any_similarity) query->passing_.insert(state.corpus.Find(proposal.id));
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
  if (!article.stored || !state_.neighbours.IsMade(part.index)) {
    nearest = NearestTo(state_, article, corpus.Find(article.meta.id), kSmoothingNeighbours);
  }
  part.comparison->Smooth(nearest);
  parts.push_back(std::move(part));
  return absl::OkStatus();
}

SimilarResult SimilarQuery::Answer() {
  for (size_t scale = 1; !Try(scale); scale *= kScaleStep) continue;
  SimilarResult result;
  for (const Arrangement::Place& place : arrangement_.places) {
    result.hits.push_back(MakeHit(place));
  }
  result.seed_duplicate_count = arrangement_.seed_duplicates;
  result.filter_exhausted =
      request_.filter != nullptr && static_cast<int>(result.hits.size()) < request_.options.k;
  return result;
}

// What was found is looked at further down before more is searched for, which costs much more.
bool SimilarQuery::Try(size_t scale) {
  const size_t k = static_cast<size_t>(request_.options.k);
  const size_t reranked = (limits_.reranked + (k > 10 ? k : 0)) * scale;
  found_ = Retrieve(scale);
  looked_at_ = 0;
  scored_.clear();
  for (const size_t count : {reranked, kScaleStep * reranked}) {
    Rerank(count);
    if (IsDone()) return true;
  }
  return false;
}

std::vector<Neighbour> SimilarQuery::Retrieve(size_t scale) {
  CandidatePool pool(state_.corpus, state_.neighbours,
                     [this](ArticleIndex article) { return JointWithSeeds(article); });
  if (request_.only_proposals) {
    search_exhausted_ = true;
  } else if (request_.options.exhaustive) {
    AddCandidates(state_.corpus.size(), Postings::Effort(), pool);
  } else {
    const size_t limit = std::max<size_t>(limits_.candidates, 4 * request_.options.k) * scale;
    AddCandidates(limit,
                  {limits_.effort.postings * scale * scale, limits_.effort.finding * scale * scale},
                  pool);
    if (request_.options.recency != RecencyMode::kSameStory) pool.Expand(kExpanded);
  }
  std::vector<Neighbour> found = pool.TakeSorted();
  AddProposals(found);
  return found;
}

// To the front, where they are looked at for certain. What else is found stays what it is without
// them.
void SimilarQuery::AddProposals(std::vector<Neighbour>& found) const {
  if (request_.proposals.empty()) return;
  absl::flat_hash_set<ArticleIndex> known = {kNoArticle};
  std::vector<Neighbour> all;
  for (const Proposal& proposal : request_.proposals) {
    const ArticleIndex article = state_.corpus.Find(proposal.id);
    if (known.insert(article).second) all.push_back({article, 0});
  }
  for (const Neighbour& neighbour : found) {
    if (known.insert(neighbour.article).second) all.push_back(neighbour);
  }
  found = std::move(all);
}

// Of what was found the best so many that are admitted.
void SimilarQuery::Rerank(size_t count) {
  for (; looked_at_ < found_.size() && scored_.size() < count; ++looked_at_) {
    if (!IsAdmitted(found_[looked_at_].article)) continue;
    scored_.push_back({.article = found_[looked_at_].article});
    Score(scored_.back());
  }
  ArrangeScored();
}

// More is of use only while most of what was looked at passes the floor.
bool SimilarQuery::IsDone() const {
  if (search_exhausted_ && looked_at_ == found_.size()) return true;
  if (static_cast<int>(arrangement_.places.size()) >= request_.options.k) return true;
  const auto passing = std::count_if(scored_.begin(), scored_.end(),
                                     [this](const Scored& scored) { return PassesFloor(scored); });
  return 2 * static_cast<size_t>(passing) < scored_.size();
}

bool SimilarQuery::PassesFloor(const Scored& scored) const {
  if (request_.options.min_similarity <= 0 || passing_.contains(scored.article)) return true;
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

void SimilarQuery::AddCandidates(size_t limit, const Postings::Effort& effort,
                                 CandidatePool& pool) {
  search_exhausted_ = true;
  for (const Part& seed : seeds_) {
    const IndexedArticle& article = seed.comparison->article();
    if (!article.meta.story.empty()) {
      const std::vector<ArticleIndex> members = state_.stories.Members(article.meta.story);
      const size_t left_out = members.size() - std::min(members.size(), kMaxStoryCandidates);
      for (size_t i = left_out; i < members.size(); ++i) pool.Add(members[i]);  // The newest.
    }
    if (request_.options.recency == RecencyMode::kSameStory) continue;
    if (seed.index != kNoArticle) pool.AddNeighboursOf(seed.index);
    AddFromIndex(article, limit, effort, pool);
  }
  for (const std::string& id : request_.extra_candidates) {
    const ArticleIndex extra = state_.corpus.Find(id);
    if (extra != kNoArticle) pool.Add(extra);
  }
}

void SimilarQuery::AddFromIndex(const IndexedArticle& seed, size_t limit,
                                const Postings::Effort& effort, CandidatePool& pool) {
  size_t found = 0;
  const bool complete = state_.corpus.Search(seed, effort, [&](ArticleIndex match) {
    if (!IsAdmitted(match)) return true;
    if (found++ == limit) return search_exhausted_ = false;
    pool.Add(match);
    return true;
  });
  search_exhausted_ = search_exhausted_ && complete;
}

double SimilarQuery::JointWithSeeds(ArticleIndex article) const {
  double sum = 0;
  for (const Part& seed : seeds_) sum += seed.comparison->Joint(article);
  return sum / static_cast<double>(seeds_.size());
}

// The latest arrivals have no lists yet, and are to rank as if they had.
std::vector<Neighbour> SimilarQuery::NearestIfNotListed(ArticleIndex article) const {
  if (state_.neighbours.IsMade(article)) return {};
  return NearestTo(state_, state_.corpus.article(article), article, kSmoothingNeighbours);
}

void SimilarQuery::Score(Scored& scored) {
  scored.shingles = state_.corpus.record(scored.article).sketch();
  const std::vector<Neighbour> nearest = NearestIfNotListed(scored.article);
  const auto features_with = [&](const Part& part) {
    PairFeatures features = part.comparison->Essentials(scored.article, scored.shingles);
    features.smoothed_cosine = part.comparison->Smoothed(scored.article, nearest);
    return features;
  };
  double sum = 0;
  double best = -1;
  for (size_t i = 0; i < seeds_.size(); ++i) {
    const PairFeatures features = features_with(seeds_[i]);
    const double similarity = SimilarityOf(features);
    sum += similarity;
    if (similarity <= best) continue;
    best = similarity;
    scored.features = features;
    scored.seed = i;
  }
  double penalty = 0;
  for (const Part& negative : negatives_) {
    penalty = std::max(penalty, SimilarityOf(features_with(negative)));
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
    candidates.push_back({.id = meta.id,
                          .story = meta.story,
                          .source = meta.source,
                          .time = meta.EventTime(),
                          .similarity = scored.similarity,
                          .passes_floor = PassesFloor(scored),
                          .duplicate_score = scored.duplicate_score,
                          .tie_break = state_.corpus.tie_break(scored.article)});
  }
  // Of those that others are compared with, which are few.
  struct Compared {
    explicit Compared(const Corpus& corpus, ArticleIndex index)
        : article(corpus.article(index)), text(corpus, article) {}
    const IndexedArticle article;
    const TextComparison text;
  };
  absl::flat_hash_map<size_t, std::unique_ptr<Compared>> compared;
  absl::flat_hash_map<std::pair<size_t, size_t>, double> known;
  const Likeness likeness = [&](size_t a, size_t b) {
    const auto [it, is_new] = known.try_emplace({a, b}, 0);
    if (!is_new) return it->second;
    auto& of_a = compared[a];
    if (!of_a) of_a = std::make_unique<Compared>(state_.corpus, scored_[a].article);
    return it->second = of_a->text.DuplicateScore(scored_[b].article, scored_[b].shingles);
  };
  arrangement_ = Arrange(SeedToArrange(), candidates, request_.options, likeness);
}

const IndexedArticle& SimilarQuery::SeedOf(const Scored& scored) const {
  return seeds_[scored.seed].comparison->article();
}

PairFeatures SimilarQuery::AllFeatures(const Scored& scored, const IndexedArticle& article) const {
  PairFeatures features = seeds_[scored.seed].comparison->Features(article);
  features.smoothed_cosine = scored.features.smoothed_cosine;
  return features;
}

Hit SimilarQuery::MakeHit(const Arrangement::Place& place) const {
  const Scored& scored = scored_[place.candidate];
  const IndexedArticle article = state_.corpus.article(scored.article);
  const PairFeatures features = AllFeatures(scored, article);
  Hit hit;
  hit.id = std::string(article.meta.id);
  hit.revision = article.meta.revision;
  hit.similarity = scored.similarity;
  hit.duplicate_score = scored.duplicate_score;
  hit.features = features;
  hit.story = std::string(article.meta.story);
  hit.relation = RelationOf(SeedOf(scored), article, features);
  hit.reasons = ReasonsFor(state_.corpus, SeedOf(scored), article, features);
  if (request_.options.collapse_stories) CountStandIns(place, hit);
  return hit;
}

Explanation SimilarQuery::Explain(ArticleIndex candidate) {
  Scored scored{.article = candidate};
  Score(scored);
  const IndexedArticle article = state_.corpus.article(candidate);
  Explanation explanation;
  explanation.features = AllFeatures(scored, article);
  explanation.similarity = scored.similarity;
  explanation.duplicate_score = scored.duplicate_score;
  explanation.relation = RelationOf(SeedOf(scored), article, explanation.features);
  explanation.reasons = ReasonsFor(state_.corpus, SeedOf(scored), article, explanation.features);
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
