#include "services/ingestion/parse/cdf.h"

#include <string>

#include "common/url/url.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/feed_fields.h"

namespace akin {
namespace {

// Of the element itself, else of the anchor in it.
std::string Link(pugi::xml_node element, absl::string_view base) {
  std::string link = ResolveIn(element, base, XmlAttribute(element, "href"));
  const pugi::xml_node anchor = element.child("a");
  return link.empty() ? ResolveIn(anchor, base, XmlAttribute(anchor, "href")) : link;
}

std::string Logo(pugi::xml_node element, absl::string_view base) {
  const pugi::xml_node logo = element.child("logo");
  return ResolveIn(logo, base, XmlAttribute(logo, "href"));
}

ParsedItem ReadItem(pugi::xml_node item, absl::string_view base) {
  ParsedItem parsed;
  parsed.link = Link(item, base);
  parsed.title = LineField(item, {"title"});
  parsed.summary = HtmlField(item, {"abstract"});
  parsed.updated = ParseDate(XmlAttribute(item, "lastmod"));
  parsed.image = Logo(item, base);
  return parsed;
}

}  // namespace

bool IsCdf(const XmlDocument& xml) {
  const pugi::xml_node channel = xml.Find("channel");
  if (channel.parent().type() != pugi::node_document) return false;
  return channel.attribute("href") || channel.attribute("lastmod") || channel.child("abstract") ||
         xml.Find("item").attribute("href") || xml.Find("item").attribute("lastmod");
}

ParsedDocument ReadCdf(const XmlDocument& xml, absl::string_view document_url) {
  const pugi::xml_node channel = xml.Find("channel");
  const std::string base =
      ResolveUrl(document_url, XmlAttribute(channel, "base")).value_or(std::string(document_url));
  ParsedDocument document;
  document.format = DocumentFormat::kCdf;
  document.feed.link = Link(channel, base);
  document.feed.title = LineField(channel, {"title"});
  document.feed.description = HtmlField(channel, {"abstract"});
  document.feed.updated = ParseDate(XmlAttribute(channel, "lastmod"));
  document.feed.image = Logo(channel, base);
  for (pugi::xml_node item : xml.FindAll("item")) {
    if (!HasRoom(document)) break;
    document.items.push_back(ReadItem(item, base));
  }
  return document;
}

}  // namespace akin
