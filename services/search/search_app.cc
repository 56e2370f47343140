#include "services/search/search_app.h"

#include <utility>

#include "common/cache/cache_report.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {

absl::StatusOr<std::unique_ptr<SearchApp>> SearchApp::Open(const Options& options,
                                                           const Clock& clock, Metrics& metrics) {
  std::unique_ptr<SearchApp> app(new SearchApp(options, clock));
  RETURN_IF_ERROR(app->OpenShared(metrics));
  ASSIGN_OR_RETURN(app->view_, XapianSearchView::Open(options.data_dir, app->readers_));
  app->cache_ = std::make_unique<Cache>(options.cache, app->shared_.get(), clock, metrics);
  app->caching_index_ = std::make_unique<CachingArticleIndex>(app->index_, *app->cache_);
  app->invalidating_view_ = std::make_unique<InvalidatingLogView>(*app->view_, *app->cache_);
  MatchPins::Options pins = options.pins;
  pins.shared = app->shared_.get();
  app->pins_ = std::make_unique<MatchPins>(clock, pins);
  app->searcher_ = std::make_unique<Searcher>(*app->caching_index_, *app->pins_);
  app->MakeService();
  return app;
}

absl::Status SearchApp::OpenShared(Metrics& metrics) {
  if (options_.redis_address.empty()) return absl::OkStatus();
  RedisClient::Options redis;
  redis.address = options_.redis_address;
  ASSIGN_OR_RETURN(redis_, RedisClient::Create(redis, clock_, metrics));
  shared_ = std::make_unique<RedisSharedCache>(*redis_);
  return absl::OkStatus();
}

void SearchApp::MakeService() {
  ServiceHost::Options host = options_.host;
  host.gate = &gate_;
  host.ready_to_read = [this] { return CheckFresh(); };
  service_ = std::make_unique<SearchService>(*searcher_, *caching_index_, std::move(host));
}

void SearchApp::Start(std::shared_ptr<grpc::Channel> storage) {
  follower_ = std::make_unique<LogFollower>(std::move(storage), *invalidating_view_, gate_, clock_,
                                            options_.follower);
  following_ = follower_.get();
}

void SearchApp::Stop() {
  following_ = nullptr;
  follower_.reset();
}

absl::Status SearchApp::CheckFresh() const {
  if (const LogFollower* follower = following_) return follower->CheckFresh();
  return WithRetryAfter(ErrorWithReason(absl::StatusCode::kUnavailable, "VIEW_STALE",
                                        "the view does not follow storage"),
                        absl::Seconds(1));
}

news::v1::ServiceStatus SearchApp::Status() const {
  news::v1::ServiceStatus status;
  const LogPosition position = index_.served_position();
  status.set_service("search");
  status.set_log_id(position.log_id);
  status.set_applied_revision(position.revision);
  status.set_article_count(index_.article_count());
  if (const LogFollower* follower = following_) {
    status.set_newest_revision(follower->newest_revision());
    *status.mutable_lag() = ToProto(follower->lag());
  }
  ReportCache(cache_->stats(), status);
  return status;
}

}  // namespace akin
