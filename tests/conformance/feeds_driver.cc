// Runs the parser of IngestDocument over a folder of documents and prints what it found, in the
// form that the scorers read. Usage: conformance_feeds DIR OUT.jsonl, where DIR/expected.jsonl
// names the files, their addresses and their HTTP headers.

#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "services/ingestion/domain/identity.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// As HTML where the publisher wrote HTML.
Json HtmlOrText(const std::string& html, const std::string& text) {
  return TextOrNull(html.empty() ? text : html);
}

Json TimeOrNull(const absl::optional<absl::Time>& time) {
  if (!time) return nullptr;
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", *time, absl::UTCTimeZone());
}

Json FeedJson(const ParsedFeed& feed) {
  return {{"title", HtmlOrText(feed.title_html, feed.title)},
          {"link", TextOrNull(feed.link)},
          {"description", HtmlOrText(feed.description_html, feed.description)},
          {"language", TextOrNull(feed.language)},
          {"id", TextOrNull(feed.id)},
          {"author", TextOrNull(feed.author)},
          {"rights", HtmlOrText(feed.rights_html, feed.rights)},
          {"published", TimeOrNull(feed.published)},
          {"updated", TimeOrNull(feed.updated)}};
}

Json EnclosuresJson(const ParsedItem& item) {
  Json all = Json::array();
  for (const ParsedEnclosure& enclosure : item.enclosures) {
    all.push_back({{"url", enclosure.url},
                   {"type", TextOrNull(enclosure.type)},
                   {"length", TextOrNull(enclosure.length)}});
  }
  return all;
}

// The form has one list for what we keep apart.
Json CategoriesJson(const ParsedItem& item) {
  Json all = item.categories;
  for (const std::string& keyword : item.keywords) all.push_back(keyword);
  return all;
}

Json ItemJson(const ParsedItem& item) {
  return {{"id", TextOrNull(ItemKey(item))},
          {"title", HtmlOrText(item.title_html, item.title)},
          {"link", TextOrNull(item.link)},
          {"summary", HtmlOrText(item.summary_html, item.summary)},
          {"content", HtmlOrText(item.content_html, item.content)},
          {"published", TimeOrNull(item.published)},
          {"updated", TimeOrNull(item.updated)},
          {"author", item.authors.empty() ? Json(nullptr) : Json(item.authors.front())},
          {"authors", item.authors},
          {"categories", CategoriesJson(item)},
          {"language", TextOrNull(item.language)},
          {"image", TextOrNull(item.image)},
          {"rights", HtmlOrText(item.rights_html, item.rights)},
          {"enclosures", EnclosuresJson(item)}};
}

// HTTP header names have any case.
std::string Header(const Json& record, const std::string& name) {
  const Json headers = record.value("headers", Json::object());
  for (const auto& [key, value] : headers.items()) {
    if (absl::AsciiStrToLower(key) == name) return value.get<std::string>();
  }
  return "";
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Json Parse(const std::string& folder, const Json& record) {
  const std::string file = record.at("file");
  const std::string bytes = ReadFile(folder + "/" + file);
  DocumentHints hints{record.value("base_url", ""), Header(record, "content-type")};
  hints.location = Header(record, "content-location");
  hints.language = Header(record, "content-language");
  const std::clock_t cpu_start = std::clock();
  const auto start = std::chrono::steady_clock::now();
  const absl::StatusOr<ParsedDocument> parsed = ParseDocument(bytes, hints);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  const double cpu_ms = 1e3 * static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
  Json out = {{"file", file}, {"error", nullptr}, {"ms", took.count()}, {"cpu_ms", cpu_ms}};
  if (!parsed.ok()) {
    out["error"] = std::string(parsed.status().message());
    return out;
  }
  out["feed"] = FeedJson(parsed->feed);
  out["articles"] = Json::array();
  for (const ParsedItem& item : parsed->items) out["articles"].push_back(ItemJson(item));
  return out;
}

int Run(const std::string& folder, const std::string& out_path) {
  std::ifstream expected(folder + "/expected.jsonl");
  std::ofstream out(out_path);
  if (!expected || !out) {
    std::cerr << "cannot read " << folder << "/expected.jsonl or write " << out_path << "\n";
    return 1;
  }
  for (std::string line; std::getline(expected, line);) {
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
