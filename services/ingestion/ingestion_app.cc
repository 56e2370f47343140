#include "services/ingestion/ingestion_app.h"

#include <algorithm>
#include <utility>

namespace akin {
namespace {

FeedReader::Options ReaderOptions(const IngestionOptions& options) {
  FeedReader::Options reader{options.service.limits, options.schedule, options.fetch};
  reader.fetch.total_timeout = std::min(options.fetch.total_timeout, options.polls.lease / 2);
  return reader;
}

// The lease is renewed before each page.
FullPages::Options PageOptions(const IngestionOptions& options) {
  FullPages::Options pages;
  pages.fetch = options.fetch;
  pages.fetch.total_timeout = std::min(options.fetch.total_timeout, options.polls.lease / 4);
  pages.longest_wait = options.polls.lease / 4;
  pages.max_document_bytes = options.service.limits.max_document_bytes;
  return pages;
}

FeedPoller::Options PollOptions(const IngestionOptions& options) {
  FeedPoller::Options polls = options.polls;
  polls.host_delay = options.gate.min_delay;
  return polls;
}

}  // namespace

IngestionApp::IngestionApp(IngestionOptions options, Metrics& metrics)
    : poll_feeds_(options.poll_feeds),
      fetcher_(options.fetcher, clock_),
      gate_(options.gate, clock_),
      pages_(fetcher_, robots_, gate_, clock_, PageOptions(options)),
      reader_(fetcher_, pages_, sink_, clock_, ReaderOptions(options)),
      poller_(feeds_, reader_, gate_, clock_, metrics, PollOptions(options)),
      service_(called_sink_, subscriptions_, std::move(options.service)) {}

IngestionApp::~IngestionApp() { Stop(); }

void IngestionApp::Start(std::shared_ptr<grpc::Channel> storage) {
  storage_.Connect(std::move(storage));
  if (poll_feeds_) poller_.Start();
}

void IngestionApp::Stop() {
  fetcher_.Stop();
  poller_.Stop();
}

news::v1::ServiceStatus IngestionApp::Status() const {
  news::v1::ServiceStatus status;
  status.set_service("ingestion");
  status.set_state(news::v1::SERVING_STATE_SERVING);
  return status;
}

}  // namespace akin
