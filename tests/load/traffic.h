#ifndef AKIN_TESTS_LOAD_TRAFFIC_H_
#define AKIN_TESTS_LOAD_TRAFFIC_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/rpc/client.h"
#include "google/protobuf/message.h"
#include "tests/bench/load/load.h"

namespace akin::load {

// One unary call: "/package.Service/Method" of the service at `channel`.
struct Ask {
  std::shared_ptr<grpc::Channel> channel;
  const char* method;
  std::unique_ptr<google::protobuf::Message> request;
  std::shared_ptr<google::protobuf::Message> response;
};

// The calls of a load, by number from 0 on. Thread-safe.
using Traffic = std::function<Ask(uint64_t number)>;

// How calls ended that got no answer.
struct Tally {
  std::atomic<int64_t> refused{0};               // RESOURCE_EXHAUSTED or UNAVAILABLE
  std::atomic<int64_t> refused_without_hint{0};  // of these, without RetryInfo
  std::atomic<int64_t> failed{0};                // otherwise, deadlines included
};

// A load of them, by whoever has `token` (empty: nobody in particular). The tally must outlive all
// calls; the first failure is told on standard error.
bench::StartCall CallsOf(Traffic traffic, Tally& tally, const std::string& token = "");

// Connections of their own to one address, as several clients would have them, used by turns.
class Connections {
 public:
  explicit Connections(const std::string& address);
  const std::shared_ptr<grpc::Channel>& Next() const;

 private:
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  mutable std::atomic<size_t> next_{0};
};

}  // namespace akin::load

#endif  // AKIN_TESTS_LOAD_TRAFFIC_H_
