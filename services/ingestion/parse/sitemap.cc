#include "services/ingestion/parse/sitemap.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/errors.h"
#include "services/ingestion/parse/feed_fields.h"

namespace akin {
namespace {

std::string Address(pugi::xml_node parent, absl::string_view document_url, ElementNames names) {
  const pugi::xml_node element = FirstFilled(parent, names);
  return ResolveIn(element, document_url, XmlText(element));
}

void ReadNews(pugi::xml_node news, ParsedItem& parsed) {
  parsed.title = LineField(news, {"news:title"});
  parsed.published = DateField(news, {"news:publication_date"});
  parsed.language = RawField(news.child("news:publication"), {"news:language"});
  for (absl::string_view keyword : absl::StrSplit(RawField(news, {"news:keywords"}), ','))
    AddUnique(keyword, parsed.categories);
}

void ReadImages(pugi::xml_node url, absl::string_view document_url, ParsedItem& parsed) {
  const pugi::xml_node image = url.child("image:image");
  parsed.image = Address(image, document_url, {"image:loc"});
  parsed.rights = Address(image, document_url, {"image:license"});
}

// What the news extension has said already is left as it is.
void ReadVideo(pugi::xml_node video, absl::string_view document_url, ParsedItem& parsed) {
  if (parsed.title.empty()) parsed.title = LineField(video, {"video:title"});
  parsed.summary = HtmlField(video, {"video:description"});
  if (!parsed.published) parsed.published = DateField(video, {"video:publication_date"});
  if (parsed.image.empty()) parsed.image = Address(video, document_url, {"video:thumbnail_loc"});
  AddPeople(video, {"video:uploader"}, parsed.authors);
  for (const char* name : {"video:category", "video:tag"}) {
    for (pugi::xml_node tag : video.children(name)) AddUnique(XmlText(tag), parsed.categories);
  }
  ParsedEnclosure file = {Address(video, document_url, {"video:content_loc"}), "", ""};
  if (!file.url.empty()) parsed.enclosures.push_back(std::move(file));
}

ParsedItem ReadUrl(pugi::xml_node url, absl::string_view document_url) {
  ParsedItem parsed;
  parsed.link = Address(url, document_url, {"loc"});
  parsed.updated = DateField(url, {"lastmod"});
  ReadNews(url.child("news:news"), parsed);
  ReadImages(url, document_url, parsed);
  ReadVideo(url.child("video:video"), document_url, parsed);
  if (parsed.title.empty())
    parsed.error = InvalidField("news:title", "empty, so that this entry names a page only");
  return parsed;
}

}  // namespace

absl::StatusOr<ParsedDocument> ReadSitemap(const XmlDocument& xml, absl::string_view document_url) {
  if (const pugi::xml_node index = xml.Find("sitemapindex")) {
    return InvalidField(
        "content",
        absl::StrCat("a sitemap index, which names other sitemaps (the first is ",
                     RawField(index.child("sitemap"), {"loc"}), "), want a sitemap with news"));
  }
  ParsedDocument document;
  document.feed.title = LineField(xml.Find("news:publication"), {"news:name"});
  for (pugi::xml_node url : xml.FindAll("url")) {
    if (!HasRoom(document)) break;
    document.items.push_back(ReadUrl(url, document_url));
  }
  return document;
}

}  // namespace akin
