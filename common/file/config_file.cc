#include "common/file/config_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace akin {
namespace {

constexpr off_t kMaxBytes = 16 << 20;

absl::Status Unusable(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", why));
}

}  // namespace

absl::StatusOr<std::string> ReadConfigFile(const std::string& path) {
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) return Unusable(path, std::strerror(errno));
  if (!S_ISREG(info.st_mode)) return Unusable(path, "no regular file");
  if (info.st_size > kMaxBytes) return Unusable(path, "larger than 16 MiB");
  std::ifstream file(path, std::ios::binary);
  std::string bytes(static_cast<size_t>(info.st_size), '\0');
  if (!file) return Unusable(path, std::strerror(errno));
  file.read(bytes.data(), info.st_size);
  bytes.resize(static_cast<size_t>(file.gcount()));
  return bytes;
}

std::string FileStamps(const std::vector<std::string>& paths) {
  std::string stamps;
  for (const std::string& path : paths) {
    struct stat info = {};
    if (stat(path.c_str(), &info) != 0) info = {};
    absl::StrAppend(&stamps, info.st_dev, ":", info.st_ino, ":", info.st_size, ":",
                    info.st_mtim.tv_sec, ".", info.st_mtim.tv_nsec, " ");
  }
  return stamps;
}

}  // namespace akin
