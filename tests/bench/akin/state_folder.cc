#include "tests/bench/akin/state_folder.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/recommendation/domain/engine/similarity_engine.h"

namespace akin::bench {
namespace {

namespace fs = std::filesystem;

absl::Status ToStatus(const std::error_code& error, const fs::path& path) {
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(path.string(), ": ", error.message()));
}

absl::Status CopyFolder(const fs::path& from, const fs::path& to);

// RocksDB never changes a table once it is written, so a link is a copy.
absl::Status Copy(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::is_directory(from, error)) return CopyFolder(from, to);
  if (from.extension() == ".sst") {
    fs::create_hard_link(from, to, error);
    if (!error) return absl::OkStatus();
  }
  fs::copy_file(from, to, error);
  return ToStatus(error, to);
}

absl::Status CopyFolder(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  RETURN_IF_ERROR(ToStatus(error, to));
  for (const fs::directory_entry& file : fs::directory_iterator(from, error)) {
    RETURN_IF_ERROR(Copy(file.path(), to / file.path().filename()));
  }
  return ToStatus(error, from);
}

}  // namespace

StateFolder::StateFolder(const std::string& root, absl::string_view name)
    : root_(root),
      kept_(absl::StrCat(root, "/", name, "-format", kStateFormat)),
      loading_(absl::StrCat(kept_, ".loading")),
      copy_(absl::StrCat(root.empty() ? fs::temp_directory_path().string() : root, "/akin-bench-",
                         getpid())),
      path_(root.empty() ? copy_ : loading_) {
  if (root.empty() || !fs::exists(kept_)) return;
  const absl::Status copied = WorkOnCopy();
  if (copied.ok()) return;
  std::fprintf(stderr, "bench: %s\n", copied.ToString().c_str());
  path_ = loading_;
}

StateFolder::~StateFolder() {
  std::error_code ignored;
  fs::remove_all(copy_, ignored);
}

absl::Status StateFolder::Keep() {
  if (root_.empty()) return absl::OkStatus();
  std::error_code error;
  fs::remove_all(kept_, error);
  fs::rename(path_, kept_, error);
  RETURN_IF_ERROR(ToStatus(error, kept_));
  return WorkOnCopy();
}

absl::Status StateFolder::WorkOnCopy() {
  path_ = copy_;
  return CopyFolder(kept_, copy_);
}

}  // namespace akin::bench
