#ifndef AKIN_SERVICES_RECOMMENDATION_PLUGINS_TESTING_SCRIPTED_PLUGIN_H_
#define AKIN_SERVICES_RECOMMENDATION_PLUGINS_TESTING_SCRIPTED_PLUGIN_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "akin/plugin/v1/candidate_source_service.pb.h"
#include "akin/plugin/v1/list_filter_service.pb.h"
#include "akin/plugin/v1/plugin_service.pb.h"
#include "akin/plugin/v1/ranker_service.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/server.h"

namespace akin {

// A plug-in that does what a test says: a real server on 127.0.0.1. Thread-safe.
class ScriptedPlugin {
 public:
  template <typename Request, typename Response>
  using Handler = std::function<absl::StatusOr<Response>(const CallContext&, const Request&)>;

  // What is null is not served, and not described.
  struct Script {
    Handler<plugin::v1::FindCandidatesRequest, plugin::v1::FindCandidatesResponse> find;
    Handler<plugin::v1::RankCandidatesRequest, plugin::v1::RankCandidatesResponse> rank;
    Handler<plugin::v1::ReviewListRequest, plugin::v1::ReviewListResponse> review;
    // Answers FindCandidates with these bytes, as candidates that do not parse.
    std::string garbage;
    plugin::v1::DescribeResponse told;  // Roles and contract_version are filled in.
  };
  explicit ScriptedPlugin(Script script, Server::Options options = {});
  ~ScriptedPlugin();

  const std::string& address() const { return server_->address(); }
  // Calls of find, rank and review.
  int calls() const { return calls_; }

  // Blocks until the call is cancelled or its deadline has passed.
  static void Hang(const CallContext& call);

 private:
  std::atomic<int> calls_ = 0;
  std::vector<std::unique_ptr<RpcService>> services_;
  std::unique_ptr<Server> server_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PLUGINS_TESTING_SCRIPTED_PLUGIN_H_
