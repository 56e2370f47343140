#include "common/file/folder_seal.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/file/file_digest.h"
#include "common/file/synced_file.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

constexpr char kSealName[] = "akin-seal";

// What is in each file, by name.
using Contents = std::map<std::string, std::string>;

absl::StatusOr<std::string> ContentOf(const fs::directory_entry& entry, Sealed sealed) {
  if (sealed == Sealed::kSize) return absl::StrCat(entry.file_size());
  return FileSha256(entry.path().string());
}

absl::StatusOr<Contents> ContentsOf(const fs::path& folder, const SealRule& rule) {
  Contents contents;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    const Sealed sealed = name == kSealName ? Sealed::kNot : rule(name);
    if (sealed == Sealed::kNot || !entry.is_regular_file()) continue;
    ASSIGN_OR_RETURN(contents[name], ContentOf(entry, sealed));
  }
  if (error) return absl::UnavailableError(absl::StrCat(folder.string(), ": ", error.message()));
  return contents;
}

std::string Encode(const Contents& contents) {
  return absl::StrCat(absl::StrJoin(contents, "\n", absl::PairFormatter(" ")), "\n");
}

Contents Decode(absl::string_view text) {
  Contents contents;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty()))
    contents.insert(absl::StrSplit(line, absl::MaxSplits(' ', 1)));
  return contents;
}

absl::Status Compare(const Contents& sealed, const Contents& now) {
  for (const auto& [name, content] : sealed) {
    const auto found = now.find(name);
    if (found == now.end()) return absl::DataLossError(absl::StrCat("file ", name, " is missing"));
    if (found->second != content)
      return absl::DataLossError(absl::StrCat("file ", name, " has changed"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SealFolder(const std::string& folder, const SealRule& rule) {
  ASSIGN_OR_RETURN(const Contents contents, ContentsOf(folder, rule));
  const fs::path seal = fs::path(folder) / kSealName;
  const fs::path unfinished = fs::path(folder) / absl::StrCat(kSealName, ".unfinished");
  RETURN_IF_ERROR(WriteFileSynced(unfinished, Encode(contents)));
  return MoveSynced(unfinished, seal);
}

absl::Status BreakSeal(const std::string& folder, const SealRule& rule) {
  const fs::path seal = fs::path(folder) / kSealName;
  std::ifstream file(seal, std::ios::binary);
  if (!file) return absl::OkStatus();
  const std::string sealed(std::istreambuf_iterator<char>(file), {});
  ASSIGN_OR_RETURN(const Contents now, ContentsOf(folder, rule));
  RETURN_IF_ERROR(Compare(Decode(sealed), now));
  std::error_code error;
  fs::remove(seal, error);
  if (!error) return SyncFile(folder);
  return absl::UnavailableError(absl::StrCat(seal.string(), ": ", error.message()));
}

}  // namespace akin
