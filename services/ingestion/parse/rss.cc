#include "services/ingestion/parse/rss.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/parse/embargo.h"
#include "services/ingestion/parse/feed_fields.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/update_interval.h"

namespace akin {
namespace {

// RSS stands in these elements, Dublin Core's and others' say the same.
constexpr ElementNames kTitle = {"title", "dc:title", "media:title", "itunes:title", "atom:title"};
constexpr ElementNames kSummary = {"description",     "dc:description",    "dcterms:abstract",
                                   "itunes:summary",  "atom:summary",      "abstract",
                                   "itunes:subtitle", "media:description", "summary"};
constexpr ElementNames kOwnSummary = {"summary"};
constexpr ElementNames kStory = {"description"};
constexpr ElementNames kContent = {"content:encoded", "xhtml:body",   "body",   "xhtml:div",
                                   "fullitem",        "atom:content", "content"};
constexpr ElementNames kPublished = {
    "pubdate",   "dc:date",      "dcterms:issued",        "dcterms:created", "atom:published",
    "published", "dcterms:date", "prism:publicationdate", "atom:issued",     "atom:created"};
constexpr ElementNames kUpdated = {
    "atom:updated", "updated",       "dcterms:modified", "lastbuilddate",
    "modified",     "atom:modified", "dc:modified",      "prism:modificationdate"};
constexpr ElementNames kDescription = {"description",     "dc:description",    "itunes:summary",
                                       "atom:subtitle",   "subtitle",          "tagline",
                                       "itunes:subtitle", "media:description", "abstract"};
constexpr ElementNames kRights = {"copyright",   "dc:rights",       "dcterms:rights",
                                  "atom:rights", "media:copyright", "rights"};

// The atom:link of that relation, "" without one.
std::string AtomLink(pugi::xml_node parent, absl::string_view document_url) {
  for (const char* name : {"atom:link", "link"}) {
    for (pugi::xml_node link : parent.children(name)) {
      const absl::string_view relation = XmlAttribute(link, "rel");
      if (!relation.empty() && relation != "alternate") continue;
      std::string url = ResolveIn(link, document_url, XmlAttribute(link, "href"));
      if (!url.empty()) return url;
    }
  }
  return "";
}

std::string Link(pugi::xml_node parent, absl::string_view document_url) {
  for (pugi::xml_node link : parent.children("link")) {
    std::string url = ResolveIn(link, document_url, XmlText(link));
    if (!url.empty()) return url;
  }
  return AtomLink(parent, document_url);
}

// The guid as a link: RSS says that it is one unless isPermaLink denies it.
std::string PermaLink(pugi::xml_node item, absl::string_view document_url) {
  const pugi::xml_node guid = item.child("guid");
  if (absl::EqualsIgnoreCase(XmlAttribute(guid, "ispermalink"), "false")) return "";
  const std::string text = XmlText(guid);
  const bool absolute =
      absl::StrContains(text, "://") || !XmlAttribute(guid, "ispermalink").empty();
  return absolute ? ResolveIn(guid, document_url, text) : "";
}

std::string ItemLink(pugi::xml_node item, absl::string_view document_url) {
  std::string link = Link(item, document_url);
  if (link.empty()) link = PermaLink(item, document_url);
  if (link.empty()) link = ResolveIn(item, document_url, XmlAttribute(item, "rdf:about"));
  return link.empty() ? LinkOfId(RawField(item, {"atom:id", "id"})) : link;
}

std::string ItemId(pugi::xml_node item, absl::string_view document_url) {
  std::string id = IdField(item, {"guid", "atom:id", "id"}, document_url);
  if (id.empty()) id = std::string(XmlAttribute(item, "rdf:about"));
  return id.empty() ? RawField(item, {"dc:identifier"}) : id;
}

// The narrower ones stand inside the wider ones.
void AddPodcastCategories(pugi::xml_node parent, std::vector<std::string>& categories) {
  for (pugi::xml_node category : parent.children("itunes:category")) {
    AddUnique(XmlAttribute(category, "text"), categories);
    AddPodcastCategories(category, categories);
  }
}

void ReadCategories(pugi::xml_node item, ParsedItem& parsed) {
  for (const char* name : {"category", "dc:subject", "media:category", "atom:category"}) {
    for (pugi::xml_node category : item.children(name)) {
      const std::string text = XmlOwnText(category);
      AddUnique(text, parsed.categories);
      AddUnique(XmlAttribute(category, "label"), parsed.categories);
      if (text.empty()) AddUnique(XmlAttribute(category, "term"), parsed.categories);
    }
  }
  AddPodcastCategories(item, parsed.categories);
  for (absl::string_view tag : absl::StrSplit(XmlText(item.child("tags")), ',')) {
    AddUnique(tag, parsed.categories);
  }
  for (const char* name : {"itunes:keywords", "media:keywords", "keywords"}) {
    for (absl::string_view keyword : absl::StrSplit(XmlText(item.child(name)), ',')) {
      AddUnique(keyword, parsed.keywords);
    }
  }
}

void ReadEnclosures(pugi::xml_node item, absl::string_view document_url, ParsedItem& parsed) {
  for (pugi::xml_node enclosure : item.children("enclosure")) {
    ParsedEnclosure read = {ResolveIn(enclosure, document_url, XmlAttribute(enclosure, "url")),
                            std::string(XmlAttribute(enclosure, "type")),
                            std::string(XmlAttribute(enclosure, "length"))};
    if (!read.url.empty()) parsed.enclosures.push_back(std::move(read));
  }
}

// Of the item, else of its texts.
std::string ItemLanguage(pugi::xml_node item, const ParsedFeed& feed) {
  std::string language = RawField(item, {"dc:language", "language"});
  for (ElementNames texts : {kContent, kSummary, kTitle}) {
    if (language.empty()) language = XmlLanguage(FirstFilled(item, texts));
  }
  if (language.empty()) language = XmlLanguage(item);
  return language.empty() ? feed.language : language;
}

std::string ChannelLanguage(pugi::xml_node channel) {
  std::string language = RawField(channel, {"language", "dc:language"});
  return language.empty() ? XmlLanguage(channel) : language;
}

// Beside a "summary" of its own the description is the story.
void ReadTexts(pugi::xml_node item, absl::string_view document_url, ParsedItem& parsed) {
  const bool both =
      FirstFilled(item, kOwnSummary) && FirstFilled(item, kStory) && !FirstFilled(item, kContent);
  ReadBlock(item, both ? kOwnSummary : kSummary, XmlHtml, document_url, parsed.summary,
            parsed.summary_html);
  ReadBlock(item, both ? kStory : kContent, XmlHtml, document_url, parsed.content,
            parsed.content_html);
  if (parsed.summary.empty() && parsed.summary_html.empty()) {
    ReadBlock(item.child("media:group"), {"media:description"}, XmlHtml, document_url,
              parsed.summary, parsed.summary_html);
  }
}

ParsedItem ReadItem(pugi::xml_node item, const ParsedFeed& feed, absl::string_view channel_base,
                    DateOrder order) {
  ParsedItem parsed;
  parsed.id = ItemId(item, channel_base);
  parsed.link = ItemLink(item, channel_base);
  parsed.original_link = OriginalLink(item, channel_base);
  const std::string base = BaseInside(item, PageOf(parsed), channel_base);
  ReadLine(item, kTitle, XmlHtml, base, parsed.title, parsed.title_html);
  ReadTexts(item, base, parsed);
  parsed.published = DateField(item, kPublished, order);
  parsed.updated = DateField(item, kUpdated, order);
  ReadFeedEmbargo(item, parsed);
  AddPeople(
      item,
      {"author", "dc:creator", "dc:author", "itunes:author", "dcterms:creator", "managingeditor"},
      parsed.authors);
  for (pugi::xml_node author : item.children("atom:author"))
    AddPeople(author, {"atom:name", "name"}, parsed.authors);
  ReadCategories(item, parsed);
  parsed.language = ItemLanguage(item, feed);
  ReadLine(item, kRights, XmlHtml, base, parsed.rights, parsed.rights_html);
  ReadEnclosures(item, base, parsed);
  ReadMedia(item, base, parsed);
  FallBackOnImages(parsed);
  return parsed;
}

std::string FirstPerson(pugi::xml_node parent, ElementNames names) {
  std::vector<std::string> people;
  AddPeople(parent, names, people);
  return people.empty() ? "" : people.front();
}

ParsedFeed ReadChannel(pugi::xml_node channel, absl::string_view document_url) {
  ParsedFeed feed;
  feed.id = IdField(channel, {"atom:id", "id", "guid"}, document_url);
  ReadLine(channel, kTitle, XmlHtml, document_url, feed.title, feed.title_html);
  feed.link = Link(channel, document_url);
  ReadBlock(channel, kDescription, XmlHtml, document_url, feed.description, feed.description_html);
  feed.language = ChannelLanguage(channel);
  feed.author = FirstPerson(channel, {"managingeditor", "author", "dc:creator", "dc:author",
                                      "itunes:author", "webmaster", "dc:publisher"});
  ReadLine(channel, kRights, XmlHtml, document_url, feed.rights, feed.rights_html);
  feed.published =
      DateField(channel, {"pubdate", "dc:date", "dcterms:issued", "atom:published", "published"});
  feed.updated = DateField(channel, {"lastbuilddate", "atom:updated", "updated", "dcterms:modified",
                                     "dc:date", "pubdate"});
  feed.update_interval = UpdateInterval(channel);
  const pugi::xml_node image = channel.child("image");
  feed.image = ResolveIn(image, document_url, XmlText(image.child("url")));
  return feed;
}

// Whether an element called "item" is news, rather than one of a list in some field.
bool IsNews(pugi::xml_node item) {
  return !FirstFilled(item, {"title", "link", "guid", "description"}).empty();
}

// Items stand inside others where an end tag is missing or a feed groups them.
void Collect(pugi::xml_node item, std::vector<pugi::xml_node>& items);

void CollectInField(pugi::xml_node field, std::vector<pugi::xml_node>& items) {
  for (pugi::xml_node child : field.children()) {
    const bool item = child.name() == absl::string_view("item");
    item&& IsNews(child) ? Collect(child, items) : CollectInField(child, items);
  }
}

void Collect(pugi::xml_node item, std::vector<pugi::xml_node>& items) {
  items.push_back(item);
  for (pugi::xml_node child : item.children()) {
    const bool nested = child.name() == absl::string_view("item");
    nested ? Collect(child, items) : CollectInField(child, items);
  }
}

bool IsInsideItem(pugi::xml_node item) {
  for (pugi::xml_node around = item.parent(); !around.empty(); around = around.parent()) {
    if (around.name() == absl::string_view("item")) return true;
  }
  return false;
}

// All items, in document order. None is left inside another, where it would be text of it.
std::vector<pugi::xml_node> Items(const XmlDocument& xml) {
  std::vector<pugi::xml_node> items;
  for (pugi::xml_node item : xml.FindAll("item")) {
    if (item.parent().name() != absl::string_view("item")) Collect(item, items);
  }
  for (pugi::xml_node item : items) {
    if (IsInsideItem(item)) items.front().parent().append_move(item);
  }
  return items;
}

}  // namespace

ParsedDocument ReadRss(const XmlDocument& xml, absl::string_view document_url) {
  ParsedDocument document;
  const pugi::xml_node channel = xml.Find("channel");
  document.feed = ReadChannel(channel, document_url);
  // RSS sets no base; the channel's pages are where its link leads, if that tells a site.
  const std::string base = BaseInside(channel, Link(channel, ""), document_url);
  const DateOrder order = DateOrderIn(channel.root(), document.feed.language);
  for (pugi::xml_node item : Items(xml)) {
    if (!HasRoom(document)) break;
    document.items.push_back(ReadItem(item, document.feed, base, order));
  }
  return document;
}

}  // namespace akin
