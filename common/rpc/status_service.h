#ifndef AKIN_COMMON_RPC_STATUS_SERVICE_H_
#define AKIN_COMMON_RPC_STATUS_SERVICE_H_

#include <functional>
#include <vector>

#include "absl/time/time.h"
#include "akin/news/v1/status_service.pb.h"
#include "common/rpc/rpc_service.h"

namespace akin {

// Tells how the services of this server are doing. Each source is asked per call, from any thread,
// and must not wait.
class StatusService : public RpcService {
 public:
  using Source = std::function<news::v1::ServiceStatus()>;

  StatusService(std::vector<Source> sources, absl::Time start_time);

 private:
  absl::StatusOr<news::v1::GetStatusResponse> GetStatus(const CallContext& call,
                                                        const news::v1::GetStatusRequest& request);

  const std::vector<Source> sources_;
  const absl::Time start_time_;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_STATUS_SERVICE_H_
