#ifndef AKIN_SERVICES_RECOMMENDATION_RECOMMENDATION_APP_H_
#define AKIN_SERVICES_RECOMMENDATION_RECOMMENDATION_APP_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "akin/news/v1/status_service.pb.h"
#include "common/cache/cache.h"
#include "common/cache/redis_shared_cache.h"
#include "common/metrics/metrics.h"
#include "common/redis/redis_client.h"
#include "common/rpc/rpc_service.h"
#include "common/time/clock.h"
#include "common/view/revision_gate.h"
#include "common/view/view_following.h"
#include "services/recommendation/engine_gauges.h"
#include "services/recommendation/events/event_recorder.h"
#include "services/recommendation/pipelines/pipeline_file.h"
#include "services/recommendation/plugins/pipeline_lister.h"
#include "services/recommendation/plugins/plugin_fleet.h"
#include "services/recommendation/service/article_reader.h"
#include "services/recommendation/service/ready_answers.h"
#include "services/recommendation/service/recommendation_service.h"
#include "services/recommendation/service/similar_lister.h"
#include "services/recommendation/store/state_store.h"
#include "services/recommendation/stories/story_keeper.h"
#include "services/recommendation/stories/story_log.h"
#include "services/recommendation/view/similarity_view.h"

namespace akin {

// Everything behind the recommendation service, wired: what its own process and `akin serve` run.
// Thread-safe but for Start and Stop.
class RecommendationApp {
 public:
  struct Options {
    // Where the view keeps its state; made if missing, rebuilt from the log if lost.
    std::string data_dir;
    RedisClient::Options redis = {};  // No address: no shared cache.
    LogFollower::Options follower = {};
    ServiceHost::Options host = {};
    // A list is answered from memory this long, and refreshed behind an answer up to hard_ttl.
    Cache::Options cache = {.name = "similar"};
    StoryKeeper::Options stories = {};
    // A text proto of PipelineConfig, read again when it changes. No path: no pipelines.
    PipelineFile::Options pipelines = {};
    PluginClient::Options plugins = {};
    // For how long events of lists are kept, in data_dir/events.
    absl::Duration event_retention = absl::Hours(30 * 24);
  };

  // Restores the view. `clock` and `metrics` must outlive the app. UNAVAILABLE if the folder cannot
  // be used, INVALID_ARGUMENT for a bad Redis address or pipelines.
  static absl::StatusOr<std::unique_ptr<RecommendationApp>> Open(const Options& options,
                                                                 const Clock& clock,
                                                                 Metrics& metrics);

  // Stop must have been called if Start was.
  ~RecommendationApp();

  // Begins to follow the log and to keep stories; call once, when `storage` may be called. Until
  // then, and until the view is up to date, reads are UNAVAILABLE.
  void Start(std::shared_ptr<grpc::Channel> storage);
  // Ends what Start began; called before the server with `storage` stops.
  void Stop();

  RpcService& service() { return *service_; }
  news::v1::ServiceStatus Status() const;
  // What the engine holds. Takes a while where there are many articles.
  SimilarityEngine::Stats EngineStats() const { return view_->engine()->stats(); }

 private:
  RecommendationApp(const Options& options, const Clock& clock)
      : options_(options), clock_(clock) {}
  absl::Status OpenPipelines(Metrics& metrics);
  SimilarLister& lister() const;
  absl::Status OpenEvents(Metrics& metrics);
  void MakeService();
  void ShowEngine();
  void ViewChanged(const std::vector<std::string>& tags, const LogPosition& position);

  const Options options_;
  const Clock& clock_;
  // In the order in which they need one another.
  std::unique_ptr<SharedCache> shared_;
  std::unique_ptr<Cache> cache_;
  std::unique_ptr<EngineGauges> gauges_;
  absl::Time shown_ = absl::InfinitePast();  // of the thread that applies
  std::string cached_log_id_;                // this and the next: of the thread that applies
  std::string cached_model_;
  RevisionGate gate_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<SimilarityView> view_;
  std::unique_ptr<EventRecorder> events_;
  std::unique_ptr<EngineLister> engine_lister_;
  std::unique_ptr<CachingLister> lister_;
  std::unique_ptr<PluginFleet> fleet_;  // this and the next two: null without pipelines
  std::unique_ptr<PipelineFile> pipelines_;
  std::unique_ptr<PipelineLister> pipeline_lister_;
  std::unique_ptr<ReadyAnswers> ready_;
  std::unique_ptr<ArticleReader> reader_;
  std::unique_ptr<StoryLog> story_log_;
  std::atomic<StoryKeeper*> keeping_ = nullptr;  // what the applying thread may wake
  std::unique_ptr<ViewFollowing> following_;
  std::unique_ptr<StoryKeeper> keeper_;
  std::unique_ptr<RecommendationService> service_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_RECOMMENDATION_APP_H_
