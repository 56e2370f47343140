#include "services/recommendation/plugins/plugin_fleet.h"

#include <utility>

namespace akin {
namespace {

namespace v1 = recommendation::v1;

bool Same(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

PluginFleet::~PluginFleet() {
  Clients clients;
  {
    MutexLock lock(mu_);
    clients = std::move(clients_);
  }
  for (const auto& [name, client] : clients) client->Close();
}

void PluginFleet::Use(const PipelineSet& set) {
  const Clients clients = ClientsOf(set.config());
  Bound bound = BoundOf(set.config(), clients);
  Clients before;
  {
    MutexLock lock(mu_);
    config_ = set.config();
    before = std::exchange(clients_, clients);
    bound_.swap(bound);
  }
  for (const auto& [name, client] : before) {
    const auto now = clients.find(name);
    if (now == clients.end() || now->second != client) client->Close();
  }
}

PluginFleet::Clients PluginFleet::ClientsOf(const v1::PipelineConfig& config) const {
  Clients before;
  {
    MutexLock lock(mu_);
    before = clients_;
  }
  Clients clients;
  for (const v1::PluginTarget& target : config.plugins()) {
    const auto found = before.find(target.name());
    const bool is_same = found != before.end() && Same(found->second->target(), target);
    clients[target.name()] =
        is_same ? found->second : PluginClient::Create(target, options_, timers_, clock_, metrics_);
  }
  return clients;
}

PluginFleet::Bound PluginFleet::BoundOf(const v1::PipelineConfig& config,
                                        const Clients& clients) const {
  Bound before;
  {
    MutexLock lock(mu_);
    before = bound_;
  }
  Bound bound;
  for (const v1::Pipeline& pipeline : config.pipelines()) {
    for (const v1::PluginBinding& binding : pipeline.bindings()) {
      const Place place(pipeline.name(), binding.plugin(), binding.role());
      const auto& client = clients.at(binding.plugin());
      const auto found = before.find(place);
      const bool is_same = found != before.end() && Same(found->second->binding(), binding) &&
                           found->second->shared_client() == client;
      bound[place] = is_same ? found->second
                             : std::make_shared<BoundPlugin>(pipeline.name(), binding, client,
                                                             clock_, metrics_);
    }
  }
  return bound;
}

std::shared_ptr<BoundPlugin> PluginFleet::Find(const v1::Pipeline& pipeline,
                                               const v1::PluginBinding& binding) const {
  MutexLock lock(mu_);
  const auto found = bound_.find(Place(pipeline.name(), binding.plugin(), binding.role()));
  return found == bound_.end() ? nullptr : found->second;
}

void PluginFleet::List(v1::ListPluginsResponse& response) const {
  MutexLock lock(mu_);
  for (const v1::PluginTarget& target : config_.plugins()) {
    v1::PluginStatus& status = *response.add_plugins();
    status = clients_.at(target.name())->Status();
    for (const v1::Pipeline& pipeline : config_.pipelines()) {
      for (const v1::PluginBinding& binding : pipeline.bindings()) {
        if (binding.plugin() != target.name()) continue;
        const Place place(pipeline.name(), binding.plugin(), binding.role());
        *status.add_bindings() = bound_.at(place)->Status();
      }
    }
  }
}

}  // namespace akin
