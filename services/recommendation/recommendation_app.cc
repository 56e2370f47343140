#include "services/recommendation/recommendation_app.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "common/cache/cache_report.h"
#include "common/memory/allocator.h"
#include "common/status/status_macros.h"
#include "services/recommendation/store/rocks_state_store.h"
#include "services/recommendation/view/to_document.h"

namespace akin {
namespace {

// Metrics of the engine are at most so much older than what it has applied.
constexpr absl::Duration kShowEvery = absl::Seconds(1);

// Names this process among the replicas.
std::string HolderId() {
  absl::BitGen random;
  return absl::StrCat("recommendation-", getpid(), "-",
                      absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecommendationApp>> RecommendationApp::Open(const Options& options,
                                                                           const Clock& clock,
                                                                           Metrics& metrics) {
  TuneAllocator();
  std::unique_ptr<RecommendationApp> app(new RecommendationApp(options, clock));
  ASSIGN_OR_RETURN(app->shared_, OpenRedisSharedCache(options.redis, clock, metrics));
  app->cache_ = std::make_unique<Cache>(options.cache, app->shared_.get(), clock, metrics);
  ASSIGN_OR_RETURN(app->store_, OpenRocksStateStore(options.data_dir));
  RecommendationApp* self = app.get();
  ASSIGN_OR_RETURN(
      app->view_,
      SimilarityView::Open(*app->store_, [self](const auto& tags, const LogPosition& position) {
        self->ViewChanged(tags, position);
      }));
  RETURN_IF_ERROR(app->OpenEvents(metrics));
  const LogPosition restored = app->view_->position();
  app->cached_log_id_ = restored.log_id;
  app->cached_model_ = app->view_->engine()->ModelVersion();
  app->cache_->FollowLog(restored.log_id, restored.revision);
  app->engine_lister_ = std::make_unique<EngineLister>(*app->view_, app->gate_);
  app->lister_ = std::make_unique<CachingLister>(*app->engine_lister_, *app->cache_, *app->view_);
  RETURN_IF_ERROR(app->OpenPipelines(metrics));
  app->ready_ = std::make_unique<ReadyAnswers>(*app->cache_, app->pipelines_.get());
  app->reader_ = std::make_unique<ArticleReader>(*app->view_);
  app->following_ =
      std::make_unique<ViewFollowing>(*app->view_, app->gate_, clock, options.follower);
  app->MakeService();
  app->gauges_ = std::make_unique<EngineGauges>(metrics);
  app->ShowEngine();
  return app;
}

RecommendationApp::~RecommendationApp() { cache_.reset(); }  // Its refreshes use the rest.

absl::Status RecommendationApp::OpenPipelines(Metrics& metrics) {
  if (options_.pipelines.path.empty()) return absl::OkStatus();
  fleet_ = std::make_unique<PluginFleet>(options_.plugins, clock_, metrics);
  ASSIGN_OR_RETURN(pipelines_,
                   PipelineFile::Open(options_.pipelines, metrics,
                                      [this](const PipelineSet& set) { fleet_->Use(set); }));
  // Half of the threads stay free for lists without plug-ins.
  pipeline_lister_ = std::make_unique<PipelineLister>(
      ListMaker::Parts{*lister_, *engine_lister_, *view_, gate_, *fleet_, events_->counts()},
      *cache_, PipelineLister::Options{.max_waiting = std::max(1, options_.host.threads / 2)});
  return absl::OkStatus();
}

SimilarLister& RecommendationApp::lister() const {
  if (pipeline_lister_ != nullptr) return *pipeline_lister_;
  return *lister_;
}

absl::Status RecommendationApp::OpenEvents(Metrics& metrics) {
  const EventRecorder::Options options{.log = {.folder = absl::StrCat(options_.data_dir, "/events"),
                                               .retention = options_.event_retention}};
  const auto check = [this](absl::string_view article) {
    const std::string id = ArticleIdOf(article);
    return view_->engine()->Find(id) ? absl::OkStatus() : view_->Card(id).status();
  };
  ASSIGN_OR_RETURN(events_, EventRecorder::Open(options, check, clock_, metrics));
  return absl::OkStatus();
}

void RecommendationApp::MakeService() {
  ServiceHost::Options host = options_.host;
  host.gate = &gate_;
  host.ready_to_read = [this] { return following_->CheckFresh(); };
  service_ = std::make_unique<RecommendationService>(
      *view_, lister(), *ready_, *reader_,
      RecommendationService::Pipelines{pipelines_.get(), fleet_.get()}, *events_, std::move(host));
}

void RecommendationApp::Start(std::shared_ptr<grpc::Channel> storage) {
  reader_->SetStorage(storage);
  story_log_ = NewStorageStoryLog(storage, HolderId());
  following_->Start(storage);
  keeper_ = std::make_unique<StoryKeeper>(
      *view_, *story_log_, [this] { return following_->CheckFresh().ok(); }, options_.stories);
  keeping_ = keeper_.get();
}

void RecommendationApp::Stop() {
  following_->Stop();  // from here on nothing wakes the keeper
  keeping_ = nullptr;
  keeper_.reset();
}

void RecommendationApp::ViewChanged(const std::vector<std::string>& tags,
                                    const LogPosition& position) {
  // What another model has listed is old, like what another log has.
  const std::string model = view_->engine()->ModelVersion();
  if (position.log_id != cached_log_id_ || model != cached_model_) {
    cached_log_id_ = position.log_id;
    cached_model_ = model;
    cache_->FollowLog(position.log_id, position.revision);
  }
  for (const std::string& tag : tags) cache_->Invalidate(tag, position.revision);
  if (StoryKeeper* keeper = keeping_) keeper->Wake();
  ShowEngine();
}

void RecommendationApp::ShowEngine() {
  const absl::Time now = clock_.Now();
  if (now - shown_ < kShowEvery) return;
  shown_ = now;
  gauges_->Show(view_->engine()->stats());
}

news::v1::ServiceStatus RecommendationApp::Status() const {
  news::v1::ServiceStatus status;
  const LogPosition position = gate_.position();
  status.set_service("recommendation");
  status.set_log_id(position.log_id);
  status.set_applied_revision(position.revision);
  status.set_story_revision(view_->story_revision());
  status.set_article_count(view_->engine()->article_count());
  following_->Report(status);
  ReportCache(cache_->stats(), status);
  return status;
}

}  // namespace akin
