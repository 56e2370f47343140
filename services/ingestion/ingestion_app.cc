#include "services/ingestion/ingestion_app.h"

#include <utility>

namespace akin {

IngestionApp::IngestionApp(IngestionService::Options options)
    : service_(sink_, std::move(options)) {}

IngestionApp::~IngestionApp() = default;

void IngestionApp::Start(std::shared_ptr<grpc::Channel> storage) {
  storage_.Connect(std::move(storage));
}

news::v1::ServiceStatus IngestionApp::Status() const {
  news::v1::ServiceStatus status;
  status.set_service("ingestion");
  return status;
}

}  // namespace akin
