#ifndef AKIN_TESTS_FAULT_FAULT_CLUSTER_H_
#define AKIN_TESTS_FAULT_FAULT_CLUSTER_H_

#include <map>
#include <string>
#include <vector>

#include "tests/e2e/cluster.h"
#include "tests/fault/tcp_proxy.h"

namespace akin {

// The services that call storage.
inline constexpr const char* kCallers[] = {"ingestion", "search", "recommendation"};

// A cluster whose services reach storage over networks that a test can break.
class FaultCluster {
 public:
  // `flags`: more for each service, by its name.
  explicit FaultCluster(std::map<std::string, std::vector<std::string>> flags = {});

  Cluster& operator*() { return *cluster_; }
  Cluster* operator->() { return cluster_.get(); }

  ServiceProcess& process(const std::string& service);
  // Between a caller and storage.
  TcpProxy& network(const std::string& caller) { return networks_.at(caller); }

 private:
  std::map<std::string, TcpProxy> networks_;
  std::unique_ptr<Cluster> cluster_;
};

}  // namespace akin

#endif  // AKIN_TESTS_FAULT_FAULT_CLUSTER_H_
