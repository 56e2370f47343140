#ifndef AKIN_SERVICES_STORAGE_ROCKS_BACKUP_FILES_H_
#define AKIN_SERVICES_STORAGE_ROCKS_BACKUP_FILES_H_

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/domain/article_record.pb.h"

// The files of a backup, as files. Errors are for people: UNAVAILABLE "PATH: why" where the disk
// cannot be used.
namespace akin::rocks {

// Adds what is in `folder` to the manifest.
absl::Status AddFiles(const std::filesystem::path& folder,
                      storage::record::BackupManifest& manifest);

// DATA_LOSS, naming the file, unless all files of the manifest are in `folder`, and as they were.
absl::Status CheckFiles(const std::filesystem::path& folder,
                        const storage::record::BackupManifest& manifest);

// Copies them to another folder, which is made.
absl::Status CopyFiles(const std::filesystem::path& from,
                       const storage::record::BackupManifest& manifest,
                       const std::filesystem::path& to);

// Where root makes files for a service: gives what is in `folder` to whom `like` belongs.
absl::Status GiveToOwnerOf(const std::filesystem::path& like, const std::filesystem::path& folder);

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_BACKUP_FILES_H_
