#include "common/file/synced_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

absl::Status FileError(const fs::path& path, const std::error_code& error) {
  return absl::UnavailableError(absl::StrCat(path.string(), ": ", error.message()));
}

std::error_code LastError() { return {errno, std::generic_category()}; }

}  // namespace

absl::Status SyncFile(const fs::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FileError(path, LastError());
  const bool synced = fsync(fd) == 0;
  const std::error_code error = LastError();
  close(fd);
  return synced ? absl::OkStatus() : FileError(path, error);
}

absl::Status WriteFileSynced(const fs::path& path, absl::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  return out ? SyncFile(path) : FileError(path, LastError());
}

absl::Status MoveSynced(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  return error ? FileError(to, error) : SyncFile(to.parent_path());
}

}  // namespace akin
