#ifndef AKIN_SERVICES_INGESTION_STORAGE_ARTICLE_SINK_H_
#define AKIN_SERVICES_INGESTION_STORAGE_ARTICLE_SINK_H_

#include <memory>

#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "services/ingestion/article_sink.h"

namespace akin {

// The storage service behind a channel. Thread-safe.
class StorageArticleSink : public ArticleSink {
 public:
  explicit StorageArticleSink(std::shared_ptr<grpc::Channel> storage);

  // One PutArticles, or several where one would exceed what a request may hold.
  absl::StatusOr<Result> Put(const CallContext& call,
                             const std::vector<news::v1::Article>& articles,
                             bool validate_only) override;

 private:
  absl::Status Send(const CallContext& call, const storage::v1::PutArticlesRequest& request,
                    Result& result);

  const std::unique_ptr<storage::v1::StorageService::Stub> stub_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_STORAGE_ARTICLE_SINK_H_
