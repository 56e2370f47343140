#include "services/storage/service/backup_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"

namespace akin {

using storage::record::BackupFile;
using storage::record::BackupManifest;
using storage::v1::Backup;
using storage::v1::CreateBackupRequest;
using storage::v1::CreateBackupResponse;

namespace {

constexpr size_t kMaxBackupNameBytes = 100;
constexpr int kMaxWaitingBackups = 4;

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
}

absl::Status ValidateBackupName(absl::string_view name) {
  const bool valid = !name.empty() && name.size() <= kMaxBackupNameBytes && name[0] != '.' &&
                     std::all_of(name.begin(), name.end(), IsNameCharacter);
  if (valid) return absl::OkStatus();
  return InvalidField("name", absl::StrCat(Shown(name), ", want 1 to ", kMaxBackupNameBytes,
                                           " letters, digits and -._, no dot first"));
}

std::string NameByTime(absl::Time now) {
  return absl::FormatTime("%Y-%m-%dT%H-%M-%SZ", now, absl::UTCTimeZone());
}

int64_t SizeOf(const BackupManifest& manifest) {
  int64_t bytes = 0;
  for (const BackupFile& file : manifest.files()) bytes += file.size_bytes();
  return bytes;
}

Backup ToBackup(const BackupManifest& manifest, std::string name, std::string path) {
  Backup backup;
  backup.set_name(std::move(name));
  backup.set_path(std::move(path));
  backup.set_log_id(manifest.log_id());
  backup.set_revision(manifest.revision());
  backup.set_article_count(manifest.article_count());
  backup.set_size_bytes(SizeOf(manifest));
  *backup.mutable_create_time() = manifest.create_time();
  return backup;
}

}  // namespace

BackupService::BackupService(Make make, std::string backup_dir, const Clock& clock)
    : RpcService("akin.storage.v1.BackupService", {.threads = 1, .max_calls = kMaxWaitingBackups}),
      make_(std::move(make)),
      backup_dir_(std::move(backup_dir)),
      clock_(clock) {
  Unary("CreateBackup", &BackupService::CreateBackup);
}

absl::StatusOr<CreateBackupResponse> BackupService::CreateBackup(
    const CallContext&, const CreateBackupRequest& request) {
  const std::string name = request.name().empty() ? NameByTime(clock_.Now()) : request.name();
  RETURN_IF_ERROR(ValidateBackupName(name));
  if (backup_dir_.empty()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "BACKUPS_OFF",
                           "storage was started without --backup_dir");
  }
  const std::string path = absl::StrCat(backup_dir_, "/", name);
  ASSIGN_OR_RETURN(const BackupManifest manifest, make_(path));
  CreateBackupResponse response;
  *response.mutable_backup() = ToBackup(manifest, name, path);
  return response;
}

}  // namespace akin
