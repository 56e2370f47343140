#ifndef AKIN_SERVICES_STORAGE_STORAGE_APP_H_
#define AKIN_SERVICES_STORAGE_STORAGE_APP_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/metrics/metrics.h"
#include "common/rpc/status_service.h"
#include "common/sync/periodic_task.h"
#include "common/time/clock.h"
#include "common/view/revision_gate.h"
#include "services/storage/domain/article_store.h"
#include "services/storage/domain/lease_table.h"
#include "services/storage/rocks/rocks_article_store.h"
#include "services/storage/service/backup_service.h"
#include "services/storage/service/embargo_releaser.h"
#include "services/storage/service/storage_service.h"

namespace akin {

struct StorageOptions {
  RocksOptions rocks;
  RevisionRetention retention;
  StorageService::Options service;
  // Folder of the backups that operators may make; empty: none.
  std::string backup_dir;
};

// The storage service with all it needs, for a process of its own or among others. Thread-safe.
class StorageApp {
 public:
  // What was held back and has become due meanwhile is published before it returns. `metrics` must
  // outlive the app. The message of an error is for whoever started the process.
  static absl::StatusOr<std::unique_ptr<StorageApp>> Open(StorageOptions options, Metrics& metrics);

  RpcService& service() { return *service_; }
  // The same storage once more, for a second server within the process.
  RpcService& local_service() { return *local_service_; }

  RpcService& backup_service() { return *backup_service_; }

  // For StatusService.
  news::v1::ServiceStatus Status() const;

 private:
  StorageApp() = default;

  const SystemClock clock_;
  const SteadyClock steady_clock_;
  RevisionGate gate_;
  std::unique_ptr<RocksArticleStore> store_;
  std::unique_ptr<LeaseTable> leases_;
  std::unique_ptr<StorageService> service_;
  std::unique_ptr<StorageService> local_service_;
  std::unique_ptr<BackupService> backup_service_;
  std::unique_ptr<EmbargoReleaser> releaser_;
  std::unique_ptr<PeriodicTask> releasing_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_STORAGE_APP_H_
