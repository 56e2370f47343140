#ifndef AKIN_SERVICES_SEARCH_SEARCH_APP_H_
#define AKIN_SERVICES_SEARCH_SEARCH_APP_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "akin/news/v1/status_service.pb.h"
#include "common/cache/redis_shared_cache.h"
#include "common/metrics/metrics.h"
#include "common/redis/redis_client.h"
#include "common/rpc/rpc_service.h"
#include "common/time/clock.h"
#include "common/view/revision_gate.h"
#include "common/view/view_following.h"
#include "services/search/domain/caching_article_index.h"
#include "services/search/search_rule_files.h"
#include "services/search/search_service.h"
#include "services/search/xapian/xapian_article_index.h"
#include "services/search/xapian/xapian_search_view.h"

namespace akin {

// Everything behind the search service, wired: what its own process and `akin serve` run.
// Thread-safe but for Start and Stop.
class SearchApp {
 public:
  struct Options {
    // Where the index stands; made if missing.
    std::string data_dir;
    RedisClient::Options redis = {};  // No address: no shared cache.
    LogFollower::Options follower = {};
    ServiceHost::Options host = {};
    // A search is answered from memory this long, and refreshed behind an answer up to hard_ttl.
    Cache::Options cache = {
        .name = "search", .soft_ttl = absl::Seconds(5), .hard_ttl = absl::Seconds(60)};
    // What the newsroom has laid down for queries.
    SearchRuleFiles::Options rules = {};
    // How results are kept whose pages are being turned; `shared` is set by the app.
    MatchPins::Options pins = {};
  };

  // Opens the index. `clock` and `metrics` must outlive the app. UNAVAILABLE if the folder cannot
  // be used, INVALID_ARGUMENT for a bad Redis address or a wrong file.
  static absl::StatusOr<std::unique_ptr<SearchApp>> Open(const Options& options, const Clock& clock,
                                                         Metrics& metrics);

  // Begins to follow the log; call once, when `storage` may be called. Until then, and until the
  // index is up to date, reads are UNAVAILABLE.
  void Start(std::shared_ptr<grpc::Channel> storage);
  // Ends what Start began; called before the server with `storage` stops.
  void Stop();

  RpcService& service() { return *service_; }
  news::v1::ServiceStatus Status() const;

 private:
  SearchApp(const Options& options, const Clock& clock) : options_(options), clock_(clock) {}
  void MakeService();

  const Options options_;
  const Clock& clock_;
  // In the order in which they need one another.
  std::unique_ptr<SearchRuleFiles> rules_;
  std::unique_ptr<SharedCache> shared_;
  ReaderPool readers_;
  XapianArticleIndex index_{readers_};
  std::unique_ptr<Cache> cache_;
  std::unique_ptr<CachingArticleIndex> caching_index_;
  std::unique_ptr<MatchPins> pins_;
  std::unique_ptr<Searcher> searcher_;
  std::unique_ptr<XapianSearchView> view_;
  std::unique_ptr<InvalidatingLogView> invalidating_view_;
  RevisionGate gate_;
  std::unique_ptr<ViewFollowing> following_;
  std::unique_ptr<SearchService> service_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_SEARCH_APP_H_
