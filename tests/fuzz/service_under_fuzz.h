#ifndef AKIN_TESTS_FUZZ_SERVICE_UNDER_FUZZ_H_
#define AKIN_TESTS_FUZZ_SERVICE_UNDER_FUZZ_H_

#include <memory>

#include "common/rpc/rpc_service.h"

namespace akin::fuzz {

// A service with all it needs in this process, as new.
class ServiceUnderFuzz {
 public:
  virtual ~ServiceUnderFuzz() = default;
  virtual RpcService& service() = 0;
};

// Of the service that the program is linked with.
std::unique_ptr<ServiceUnderFuzz> NewServiceUnderFuzz();

// Nobody waits long for a revision that does not come.
inline ServiceHost::Options FuzzedHost() {
  return {.threads = 2, .max_revision_wait = absl::Milliseconds(1)};
}

}  // namespace akin::fuzz

#endif  // AKIN_TESTS_FUZZ_SERVICE_UNDER_FUZZ_H_
