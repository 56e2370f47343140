#ifndef AKIN_SERVICES_AKIN_CLI_FILES_H_
#define AKIN_SERVICES_AKIN_CLI_FILES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// What the client reads from this machine.
namespace akin {

// All bytes of a file; "-" is standard input. NOT_FOUND or PERMISSION_DENIED in one line.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The files that arguments of `akin ingest` stand for: each file itself; for a folder, the
// documents in it and in the folders below, in the order of their names. Hidden files and those
// that are no document by their extension are left out of folders. NOT_FOUND names the argument.
absl::StatusOr<std::vector<std::string>> FindDocuments(const std::vector<std::string>& arguments);

// "northwire.example" for "stories/northwire.example/0101.txt": the folder that a file is in.
std::string FolderName(const std::string& path);
std::string FileName(const std::string& path);

// The media type that the extension stands for; empty: unknown.
std::string MediaTypeOf(const std::string& path);

// Whether `name` is spelled like a host, e.g. "northwire.example".
bool LooksLikeHost(absl::string_view name);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_FILES_H_
