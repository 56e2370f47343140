#include "services/ingestion/ingestion_app.h"

#include <utility>

#include "services/ingestion/storage_article_sink.h"

namespace akin {

void IngestionApp::LateSink::Set(std::unique_ptr<ArticleSink> sink) {
  sink_ = std::move(sink);
  ready_ = sink_.get();
}

absl::StatusOr<ArticleSink::Result> IngestionApp::LateSink::Put(
    const CallContext& call, const std::vector<news::v1::Article>& articles, bool validate_only) {
  ArticleSink* sink = ready_.load();
  if (sink == nullptr) return absl::UnavailableError("ingestion is starting");
  return sink->Put(call, articles, validate_only);
}

IngestionApp::IngestionApp(IngestionService::Options options)
    : service_(sink_, std::move(options)) {}

IngestionApp::~IngestionApp() = default;

void IngestionApp::Start(std::shared_ptr<grpc::Channel> storage) {
  sink_.Set(std::make_unique<StorageArticleSink>(std::move(storage)));
}

news::v1::ServiceStatus IngestionApp::Status() const {
  news::v1::ServiceStatus status;
  status.set_service("ingestion");
  return status;
}

}  // namespace akin
