// Runs the parser of IngestDocument over a folder of documents and prints what it found, in the
// form that the scorers read. Usage: conformance_feeds DIR OUT.jsonl, where DIR/expected.jsonl
// names the files, their addresses and their HTTP headers.

#include <string>

#include "absl/strings/ascii.h"
#include "services/ingestion/domain/identity.h"
#include "tests/conformance/driver.h"

namespace akin {
namespace {

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// As HTML where the publisher wrote HTML.
Json HtmlOrText(const std::string& html, const std::string& text) {
  return TextOrNull(html.empty() ? text : html);
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

Json Parse(const std::string& folder, const Json& record) {
  const std::string file = record.at("file");
  DocumentHints hints{record.value("base_url", ""), Header(record, "content-type")};
  hints.location = Header(record, "content-location");
  hints.language = Header(record, "content-language");
  Json out = {{"file", file}};
  const auto parsed = ParseFile(folder + "/" + file, hints, out);
  if (!parsed.ok()) return out;
  out["feed"] = FeedJson(parsed->feed);
  out["articles"] = Json::array();
  for (const ParsedItem& item : parsed->items) out["articles"].push_back(ItemJson(item));
  return out;
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  return akin::RunDriver(argc, argv, "expected.jsonl", akin::Parse);
}
