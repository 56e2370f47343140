#include "services/storage/rocks/backup_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/file/file_digest.h"
#include "common/file/synced_file.h"
#include "common/status/status_macros.h"

namespace akin::rocks {
namespace {

namespace fs = std::filesystem;
using storage::record::BackupFile;
using storage::record::BackupManifest;

absl::Status FileError(const fs::path& path, const std::error_code& error) {
  return absl::UnavailableError(absl::StrCat(path.string(), ": ", error.message()));
}

// RocksDB's own log for people, and its lock.
bool IsData(const fs::path& path) {
  const std::string name = path.filename().string();
  return name != "LOCK" && name != "LOG" && name.rfind("LOG.", 0) != 0;
}

absl::StatusOr<BackupFile> Describe(const fs::path& folder, const fs::path& path) {
  BackupFile file;
  file.set_path(fs::relative(path, folder).string());
  file.set_size_bytes(static_cast<int64_t>(fs::file_size(path)));
  if (path.extension() == ".sst") return file;
  ASSIGN_OR_RETURN(*file.mutable_sha256(), FileSha256(path.string()));
  return file;
}

absl::Status Damaged(const fs::path& folder, const BackupFile& file, absl::string_view how) {
  return absl::DataLossError(
      absl::StrCat("backup ", folder.string(), ": damaged: ", file.path(), " ", how));
}

// A manifest may name nothing outside of its backup.
bool IsBelow(const fs::path& path) {
  return path.is_relative() && path == path.lexically_normal() && *path.begin() != "..";
}

absl::Status CheckFile(const fs::path& folder, const BackupFile& file) {
  if (!IsBelow(file.path())) return Damaged(folder, file, "is no file of a backup");
  const fs::path path = folder / file.path();
  std::error_code error;
  const auto size = static_cast<int64_t>(fs::file_size(path, error));
  if (error) return Damaged(folder, file, "is missing");
  if (size != file.size_bytes())
    return Damaged(folder, file, absl::StrCat("has ", size, " bytes, not ", file.size_bytes()));
  if (file.sha256().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string sha256, FileSha256(path.string()));
  return sha256 == file.sha256() ? absl::OkStatus() : Damaged(folder, file, "has other bytes");
}

absl::Status CopyFile(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to.parent_path(), error);
  if (!error) fs::copy_file(from, to, error);
  return error ? FileError(to, error) : SyncFile(to);
}

}  // namespace

absl::Status AddFiles(const fs::path& folder, BackupManifest& manifest) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && IsData(entry.path())) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    ASSIGN_OR_RETURN(*manifest.add_files(), Describe(folder, path));
  }
  return absl::OkStatus();
}

absl::Status CheckFiles(const fs::path& folder, const BackupManifest& manifest) {
  for (const BackupFile& file : manifest.files()) RETURN_IF_ERROR(CheckFile(folder, file));
  return absl::OkStatus();
}

absl::Status CopyFiles(const fs::path& from, const BackupManifest& manifest, const fs::path& to) {
  for (const BackupFile& file : manifest.files())
    RETURN_IF_ERROR(CopyFile(from / file.path(), to / file.path()));
  return absl::OkStatus();
}

absl::Status GiveToOwnerOf(const fs::path& like, const fs::path& folder) {
  struct stat owner;
  if (geteuid() != 0 || stat(like.c_str(), &owner) != 0) return absl::OkStatus();
  std::vector<fs::path> paths = {folder};
  for (const auto& entry : fs::recursive_directory_iterator(folder)) paths.push_back(entry.path());
  for (const fs::path& path : paths) {
    if (lchown(path.c_str(), owner.st_uid, owner.st_gid) != 0)
      return FileError(path, {errno, std::generic_category()});
  }
  return absl::OkStatus();
}

}  // namespace akin::rocks
