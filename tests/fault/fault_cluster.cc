#include "tests/fault/fault_cluster.h"

#include "absl/strings/str_cat.h"

namespace akin {

FaultCluster::FaultCluster(std::map<std::string, std::vector<std::string>> flags) {
  for (const char* caller : kCallers) {
    const std::string address = networks_[caller].address();
    flags[caller].insert(flags[caller].begin(), absl::StrCat("--storage_address=", address));
  }
  cluster_ = std::make_unique<Cluster>(std::move(flags));
  for (auto& [caller, network] : networks_) network.LeadTo(cluster_->storage().address());
}

ServiceProcess& FaultCluster::process(const std::string& service) {
  if (service == "storage") return cluster_->storage();
  if (service == "ingestion") return cluster_->ingestion();
  return service == "search" ? cluster_->search() : cluster_->recommendation();
}

}  // namespace akin
