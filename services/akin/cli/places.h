#ifndef AKIN_SERVICES_AKIN_CLI_PLACES_H_
#define AKIN_SERVICES_AKIN_CLI_PLACES_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

// Where this program is, and what is found from there.
namespace akin {

// The program's file, whatever link or $PATH led to it; empty if that cannot be known.
std::filesystem::path ProgramFile();

// `folder` and the folders that it is in, nearest first.
std::vector<std::filesystem::path> FoldersUpwards(const std::filesystem::path& folder);

// The folder of the sample news: share/akin/samples of an installed Akin, whose program is
// PREFIX/bin/akin; else deploy/local/samples of the source tree that `program` or `here` is in.
// NOT_FOUND says where it was looked for.
absl::StatusOr<std::string> FindSamples(const std::filesystem::path& program,
                                        const std::filesystem::path& here);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_PLACES_H_
