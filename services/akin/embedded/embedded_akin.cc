#include "services/akin/embedded/embedded_akin.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "common/metrics/metrics.h"
#include "common/rpc/run_main.h"
#include "common/rpc/status_service.h"
#include "common/status/status_macros.h"
#include "common/time/clock.h"
#include "services/ingestion/ingestion_app.h"
#include "services/recommendation/recommendation_app.h"
#include "services/search/search_app.h"
#include "services/storage/storage_app.h"
#include "services/web/web_app.h"

namespace akin {
namespace {

// One folder per service, as their own processes have them.
absl::StatusOr<std::string> Folder(const std::string& data_dir, absl::string_view service) {
  const std::string folder = absl::StrCat(data_dir, "/", service);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  return folder;
}

class EmbeddedAkinImpl : public EmbeddedAkin {
 public:
  // Whoever calls storage within the process stops before it does: gRPC does not survive a call
  // through the in-process channel of a server that is shutting down.
  ~EmbeddedAkinImpl() override {
    web_.reset();
    if (server_ == nullptr) return;
    server_->Stop();
    ingestion_->Stop();
    recommendation_->Stop();
    search_->Stop();
    local_->Stop();
  }

  absl::Status Open(const Options& options) {
    RETURN_IF_ERROR(OpenStorage(options));
    RETURN_IF_ERROR(OpenIngestion(options));
    RETURN_IF_ERROR(OpenSearch(options));
    RETURN_IF_ERROR(OpenRecommendation(options));
    status_ = std::make_unique<StatusService>(
        std::vector<StatusService::Source>{
            [this] { return storage_->Status(); }, [this] { return ingestion_->Status(); },
            [this] { return search_->Status(); }, [this] { return recommendation_->Status(); }},
        clock_.Now());
    ASSIGN_OR_RETURN(local_, Server::Start({.address = ""}, {&storage_->local_service()}));
    Server::Options server = options.server;
    server.metrics = &ProcessMetrics();
    ASSIGN_OR_RETURN(server_,
                     Server::Start(server, {&storage_->service(), &storage_->backup_service(),
                                            &ingestion_->service(), &search_->service(),
                                            &recommendation_->service(), status_.get()}));
    ingestion_->Start(local_->InProcessChannel());
    search_->Start(local_->InProcessChannel());
    recommendation_->Start(local_->InProcessChannel());
    return OpenWeb(options);
  }

  const std::string& address() const override { return server_->address(); }
  std::shared_ptr<grpc::Channel> channel() override { return server_->InProcessChannel(); }
  std::string web_address() const override { return web_ == nullptr ? "" : web_->address(); }

  // The site ends before what it calls.
  void ServeUntilSignal() override {
    if (web_ == nullptr) return server_->ServeUntilSignal();
    AwaitStopSignal();
    web_.reset();
    server_->Stop();
  }

 private:
  absl::Status OpenStorage(const Options& options) {
    StorageOptions storage{.backup_dir = options.backup_dir};
    ASSIGN_OR_RETURN(storage.rocks.data_dir, Folder(options.data_dir, "storage"));
    storage.rocks.verify = true;
    ASSIGN_OR_RETURN(storage_, StorageApp::Open(std::move(storage), ProcessMetrics()));
    return absl::OkStatus();
  }

  absl::Status OpenIngestion(const Options& options) {
    ASSIGN_OR_RETURN(CidrList allowed, CidrList::Parse(options.fetch_allow_cidr));
    const CurlFetcher::Options fetcher{.user_agent = CurlFetcher::UserAgent(options.fetch_contact),
                                       .policy = AddressPolicy(std::move(allowed))};
    ingestion_ = std::make_unique<IngestionApp>(
        IngestionOptions{.poll_feeds = options.poll_feeds, .fetcher = fetcher}, ProcessMetrics());
    return absl::OkStatus();
  }

  absl::Status OpenSearch(const Options& options) {
    SearchApp::Options app;
    ASSIGN_OR_RETURN(app.data_dir, Folder(options.data_dir, "search"));
    app.rules.synonyms = options.synonyms;
    app.rules.protected_words = options.protected_words;
    app.rules.picks = options.picks;
    ASSIGN_OR_RETURN(search_, SearchApp::Open(app, clock_, ProcessMetrics()));
    return absl::OkStatus();
  }

  absl::Status OpenRecommendation(const Options& options) {
    RecommendationApp::Options app;
    ASSIGN_OR_RETURN(app.data_dir, Folder(options.data_dir, "recommendation"));
    app.pipelines.path = options.pipelines;
    app.plugins.identity = options.identity;
    ASSIGN_OR_RETURN(recommendation_, RecommendationApp::Open(app, clock_, ProcessMetrics()));
    return absl::OkStatus();
  }

  // It calls as anybody does.
  absl::Status OpenWeb(const Options& options) {
    if (options.web_address.empty()) return absl::OkStatus();
    RpcNewsServices::Channels channels;
    for (const char* package : {"akin.storage.v1", "akin.search.v1", "akin.recommendation.v1"})
      channels[package] = server_->InProcessChannel();
    ASSIGN_OR_RETURN(web_, WebApp::Start({.http = {.address = options.web_address}},
                                         std::move(channels), ProcessMetrics()));
    return absl::OkStatus();
  }

  const SystemClock clock_;
  std::unique_ptr<StorageApp> storage_;
  std::unique_ptr<IngestionApp> ingestion_;
  std::unique_ptr<SearchApp> search_;
  std::unique_ptr<RecommendationApp> recommendation_;
  std::unique_ptr<StatusService> status_;
  std::unique_ptr<Server> local_;   // storage, for the other services
  std::unique_ptr<Server> server_;  // all, for everybody else
  std::unique_ptr<WebApp> web_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<EmbeddedAkin>> EmbeddedAkin::Start(const Options& options) {
  auto akin = std::make_unique<EmbeddedAkinImpl>();
  RETURN_IF_ERROR(akin->Open(options));
  return akin;
}

}  // namespace akin
