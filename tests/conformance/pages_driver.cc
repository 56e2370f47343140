// Runs the parser of IngestDocument over HTML pages and prints the article that it found on each,
// in the form that the scorer reads. Usage: conformance_pages DIR OUT.jsonl, where DIR/truth.jsonl
// names the pages (the parser unpacks them) and their addresses.

#include <string>

#include "tests/conformance/driver.h"

namespace akin {
namespace {

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
  Json out = {{"id", record.at("id")}, {"body", ""}};
  const DocumentHints hints{record.value("url", ""), "text/html"};
  const auto parsed = ParseFile(folder + "/" + record.at("file").get<std::string>(), hints, out);
  if (!parsed.ok()) return out;
  if (parsed->items.empty()) {
    out["error"] = "no item";
  } else {
    AddArticle(*parsed, out);
  }
  return out;
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) { return akin::RunDriver(argc, argv, "truth.jsonl", akin::Parse); }
