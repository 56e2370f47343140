#ifndef AKIN_SERVICES_RECOMMENDATION_SERVICE_RECOMMENDATION_SERVICE_H_
#define AKIN_SERVICES_RECOMMENDATION_SERVICE_RECOMMENDATION_SERVICE_H_

#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "common/sync/crew.h"
#include "services/recommendation/events/event_recorder.h"
#include "services/recommendation/pipelines/pipeline_file.h"
#include "services/recommendation/plugins/plugin_fleet.h"
#include "services/recommendation/service/article_reader.h"
#include "services/recommendation/service/ready_answers.h"
#include "services/recommendation/service/similar_lister.h"
#include "services/recommendation/view/similarity_view.h"

namespace akin {

// The RPCs of akin.recommendation.v1. Thread-safe.
class RecommendationService : public RpcService {
 public:
  // What lists are made by; both null where no pipelines are configured.
  struct Pipelines {
    const PipelineFile* file = nullptr;
    const PluginFleet* fleet = nullptr;
  };

  // All must outlive the service; `host.gate` must be set.
  RecommendationService(const SimilarityView& view, SimilarLister& lister,
                        const ReadyAnswers& ready, const ArticleReader& reader,
                        const Pipelines& pipelines, EventRecorder& events,
                        ServiceHost::Options host);

 private:
  using ListRequest = recommendation::v1::ListSimilarArticlesRequest;
  using ListResponse = recommendation::v1::ListSimilarArticlesResponse;
  using Batch = recommendation::v1::BatchListSimilarArticlesResponse;
  using Explained = recommendation::v1::ExplainSimilarityResponse;

  absl::StatusOr<ListResponse> ListSimilarArticles(const CallContext& call,
                                                   const ListRequest& request);
  absl::StatusOr<Batch> BatchListSimilarArticles(
      const CallContext& call, const recommendation::v1::BatchListSimilarArticlesRequest& request);
  absl::StatusOr<ListResponse> ListOfBatch(const CallContext& call, const ListRequest& request);
  absl::StatusOr<Explained> ExplainSimilarity(
      const CallContext& call, const recommendation::v1::ExplainSimilarityRequest& request);
  absl::StatusOr<recommendation::v1::GetStoryResponse> GetStory(
      const CallContext& call, const recommendation::v1::GetStoryRequest& request);
  absl::StatusOr<recommendation::v1::ListStoriesResponse> ListStories(
      const CallContext& call, const recommendation::v1::ListStoriesRequest& request);
  absl::StatusOr<recommendation::v1::ListPluginsResponse> ListPlugins(
      const CallContext& call, const recommendation::v1::ListPluginsRequest& request);
  absl::StatusOr<recommendation::v1::RecordEventsResponse> RecordEvents(
      const CallContext& call, const recommendation::v1::RecordEventsRequest& request);

  absl::StatusOr<PipelinePlanPtr> PlanOf(const CallContext& call, const ListRequest& request) const;
  absl::Status CheckReached(int64_t min_revision) const;
  absl::StatusOr<bool> FillHits(const CallContext& call, news::v1::ArticleView view,
                                ListResponse& response) const;
  recommendation::v1::Story Describe(const Story& story) const;
  news::v1::ResponseInfo Info() const;

  const SimilarityView& view_;
  SimilarLister& lister_;
  const ReadyAnswers& ready_;
  const ArticleReader& reader_;
  const Pipelines pipelines_;
  EventRecorder& events_;
  const RevisionGate& gate_;
  Crew batch_crew_;  // Makes the lists of batches that may wait for plug-ins.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_SERVICE_RECOMMENDATION_SERVICE_H_
