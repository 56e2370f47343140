#include "services/recommendation/domain/engine/similarity_engine.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/sync/mutex.h"
#include "common/sync/shared_mutex.h"
#include "services/recommendation/domain/engine/arrivals.h"
#include "services/recommendation/domain/engine/engine_records.h"
#include "services/recommendation/domain/engine/engine_state.h"
#include "services/recommendation/domain/engine/learner.h"
#include "services/recommendation/domain/engine/prepared_article.h"
#include "services/recommendation/domain/engine/prepared_seed.h"
#include "services/recommendation/domain/engine/query.h"
#include "services/recommendation/domain/engine/restorer.h"
#include "services/recommendation/domain/engine/state_writer.h"
#include "services/recommendation/domain/engine/story_search.h"

namespace akin {
namespace {

constexpr int kMaxK = 1000;
// Writes that are made while readers wait, at most.
constexpr size_t kWritesAtOnce = 64;

absl::Status ValidateOptions(const SimilarOptions& options) {
  if (options.k < 1 || options.k > kMaxK) {
    return InvalidField("k", absl::StrCat(options.k, ", want 1 to ", kMaxK));
  }
  return absl::OkStatus();
}

}  // namespace

// Lock order: writer_mu_, then mu_. `state` changes only under both, so the writer may read it
// under a reader's lock while it works out what to change.
struct SimilarityEngine::Impl {
  explicit Impl(const Options& options) : options(options) {}

  // Some of `writes`, from `next` on: up to the first one that makes something due.
  void WriteSome(absl::Span<const EngineWrite> writes, size_t& next, StateChanges& changes) {
    WriterLock lock(mu_);
    const size_t end = std::min(writes.size(), next + kWritesAtOnce);
    while (next < end) {
      writer.Make(writes[next++], changes);
      if (IsSomethingDue()) return;
    }
  }

  bool IsSomethingDue() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return state.corpus.WantsNewCounts() || arrivals.AreDue() || learner.IsDue(state.corpus.size());
  }

  void DoWhatIsDue(StateChanges& changes) {
    if (AreCountsDue()) CountAnew();
    if (AreListsDue()) MakeLists(changes);
    learner.DoWhatIsDue(changes);
  }

  bool AreCountsDue() const {
    ReaderLock lock(mu_);
    return state.corpus.WantsNewCounts();
  }

  void CountAnew() {
    Corpus::Counts counts;
    {
      ReaderLock lock(mu_);
      counts = state.corpus.CountAnew();
    }
    WriterLock lock(mu_);
    state.corpus.SetCounts(counts);
  }

  bool AreListsDue() const {
    ReaderLock lock(mu_);
    return arrivals.AreDue();
  }

  void MakeLists(StateChanges& changes) {
    const std::vector<ArticleIndex> changed = arrivals.MakeLists();
    ReaderLock lock(mu_);
    for (const ArticleIndex i : changed) changes.push_back(NeighboursRecord(state, i));
  }

  absl::StatusOr<ArticleIndex> Find(absl::string_view id) const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    const ArticleIndex index = state.corpus.Find(id);
    if (index == kNoArticle)
      return absl::NotFoundError(absl::StrCat("articles/", id, ": not found"));
    return index;
  }

  SimilarQuery::Limits Limits() const {
    return {.candidates = static_cast<size_t>(options.candidates),
            .reranked = static_cast<size_t>(options.reranked),
            .effort = {.postings = static_cast<size_t>(options.read_postings),
                       .finding = static_cast<size_t>(options.finding_postings)}};
  }

  const Options options;
  Mutex writer_mu_;
  mutable SharedMutex mu_;
  EngineState state ABSL_GUARDED_BY(mu_);

  // The writer's only, but for what they say may be read under the lock.
  Arrivals arrivals{state,
                    mu_,
                    {.together = static_cast<size_t>(options.listed_together),
                     .together_from = static_cast<size_t>(options.listed_together_from)}};
  StateWriter writer{state, arrivals};
  Learner learner{state, mu_};  // Its thread reads the state: it ends before that.
  Restorer restorer{state, arrivals, learner};
};

SimilarityEngine::SimilarityEngine() : SimilarityEngine(Options()) {}
SimilarityEngine::SimilarityEngine(const Options& options)
    : impl_(std::make_unique<Impl>(options)) {}
SimilarityEngine::~SimilarityEngine() = default;

std::shared_ptr<const PreparedArticle> SimilarityEngine::Prepare(const Document& document) const {
  auto article = std::make_shared<PreparedArticle>();
  article->analysis = AnalyzeDocument(document);
  {
    ReaderLock lock(impl_->mu_);
    article->model = impl_->state.corpus.semantics();
  }
  if (article->model != nullptr) {
    article->semantic = Corpus::Project(*article->model, article->analysis);
  }
  return article;
}

StateChanges SimilarityEngine::Write(absl::Span<const EngineWrite> writes) {
  MutexLock writer(impl_->writer_mu_);
  StateChanges changes;
  for (size_t next = 0; next < writes.size();) {
    impl_->WriteSome(writes, next, changes);
    impl_->DoWhatIsDue(changes);
  }
  return changes;
}

absl::StatusOr<StateChanges> SimilarityEngine::Upsert(const Document& document) {
  if (document.id.empty()) return InvalidField("id", "empty");
  return Write({PutArticle{Prepare(document)}});
}

StateChanges SimilarityEngine::Remove(absl::string_view id) {
  return Write({RemoveArticle{std::string(id)}});
}

StateChanges SimilarityEngine::SetStory(absl::string_view article_id, absl::string_view story) {
  return Write({AssignStory{std::string(article_id), std::string(story)}});
}

StateChanges SimilarityEngine::MergeStory(absl::string_view from, absl::string_view into) {
  return Write({MergeStories{std::string(from), std::string(into)}});
}

const std::vector<std::vector<SimilarityEngine::RecordPrefixes>>&
SimilarityEngine::RestoreStages() {
  return Restorer::Stages();
}

absl::Status SimilarityEngine::Restore(absl::string_view key, absl::string_view value) {
  return impl_->restorer.Restore(key, value);
}

absl::Status SimilarityEngine::FinishRestore() {
  MutexLock writer(impl_->writer_mu_);
  WriterLock lock(impl_->mu_);
  return impl_->restorer.Finish();
}

absl::StatusOr<SimilarResult> SimilarityEngine::Similar(const SimilarRequest& request) const {
  RETURN_IF_ERROR(ValidateOptions(request.options));
  if (request.seeds.empty()) return InvalidField("seeds", "empty, want at least one");
  ASSIGN_OR_RETURN(const auto seeds, PrepareSeeds(request.seeds, "seeds"));
  ASSIGN_OR_RETURN(const auto negatives, PrepareSeeds(request.negatives, "negatives"));
  ReaderLock lock(impl_->mu_);
  ASSIGN_OR_RETURN(auto query,
                   SimilarQuery::Create(impl_->state, request, seeds, negatives, impl_->Limits()));
  SimilarResult result = query->Answer();
  result.model_version = impl_->learner.model_version();
  return result;
}

absl::StatusOr<Explanation> SimilarityEngine::Explain(const Seed& seed,
                                                      absl::string_view candidate_id,
                                                      const SimilarOptions& options) const {
  RETURN_IF_ERROR(ValidateOptions(options));
  SimilarRequest request;
  request.seeds = {seed};
  request.extra_candidates = {std::string(candidate_id)};
  request.options = options;
  ASSIGN_OR_RETURN(const auto seeds, PrepareSeeds(request.seeds, "seed"));
  ReaderLock lock(impl_->mu_);
  ASSIGN_OR_RETURN(const ArticleIndex candidate, impl_->Find(candidate_id));
  ASSIGN_OR_RETURN(auto query,
                   SimilarQuery::Create(impl_->state, request, seeds, {}, impl_->Limits()));
  query->Answer();
  Explanation explanation = query->Explain(candidate);
  explanation.model_version = impl_->learner.model_version();
  return explanation;
}

absl::StatusOr<StoryDecision> SimilarityEngine::DecideStory(absl::string_view article_id,
                                                            const StoryDrafts& drafts) const {
  ReaderLock lock(impl_->mu_);
  ASSIGN_OR_RETURN(const ArticleIndex index, impl_->Find(article_id));
  return FindStoryFor(impl_->state, impl_->arrivals, index, drafts);
}

absl::optional<DocMeta> SimilarityEngine::Find(absl::string_view id) const {
  ReaderLock lock(impl_->mu_);
  const ArticleIndex index = impl_->state.corpus.Find(id);
  if (index == kNoArticle) return absl::nullopt;
  return impl_->state.corpus.WholeMeta(index);
}

std::map<int64_t, std::string> SimilarityEngine::ArticlesWithoutStory() const {
  ReaderLock lock(impl_->mu_);
  std::map<int64_t, std::string> articles;
  const Corpus& corpus = impl_->state.corpus;
  for (ArticleIndex i = 0; i < corpus.end(); ++i) {
    if (!corpus.IsAlive(i) || corpus.has_story(i)) continue;
    const MetaView meta = corpus.meta(i);
    articles.emplace(meta.revision, meta.id);
  }
  return articles;
}

absl::optional<Story> SimilarityEngine::FindStory(absl::string_view story_id) const {
  ReaderLock lock(impl_->mu_);
  return impl_->state.stories.Find(story_id);
}

std::vector<Story> SimilarityEngine::ListStories(const StoryQuery& query) const {
  ReaderLock lock(impl_->mu_);
  return impl_->state.stories.List(query);
}

int64_t SimilarityEngine::article_count() const {
  ReaderLock lock(impl_->mu_);
  return static_cast<int64_t>(impl_->state.corpus.size());
}

SimilarityEngine::Stats SimilarityEngine::stats() const {
  ReaderLock lock(impl_->mu_);
  const Corpus& corpus = impl_->state.corpus;
  MemoryUse use;
  corpus.AddMemoryUse(use);
  use.neighbours += impl_->state.neighbours.memory_bytes();
  use.stories += impl_->state.stories.memory_bytes();
  return {.articles = static_cast<int64_t>(corpus.size()),
          .stories = static_cast<int64_t>(impl_->state.stories.size()),
          .terms = static_cast<int64_t>(corpus.vocabulary().size()),
          .postings = static_cast<int64_t>(corpus.postings().count()),
          .memory = use};
}

std::string SimilarityEngine::ModelVersion() const {
  ReaderLock lock(impl_->mu_);
  return impl_->learner.model_version();
}

}  // namespace akin
