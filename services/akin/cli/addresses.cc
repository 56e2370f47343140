#include "services/akin/cli/addresses.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/akin/cli/places.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Sets what the variable `name` stands for; other names mean nothing here.
void Set(absl::string_view name, absl::string_view value, Addresses& out) {
  if (name == "AKIN_STORAGE_ADDRESS") out.storage = std::string(value);
  if (name == "AKIN_INGESTION_ADDRESS") out.ingestion = std::string(value);
  if (name == "AKIN_SEARCH_ADDRESS") out.search = std::string(value);
  if (name == "AKIN_RECOMMENDATION_ADDRESS") out.recommendation = std::string(value);
  if (name == "AKIN_TLS_CA") out.tls.ca = std::string(value);
  if (name == "AKIN_TLS_CERT") out.tls.cert = std::string(value);
  if (name == "AKIN_TLS_KEY") out.tls.key = std::string(value);
}

// The program's path with its symbolic links kept; "" if it was started through $PATH.
fs::path AsStarted(absl::string_view program) {
  std::error_code error;
  if (!absl::StrContains(program, '/')) return fs::path();
  return fs::absolute(fs::path(std::string(program)), error);
}

// A program found through $PATH is looked up there once more, to see it as the user did.
fs::path FoundInPath(absl::string_view program) {
  std::error_code error;
  if (absl::StrContains(program, '/')) return fs::path();
  const std::string path = Environment("PATH");
  for (absl::string_view folder : absl::StrSplit(path, ':', absl::SkipEmpty())) {
    const fs::path candidate = fs::path(std::string(folder)) / std::string(program);
    if (fs::is_regular_file(candidate, error)) return fs::absolute(candidate, error);
  }
  return fs::path();
}

void AddAbove(const fs::path& folder, std::vector<fs::path>& out) {
  for (const fs::path& at : FoldersUpwards(folder)) out.push_back(at / ".akin" / "env");
}

std::vector<fs::path> Candidates(absl::string_view program) {
  std::error_code error;
  std::vector<fs::path> out;
  if (const std::string state = Environment("AKIN_STATE_DIR"); !state.empty())
    out.push_back(fs::path(state) / "env");
  for (const fs::path& path : {AsStarted(program), FoundInPath(program)}) {
    if (path.empty()) continue;
    out.push_back(path.lexically_normal().parent_path().parent_path() / "env");
    AddAbove(path.parent_path(), out);
  }
  AddAbove(ProgramFile().parent_path(), out);
  AddAbove(fs::current_path(error), out);
  return out;
}

}  // namespace

void Addresses::FillFrom(const Addresses& other) {
  const auto fill = [](std::string& mine, const std::string& theirs) {
    if (mine.empty()) mine = theirs;
  };
  fill(storage, other.storage);
  fill(ingestion, other.ingestion);
  fill(search, other.search);
  fill(recommendation, other.recommendation);
  fill(tls.ca, other.tls.ca);
  if (!tls.cert.empty() || !tls.key.empty()) return;  // these two belong together
  tls.cert = other.tls.cert;
  tls.key = other.tls.key;
}

bool Addresses::HasAddress() const {
  return !absl::StrCat(storage, ingestion, search, recommendation).empty();
}

std::vector<std::string> Addresses::Distinct() const {
  std::vector<std::string> out;
  for (const std::string& address : {storage, ingestion, search, recommendation}) {
    if (!absl::c_linear_search(out, address)) out.push_back(address);
  }
  return out;
}

Addresses DefaultAddresses() {
  return {"127.0.0.1:7401", "127.0.0.1:7402", "127.0.0.1:7403", "127.0.0.1:7404"};
}

Addresses AddressesFromEnvironment() {
  Addresses out;
  for (const char* name :
       {"AKIN_STORAGE_ADDRESS", "AKIN_INGESTION_ADDRESS", "AKIN_SEARCH_ADDRESS",
        "AKIN_RECOMMENDATION_ADDRESS", "AKIN_TLS_CA", "AKIN_TLS_CERT", "AKIN_TLS_KEY"}) {
    Set(name, Environment(name), out);
  }
  const std::string all = Environment("AKIN_ADDRESS");
  out.FillFrom({all, all, all, all});
  return out;
}

absl::StatusOr<Addresses> ParseAddressFile(absl::string_view path, absl::string_view text) {
  Addresses out;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    if (!absl::StrContains(line, '='))
      return absl::InvalidArgumentError(absl::StrCat(path, ": line ", number, ": want NAME=value"));
    Set(parts.first, parts.second, out);
  }
  return out;
}

absl::StatusOr<Addresses> AddressesFromFile(absl::string_view program) {
  std::error_code error;
  for (const fs::path& path : Candidates(program)) {
    if (!fs::is_regular_file(path, error)) continue;
    std::ifstream file(path);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return ParseAddressFile(path.string(), text);
  }
  return Addresses();
}

}  // namespace akin
