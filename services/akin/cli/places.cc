#include "services/akin/cli/places.h"

#include "absl/strings/str_cat.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> SampleFolders(const fs::path& program, const fs::path& here) {
  std::vector<fs::path> out = {program.parent_path().parent_path() / "share/akin/samples"};
  for (const fs::path& start : {program.parent_path(), here}) {
    for (const fs::path& folder : FoldersUpwards(start))
      out.push_back(folder / "deploy/local/samples");
  }
  return out;
}

}  // namespace

fs::path ProgramFile() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
}

std::vector<fs::path> FoldersUpwards(const fs::path& folder) {
  std::vector<fs::path> out;
  for (fs::path at = folder; !at.empty(); at = at.parent_path()) {
    out.push_back(at);
    if (at == at.root_path()) break;
  }
  return out;
}

absl::StatusOr<std::string> FindSamples(const fs::path& program, const fs::path& here) {
  std::error_code error;
  const std::vector<fs::path> folders = SampleFolders(program, here);
  for (const fs::path& folder : folders) {
    if (fs::is_directory(folder, error)) return folder.string();
  }
  return absl::NotFoundError(
      absl::StrCat("the sample news is neither in ", folders.front().string(),
                   " nor in deploy/local/samples of a source tree that ", program.string(), " or ",
                   here.string(), " is in; name its folder with --samples"));
}

}  // namespace akin
