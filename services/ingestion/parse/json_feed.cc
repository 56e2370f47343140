#include "services/ingestion/parse/json_feed.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "services/ingestion/parse/byline.h"
#include "services/ingestion/parse/cdata_marks.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/feed_fields.h"
#include "services/ingestion/parse/html_text.h"

namespace akin {
namespace {

bool HasText(const Json& object, std::initializer_list<const char*> keys) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const char* key) { return !JsonText(object, key).empty(); });
}

std::string Resolve(absl::string_view base, absl::string_view reference) {
  return ResolveIn({}, base, reference);
}

// The first of `keys` that is a usable address.
std::string FirstLink(const Json& object, absl::string_view base,
                      std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    std::string link = Resolve(base, JsonText(object, key));
    if (!link.empty()) return link;
  }
  return "";
}

void AddAuthor(const Json& author, std::vector<std::string>& authors) {
  AddFeedAuthors(author.is_object() ? JsonText(author, "name") : JsonText(author), authors);
}

// Version 1 has one `author`, 1.1 several `authors`; each is found in the other's shape too, and
// as a bare name.
std::vector<std::string> Authors(const Json& object) {
  std::vector<std::string> authors;
  for (const char* key : {"authors", "author"}) {
    const Json& value = JsonMember(object, key);
    if (!value.is_array()) AddAuthor(value, authors);
    if (value.is_array()) {
      for (const Json& author : value) AddAuthor(author, authors);
    }
  }
  return authors;
}

void ReadTags(const Json& tags, ParsedItem& parsed) {
  if (!tags.is_array()) return AddUnique(JsonText(tags), parsed.categories);
  for (const Json& tag : tags) AddUnique(JsonText(tag), parsed.categories);
}

void ReadAttachments(const Json& attachments, absl::string_view base, ParsedItem& parsed) {
  if (!attachments.is_array()) return;
  for (const Json& attachment : attachments) {
    ParsedEnclosure read = {Resolve(base, JsonText(attachment, "url")),
                            JsonText(attachment, "mime_type"),
                            JsonText(attachment, "size_in_bytes")};
    if (!read.url.empty()) parsed.enclosures.push_back(std::move(read));
  }
}

// A text that the format has as plain: nothing in it is markup.
std::string PlainText(const Json& object, const char* key) {
  return CleanText(JsonText(object, key));
}

std::string PlainLine(const Json& object, const char* key) {
  return HtmlToLine(PlainTextAsHtml(JsonText(object, key)));
}

std::string ContentHtml(const Json& item) {
  std::string html = WithoutCdataMarks(JsonText(item, "content_html"));
  return html.empty() ? PlainTextAsHtml(JsonText(item, "content_text")) : html;
}

ParsedItem ReadJsonFeedItem(const Json& item, absl::string_view feed_base, DateOrder order) {
  ParsedItem parsed;
  parsed.id = JsonText(item, "id");
  parsed.link = FirstLink(item, feed_base, {"url", "external_url"});
  if (parsed.link.empty()) parsed.link = LinkOfId(parsed.id);
  const std::string base = BaseInside({}, parsed.link, feed_base);
  parsed.title = PlainLine(item, "title");
  parsed.summary = PlainText(item, "summary");
  SetBlock(ContentHtml(item), {}, base, parsed.content, parsed.content_html);
  parsed.published = ParseDate(JsonText(item, "date_published"), order);
  parsed.updated = ParseDate(JsonText(item, "date_modified"), order);
  parsed.authors = Authors(item);
  ReadTags(JsonMember(item, "tags"), parsed);
  parsed.language = JsonText(item, "language");
  parsed.image = FirstLink(item, base, {"image", "banner_image"});
  ReadAttachments(JsonMember(item, "attachments"), base, parsed);
  FallBackOnImages(parsed);
  return parsed;
}

std::vector<std::string> Dates(const Json& root) {
  std::vector<std::string> dates;
  for (const Json& item : JsonMember(root, "items")) {
    for (const char* key : {"date_published", "date_modified"})
      dates.push_back(JsonText(item, key));
  }
  return dates;
}

ParsedFeed ReadFeed(const Json& root, absl::string_view base) {
  ParsedFeed feed;
  feed.id = JsonText(root, "feed_url");
  feed.link = FirstLink(root, base, {"home_page_url"});
  feed.title = PlainLine(root, "title");
  feed.description = PlainText(root, "description");
  feed.language = JsonText(root, "language");
  const std::vector<std::string> authors = Authors(root);
  if (!authors.empty()) feed.author = authors.front();
  feed.image = FirstLink(root, base, {"icon", "favicon"});
  return feed;
}

// Relative addresses are relative to the feed, wherever its bytes were found.
std::string BaseOf(const Json& root, absl::string_view document_url) {
  if (!document_url.empty()) return std::string(document_url);
  return FirstLink(root, "", {"feed_url", "home_page_url"});
}

ParsedItem NotAnItem(size_t index) {
  ParsedItem bad;
  bad.error = InvalidField(absl::StrCat("items[", index, "]"), "not an object");
  return bad;
}

}  // namespace

// Without its version line a feed is known by members that only a JSON Feed has, else by what it
// has in common with others, in both the feed and an item.
bool IsJsonFeed(const Json& root) {
  const Json& items = JsonMember(root, "items");
  if (!items.is_array()) return false;
  const auto any_has = [&](std::initializer_list<const char*> keys) {
    return std::any_of(items.begin(), items.end(),
                       [&](const Json& item) { return HasText(item, keys); });
  };
  return absl::StrContains(JsonText(root, "version"), "jsonfeed") ||
         HasText(root, {"home_page_url", "feed_url"}) ||
         any_has({"content_html", "content_text", "date_published", "external_url"}) ||
         (HasText(root, {"title"}) && any_has({"url"}));
}

ParsedDocument ReadJsonFeed(const Json& root, absl::string_view document_url) {
  const std::string base = BaseOf(root, document_url);
  ParsedDocument document;
  document.format = DocumentFormat::kJsonFeed;
  document.feed = ReadFeed(root, base);
  const std::string items_base = BaseInside({}, document.feed.link, base);
  const std::vector<std::string> authors = Authors(root);
  const DateOrder order = FindDateOrder(Dates(root), document.feed.language);
  for (const Json& item : JsonMember(root, "items")) {
    if (!HasRoom(document)) break;
    if (!item.is_object()) {
      document.items.push_back(NotAnItem(document.items.size()));
      continue;
    }
    ParsedItem& parsed = document.items.emplace_back(ReadJsonFeedItem(item, items_base, order));
    if (parsed.authors.empty()) parsed.authors = authors;
    if (parsed.language.empty()) parsed.language = document.feed.language;
  }
  return document;
}

}  // namespace akin
