#include "services/recommendation/domain/engine/learner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/memory/allocator.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"
#include "services/recommendation/domain/engine/engine_records.h"
#include "services/recommendation/domain/model/refresh_policy.h"
#include "services/recommendation/domain/tables/codec.h"

namespace akin {
namespace {

constexpr size_t kMinArticlesToTrain = 100;
// A model that was begun is used when one in so many more has arrived,
constexpr size_t kLearningTimeShare = 20;
// for which the thread that learns leaves room after so many articles.
constexpr ArticleIndex kProjectedBetween = 16;

// Names the code and the weights; changes with them.
constexpr absl::string_view kConfiguration = "6";

StateRecord LessonRecord(size_t begun, size_t in_use_from, const ModelTraining::Samples& samples) {
  ByteWriter record;
  record.Number(begun);
  record.Number(in_use_from);
  record.String(EncodeSamples(samples));
  return Sealed(std::string(kLessonKey), record.Take());
}

StateRecord SubjectsRecord(size_t learned_from, absl::string_view encoded_model) {
  ByteWriter record;
  record.Number(learned_from);
  record.String(encoded_model);
  return Sealed(std::string(kSubjectsKey), record.Take());
}

}  // namespace

Learner::Learner(EngineState& state, SharedMutex& mu)
    : state_(state), mu_(mu), model_version_(kConfiguration) {}
Learner::~Learner() = default;

bool Learner::IsDue(size_t articles) const {
  return training_ == nullptr ? IsTimeToBegin(articles) : articles >= training_->span.in_use_from;
}

bool Learner::IsTimeToBegin(size_t articles) const {
  return articles >= kMinArticlesToTrain && articles >= StaleGrowth(learned_from_) * learned_from_;
}

void Learner::DoWhatIsDue(StateChanges& changes) {
  const size_t articles = ArticleCount();
  if (!IsDue(articles)) return;
  training_ == nullptr ? Begin(articles, changes) : UseLearned(changes);
}

size_t Learner::ArticleCount() const {
  ReaderLock lock(mu_);
  return state_.corpus.size();
}

void Learner::Begin(size_t articles, StateChanges& changes) {
  const Span span{articles, articles + std::max<size_t>(1, articles / kLearningTimeShare)};
  ModelTraining::Samples samples = Samples();
  changes.push_back(LessonRecord(span.begun, span.in_use_from, samples));
  Start(span, std::move(samples));
}

ModelTraining::Samples Learner::Samples() const {
  ReaderLock lock(mu_);
  return state_.corpus.SampleForTraining();
}

void Learner::Start(const Span& span, ModelTraining::Samples samples) {
  learned_from_ = span.begun;
  training_ = std::make_unique<Training>();
  training_->span = span;
  training_->thread = std::make_unique<ModelTraining>(
      std::move(samples),
      [this, next = ArticleIndex{0}](const SemanticModel& model, SemanticTable& vectors) mutable {
        return ProjectSome(model, next, vectors);
      });
}

// Few at a time, so that writes get in between. An article that is replaced gets a new index, so
// those that arrive while this goes on are simply the next. True if there are more.
bool Learner::ProjectSome(const SemanticModel& model, ArticleIndex& next,
                          SemanticTable& vectors) const {
  ReaderLock lock(mu_);
  const ArticleIndex end = std::min<ArticleIndex>(state_.corpus.end(), next + kProjectedBetween);
  for (; next < end; ++next) vectors.Set(next, state_.corpus.Project(model, next));
  return next < state_.corpus.end();
}

void Learner::UseLearned(StateChanges& changes) {
  ModelTraining::Result learned = training_->thread->Await();
  training_.reset();
  changes.push_back({std::string(kLessonKey), ""});
  changes.push_back(SubjectsRecord(learned_from_, learned.encoded));
  {
    WriterLock lock(mu_);
    Use(learned);
  }
  learned = {};
  ReturnFreeMemory();  // Learning takes much for a moment.
}

void Learner::Use(ModelTraining::Result& learned) {
  state_.neighbours.SetModel(learned_from_);
  state_.corpus.SetSemantics(std::move(learned.model), learned.vectors);
  model_version_ = absl::StrCat(kConfiguration, "-", absl::Hex(FingerprintText(learned.encoded)));
}

absl::Status Learner::RestoreSubjects(absl::string_view value) {
  ByteReader in(value);
  restored_.learned_from = in.Number();
  restored_.encoded = std::string(in.String());
  if (!in.done()) return absl::DataLossError("subjects record: malformed");
  ASSIGN_OR_RETURN(SemanticModel model, SemanticModel::Decode(restored_.encoded));
  restored_.model = std::make_shared<const SemanticModel>(std::move(model));
  return absl::OkStatus();
}

absl::Status Learner::RestoreLesson(absl::string_view value) {
  ByteReader in(value);
  restored_.lesson_span.begun = in.Number();
  restored_.lesson_span.in_use_from = in.Number();
  const absl::string_view bytes = in.String();
  if (!in.done()) return absl::DataLossError("lesson record: malformed");
  ASSIGN_OR_RETURN(restored_.lesson, DecodeSamples(bytes));
  return absl::OkStatus();
}

void Learner::FinishRestore(SemanticTable vectors) {
  Restored records = std::exchange(restored_, {});
  if (!records.encoded.empty()) {
    learned_from_ = records.learned_from;
    ModelTraining::Result learned{std::move(records.model), std::move(records.encoded),
                                  std::move(vectors)};
    Use(learned);
  }
  if (!records.lesson.empty()) Start(records.lesson_span, std::move(records.lesson));
}

}  // namespace akin
