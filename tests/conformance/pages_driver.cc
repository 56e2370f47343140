// Runs the parser of IngestDocument over HTML pages and prints the article that it found on each,
// in the form that the scorer reads. Usage: conformance_pages DIR OUT.jsonl, where DIR/truth.jsonl
// names the pages (the parser unpacks them) and their addresses.

#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/time/time.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using Json = nlohmann::ordered_json;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Json TimeOrNull(const absl::optional<absl::Time>& time) {
  if (!time) return nullptr;
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", *time, absl::UTCTimeZone());
}

void AddArticle(const ParsedDocument& document, Json& out) {
  const ParsedItem& item = document.items.front();
  out["title"] = item.title;
  out["body"] = item.content;
  out["excerpt"] = item.summary;
  out["authors"] = item.authors;
  out["published"] = TimeOrNull(item.published);
  out["updated"] = TimeOrNull(item.updated);
  out["language"] = item.language;
  out["url"] = item.link;
  out["image"] = item.image;
  out["site"] = document.feed.title;
  out["categories"] = item.categories;
  out["tags"] = item.keywords;
}

Json Parse(const std::string& folder, const Json& record) {
  const std::string bytes = ReadFile(folder + "/" + record.at("file").get<std::string>());
  const DocumentHints hints{record.value("url", ""), "text/html"};
  const std::clock_t cpu_start = std::clock();
  const auto start = std::chrono::steady_clock::now();
  const absl::StatusOr<ParsedDocument> parsed = ParseDocument(bytes, hints);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  const double cpu_ms = 1e3 * static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
  Json out = {{"id", record.at("id")},
              {"error", nullptr},
              {"body", ""},
              {"ms", took.count()},
              {"cpu_ms", cpu_ms}};
  if (!parsed.ok()) {
    out["error"] = std::string(parsed.status().message());
  } else if (parsed->items.empty()) {
    out["error"] = "no item";
  } else {
    AddArticle(*parsed, out);
  }
  return out;
}

int Run(const std::string& folder, const std::string& out_path) {
  std::ifstream truth(folder + "/truth.jsonl");
  std::ofstream out(out_path);
  if (!truth || !out) {
    std::cerr << "cannot read " << folder << "/truth.jsonl or write " << out_path << "\n";
    return 1;
  }
  for (std::string line; std::getline(truth, line);) {
    if (!line.empty())
      out << Parse(folder, Json::parse(line)).dump(-1, ' ', false, Json::error_handler_t::replace)
          << "\n";
  }
  return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  if (argc == 3) return akin::Run(argv[1], argv[2]);
  std::cerr << "usage: " << argv[0] << " DIR OUT.jsonl\n";
  return 2;
}
