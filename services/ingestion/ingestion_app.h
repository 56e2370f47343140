#ifndef AKIN_SERVICES_INGESTION_INGESTION_APP_H_
#define AKIN_SERVICES_INGESTION_INGESTION_APP_H_

#include <atomic>
#include <memory>

#include "akin/news/v1/status_service.pb.h"
#include "grpcpp/channel.h"
#include "services/ingestion/article_sink.h"
#include "services/ingestion/ingestion_service.h"

namespace akin {

// The ingestion service with all it needs, for a process of its own or among others. Thread-safe.
class IngestionApp {
 public:
  explicit IngestionApp(IngestionService::Options options);
  ~IngestionApp();

  // Where articles go from now on; call once. Until then calls are UNAVAILABLE.
  void Start(std::shared_ptr<grpc::Channel> storage);

  RpcService& service() { return service_; }

  // For StatusService.
  news::v1::ServiceStatus Status() const;

 private:
  // Storage, as soon as it is known.
  class LateSink : public ArticleSink {
   public:
    void Set(std::unique_ptr<ArticleSink> sink);
    absl::StatusOr<Result> Put(const CallContext& call,
                               const std::vector<news::v1::Article>& articles,
                               bool validate_only) override;

   private:
    std::unique_ptr<ArticleSink> sink_;
    std::atomic<ArticleSink*> ready_ = nullptr;
  };

  LateSink sink_;
  IngestionService service_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_INGESTION_APP_H_
