#include "tests/conformance/driver.h"

#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>

namespace akin {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

Json TimeOrNull(const absl::optional<absl::Time>& time) {
  if (!time) return nullptr;
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", *time, absl::UTCTimeZone());
}

absl::StatusOr<ParsedDocument> ParseFile(const std::string& path, const DocumentHints& hints,
                                         Json& out) {
  const std::string bytes = ReadFile(path);
  const std::clock_t cpu_start = std::clock();
  const auto start = std::chrono::steady_clock::now();
  absl::StatusOr<ParsedDocument> parsed = ParseDocument(bytes, hints);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  out["ms"] = took.count();
  out["cpu_ms"] = 1e3 * static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
  out["error"] = parsed.ok() ? Json(nullptr) : Json(std::string(parsed.status().message()));
  return parsed;
}

int RunDriver(int argc, char** argv, const std::string& list,
              const std::function<Json(const std::string& folder, const Json& record)>& convert) {
  if (argc != 3) {
    std::cerr << "usage: " << argv[0] << (list.empty() ? " FILE.jsonl" : " DIR") << " OUT.jsonl\n";
    return 2;
  }
  const std::string in_path = list.empty() ? argv[1] : argv[1] + ("/" + list);
  std::ifstream in(in_path);
  std::ofstream out(argv[2]);
  if (!in || !out) {
    std::cerr << "cannot read " << in_path << " or write " << argv[2] << "\n";
    return 1;
  }
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    const Json converted = convert(argv[1], Json::parse(line));
    out << converted.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
  }
  return out.flush() ? 0 : 1;
}

}  // namespace akin
