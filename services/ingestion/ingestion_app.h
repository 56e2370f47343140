#ifndef AKIN_SERVICES_INGESTION_INGESTION_APP_H_
#define AKIN_SERVICES_INGESTION_INGESTION_APP_H_

#include <memory>

#include "akin/news/v1/status_service.pb.h"
#include "grpcpp/channel.h"
#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/storage_article_sink.h"
#include "services/ingestion/storage_link.h"

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
  StorageLink storage_;
  StorageArticleSink sink_{storage_};
  IngestionService service_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_INGESTION_APP_H_
