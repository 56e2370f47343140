#ifndef AKIN_SERVICES_INGESTION_INGESTION_SERVICE_H_
#define AKIN_SERVICES_INGESTION_INGESTION_SERVICE_H_

#include <vector>

#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "services/ingestion/article_sink.h"
#include "services/ingestion/domain/intake.h"
#include "services/ingestion/feeds/feed_subscriptions.h"

namespace akin {

// akin.ingestion.v1.IngestionService over an ArticleSink; its methods about feeds are
// FeedSubscriptions. See the proto for what each method promises. Thread-safe.
class IngestionService : public RpcService {
 public:
  struct Options {
    IntakeLimits limits;
    ServiceHost::Options host;
  };

  // `sink` and `feeds` must outlive the service.
  IngestionService(ArticleSink& sink, FeedSubscriptions& feeds, Options options);

 private:
  absl::StatusOr<ingestion::v1::IngestArticleResponse> IngestArticle(
      const CallContext& call, const ingestion::v1::IngestArticleRequest& request);
  absl::StatusOr<std::vector<ingestion::v1::IngestArticlesResponse>> IngestArticles(
      const CallContext& call, const std::vector<ingestion::v1::IngestArticlesRequest>& requests);
  absl::StatusOr<ingestion::v1::IngestDocumentResponse> IngestDocument(
      const CallContext& call, const ingestion::v1::IngestDocumentRequest& request);

  template <typename Request, typename Response>
  void FeedMethod(absl::string_view method,
                  absl::StatusOr<Response> (FeedSubscriptions::*handler)(const CallContext&,
                                                                         const Request&));

  ArticleSink& sink_;
  FeedSubscriptions& feeds_;
  const IntakeLimits limits_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_INGESTION_SERVICE_H_
