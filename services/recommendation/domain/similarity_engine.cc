#include "services/recommendation/domain/similarity_engine.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/memory/allocator.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/sync/mutex.h"
#include "common/sync/shared_mutex.h"
#include "common/text/fingerprint.h"
#include "services/recommendation/domain/analysis.h"
#include "services/recommendation/domain/codec.h"
#include "services/recommendation/domain/engine_state.h"
#include "services/recommendation/domain/model_training.h"
#include "services/recommendation/domain/query.h"
#include "services/recommendation/domain/refresh_policy.h"
#include "services/recommendation/domain/score.h"
#include "services/recommendation/domain/story_decision.h"

namespace akin {
namespace {

constexpr int kMaxK = 1000;
// An arrival is offered as a neighbour to so many of the articles nearest to it,
constexpr size_t kOffers = 50;
constexpr size_t kMinArticlesToTrain = 100;
// and used when one in so many more has arrived,
constexpr size_t kLearningTimeShare = 20;
// for which the thread that learns leaves room after so many articles.
constexpr ArticleIndex kProjectedBetween = 16;
constexpr ArticleIndex kProjectionStep = 256;  // The same where nobody waits.
// Articles that a story is looked for among,
constexpr size_t kStoryCandidates = 30;
// which are remembered of so many arrivals, as their stories are decided soon after.
constexpr size_t kRemembered = 8192;

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
constexpr absl::string_view kConfiguration = "4";

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

// Lock order: writer_mu_, then mu_. `state_` changes only under both, so the writer may read it
// under a reader's lock while it works out what to change.
struct SimilarityEngine::Impl {
  explicit Impl(const Options& options) : options(options) {}

  // What an arrival changes, worked out before the state is touched.
  struct Arrival {
    SemanticVector semantic;
    std::vector<Neighbour> nearest;
    std::vector<std::pair<ArticleIndex, std::vector<Neighbour>>> refreshed;
  };

  // A model that is being made.
  struct Learning {
    size_t in_use_from = 0;  // So many articles.
    std::unique_ptr<ModelTraining> training;
  };

  Arrival Plan(const Analysis& analysis) const {
    ReaderLock lock(mu_);
    const Corpus& corpus = state.corpus;
    const ArticleIndex self = corpus.Find(analysis.meta.id);
    Arrival arrival;
    IndexedArticle article = corpus.Transient(analysis);
    arrival.nearest = NearestTo(state, article, self, kOffers);
    arrival.semantic = std::move(article.own_semantic);
    for (const ArticleIndex stale : ToRefresh(analysis, self, arrival.nearest)) {
      arrival.refreshed.emplace_back(stale, NearestAnew(state, stale));
    }
    return arrival;
  }

  // Half of them from the stale ones near to the arrival, the others the stalest anywhere. If there
  // is to be one only, a coin decides, which falls the same way whenever the log is read.
  std::vector<ArticleIndex> ToRefresh(const Analysis& analysis, ArticleIndex self,
                                      const std::vector<Neighbour>& nearest) const {
    const size_t all = RefreshesPerArrival(state.corpus.size());
    const size_t nearby = (all + (FingerprintText(analysis.meta.id) & 1)) / 2;
    std::vector<ArticleIndex> stale;
    for (const Neighbour& n : nearest) {
      if (stale.size() == nearby) break;
      if (state.neighbours.IsStale(n.article)) stale.push_back(n.article);
    }
    const std::vector<ArticleIndex> taken = stale;
    for (const ArticleIndex i : state.neighbours.Stalest(all + 1)) {
      if (stale.size() == all) break;
      if (i == self || std::find(taken.begin(), taken.end(), i) != taken.end()) continue;
      stale.push_back(i);
    }
    return stale;
  }

  void Apply(const Analysis& analysis, Arrival arrival, StateChanges& changes) {
    WriterLock lock(mu_);
    std::vector<ArticleIndex> changed;
    const ArticleIndex before = state.corpus.Find(analysis.meta.id);
    if (before != kNoArticle) LeaveBehind(before, changed);
    const ArticleIndex index = state.corpus.Put(analysis, arrival.semantic);
    const absl::string_view story = state.corpus.meta(index).story;
    if (!story.empty()) state.stories.Add(index, story);
    for (Corpus::Record& shared : state.corpus.TakeShared()) {
      changes.push_back({SharedKey(shared), std::move(shared.value)});
    }
    changes.push_back({ArticleKey(analysis.meta.id), state.corpus.Encode(index)});

    changed.push_back(index);
    for (auto& [of, neighbours] : arrival.refreshed) {
      SetNeighbours(state, of, neighbours);
      changed.push_back(of);
    }
    for (const Neighbour& n : arrival.nearest) {
      const Neighbour arrived = {index, n.similarity};
      if (OfferNeighbour(state.corpus, state.neighbours, n.article, arrived)) {
        changed.push_back(n.article);
      }
    }
    Remember(index, arrival.nearest);
    SetNeighbours(state, index, arrival.nearest);
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    for (const ArticleIndex i : changed) {
      UpdateSmoothedLength(state.corpus, state.neighbours, i);
      changes.push_back({NeighboursKey(state.corpus.meta(i).id), state.neighbours.Encode(i)});
    }
  }

  void Remember(ArticleIndex index, const std::vector<Neighbour>& nearest) {
    if (remembered.empty()) remembered.resize(kRemembered);
    Remembered& place = remembered[index % kRemembered];
    place.article = index;
    place.nearest.clear();
    for (const Neighbour& n : nearest) {
      if (place.nearest.size() == kStoryCandidates) break;
      place.nearest.push_back(n.article);
    }
  }

  // What the others know of a text that is about to be replaced.
  void LeaveBehind(ArticleIndex index, std::vector<ArticleIndex>& changed) {
    const absl::string_view story = state.corpus.meta(index).story;
    if (!story.empty()) state.stories.Remove(index, story);
    // Nearness is mutual for nearly all: who was near to the old text may not be to the new one.
    for (const Neighbour& n : state.neighbours.Of(index)) {
      if (state.neighbours.Withdraw(n.article, index)) changed.push_back(n.article);
    }
    state.neighbours.Remove(index);
  }

  // A model is begun at one number of articles and used from another one on, so that what the log
  // holds decides which model an answer comes from, not how fast this machine learns.
  void LearnIfDue(StateChanges& changes) {
    const size_t size = Size();
    if (learning == nullptr && IsTimeToLearn(size)) {
      BeginLearning(size, changes);
    } else if (learning != nullptr && size >= learning->in_use_from) {
      UseLearned(changes);
    }
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
    changes.push_back({std::string(kLessonKey), record.Take()});
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

  // While nobody writes.
  SemanticTable ProjectOnAllCores(const SemanticModel& model) const {
    ReaderLock lock(mu_);
    Mutex vectors_mu;
    SemanticTable vectors;
    std::atomic<ArticleIndex> next = 0;
    const ArticleIndex end = state.corpus.end();
    const std::vector<uint32_t> words = state.corpus.WordsIn(model);
    const auto work = [&, &corpus = state.corpus] {
      std::vector<SemanticVector> projected;
      for (ArticleIndex i; (i = next.fetch_add(kProjectionStep)) < end;) {
        const ArticleIndex stop = std::min<ArticleIndex>(end, i + kProjectionStep);
        projected.clear();
        for (ArticleIndex j = i; j < stop; ++j) {
          projected.push_back(corpus.Project(model, j, words));
        }
        MutexLock done(vectors_mu);
        for (ArticleIndex j = i; j < stop; ++j) vectors.Set(j, projected[j - i]);
      }
    };
    std::vector<std::thread> workers;
    for (size_t i = 1; i < Cores(); ++i) workers.emplace_back(work);
    work();
    for (std::thread& worker : workers) worker.join();
    return vectors;
  }

  static size_t Cores() { return std::max(1u, std::thread::hardware_concurrency()); }

  void UseLearned(StateChanges& changes) {
    ModelTraining::Result learned = learning->training->Await();
    learning.reset();
    ByteWriter record;
    record.Number(learned_from);
    record.String(learned.encoded);
    changes.push_back({std::string(kLessonKey), ""});
    changes.push_back({std::string(kSubjectsKey), record.Take()});
    {
      WriterLock lock(mu_);
      UseModel(learned, learned_from);
    }
    learned = {};
    ReturnFreeMemory();  // Learning takes much for a moment.
  }

  void UseModel(ModelTraining::Result& learned, size_t from) {
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

  absl::Status FinishRestore() {
    Restored records = std::exchange(restored, {});
    {
      WriterLock lock(mu_);
      std::thread others([&all = state] {
        all.neighbours.FinishRestore();
        all.stories.FinishRestore();
      });
      state.corpus.FinishRestore(Cores());
      others.join();
    }
    if (!records.encoded_model.empty()) {
      ModelTraining::Result learned{.encoded = std::move(records.encoded_model)};
      learned.model = std::make_shared<const SemanticModel>(std::move(records.model));
      learned.vectors = ProjectOnAllCores(*learned.model);
      learned_from = records.model_from;
      WriterLock lock(mu_);
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
    while (next < state.corpus.end() && state.corpus.record(next).id() < id) ++next;
    if (next == state.corpus.end() || state.corpus.record(next).id() != id) {
      return absl::DataLossError(absl::StrCat(key, ": no such article"));
    }
    if (key[0] == 'n') return state.neighbours.Decode(state.corpus, next, value);
    const std::string story = state.stories.Resolve(value);
    state.corpus.SetStory(next, story);
    if (!story.empty()) state.stories.Restore(next, story);
    return absl::OkStatus();
  }

  void PutIntoStory(ArticleIndex index, absl::string_view story) {
    const absl::string_view before = state.corpus.meta(index).story;
    if (!before.empty()) state.stories.Remove(index, before);
    const std::string resolved = state.stories.Resolve(story);
    state.corpus.SetStory(index, resolved);
    if (!resolved.empty()) state.stories.Add(index, resolved);
  }

  // What a story is looked for among: what was near when the article came, if that is remembered.
  std::vector<ArticleIndex> StoryCandidatesOf(ArticleIndex index,
                                              const IndexedArticle& article) const {
    if (!remembered.empty() && remembered[index % kRemembered].article == index) {
      return remembered[index % kRemembered].nearest;
    }
    std::vector<ArticleIndex> near;
    for (const Neighbour& n : NearestTo(state, article, index, kStoryCandidates)) {
      near.push_back(n.article);
    }
    return near;
  }

  const Options options;
  Mutex writer_mu_;
  mutable SharedMutex mu_;
  EngineState state ABSL_GUARDED_BY(mu_);
  std::string model_version ABSL_GUARDED_BY(mu_) = absl::StrCat(kConfiguration);
  // By index, modulo their number. Not stored: a story that is decided after a restart is looked
  // for in the index.
  struct Remembered {
    ArticleIndex article = kNoArticle;
    std::vector<ArticleIndex> nearest;  // When it came; best first.
  };
  std::vector<Remembered> remembered ABSL_GUARDED_BY(mu_);

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
  impl_->LearnIfDue(changes);
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

// Nobody else is there, and the groups of a stage change different parts of the state.
absl::Status SimilarityEngine::Restore(absl::string_view key,
                                       absl::string_view value) ABSL_NO_THREAD_SAFETY_ANALYSIS {
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
  ASSIGN_OR_RETURN(const auto seeds, Prepare(request.seeds, "seeds"));
  ASSIGN_OR_RETURN(const auto negatives, Prepare(request.negatives, "negatives"));
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
  ASSIGN_OR_RETURN(const auto seeds, Prepare(request.seeds, "seed"));
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
  const EngineState& state = impl_->state;
  const Corpus& corpus = state.corpus;
  const ArticleIndex index = corpus.Find(article_id);
  if (index == kNoArticle) {
    return absl::NotFoundError(absl::StrCat("articles/", article_id, ": not found"));
  }
  IndexedArticle article = corpus.article(index);
  article.meta.story = drafts.StoryOf(article_id, article.meta.story);
  const Comparison comparison(corpus, state.neighbours, article);
  StoryDescriber describer(state, drafts);
  std::vector<StoryCandidate> candidates;
  for (const ArticleIndex near : impl_->StoryCandidatesOf(index, article)) {
    if (!corpus.IsAlive(near)) continue;
    const MetaView meta = corpus.meta(near);
    const absl::string_view story = drafts.StoryOf(meta.id, meta.story);
    if (story.empty()) continue;
    StoryCandidate candidate = describer.Describe(story);
    const IndexedArticle other = corpus.article(near);
    candidate.meta = other.meta;
    candidate.meta.story = story;
    candidate.features = comparison.Features(other);
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
