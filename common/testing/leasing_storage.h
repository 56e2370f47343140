#ifndef AKIN_COMMON_TESTING_LEASING_STORAGE_H_
#define AKIN_COMMON_TESTING_LEASING_STORAGE_H_

#include "akin/storage/v1/storage_service.pb.h"
#include "common/rpc/rpc_service.h"

namespace akin {

// What storages of tests and benchmarks have in common: whoever asks for a lease gets it. What else
// they serve they add. Thread-safe.
class LeasingStorage : public RpcService {
 protected:
  LeasingStorage();

 private:
  absl::StatusOr<storage::v1::AcquireLeaseResponse> AcquireLease(
      const CallContext& call, const storage::v1::AcquireLeaseRequest& request);
  absl::StatusOr<storage::v1::ReleaseLeaseResponse> ReleaseLease(
      const CallContext& call, const storage::v1::ReleaseLeaseRequest& request);
};

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_LEASING_STORAGE_H_
