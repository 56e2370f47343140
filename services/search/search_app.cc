#include "services/search/search_app.h"

#include <utility>

#include "common/cache/cache_report.h"
#include "common/status/status_macros.h"

namespace akin {

absl::StatusOr<std::unique_ptr<SearchApp>> SearchApp::Open(const Options& options,
                                                           const Clock& clock, Metrics& metrics) {
  std::unique_ptr<SearchApp> app(new SearchApp(options, clock));
  ASSIGN_OR_RETURN(app->rules_, SearchRuleFiles::Open(options.rules));
  ASSIGN_OR_RETURN(app->shared_, OpenRedisSharedCache(options.redis, clock, metrics));
  ASSIGN_OR_RETURN(app->view_, XapianSearchView::Open(options.data_dir, app->readers_));
  app->cache_ = std::make_unique<Cache>(options.cache, app->shared_.get(), clock, metrics);
  app->caching_index_ = std::make_unique<CachingArticleIndex>(app->index_, *app->cache_);
  app->invalidating_view_ = std::make_unique<InvalidatingLogView>(*app->view_, *app->cache_);
  MatchPins::Options pins = options.pins;
  pins.shared = app->shared_.get();
  app->pins_ = std::make_unique<MatchPins>(clock, pins);
  app->searcher_ = std::make_unique<Searcher>(*app->caching_index_, *app->pins_);
  app->following_ = std::make_unique<ViewFollowing>(*app->invalidating_view_, app->gate_, clock,
                                                    options.follower);
  app->MakeService();
  return app;
}

void SearchApp::MakeService() {
  ServiceHost::Options host = options_.host;
  host.gate = &gate_;
  host.ready_to_read = [this] { return following_->CheckFresh(); };
  service_ = std::make_unique<SearchService>(*searcher_, *caching_index_, *rules_, clock_,
                                             std::move(host));
}

void SearchApp::Start(std::shared_ptr<grpc::Channel> storage) {
  following_->Start(std::move(storage));
}

void SearchApp::Stop() { following_->Stop(); }

news::v1::ServiceStatus SearchApp::Status() const {
  news::v1::ServiceStatus status;
  const LogPosition position = index_.served_position();
  status.set_service("search");
  status.set_log_id(position.log_id);
  status.set_applied_revision(position.revision);
  status.set_article_count(index_.article_count());
  following_->Report(status);
  ReportCache(cache_->stats(), status);
  return status;
}

}  // namespace akin
