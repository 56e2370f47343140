#ifndef AKIN_SERVICES_INGESTION_STORAGE_ARTICLE_SINK_H_
#define AKIN_SERVICES_INGESTION_STORAGE_ARTICLE_SINK_H_

#include "services/ingestion/article_sink.h"
#include "services/ingestion/storage_link.h"

namespace akin {

// The storage service. Thread-safe.
class StorageArticleSink : public ArticleSink {
 public:
  // `storage` must outlive the sink.
  explicit StorageArticleSink(StorageLink& storage) : storage_(storage) {}

  // One PutArticles, or several where one would exceed what a request may hold.
  absl::StatusOr<Result> Put(const CallContext& call,
                             const std::vector<news::v1::Article>& articles,
                             const Options& options) override;

 private:
  absl::Status Send(const CallContext& call, const storage::v1::PutArticlesRequest& request,
                    Result& result);

  StorageLink& storage_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_STORAGE_ARTICLE_SINK_H_
