#include "services/recommendation/domain/similarity_engine.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/sync/mutex.h"
#include "common/sync/shared_mutex.h"
#include "services/recommendation/domain/analysis.h"
#include "services/recommendation/domain/codec.h"
#include "services/recommendation/domain/engine_state.h"
#include "services/recommendation/domain/query.h"
#include "services/recommendation/domain/score.h"
#include "services/recommendation/domain/story_decision.h"

namespace akin {
namespace {

constexpr int kMaxK = 1000;
// An arrival is offered as a neighbour to so many of the articles nearest to it,
constexpr size_t kOffers = 50;
// and the lists of at most so many of those are made anew if they are stale.
constexpr size_t kRefreshes = 2;
// Subjects are learned again when there are this many times the articles of the last time.
constexpr double kRetrainGrowth = 1.25;
constexpr size_t kMinArticlesToTrain = 100;
// Articles that a story is looked for among.
constexpr size_t kStoryCandidates = 30;

// Keys of records, by their first letter; Restore relies on articles coming before the rest.
std::string ArticleKey(absl::string_view id) { return absl::StrCat("a/", id); }
std::string MergeKey(absl::string_view story) { return absl::StrCat("m/", story); }
std::string NeighboursKey(absl::string_view id) { return absl::StrCat("n/", id); }
std::string StoryKey(absl::string_view id) { return absl::StrCat("s/", id); }
constexpr absl::string_view kSubjectsKey = "t/subjects";

absl::Status ValidateOptions(const SimilarOptions& options) {
  if (options.k < 1 || options.k > kMaxK) {
    return InvalidField("k", absl::StrCat(options.k, ", want 1 to ", kMaxK));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PreparedSeed>> Prepare(const std::vector<Seed>& seeds,
                                                  absl::string_view field) {
  std::vector<PreparedSeed> prepared;
  for (const Seed& seed : seeds) {
    if (absl::holds_alternative<std::string>(seed)) {
      prepared.push_back({.id = absl::get<std::string>(seed), .analysis = nullptr});
      continue;
    }
    auto analysis = std::make_shared<const Analysis>(AnalyzeDocument(absl::get<Document>(seed)));
    if (analysis->words == 0) return InvalidField(field, "a text without any words");
    prepared.push_back({.id = "", .analysis = std::move(analysis)});
  }
  return prepared;
}

}  // namespace

// Lock order: writer_mu_, then mu_. `state_` changes only under both, so the writer may read it
// under a reader's lock while it works out what to change.
struct SimilarityEngine::Impl {
  explicit Impl(const Options& options) : options(options) {}

  // What an arrival changes, worked out before the state is touched.
  struct Arrival {
    std::vector<Neighbour> nearest;
    std::vector<std::pair<ArticleIndex, std::vector<Neighbour>>> refreshed;
  };

  Arrival Plan(const Analysis& analysis) const {
    ReaderLock lock(mu_);
    const Corpus& corpus = state.corpus;
    const ArticleIndex self = corpus.Find(analysis.meta.id);
    Arrival arrival;
    arrival.nearest =
        NearestTo(state, corpus.Transient(analysis), self, options.candidates, kOffers);
    for (const Neighbour& n : arrival.nearest) {
      if (arrival.refreshed.size() == kRefreshes) break;
      if (!state.neighbours.IsStale(n.article)) continue;
      arrival.refreshed.emplace_back(
          n.article, NearestTo(state, corpus.article(n.article), n.article, options.candidates,
                               Neighbours::kMaxNeighbours));
    }
    return arrival;
  }

  void Apply(const Analysis& analysis, Arrival arrival, StateChanges& changes) {
    WriterLock lock(mu_);
    std::vector<ArticleIndex> changed;
    const ArticleIndex before = state.corpus.Find(analysis.meta.id);
    if (before != kNoArticle) LeaveBehind(before, changed);
    const ArticleIndex index = state.corpus.Put(analysis);
    const std::string& story = state.corpus.article(index).meta.story;
    if (!story.empty()) state.stories.Add(index, story);
    changes.push_back({ArticleKey(analysis.meta.id), EncodeAnalysis(analysis)});

    changed.push_back(index);
    for (auto& [of, neighbours] : arrival.refreshed) {
      state.neighbours.Set(of, std::move(neighbours), state.corpus.size());
      changed.push_back(of);
    }
    for (const Neighbour& n : arrival.nearest) {
      if (state.neighbours.Offer(n.article, {index, n.similarity})) changed.push_back(n.article);
    }
    state.neighbours.Set(index, std::move(arrival.nearest), state.corpus.size());
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    for (const ArticleIndex i : changed) {
      changes.push_back(
          {NeighboursKey(state.corpus.article(i).meta.id), state.neighbours.Encode(i)});
    }
  }

  // What the others know of a text that is about to be replaced.
  void LeaveBehind(ArticleIndex index, std::vector<ArticleIndex>& changed) {
    const std::string& story = state.corpus.article(index).meta.story;
    if (!story.empty()) state.stories.Remove(index, story);
    // Nearness is mutual for nearly all: who was near to the old text may not be to the new one.
    for (const Neighbour& n : state.neighbours.Of(index)) {
      if (state.neighbours.Withdraw(n.article, index)) changed.push_back(n.article);
    }
    state.neighbours.Remove(index);
  }

  // Learning takes long, so readers go on meanwhile.
  void TrainIfDue(StateChanges& changes) {
    std::shared_ptr<const SemanticModel> model;
    std::vector<SemanticVector> vectors;
    {
      ReaderLock lock(mu_);
      const size_t size = state.corpus.size();
      if (size < kMinArticlesToTrain || size < kRetrainGrowth * trained_articles) return;
      trained_articles = size;
      model = state.corpus.TrainSemantics();
      vectors = state.corpus.ProjectAll(*model);
    }
    ByteWriter record;
    record.Number(trained_articles);
    record.String(model->Encode());
    changes.push_back({std::string(kSubjectsKey), record.Take()});
    WriterLock lock(mu_);
    state.corpus.SetSemantics(std::move(model), std::move(vectors));
  }

  SimilarQuery::Limits Limits() const {
    return {.candidates = static_cast<size_t>(options.candidates),
            .reranked = static_cast<size_t>(options.reranked)};
  }

  absl::Status RestoreArticle(absl::string_view value) {
    ASSIGN_OR_RETURN(const Analysis analysis, DecodeAnalysis(value));
    state.corpus.Put(analysis);
    return absl::OkStatus();
  }

  absl::Status RestoreSubjects(absl::string_view value) {
    ByteReader in(value);
    trained_articles = in.Number();
    const absl::string_view bytes = in.String();
    if (!in.done()) return absl::DataLossError("subjects record: malformed");
    ASSIGN_OR_RETURN(SemanticModel model, SemanticModel::Decode(bytes));
    restored_model = std::make_shared<const SemanticModel>(std::move(model));
    return absl::OkStatus();
  }

  // Records about articles that are not there were left behind by their removal.
  absl::Status RestoreAbout(absl::string_view key, absl::string_view value) {
    const ArticleIndex index = state.corpus.Find(key.substr(2));
    if (index == kNoArticle) return absl::DataLossError(absl::StrCat(key, ": no such article"));
    if (key[0] == 'n') return state.neighbours.Decode(index, value);
    PutIntoStory(index, value);
    return absl::OkStatus();
  }

  void PutIntoStory(ArticleIndex index, absl::string_view story) {
    const std::string before = state.corpus.article(index).meta.story;
    if (!before.empty()) state.stories.Remove(index, before);
    const std::string resolved = state.stories.Resolve(story);
    state.corpus.SetStory(index, resolved);
    if (!resolved.empty()) state.stories.Add(index, resolved);
  }

  // The article whose id the story's was derived from, else the oldest.
  void DescribeStory(StoryCandidate& candidate) const {
    const std::vector<ArticleIndex> members = state.stories.Members(candidate.meta.story);
    candidate.story_size = members.size();
    ArticleIndex founder = members.front();
    for (const ArticleIndex member : members) {
      if (StoryIdFor(state.corpus.article(member).meta.id) == candidate.meta.story) {
        founder = member;
      }
    }
    candidate.founder_id = state.corpus.article(founder).meta.id;
    candidate.founder_time = state.corpus.article(founder).meta.EventTime();
  }

  const Options options;
  Mutex writer_mu_;
  mutable SharedMutex mu_;
  EngineState state ABSL_GUARDED_BY(mu_);
  size_t trained_articles = 0;                          // Writer only.
  std::shared_ptr<const SemanticModel> restored_model;  // Between Restore and FinishRestore.
};

SimilarityEngine::SimilarityEngine() : SimilarityEngine(Options()) {}
SimilarityEngine::SimilarityEngine(const Options& options)
    : impl_(std::make_unique<Impl>(options)) {}
SimilarityEngine::~SimilarityEngine() = default;

std::shared_ptr<const Analysis> SimilarityEngine::Analyze(const Document& document) {
  return std::make_shared<const Analysis>(AnalyzeDocument(document));
}

absl::StatusOr<StateChanges> SimilarityEngine::Upsert(const Document& document) {
  return Upsert(Analyze(document));
}

absl::StatusOr<StateChanges> SimilarityEngine::Upsert(std::shared_ptr<const Analysis> analysis) {
  if (analysis->meta.id.empty()) return InvalidField("id", "empty");
  MutexLock writer(impl_->writer_mu_);
  StateChanges changes;
  impl_->Apply(*analysis, impl_->Plan(*analysis), changes);
  impl_->TrainIfDue(changes);
  return changes;
}

StateChanges SimilarityEngine::Remove(absl::string_view id) {
  MutexLock writer(impl_->writer_mu_);
  WriterLock lock(impl_->mu_);
  EngineState& state = impl_->state;
  const ArticleIndex index = state.corpus.Find(id);
  if (index == kNoArticle) return {};
  impl_->PutIntoStory(index, "");
  state.neighbours.Remove(index);
  state.corpus.Remove(index);
  return {{ArticleKey(id), ""}, {NeighboursKey(id), ""}, {StoryKey(id), ""}};
}

StateChanges SimilarityEngine::SetStory(absl::string_view article_id, absl::string_view story) {
  MutexLock writer(impl_->writer_mu_);
  WriterLock lock(impl_->mu_);
  const ArticleIndex index = impl_->state.corpus.Find(article_id);
  if (index == kNoArticle) return {};
  impl_->PutIntoStory(index, story);
  return {{StoryKey(article_id), std::string(story)}};
}

StateChanges SimilarityEngine::MergeStory(absl::string_view from, absl::string_view into) {
  MutexLock writer(impl_->writer_mu_);
  WriterLock lock(impl_->mu_);
  EngineState& state = impl_->state;
  const std::string target = state.stories.Resolve(into);
  if (from.empty() || target.empty() || target == from) return {};
  for (const ArticleIndex member : state.stories.Merge(from, target)) {
    state.corpus.SetStory(member, target);
  }
  return {{MergeKey(from), target}};
}

absl::Status SimilarityEngine::Restore(absl::string_view key, absl::string_view value) {
  MutexLock writer(impl_->writer_mu_);
  WriterLock lock(impl_->mu_);
  if (absl::StartsWith(key, "a/")) return impl_->RestoreArticle(value);
  if (absl::StartsWith(key, "n/") || absl::StartsWith(key, "s/")) {
    return impl_->RestoreAbout(key, value);
  }
  if (absl::StartsWith(key, "m/")) {
    impl_->state.stories.Merge(key.substr(2), value);
    return absl::OkStatus();
  }
  if (key == kSubjectsKey) return impl_->RestoreSubjects(value);
  return absl::DataLossError(absl::StrCat("record of an unknown kind: ", key.substr(0, 2)));
}

absl::Status SimilarityEngine::FinishRestore() {
  MutexLock writer(impl_->writer_mu_);
  WriterLock lock(impl_->mu_);
  std::shared_ptr<const SemanticModel> model = std::move(impl_->restored_model);
  if (model == nullptr) return absl::OkStatus();
  Corpus& corpus = impl_->state.corpus;
  std::vector<SemanticVector> vectors = corpus.ProjectAll(*model);
  corpus.SetSemantics(std::move(model), std::move(vectors));
  return absl::OkStatus();
}

absl::StatusOr<SimilarResult> SimilarityEngine::Similar(const SimilarRequest& request) const {
  RETURN_IF_ERROR(ValidateOptions(request.options));
  if (request.seeds.empty()) return InvalidField("seeds", "empty, want at least one");
  ASSIGN_OR_RETURN(const auto seeds, Prepare(request.seeds, "seeds"));
  ASSIGN_OR_RETURN(const auto negatives, Prepare(request.negatives, "negatives"));
  ReaderLock lock(impl_->mu_);
  ASSIGN_OR_RETURN(auto query,
                   SimilarQuery::Create(impl_->state, request, seeds, negatives, impl_->Limits()));
  return query->Answer();
}

absl::StatusOr<Explanation> SimilarityEngine::Explain(const Seed& seed,
                                                      absl::string_view candidate_id,
                                                      const SimilarOptions& options) const {
  RETURN_IF_ERROR(ValidateOptions(options));
  SimilarRequest request;
  request.seeds = {seed};
  request.extra_candidates = {std::string(candidate_id)};
  request.options = options;
  ASSIGN_OR_RETURN(const auto seeds, Prepare(request.seeds, "seed"));
  ReaderLock lock(impl_->mu_);
  const ArticleIndex candidate = impl_->state.corpus.Find(candidate_id);
  if (candidate == kNoArticle) {
    return absl::NotFoundError(absl::StrCat("articles/", candidate_id, ": not found"));
  }
  ASSIGN_OR_RETURN(auto query,
                   SimilarQuery::Create(impl_->state, request, seeds, {}, impl_->Limits()));
  query->Answer();
  return query->Explain(candidate);
}

absl::StatusOr<StoryDecision> SimilarityEngine::DecideStory(absl::string_view article_id) const {
  ReaderLock lock(impl_->mu_);
  const EngineState& state = impl_->state;
  const ArticleIndex index = state.corpus.Find(article_id);
  if (index == kNoArticle) {
    return absl::NotFoundError(absl::StrCat("articles/", article_id, ": not found"));
  }
  const IndexedArticle& article = state.corpus.article(index);
  const Comparison comparison(state.corpus, state.neighbours, article);
  std::vector<StoryCandidate> candidates;
  std::string waits_for;
  for (const Neighbour& n :
       NearestTo(state, article, index, impl_->options.candidates, kStoryCandidates)) {
    const IndexedArticle& other = state.corpus.article(n.article);
    StoryCandidate candidate{.meta = other.meta, .features = comparison.Features(other)};
    if (other.meta.story.empty()) {
      const bool earlier = other.meta.revision < article.meta.revision;
      if (earlier && SameEventScore(candidate.features) >= kEventLink) waits_for = other.meta.id;
      continue;
    }
    impl_->DescribeStory(candidate);
    candidates.push_back(std::move(candidate));
  }
  StoryDecision decision = DecideStoryOf(article.meta, candidates);
  decision.waits_for = std::move(waits_for);
  return decision;
}

absl::optional<DocMeta> SimilarityEngine::Find(absl::string_view id) const {
  ReaderLock lock(impl_->mu_);
  const ArticleIndex index = impl_->state.corpus.Find(id);
  if (index == kNoArticle) return absl::nullopt;
  return impl_->state.corpus.article(index).meta;
}

absl::optional<Story> SimilarityEngine::FindStory(absl::string_view story_id) const {
  ReaderLock lock(impl_->mu_);
  return impl_->state.stories.Find(story_id);
}

std::vector<Story> SimilarityEngine::ListStories(const StoryQuery& query) const {
  ReaderLock lock(impl_->mu_);
  return impl_->state.stories.List(query);
}

SimilarityEngine::Stats SimilarityEngine::stats() const {
  ReaderLock lock(impl_->mu_);
  const Corpus& corpus = impl_->state.corpus;
  return {.articles = static_cast<int64_t>(corpus.size()),
          .stories = static_cast<int64_t>(impl_->state.stories.size()),
          .terms = static_cast<int64_t>(corpus.vocabulary().size()),
          .postings = static_cast<int64_t>(corpus.postings().count()),
          .memory_bytes = static_cast<int64_t>(corpus.memory_bytes())};
}

absl::string_view SimilarityEngine::ModelVersion() { return "1"; }

}  // namespace akin
