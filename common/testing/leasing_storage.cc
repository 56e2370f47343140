#include "common/testing/leasing_storage.h"

namespace akin {

LeasingStorage::LeasingStorage() : RpcService("akin.storage.v1.StorageService", {.threads = 4}) {
  Unary("AcquireLease", &LeasingStorage::AcquireLease);
  Unary("ReleaseLease", &LeasingStorage::ReleaseLease);
}

absl::StatusOr<storage::v1::AcquireLeaseResponse> LeasingStorage::AcquireLease(
    const CallContext&, const storage::v1::AcquireLeaseRequest&) {
  storage::v1::AcquireLeaseResponse response;
  response.set_fencing_token(1);
  return response;
}

absl::StatusOr<storage::v1::ReleaseLeaseResponse> LeasingStorage::ReleaseLease(
    const CallContext&, const storage::v1::ReleaseLeaseRequest&) {
  return storage::v1::ReleaseLeaseResponse();
}

}  // namespace akin
