#include "services/search/search_node.h"

#include <utility>

#include "common/cache/cache_report.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {

absl::StatusOr<std::unique_ptr<SearchNode>> SearchNode::Start(
    std::shared_ptr<grpc::Channel> storage, const Options& options, const Clock& clock,
    Metrics& metrics) {
  std::unique_ptr<SearchNode> node(new SearchNode());
  RETURN_IF_ERROR(node->OpenShared(options, clock, metrics));
  ASSIGN_OR_RETURN(node->view_, XapianSearchView::Open(options.data_dir, node->readers_));
  node->cache_ = std::make_unique<Cache>(options.cache, node->shared_.get(), clock, metrics);
  node->caching_index_ = std::make_unique<CachingArticleIndex>(node->index_, *node->cache_);
  MatchPins::Options pins = options.pins;
  pins.shared = node->shared_.get();
  node->pins_ = std::make_unique<MatchPins>(clock, pins);
  node->searcher_ = std::make_unique<Searcher>(*node->caching_index_, *node->pins_);
  node->invalidating_view_ = std::make_unique<InvalidatingLogView>(*node->view_, *node->cache_);
  node->follower_ = std::make_unique<LogFollower>(std::move(storage), *node->invalidating_view_,
                                                  node->gate_, clock, options.follower);
  node->StartService(options);
  return node;
}

absl::Status SearchNode::OpenShared(const Options& options, const Clock& clock, Metrics& metrics) {
  if (options.redis_address.empty()) return absl::OkStatus();
  RedisClient::Options redis;
  redis.address = options.redis_address;
  ASSIGN_OR_RETURN(redis_, RedisClient::Create(redis, clock, metrics));
  shared_ = std::make_unique<RedisSharedCache>(*redis_);
  return absl::OkStatus();
}

void SearchNode::StartService(const Options& options) {
  ServiceHost::Options host = options.host;
  host.gate = &gate_;
  host.ready_to_read = [this] { return follower_->CheckFresh(); };
  service_ = std::make_unique<SearchService>(*searcher_, *caching_index_, std::move(host));
}

news::v1::ServiceStatus SearchNode::Status() const {
  news::v1::ServiceStatus status;
  const LogPosition position = index_.served_position();
  status.set_service("search");
  status.set_log_id(position.log_id);
  status.set_applied_revision(position.revision);
  status.set_newest_revision(follower_->newest_revision());
  *status.mutable_lag() = ToProto(follower_->lag());
  status.set_article_count(index_.article_count());
  ReportCache(cache_->stats(), status);
  return status;
}

}  // namespace akin
