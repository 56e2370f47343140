#ifndef AKIN_SERVICES_INGESTION_GRANTED_ARTICLE_SINK_H_
#define AKIN_SERVICES_INGESTION_GRANTED_ARTICLE_SINK_H_

#include "services/ingestion/article_sink.h"

namespace akin {

// Puts only articles of sources that whoever calls may change; the others have PERMISSION_DENIED
// (reason SOURCE_NOT_GRANTED) each by itself. Thread-safe.
class GrantedArticleSink : public ArticleSink {
 public:
  // `sink` must outlive this one.
  explicit GrantedArticleSink(ArticleSink& sink) : sink_(sink) {}

  absl::StatusOr<Result> Put(const CallContext& call,
                             const std::vector<news::v1::Article>& articles,
                             const Options& options) override;

 private:
  ArticleSink& sink_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_GRANTED_ARTICLE_SINK_H_
