// Runs the date parser over a file of {"input": …} lines and prints one JSON value a line: the
// instant in RFC 3339, or null. Usage: conformance_dates FILE.jsonl OUT.jsonl

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/time/time.h"
#include "services/ingestion/parse/dates.h"

namespace akin {
namespace {

nlohmann::json Parse(const std::string& line) {
  const auto time = ParseDate(nlohmann::json::parse(line).at("input").get<std::string>());
  if (!time) return nullptr;
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", *time, absl::UTCTimeZone());
}

int Run(const char* in_path, const char* out_path) {
  std::ifstream in(in_path);
  std::ofstream out(out_path);
  if (!in || !out) {
    std::cerr << "cannot read " << in_path << " or write " << out_path << "\n";
    return 1;
  }
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out << Parse(line).dump() << "\n";
  }
  return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  if (argc == 3) return akin::Run(argv[1], argv[2]);
  std::cerr << "usage: " << argv[0] << " FILE.jsonl OUT.jsonl\n";
  return 2;
}
