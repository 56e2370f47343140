#ifndef AKIN_SERVICES_INGESTION_TESTING_INGESTION_PARTS_H_
#define AKIN_SERVICES_INGESTION_TESTING_INGESTION_PARTS_H_

#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "services/ingestion/ingestion_service.h"
#include "services/ingestion/testing/fake_article_sink.h"
#include "services/ingestion/testing/fake_feed_store.h"
#include "services/ingestion/testing/fake_fetcher.h"

namespace akin {

// What an IngestionService is made of, where storage and the web are made up.
struct IngestionParts {
  FakeArticleSink sink;
  FakeFetcher fetcher;
  const SystemClock clock;
  FakeFeedStore feed_store{clock};
  Metrics metrics;
  HostGate gate{{.min_delay = absl::ZeroDuration()}, clock};
  RobotsCache robots{{}, fetcher, clock};
  FullPages pages{fetcher, robots, gate, clock, {}};
  FeedReader reader{fetcher, pages, sink, clock, {}};
  FeedPoller poller{feed_store, reader, gate, clock, metrics, {}};
  FeedSubscriptions subscriptions{feed_store, poller};
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_TESTING_INGESTION_PARTS_H_
