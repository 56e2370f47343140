#ifndef AKIN_SERVICES_INGESTION_INGESTION_APP_H_
#define AKIN_SERVICES_INGESTION_INGESTION_APP_H_

#include <memory>

#include "akin/news/v1/status_service.pb.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "grpcpp/channel.h"
#include "services/ingestion/feeds/feed_poller.h"
#include "services/ingestion/feeds/feed_reader.h"
#include "services/ingestion/feeds/feed_subscriptions.h"
#include "services/ingestion/feeds/full_pages.h"
#include "services/ingestion/feeds/storage_feed_store.h"
#include "services/ingestion/fetch/curl_fetcher.h"
#include "services/ingestion/fetch/host_gate.h"
#include "services/ingestion/fetch/robots_cache.h"
#include "services/ingestion/granted_article_sink.h"
#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/reconciling_article_sink.h"
#include "services/ingestion/storage_article_sink.h"
#include "services/ingestion/storage_link.h"

namespace akin {

struct IngestionOptions {
  IngestionService::Options service;
  // Off: feeds are kept and fetched when asked for, and this process polls none by itself.
  bool poll_feeds = true;
  FeedPoller::Options polls;
  ScheduleLimits schedule;
  CurlFetcher::Options fetcher;
  // The total time is cut to half of a poll's lease, so that its results come in time.
  FetchLimits fetch;
  HostGate::Options gate;
};

// The ingestion service with all it needs, for a process of its own or among others. Thread-safe.
class IngestionApp {
 public:
  IngestionApp(IngestionOptions options, Metrics& metrics);
  ~IngestionApp();

  // Where articles go from now on; begins to poll feeds. Call once. Until then calls are
  // UNAVAILABLE.
  void Start(std::shared_ptr<grpc::Channel> storage);

  // Ends polling; call before storage goes.
  void Stop();

  RpcService& service() { return service_; }

  // For StatusService.
  news::v1::ServiceStatus Status() const;

 private:
  const SystemClock clock_;
  const bool poll_feeds_;
  StorageLink storage_;
  StorageArticleSink storage_sink_{storage_};
  ReconcilingArticleSink sink_{storage_sink_, storage_, clock_};
  GrantedArticleSink called_sink_{sink_};  // of what callers bring; feeds were granted as such
  StorageFeedStore feeds_{storage_};
  CurlFetcher fetcher_;
  HostGate gate_;
  RobotsCache robots_{{}, fetcher_, clock_};
  FullPages pages_;
  FeedReader reader_;
  FeedPoller poller_;
  FeedSubscriptions subscriptions_{feeds_, poller_};
  IngestionService service_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_INGESTION_APP_H_
