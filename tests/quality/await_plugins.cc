#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/status_macros.h"
#include "tests/quality/run_similar.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using Stub = v1::RecommendationService::Stub;

constexpr absl::Duration kPoll = absl::Milliseconds(200);
// A model may have to read every article first.
constexpr absl::Duration kPatience = absl::Minutes(30);
// One that has described itself is asked for its health a moment later.
constexpr absl::Duration kSettled = absl::Seconds(5);

bool AllReady(const v1::ListPluginsResponse& response) {
  return !response.plugins().empty() &&
         std::all_of(response.plugins().begin(), response.plugins().end(),
                     [](const auto& plugin) { return plugin.state() == v1::PLUGIN_STATE_READY; });
}

}  // namespace

absl::Status AwaitPlugins(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = v1::RecommendationService::NewStub(channel);
  const absl::Time until = absl::Now() + kPatience;
  absl::Time not_ready = absl::Now();
  while (true) {
    ASSIGN_OR_RETURN(const auto response,
                     CallUnary<v1::ListPluginsResponse>({}, *stub, &Stub::ListPlugins,
                                                        v1::ListPluginsRequest()));
    if (!AllReady(response)) not_ready = absl::Now();
    if (absl::Now() - not_ready > kSettled) return absl::OkStatus();
    if (!response.refused_configuration().empty()) {
      return absl::InvalidArgumentError(response.refused_configuration());
    }
    if (absl::Now() > until) {
      return absl::UnavailableError(absl::StrCat("plug-ins: ", response.ShortDebugString()));
    }
    absl::SleepFor(kPoll);
  }
}

}  // namespace akin
