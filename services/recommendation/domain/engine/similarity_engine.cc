#include "services/recommendation/domain/engine/similarity_engine.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/memory/allocator.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/sync/crew.h"
#include "common/sync/mutex.h"
#include "common/sync/shared_mutex.h"
#include "common/text/fingerprint.h"
#include "services/recommendation/domain/engine/arrivals.h"
#include "services/recommendation/domain/engine/engine_state.h"
#include "services/recommendation/domain/engine/query.h"
#include "services/recommendation/domain/index/projection.h"
#include "services/recommendation/domain/model/model_training.h"
#include "services/recommendation/domain/model/refresh_policy.h"
#include "services/recommendation/domain/scoring/event_comparison.h"
#include "services/recommendation/domain/scoring/score.h"
#include "services/recommendation/domain/stories/story_decision.h"
#include "services/recommendation/domain/tables/codec.h"
#include "services/recommendation/domain/text/analysis.h"

namespace akin {
namespace {

constexpr int kMaxK = 1000;
constexpr size_t kMinArticlesToTrain = 100;
// A model that was begun is used when one in so many more has arrived,
constexpr size_t kLearningTimeShare = 20;
// for which the thread that learns leaves room after so many articles.
constexpr ArticleIndex kProjectedBetween = 16;
// Writes that are made while readers wait, at most.
constexpr size_t kWritesAtOnce = 64;

// Keys of records, by their first letter; RestoreStages says in which order they are read.
std::string ArticleKey(absl::string_view id) { return absl::StrCat("a/", id); }
std::string MergeKey(absl::string_view story) { return absl::StrCat("m/", story); }
std::string NeighboursKey(absl::string_view id) { return absl::StrCat("n/", id); }
std::string StoryKey(absl::string_view id) { return absl::StrCat("s/", id); }
constexpr absl::string_view kLessonKey = "t/lesson";  // What the next model is learned from.
// What articles share.
std::string SharedKey(const Corpus::Record& record) {
  return absl::StrCat(std::string(1, record.kind), "/", absl::Hex(record.number, absl::kZeroPad8));
}
constexpr absl::string_view kSubjectsKey = "t/subjects";

// Names the code and the weights; changes with them.
constexpr absl::string_view kConfiguration = "6";

StateRecord Sealed(std::string key, std::string bytes) {
  std::string value = Seal(key, std::move(bytes));
  return {std::move(key), std::move(value)};
}

absl::Status ValidateOptions(const SimilarOptions& options) {
  if (options.k < 1 || options.k > kMaxK) {
    return InvalidField("k", absl::StrCat(options.k, ", want 1 to ", kMaxK));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PreparedSeed>> PrepareSeeds(const std::vector<Seed>& seeds,
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

}  // namespace

// An article that is about to be put.
struct PreparedArticle {
  Analysis analysis;
  SemanticVector semantic;
  std::shared_ptr<const SemanticModel> model;  // That `semantic` is by; null: there was none.
};

// Lock order: writer_mu_, then mu_. `state` changes only under both, so the writer may read it
// under a reader's lock while it works out what to change.
struct SimilarityEngine::Impl {
  explicit Impl(const Options& options) : options(options) {}

  // A model that is being made.
  struct Learning {
    size_t in_use_from = 0;  // So many articles.
    std::unique_ptr<ModelTraining> training;
  };

  // Some of `writes`, from `next` on: up to the first one that makes something due.
  void WriteSome(absl::Span<const EngineWrite> writes, size_t& next, StateChanges& changes) {
    WriterLock lock(mu_);
    const size_t end = std::min(writes.size(), next + kWritesAtOnce);
    while (next < end) {
      const auto make = [&](const auto& write)
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { Make(write, changes); };
      absl::visit(make, writes[next++]);
      if (IsSomethingDue()) return;
    }
  }

  bool IsSomethingDue() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return state.corpus.WantsNewCounts() || arrivals.AreDue() || IsLearningDue(state.corpus.size());
  }

  void DoWhatIsDue(StateChanges& changes) {
    if (AreCountsDue()) CountAnew();
    if (AreListsDue()) MakeLists(changes);
    LearnIfDue(changes);
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

  bool AreCountsDue() const {
    ReaderLock lock(mu_);
    return state.corpus.WantsNewCounts();
  }

  bool AreListsDue() const {
    ReaderLock lock(mu_);
    return arrivals.AreDue();
  }

  void MakeLists(StateChanges& changes) {
    const std::vector<ArticleIndex> changed = arrivals.MakeLists();
    ReaderLock lock(mu_);
    for (const ArticleIndex i : changed) changes.push_back(NeighboursRecord(i));
  }

  StateRecord NeighboursRecord(ArticleIndex article) const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return Sealed(NeighboursKey(state.corpus.record(article).id()),
                  state.neighbours.Encode(article));
  }

  void Make(const PutArticle& write, StateChanges& changes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const PreparedArticle& article = *write.article;
    const std::string& id = article.analysis.meta.id;
    const ArticleIndex before = state.corpus.Find(id);
    if (before != kNoArticle) {
      LeaveBehind(before, changes);
      changes.push_back({NeighboursKey(id), ""});
    }
    const ArticleIndex index = article.model == state.corpus.semantics()
                                   ? state.corpus.Put(article.analysis, article.semantic)
                                   : state.corpus.Put(article.analysis);
    const absl::string_view story = state.corpus.meta(index).story;
    if (!story.empty()) {
      state.stories.Add(index, story);
      CountForSources(state, story);
    }
    for (Corpus::Record& shared : state.corpus.TakeShared()) {
      changes.push_back(Sealed(SharedKey(shared), std::move(shared.value)));
    }
    changes.push_back(Sealed(ArticleKey(id), state.corpus.Encode(index)));
    arrivals.Add(index);
  }

  // What the others know of a text that is about to be replaced.
  void LeaveBehind(ArticleIndex index, StateChanges& changes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    arrivals.Remove(index);
    const absl::string_view story = state.corpus.meta(index).story;
    if (!story.empty()) state.stories.Remove(index, story);
    // Nearness is mutual for nearly all: who was near to the old text may not be to the new one.
    for (const Neighbour& n : state.neighbours.Of(index)) {
      if (!state.neighbours.Withdraw(n.article, index)) continue;
      const double length = MissingSmoothedLength(state.corpus, state.neighbours, n.article);
      if (length > 0) state.neighbours.SetSmoothedLength(n.article, length);
      changes.push_back(NeighboursRecord(n.article));
    }
    state.neighbours.Remove(index);
  }

  void Make(const RemoveArticle& write, StateChanges& changes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const ArticleIndex index = state.corpus.Find(write.id);
    if (index == kNoArticle) return;
    arrivals.Remove(index);
    PutIntoStory(index, "");
    state.neighbours.Remove(index);
    state.corpus.Remove(index);
    changes.push_back({ArticleKey(write.id), ""});
    changes.push_back({NeighboursKey(write.id), ""});
    changes.push_back({StoryKey(write.id), ""});
  }

  void Make(const AssignStory& write, StateChanges& changes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const ArticleIndex index = state.corpus.Find(write.article_id);
    if (index == kNoArticle) return;
    PutIntoStory(index, write.story);
    changes.push_back(StoryRecord(index));
  }

  void Make(const MergeStories& write, StateChanges& changes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const std::string target = state.stories.Resolve(write.into);
    if (write.from.empty() || target.empty() || target == write.from) return;
    changes.push_back(Sealed(MergeKey(write.from), target));
    for (const ArticleIndex member : state.stories.Merge(write.from, target)) {
      state.corpus.SetStory(member, target);
      changes.push_back(StoryRecord(member));
    }
    CountForSources(state, target);
  }

  // The story that the article is in now, not the one it was assigned to: that may have been merged
  // twice, into different ones.
  StateRecord StoryRecord(ArticleIndex article) const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    const MetaView meta = state.corpus.meta(article);
    if (meta.story.empty()) return {StoryKey(meta.id), ""};
    return Sealed(StoryKey(meta.id), std::string(meta.story));
  }

  // A model is begun at one number of articles and used from another one on, so that what the log
  // holds decides which model an answer comes from, not how fast this machine learns.
  bool IsLearningDue(size_t size) const {
    return learning == nullptr ? IsTimeToLearn(size) : size >= learning->in_use_from;
  }

  void LearnIfDue(StateChanges& changes) {
    const size_t size = Size();
    if (!IsLearningDue(size)) return;
    learning == nullptr ? BeginLearning(size, changes) : UseLearned(changes);
  }

  size_t Size() const {
    ReaderLock lock(mu_);
    return state.corpus.size();
  }

  bool IsTimeToLearn(size_t size) const {
    return size >= kMinArticlesToTrain && size >= StaleGrowth(learned_from) * learned_from;
  }

  void BeginLearning(size_t size, StateChanges& changes) {
    ModelTraining::Samples samples;
    {
      ReaderLock lock(mu_);
      samples = state.corpus.SampleForTraining();
    }
    const size_t in_use_from = size + std::max<size_t>(1, size / kLearningTimeShare);
    ByteWriter record;
    record.Number(size);
    record.Number(in_use_from);
    record.String(EncodeSamples(samples));
    changes.push_back(Sealed(std::string(kLessonKey), record.Take()));
    StartThread(size, in_use_from, std::move(samples));
  }

  void StartThread(size_t size, size_t in_use_from, ModelTraining::Samples samples) {
    learned_from = size;
    learning = std::make_unique<Learning>();
    learning->in_use_from = in_use_from;
    learning->training = std::make_unique<ModelTraining>(
        std::move(samples),
        [this, next = ArticleIndex{0}](const SemanticModel& model, SemanticTable& vectors) mutable {
          return ProjectSome(model, next, vectors);
        });
  }

  // Few at a time, so that writes get in between. An article that is replaced gets a new index, so
  // those that arrive while this goes on are simply the next. True if there are more.
  bool ProjectSome(const SemanticModel& model, ArticleIndex& next, SemanticTable& vectors) const {
    ReaderLock lock(mu_);
    const ArticleIndex end = std::min<ArticleIndex>(state.corpus.end(), next + kProjectedBetween);
    for (; next < end; ++next) vectors.Set(next, state.corpus.Project(model, next));
    return next < state.corpus.end();
  }

  void UseLearned(StateChanges& changes) {
    ModelTraining::Result learned = learning->training->Await();
    learning.reset();
    ByteWriter record;
    record.Number(learned_from);
    record.String(learned.encoded);
    changes.push_back({std::string(kLessonKey), ""});
    changes.push_back(Sealed(std::string(kSubjectsKey), record.Take()));
    {
      WriterLock lock(mu_);
      UseModel(learned, learned_from);
    }
    learned = {};
    ReturnFreeMemory();  // Learning takes much for a moment.
  }

  void UseModel(ModelTraining::Result& learned, size_t from) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    state.neighbours.SetModel(from);
    state.corpus.SetSemantics(std::move(learned.model), learned.vectors);
    model_version = absl::StrCat(kConfiguration, "-", absl::Hex(FingerprintText(learned.encoded)));
  }

  SimilarQuery::Limits Limits() const {
    return {.candidates = static_cast<size_t>(options.candidates),
            .reranked = static_cast<size_t>(options.reranked),
            .effort = {.postings = static_cast<size_t>(options.read_postings),
                       .finding = static_cast<size_t>(options.finding_postings)}};
  }

  absl::Status RestoreSubjects(absl::string_view value) {
    ByteReader in(value);
    restored.model_from = in.Number();
    restored.encoded_model = std::string(in.String());
    if (!in.done()) return absl::DataLossError("subjects record: malformed");
    ASSIGN_OR_RETURN(restored.model, SemanticModel::Decode(restored.encoded_model));
    return absl::OkStatus();
  }

  absl::Status RestoreLesson(absl::string_view value) {
    ByteReader in(value);
    restored.lesson_from = in.Number();
    restored.lesson_used_from = in.Number();
    const absl::string_view bytes = in.String();
    if (!in.done()) return absl::DataLossError("lesson record: malformed");
    ASSIGN_OR_RETURN(restored.lesson, DecodeSamples(bytes));
    return absl::OkStatus();
  }

  SemanticTable FinishOnAllCores(const SemanticModel& model) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    EngineState& all = state;
    Projection projection(all.corpus, model);
    Jobs jobs = all.corpus.FinishingJobs();
    jobs.push_back([&all]() ABSL_NO_THREAD_SAFETY_ANALYSIS { all.neighbours.FinishRestore(); });
    jobs.push_back([&all]() ABSL_NO_THREAD_SAFETY_ANALYSIS { all.stories.FinishRestore(); });
    jobs.push_back([&all]() ABSL_NO_THREAD_SAFETY_ANALYSIS { CountForSources(all); });
    projection.AppendTo(jobs);
    Crew(Crew::OtherCores()).ForEach(jobs.size(), [&jobs](size_t i) { jobs[i](); });
    return projection.Take();
  }

  absl::Status FinishRestore() {
    Restored records = std::exchange(restored, {});
    ModelTraining::Result learned{.encoded = std::move(records.encoded_model)};
    learned.model = std::make_shared<const SemanticModel>(std::move(records.model));
    WriterLock lock(mu_);
    RETURN_IF_ERROR(state.corpus.CheckRestored());
    learned.vectors = FinishOnAllCores(*learned.model);
    arrivals.FinishRestore();
    if (!learned.encoded.empty()) {
      learned_from = records.model_from;
      UseModel(learned, records.model_from);
    }
    if (!records.lesson.empty()) {
      StartThread(records.lesson_from, records.lesson_used_from, std::move(records.lesson));
    }
    return absl::OkStatus();
  }

  // What is told of articles comes in their order, so that none must be looked up.
  absl::Status RestoreAbout(absl::string_view key,
                            absl::string_view value) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    const absl::string_view id = key.substr(2);
    ArticleIndex& next = key[0] == 'n' ? restored.next_neighbours : restored.next_story;
    const ArticleIndex article = state.corpus.FindFrom(id, next);
    if (article == kNoArticle) {
      return absl::DataLossError(absl::StrCat(key, ": no such article"));
    }
    if (key[0] == 'n') return state.neighbours.Decode(state.corpus, article, value);
    const std::string story = state.stories.Resolve(value);
    state.corpus.SetStory(article, story);
    if (!story.empty()) state.stories.Restore(article, story);
    return absl::OkStatus();
  }

  void PutIntoStory(ArticleIndex index, absl::string_view story)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const absl::string_view before = state.corpus.meta(index).story;
    if (!before.empty()) state.stories.Remove(index, before);
    const std::string resolved = state.stories.Resolve(story);
    state.corpus.SetStory(index, resolved);
    if (!resolved.empty()) state.stories.Add(index, resolved);
    state.corpus.CountForSource(index, true);
    for (const absl::string_view changed : {before, absl::string_view(resolved)}) {
      if (!changed.empty()) CountForSources(state, changed);
    }
  }

  // What a story is looked for among: what was near when the article came, if that is remembered.
  std::vector<ArticleIndex> StoryCandidatesOf(ArticleIndex index,
                                              const IndexedArticle& article) const
      ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    const absl::Span<const ArticleIndex> known = arrivals.NearestAtArrival(index);
    if (!known.empty()) return {known.begin(), known.end()};
    std::vector<ArticleIndex> near;
    for (const Neighbour& n : NearestTo(state, article, index, Arrivals::kStoryCandidates)) {
      near.push_back(n.article);
    }
    return near;
  }

  const Options options;
  Mutex writer_mu_;
  mutable SharedMutex mu_;
  EngineState state ABSL_GUARDED_BY(mu_);
  std::string model_version ABSL_GUARDED_BY(mu_) = absl::StrCat(kConfiguration);
  Arrivals arrivals{state,
                    mu_,
                    {.together = static_cast<size_t>(options.listed_together),
                     .together_from = static_cast<size_t>(options.listed_together_from)}};

  // The writer's only.
  size_t learned_from = 0;  // Articles when the newest model was begun.
  struct Restored {         // Between Restore and FinishRestore.
    size_t model_from = 0;
    std::string encoded_model;  // Empty: there was none yet.
    SemanticModel model;
    size_t lesson_from = 0;
    size_t lesson_used_from = 0;
    ModelTraining::Samples lesson;
    ArticleIndex next_neighbours = 0;  // No article before it is told of any more.
    ArticleIndex next_story = 0;
  } restored;
  std::unique_ptr<Learning> learning;  // Last: its thread reads the rest.
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

// Nobody else is there, and the groups of a stage change different parts of the state.
absl::Status SimilarityEngine::Restore(absl::string_view key,
                                       absl::string_view sealed) ABSL_NO_THREAD_SAFETY_ANALYSIS {
  ASSIGN_OR_RETURN(const absl::string_view value, Unseal(key, sealed));
  if (absl::StartsWith(key, "a/")) return impl_->state.corpus.RestoreArticle(value);
  if (key.size() == 10 && key[1] == '/' && absl::StrContains(Corpus::kSharedKinds, key[0])) {
    uint32_t number = 0;
    if (!absl::SimpleHexAtoi(key.substr(2), &number)) return absl::DataLossError("bad key");
    return impl_->state.corpus.RestoreShared({key[0], number, std::string(value)});
  }
  if (absl::StartsWith(key, "n/") || absl::StartsWith(key, "s/")) {
    return impl_->RestoreAbout(key, value);
  }
  if (absl::StartsWith(key, "m/")) {
    impl_->state.stories.Merge(key.substr(2), value);
    return absl::OkStatus();
  }
  if (key == kLessonKey) return impl_->RestoreLesson(value);
  if (key == kSubjectsKey) return impl_->RestoreSubjects(value);
  return absl::DataLossError(absl::StrCat("record of an unknown kind: ", key.substr(0, 2)));
}

const std::vector<std::vector<SimilarityEngine::RecordPrefixes>>&
SimilarityEngine::RestoreStages() {
  static const auto& stages = *new std::vector<std::vector<RecordPrefixes>>{
      {{"a/"}, {"L/", "S/", "V/", "W/", "t/"}}, {{"n/"}, {"m/", "s/"}}};
  return stages;
}

absl::Status SimilarityEngine::FinishRestore() {
  MutexLock writer(impl_->writer_mu_);
  return impl_->FinishRestore();
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
  result.model_version = impl_->model_version;
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
  const ArticleIndex candidate = impl_->state.corpus.Find(candidate_id);
  if (candidate == kNoArticle) {
    return absl::NotFoundError(absl::StrCat("articles/", candidate_id, ": not found"));
  }
  ASSIGN_OR_RETURN(auto query,
                   SimilarQuery::Create(impl_->state, request, seeds, {}, impl_->Limits()));
  query->Answer();
  Explanation explanation = query->Explain(candidate);
  explanation.model_version = impl_->model_version;
  return explanation;
}

absl::StatusOr<StoryDecision> SimilarityEngine::DecideStory(absl::string_view article_id,
                                                            const StoryDrafts& drafts) const {
  ReaderLock lock(impl_->mu_);
  const Corpus& corpus = impl_->state.corpus;
  const ArticleIndex index = corpus.Find(article_id);
  if (index == kNoArticle) {
    return absl::NotFoundError(absl::StrCat("articles/", article_id, ": not found"));
  }
  IndexedArticle article = corpus.article(index);
  article.meta.story = drafts.StoryOf(article_id, article.meta.story);
  if (!article.meta.story.empty()) return DecideStoryOf(article.meta, {});
  StoryLinks links(corpus, drafts, article);
  for (const ArticleIndex near : impl_->StoryCandidatesOf(index, article)) links.Add(near);
  StoryDescriber describer(impl_->state, drafts);
  std::vector<StoryCandidate> candidates;
  for (const auto& [near, story, features] : links.Take()) {
    StoryCandidate candidate = describer.Describe(story);
    candidate.meta = corpus.meta(near);
    candidate.meta.story = story;
    candidate.features = features;
    candidates.push_back(std::move(candidate));
  }
  return DecideStoryOf(article.meta, candidates);
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
    if (!corpus.IsAlive(i)) continue;
    if (corpus.has_story(i)) continue;
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

int64_t SimilarityEngine::article_count() const { return static_cast<int64_t>(impl_->Size()); }

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
  return impl_->model_version;
}

}  // namespace akin
