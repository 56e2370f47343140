#include "common/rpc/server_flags.h"

#include "absl/flags/flag.h"

ABSL_FLAG(absl::Duration, stop_delay, absl::Seconds(1),
          "how long new calls still succeed after SIGTERM, while clients learn of it");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(10),
          "how long running calls may then go on");
ABSL_FLAG(absl::Duration, max_connection_age, absl::Minutes(30),
          "connections take no new calls after this; what runs on them goes on");

namespace akin {

Server::Options ServerOptionsFromFlags() {
  Server::Options options;
  options.stop_delay = absl::GetFlag(FLAGS_stop_delay);
  options.drain_timeout = absl::GetFlag(FLAGS_drain_timeout);
  options.max_connection_age = absl::GetFlag(FLAGS_max_connection_age);
  return options;
}

}  // namespace akin
