#include "services/recommendation/plugins/testing/scripted_plugin.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/rpc/rpc_service.h"
#include "google/protobuf/wrappers.pb.h"

namespace akin {
namespace {

using namespace plugin::v1;  // NOLINT: all of the contract

// A service of one method.
class OneMethod : public RpcService {
 public:
  template <typename Request, typename Response>
  OneMethod(const std::string& service, const std::string& method,
            ScriptedPlugin::Handler<Request, Response> handler)
      : RpcService("akin.plugin.v1." + service, {.threads = 8}) {
    Unary<Request, Response>(method, std::move(handler));
  }
};

template <typename Request, typename Response>
std::unique_ptr<RpcService> Serve(const std::string& service, const std::string& method,
                                  ScriptedPlugin::Handler<Request, Response> handler) {
  return std::make_unique<OneMethod>(service, method, std::move(handler));
}

}  // namespace

ScriptedPlugin::ScriptedPlugin(Script script, Server::Options options) {
  DescribeResponse told = script.told;
  if (told.contract_version() == 0) told.set_contract_version(1);
  if (told.name().empty()) told.set_name("scripted");
  const auto counted = [this](const auto& handler) {
    return [this, handler](const CallContext& call, const auto& request) {
      ++calls_;
      return handler(call, request);
    };
  };
  if (script.find) {
    told.add_roles(PLUGIN_ROLE_CANDIDATE_SOURCE);
    services_.push_back(Serve<FindCandidatesRequest, FindCandidatesResponse>(
        "CandidateSourceService", "FindCandidates", counted(script.find)));
  } else if (!script.garbage.empty()) {
    told.add_roles(PLUGIN_ROLE_CANDIDATE_SOURCE);
    services_.push_back(Serve<FindCandidatesRequest, google::protobuf::BytesValue>(
        "CandidateSourceService", "FindCandidates",
        [this, bytes = script.garbage](const CallContext&, const FindCandidatesRequest&)
            -> absl::StatusOr<google::protobuf::BytesValue> {
          ++calls_;
          google::protobuf::BytesValue value;
          value.set_value(bytes);
          return value;
        }));
  }
  if (script.rank) {
    told.add_roles(PLUGIN_ROLE_RANKER);
    services_.push_back(Serve<RankCandidatesRequest, RankCandidatesResponse>(
        "RankerService", "RankCandidates", counted(script.rank)));
  }
  if (script.review) {
    told.add_roles(PLUGIN_ROLE_LIST_FILTER);
    services_.push_back(Serve<ReviewListRequest, ReviewListResponse>(
        "ListFilterService", "ReviewList", counted(script.review)));
  }
  services_.push_back(Serve<DescribeRequest, DescribeResponse>(
      "PluginService", "Describe",
      [told](const CallContext&, const DescribeRequest&) -> absl::StatusOr<DescribeResponse> {
        return told;
      }));
  std::vector<RpcService*> services;
  for (const auto& service : services_) services.push_back(service.get());
  options.drain_timeout = absl::ZeroDuration();
  server_ = Server::Start(options, services).value();
}

ScriptedPlugin::~ScriptedPlugin() { server_.reset(); }

void ScriptedPlugin::Hang(const CallContext& call) {
  while (!call.cancelled() && absl::Now() < call.deadline) absl::SleepFor(absl::Milliseconds(1));
}

}  // namespace akin
