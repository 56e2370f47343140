#ifndef AKIN_COMMON_VIEW_VIEW_PROCESS_H_
#define AKIN_COMMON_VIEW_VIEW_PROCESS_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/metrics/metrics.h"
#include "common/redis/redis_client.h"
#include "common/rpc/serve_process.h"
#include "common/rpc/service_host.h"
#include "common/status/status_macros.h"
#include "common/time/clock.h"
#include "common/view/log_follower.h"

namespace akin {

// What the flags tell the process of a view: where its data is, which storage it follows, how it is
// cached and served.
struct ViewFlags {
  std::string data_dir;
  std::shared_ptr<grpc::Channel> storage;
  std::string metrics_listen;
  RedisClient::Options redis;
  LogFollower::Options follower;
  ServiceHost::Options host;
  Server::Options server;
};

// The flags of the programs that link this, but for --listen, whose default is each one's own.
// INVALID_ARGUMENT names the flag.
absl::StatusOr<ViewFlags> ViewFlagsOf(const std::string& listen);

// The life of a view's process. An App is a SearchApp or a RecommendationApp; `options` are those
// that the other has not.
template <typename App>
absl::Status RunView(const std::string& listen, typename App::Options options = {}) {
  ASSIGN_OR_RETURN(ViewFlags flags, ViewFlagsOf(listen));
  options.data_dir = flags.data_dir;
  options.redis = flags.redis;
  options.follower = flags.follower;
  options.host = flags.host;
  const SystemClock clock;
  ASSIGN_OR_RETURN(auto app, App::Open(options, clock, ProcessMetrics()));
  return ServeProcess(std::move(flags.server), flags.metrics_listen,
                      {.service = app->service(),
                       .status = [&] { return app->Status(); },
                       .start = [&] { app->Start(flags.storage); },
                       .stop = [&] { app->Stop(); }});
}

}  // namespace akin

#endif  // AKIN_COMMON_VIEW_VIEW_PROCESS_H_
