#ifndef AKIN_SERVICES_INGESTION_RECONCILING_ARTICLE_SINK_H_
#define AKIN_SERVICES_INGESTION_RECONCILING_ARTICLE_SINK_H_

#include "common/time/clock.h"
#include "services/ingestion/article_sink.h"
#include "services/ingestion/storage_link.h"

namespace akin {

// Puts the articles of a document by what storage knows of them (Reconcile); others as they are.
// Thread-safe.
class ReconcilingArticleSink : public ArticleSink {
 public:
  // All must outlive the sink; `sink` puts into `storage`.
  ReconcilingArticleSink(ArticleSink& sink, StorageLink& storage, const Clock& clock)
      : sink_(sink), storage_(storage), clock_(clock) {}

  absl::StatusOr<Result> Put(const CallContext& call,
                             const std::vector<news::v1::Article>& articles,
                             const Options& options) override;

 private:
  ArticleSink& sink_;
  StorageLink& storage_;
  const Clock& clock_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_RECONCILING_ARTICLE_SINK_H_
