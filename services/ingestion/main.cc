// akin-ingestion: serves akin.ingestion.v1; hands what it takes in to storage.
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "common/metrics/metrics.h"
#include "common/rpc/client_flags.h"
#include "common/rpc/run_main.h"
#include "common/rpc/serve_process.h"
#include "common/rpc/server_flags.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/ingestion/ingestion_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7402", "host:port to serve gRPC on");
ABSL_FLAG(std::string, metrics_listen, "", "host:port to serve Prometheus metrics on; empty: none");
ABSL_FLAG(std::string, storage_address, "127.0.0.1:7401", "storage, any gRPC target");
ABSL_FLAG(int, handler_threads, 16, "threads for calls");
ABSL_FLAG(int, max_calls, 1024, "calls and streams served at once; more are refused");
ABSL_FLAG(absl::Duration, max_queue_time, absl::Milliseconds(250),
          "the longest that a call waits for a thread, above which calls are refused; where calls "
          "have been waiting for a quarter of that without a break, a tenth of it");
ABSL_FLAG(int, max_message_bytes, 32 << 20, "largest request");
ABSL_FLAG(size_t, max_document_bytes, 16 << 20, "largest document");
ABSL_FLAG(size_t, max_body_bytes, 1 << 20, "largest body of an article; storage has its own limit");

ABSL_FLAG(bool, poll_feeds, true,
          "poll the feeds that are subscribed to; replicas share them. Off: only FetchFeed does");
ABSL_FLAG(int, max_feed_polls, 8, "feeds polled at once");
ABSL_FLAG(double, feed_polls_per_second, 20, "polls that may start in a second");
ABSL_FLAG(absl::Duration, feed_min_interval, absl::Minutes(5), "a feed is polled at most so often");
ABSL_FLAG(absl::Duration, feed_max_interval, absl::Hours(24), "a feed is polled at least so often");
ABSL_FLAG(absl::Duration, feed_default_interval, absl::Minutes(30),
          "how often a feed is polled that does not tell its rhythm");
ABSL_FLAG(absl::Duration, feed_lease, absl::Minutes(2),
          "a feed that a replica has begun to poll is another's after this long; a poll that takes "
          "half of it is given up");
ABSL_FLAG(absl::Duration, feed_check_interval, absl::Seconds(1),
          "how often to look for due feeds while there are none");
ABSL_FLAG(absl::Duration, fetch_timeout, absl::Seconds(30), "for one fetch, redirects included");
ABSL_FLAG(absl::Duration, fetch_host_delay, absl::Seconds(1), "between two fetches from one host");
ABSL_FLAG(std::string, fetch_contact, "",
          "page or mailbox for publishers' complaints, sent in the User-Agent");
ABSL_FLAG(std::string, fetch_allow_cidr, "",
          "private addresses that may be fetched from all the same, e.g. 10.1.0.0/16,fd00::/8");
ABSL_FLAG(std::string, fetch_proxy, "",
          "proxy for all fetches, http://HOST:PORT; it must refuse private addresses itself");

namespace akin {
namespace {

IngestionService::Options ServiceOptions() {
  IngestionService::Options options;
  options.limits.max_document_bytes = absl::GetFlag(FLAGS_max_document_bytes);
  options.limits.max_body_bytes = absl::GetFlag(FLAGS_max_body_bytes);
  options.host.threads = absl::GetFlag(FLAGS_handler_threads);
  options.host.max_calls = absl::GetFlag(FLAGS_max_calls);
  options.host.max_queue_time = absl::GetFlag(FLAGS_max_queue_time);
  return options;
}

absl::StatusOr<Server::Options> ServerOptions() {
  ASSIGN_OR_RETURN(Server::Options options, ServerOptionsFromFlags(absl::GetFlag(FLAGS_listen)));
  options.max_request_bytes = absl::GetFlag(FLAGS_max_message_bytes);
  return options;
}

FeedPoller::Options PollOptions() {
  FeedPoller::Options options;
  options.max_polls = absl::GetFlag(FLAGS_max_feed_polls);
  options.polls_per_second = absl::GetFlag(FLAGS_feed_polls_per_second);
  options.lease = absl::GetFlag(FLAGS_feed_lease);
  options.idle_wait = absl::GetFlag(FLAGS_feed_check_interval);
  return options;
}

ScheduleLimits Schedule() {
  ScheduleLimits limits;
  limits.min_interval = absl::GetFlag(FLAGS_feed_min_interval);
  limits.max_interval = absl::GetFlag(FLAGS_feed_max_interval);
  limits.default_interval = absl::GetFlag(FLAGS_feed_default_interval);
  return limits;
}

absl::Status CheckFeedFlags() {
  const absl::Duration lease = absl::GetFlag(FLAGS_feed_lease);
  if (absl::GetFlag(FLAGS_max_feed_polls) < 1) return InvalidField("--max_feed_polls", "want >= 1");
  if (!(absl::GetFlag(FLAGS_feed_polls_per_second) > 0)) {
    return InvalidField("--feed_polls_per_second", "want > 0");
  }
  if (lease < absl::Seconds(1) || lease > absl::Minutes(10)) {
    return InvalidField("--feed_lease", "want 1s to 10m");
  }
  if (absl::GetFlag(FLAGS_feed_min_interval) <= absl::ZeroDuration() ||
      absl::GetFlag(FLAGS_feed_min_interval) > absl::GetFlag(FLAGS_feed_max_interval)) {
    return InvalidField("--feed_min_interval", "want more than 0, at most --feed_max_interval");
  }
  if (absl::GetFlag(FLAGS_feed_check_interval) < absl::Milliseconds(10)) {
    return InvalidField("--feed_check_interval", "want >= 10ms");
  }
  return absl::OkStatus();
}

absl::StatusOr<CurlFetcher::Options> FetcherOptions() {
  absl::StatusOr<CidrList> allowed = CidrList::Parse(absl::GetFlag(FLAGS_fetch_allow_cidr));
  if (!allowed.ok()) return InvalidField("--fetch_allow_cidr", allowed.status().message());
  return CurlFetcher::Options{
      .user_agent = CurlFetcher::UserAgent(absl::GetFlag(FLAGS_fetch_contact)),
      .policy = AddressPolicy(*std::move(allowed)),
      .proxy = absl::GetFlag(FLAGS_fetch_proxy)};
}

absl::StatusOr<IngestionOptions> Options() {
  RETURN_IF_ERROR(CheckFeedFlags());
  ASSIGN_OR_RETURN(CurlFetcher::Options fetcher, FetcherOptions());
  IngestionOptions options{.service = ServiceOptions(),
                           .poll_feeds = absl::GetFlag(FLAGS_poll_feeds),
                           .polls = PollOptions(),
                           .schedule = Schedule(),
                           .fetcher = std::move(fetcher)};
  const auto max_bytes = static_cast<int64_t>(options.service.limits.max_document_bytes);
  options.fetch.max_packed_bytes = options.fetch.max_unpacked_bytes = max_bytes;
  options.fetch.total_timeout = absl::GetFlag(FLAGS_fetch_timeout);
  options.gate.min_delay = absl::GetFlag(FLAGS_fetch_host_delay);
  return options;
}

absl::Status Run() {
  ASSIGN_OR_RETURN(IngestionOptions options, Options());
  ASSIGN_OR_RETURN(const Server::Options server, ServerOptions());
  ASSIGN_OR_RETURN(const auto storage, ChannelFromFlags(absl::GetFlag(FLAGS_storage_address)));
  IngestionApp app(std::move(options), ProcessMetrics());
  app.Start(storage);
  return ServeProcess(server, absl::GetFlag(FLAGS_metrics_listen),
                      {.service = app.service(),
                       .status = [&] { return app.Status(); },
                       .stop = [&] { app.Stop(); }});
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  return akin::RunMain(
      argc, argv,
      "Takes in news: articles, documents and feeds, which it polls. Flags can also be given as "
      "AKIN_<FLAG> in the environment.",
      akin::Run);
}
