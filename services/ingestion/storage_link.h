#ifndef AKIN_SERVICES_INGESTION_STORAGE_LINK_H_
#define AKIN_SERVICES_INGESTION_STORAGE_LINK_H_

#include <atomic>
#include <memory>

#include "absl/status/statusor.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"

namespace akin {

// Storage as the service calls it, from the moment that it is known where storage is. Thread-safe.
class StorageLink {
 public:
  using Stub = storage::v1::StorageService::Stub;

  // Call once.
  void Connect(std::shared_ptr<grpc::Channel> storage) {
    stub_ = storage::v1::StorageService::NewStub(std::move(storage));
    ready_ = stub_.get();
  }

  // UNAVAILABLE before Connect; otherwise as CallUnary.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(const CallContext& call,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    Stub* const stub = ready_.load();
    if (stub == nullptr) return absl::UnavailableError("ingestion is starting");
    return CallUnary<Response>(call, *stub, method, request);
  }

 private:
  std::unique_ptr<Stub> stub_;
  std::atomic<Stub*> ready_ = nullptr;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_STORAGE_LINK_H_
