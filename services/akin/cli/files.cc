#include "services/akin/cli/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<absl::string_view, absl::string_view> kMediaTypes[] = {
    {".atom", "application/atom+xml"},
    {".gz", "application/gzip"},
    {".htm", "text/html"},
    {".html", "text/html"},
    {".json", "application/json"},
    {".jsonl", "application/jsonl"},
    {".newsml", "application/xml"},
    {".nitf", "application/xml"},
    {".rdf", "application/rdf+xml"},
    {".rss", "application/rss+xml"},
    {".story", "text/plain"},
    {".text", "text/plain"},
    {".txt", "text/plain"},
    {".xhtml", "application/xhtml+xml"},
    {".xml", "application/xml"},
};

absl::Status FileError(const std::string& path, int error) {
  const std::string message = absl::StrCat(path, ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(message);
  if (error == EACCES) return absl::PermissionDeniedError(message);
  return absl::FailedPreconditionError(message);
}

bool IsHidden(const fs::path& path) { return absl::StartsWith(path.filename().string(), "."); }

absl::Status AddFolder(const std::string& folder, std::vector<std::string>& out) {
  std::error_code error;
  std::vector<std::string> found;
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (IsHidden(it->path())) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file(error) && !MediaTypeOf(it->path().string()).empty()) {
      found.push_back(it->path().string());
    }
  }
  if (error) return FileError(folder, error.value());
  if (found.empty())
    return absl::NotFoundError(absl::StrCat(folder, ": no documents in this folder"));
  absl::c_sort(found);
  out.insert(out.end(), found.begin(), found.end());
  return absl::OkStatus();
}

bool IsHostLabel(absl::string_view label) {
  return !label.empty() && label.front() != '-' && label.back() != '-' &&
         absl::c_all_of(label, [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code error;
  if (fs::is_directory(path, error)) return FileError(path, EISDIR);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileError(path, errno);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::StatusOr<std::vector<std::string>> FindDocuments(const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  for (const std::string& argument : arguments) {
    std::error_code error;
    if (argument == "-") {
      out.push_back(argument);
      continue;
    }
    const fs::file_status status = fs::status(argument, error);
    if (!fs::exists(status)) return FileError(argument, error ? error.value() : ENOENT);
    if (fs::is_directory(status)) {
      RETURN_IF_ERROR(AddFolder(argument, out));
    } else {
      out.push_back(argument);
    }
  }
  return out;
}

std::string FolderName(const std::string& path) {
  std::error_code error;
  return fs::absolute(path, error).lexically_normal().parent_path().filename().string();
}

std::string FileName(const std::string& path) { return fs::path(path).filename().string(); }

std::string MediaTypeOf(const std::string& path) {
  const std::string extension = absl::AsciiStrToLower(fs::path(path).extension().string());
  for (const auto& [known, type] : kMediaTypes) {
    if (known == extension) return std::string(type);
  }
  return "";
}

bool LooksLikeHost(absl::string_view name) {
  const std::vector<absl::string_view> labels = absl::StrSplit(name, '.');
  return labels.size() >= 2 && labels.back().size() >= 2 && absl::c_all_of(labels, IsHostLabel) &&
         absl::c_all_of(labels.back(), absl::ascii_isalpha);
}

}  // namespace akin
