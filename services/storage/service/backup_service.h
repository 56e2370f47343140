#ifndef AKIN_SERVICES_STORAGE_SERVICE_BACKUP_SERVICE_H_
#define AKIN_SERVICES_STORAGE_SERVICE_BACKUP_SERVICE_H_

#include <functional>
#include <string>

#include "akin/storage/v1/backup_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "common/time/clock.h"
#include "services/storage/domain/article_record.h"

namespace akin {

// akin.storage.v1.BackupService: names backups and has them made, one at a time. Thread-safe.
class BackupService : public RpcService {
 public:
  // Makes a backup in a folder that does not exist yet.
  using Make =
      std::function<absl::StatusOr<storage::record::BackupManifest>(const std::string& folder)>;

  // `backup_dir` is the folder of all backups; empty: none may be made. `clock` must outlive the
  // service.
  BackupService(Make make, std::string backup_dir, const Clock& clock);

 private:
  absl::StatusOr<storage::v1::CreateBackupResponse> CreateBackup(
      const CallContext& call, const storage::v1::CreateBackupRequest& request);

  const Make make_;
  const std::string backup_dir_;
  const Clock& clock_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_SERVICE_BACKUP_SERVICE_H_
