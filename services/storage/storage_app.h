#ifndef AKIN_SERVICES_STORAGE_STORAGE_APP_H_
#define AKIN_SERVICES_STORAGE_STORAGE_APP_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/status_service.h"
#include "common/time/clock.h"
#include "common/view/revision_gate.h"
#include "services/storage/domain/article_store.h"
#include "services/storage/domain/lease_table.h"
#include "services/storage/rocks/rocks_article_store.h"
#include "services/storage/service/storage_service.h"

namespace akin {

struct StorageOptions {
  RocksOptions rocks;
  RevisionRetention retention;
  StorageService::Options service;
};

// The storage service with all it needs, for a process of its own or among others. Thread-safe.
class StorageApp {
 public:
  // The message of an error is for whoever started the process.
  static absl::StatusOr<std::unique_ptr<StorageApp>> Open(StorageOptions options);

  RpcService& service() { return *service_; }
  // The same storage once more, for a second server within the process.
  RpcService& local_service() { return *local_service_; }

  // For StatusService.
  news::v1::ServiceStatus Status() const;

 private:
  StorageApp() = default;

  const SystemClock clock_;
  const SteadyClock steady_clock_;
  RevisionGate gate_;
  std::unique_ptr<ArticleStore> store_;
  std::unique_ptr<LeaseTable> leases_;
  std::unique_ptr<StorageService> service_;
  std::unique_ptr<StorageService> local_service_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_STORAGE_APP_H_
