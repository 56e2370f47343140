#ifndef AKIN_SERVICES_STORAGE_ROCKS_BACKUP_H_
#define AKIN_SERVICES_STORAGE_ROCKS_BACKUP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/storage/domain/article_record.pb.h"
#include "services/storage/rocks/database.h"

// A backup is a folder that holds a database as a data_dir does, and akin-backup.json beside it, a
// BackupManifest.
namespace akin {

using BackupManifest = storage::record::BackupManifest;

namespace rocks {

// Makes a backup of an open database in `folder`, which appears when it is whole. ALREADY_EXISTS if
// it is there, UNAVAILABLE if the disk cannot be used.
absl::StatusOr<BackupManifest> CreateBackup(const Database& database, const std::string& folder,
                                            absl::Time now);

}  // namespace rocks

// Makes of a backup, of which every byte is checked, the data of a storage that is not running: all
// as it was, but as a log of its own, whose id is in the answer. Nobody holds a lease in it, and no
// token that was given out before is valid. `data_dir` is made if missing; where root restores,
// what is in it belongs to whom it belongs. NOT_FOUND if `folder` holds no backup, DATA_LOSS if it
// is damaged, FAILED_PRECONDITION if `data_dir` has articles already, UNAVAILABLE if the disk
// cannot be used; `data_dir` then has no data as before. Messages are for people.
absl::StatusOr<BackupManifest> RestoreBackup(const std::string& folder,
                                             const std::string& data_dir);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_ROCKS_BACKUP_H_
