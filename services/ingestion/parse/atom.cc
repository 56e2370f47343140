#include "services/ingestion/parse/atom.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "common/text/unicode.h"
#include "common/url/url.h"
#include "services/ingestion/parse/byline.h"
#include "services/ingestion/parse/embargo.h"
#include "services/ingestion/parse/feed_fields.h"
#include "services/ingestion/parse/html_text.h"

namespace akin {
namespace {

enum class TextKind { kPlain, kHtml, kMarkup, kOther };

// How an Atom text is to be read: by its `type`, and Atom 0.3's media types. Markup in what claims
// to be plain text is markup.
TextKind TextKindOf(pugi::xml_node element) {
  const std::string type = absl::AsciiStrToLower(XmlAttribute(element, "type"));
  if (HasXmlElements(element) || type == "xhtml" || absl::EndsWith(type, "xml"))
    return TextKind::kMarkup;
  if (type == "html" || absl::StartsWith(type, "text/html") || absl::StrContains(type, "xhtml"))
    return TextKind::kHtml;
  if (type.empty() || type == "text" || type == "plain" || absl::StartsWith(type, "text/"))
    return TextKind::kPlain;
  return type == "escaped" ? TextKind::kHtml : TextKind::kOther;
}

// Base64 with the line ends it is wrapped in; "" if it is not text.
std::string Unwrapped(absl::string_view text) {
  std::string decoded;
  const std::string joined =
      absl::StrReplaceAll(text, {{" ", ""}, {"\n", ""}, {"\r", ""}, {"\t", ""}});
  return absl::Base64Unescape(joined, &decoded) && IsValidUtf8(decoded) ? decoded : "";
}

// A text construct as HTML, whatever it was.
std::string AsHtml(pugi::xml_node element) {
  if (XmlAttribute(element, "mode") == "base64") return Unwrapped(XmlText(element));
  switch (TextKindOf(element)) {
    case TextKind::kPlain:
      return XmlAttribute(element, "mode") == "escaped" ? XmlText(element)
                                                        : PlainTextAsHtml(XmlText(element));
    case TextKind::kHtml:
      return XmlText(element);
    case TextKind::kMarkup:
      return XmlMarkup(element);
    case TextKind::kOther:
      break;
  }
  return XmlAttribute(element, "mode").empty() ? Unwrapped(XmlText(element)) : XmlText(element);
}

// "alternate" of "http://www.iana.org/assignments/relation/alternate" too; without one it is that.
std::string Relation(pugi::xml_node link) {
  const absl::string_view relation = XmlAttribute(link, "rel");
  if (relation.empty()) return "alternate";
  return absl::AsciiStrToLower(relation.substr(relation.rfind('/') + 1));
}

bool IsPage(pugi::xml_node link) {
  const absl::string_view type = XmlAttribute(link, "type");
  return type.empty() || absl::StrContains(absl::AsciiStrToLower(type), "html");
}

// The first link of that relation, a page rather than anything else.
std::string LinkOf(pugi::xml_node parent, absl::string_view relation,
                   absl::string_view document_url) {
  std::string other;
  for (pugi::xml_node link : parent.children("link")) {
    if (Relation(link) != relation) continue;
    std::string url = ResolveIn(link, document_url, XmlAttribute(link, "href"));
    if (IsPage(link) && !url.empty()) return url;
    if (other.empty()) other = std::move(url);
  }
  return other;
}

std::string EntryLink(pugi::xml_node entry, absl::string_view document_url) {
  std::string link = LinkOf(entry, "alternate", document_url);
  const pugi::xml_node content = entry.child("content");
  if (link.empty()) link = ResolveIn(content, document_url, XmlAttribute(content, "src"));
  if (link.empty()) link = ResolveUrl("", RawField(entry, {"link"})).value_or("");
  return link.empty() ? LinkOfId(RawField(entry, {"id"})) : link;
}

void AddAuthors(pugi::xml_node parent, std::vector<std::string>& authors) {
  for (pugi::xml_node author : parent.children("author")) {
    const std::string name = RawField(author, {"name", "email", "uri"});
    AddFeedAuthors(name.empty() && !HasXmlElements(author) ? XmlText(author) : name, authors);
  }
  AddPeople(parent, {"dc:creator"}, authors);
}

// An entry's own authors, else its source's, else the feed's.
void ReadAuthors(pugi::xml_node entry, ParsedItem& parsed) {
  for (pugi::xml_node from : {entry, entry.child("source"), entry.parent()}) {
    if (parsed.authors.empty()) AddAuthors(from, parsed.authors);
  }
}

// The term is what machines compare, the label what people read: either may be the better word.
void ReadCategories(pugi::xml_node entry, ParsedItem& parsed) {
  for (pugi::xml_node category : entry.children("category")) {
    AddUnique(XmlAttribute(category, "term"), parsed.categories);
    AddUnique(XmlAttribute(category, "label"), parsed.categories);
    AddUnique(XmlText(category), parsed.categories);
  }
  for (pugi::xml_node subject : entry.children("dc:subject")) {
    AddUnique(XmlText(subject), parsed.categories);
  }
}

void ReadEnclosures(pugi::xml_node entry, absl::string_view document_url, ParsedItem& parsed) {
  for (pugi::xml_node link : entry.children("link")) {
    if (Relation(link) != "enclosure") continue;
    ParsedEnclosure read = {ResolveIn(link, document_url, XmlAttribute(link, "href")),
                            std::string(XmlAttribute(link, "type")),
                            std::string(XmlAttribute(link, "length"))};
    if (!read.url.empty()) parsed.enclosures.push_back(std::move(read));
  }
}

std::string Language(pugi::xml_node entry) {
  for (pugi::xml_node element :
       {entry.child("content"), entry.child("title"), entry.child("summary"), entry}) {
    std::string language = XmlLanguage(element);
    if (!language.empty()) return language;
  }
  return "";
}

ParsedItem ReadEntry(pugi::xml_node entry, absl::string_view document_url, DateOrder order) {
  ParsedItem parsed;
  parsed.id = IdField(entry, {"id"}, document_url);
  parsed.link = EntryLink(entry, document_url);
  parsed.original_link = OriginalLink(entry, document_url);
  const std::string base = BaseInside(entry, PageOf(parsed), document_url);
  ReadLine(entry, {"title", "dc:title", "media:title"}, AsHtml, base, parsed.title,
           parsed.title_html);
  ReadBlock(entry,
            {"summary", "dc:description", "description", "media:description", "itunes:summary"},
            AsHtml, base, parsed.summary, parsed.summary_html);
  if (parsed.summary.empty() && parsed.summary_html.empty()) {
    ReadBlock(entry.child("media:group"), {"media:description"}, AsHtml, base, parsed.summary,
              parsed.summary_html);
  }
  ReadBlock(entry, {"content", "content:encoded"}, AsHtml, base, parsed.content,
            parsed.content_html);
  parsed.published = LastDateField(
      entry,
      {"published", "issued", "created", "dcterms:issued", "dcterms:created", "dc:date", "pubdate"},
      order);
  parsed.updated =
      LastDateField(entry, {"updated", "modified", "dcterms:modified", "dc:modified"}, order);
  ReadFeedEmbargo(entry, parsed);
  ReadAuthors(entry, parsed);
  ReadCategories(entry, parsed);
  parsed.language = Language(entry);
  ReadLine(entry, {"rights", "copyright", "dc:rights"}, AsHtml, base, parsed.rights,
           parsed.rights_html);
  ReadEnclosures(entry, base, parsed);
  ReadMedia(entry, base, parsed);
  FallBackOnImages(parsed);
  return parsed;
}

ParsedFeed ReadFeed(pugi::xml_node feed, absl::string_view document_url) {
  ParsedFeed parsed;
  parsed.id = IdField(feed, {"id"}, document_url);
  ReadLine(feed, {"title", "dc:title", "media:title"}, AsHtml, document_url, parsed.title,
           parsed.title_html);
  parsed.link = LinkOf(feed, "alternate", document_url);
  ReadBlock(feed,
            {"subtitle", "tagline", "description", "dc:description", "itunes:subtitle",
             "itunes:summary", "info", "media:description"},
            AsHtml, document_url, parsed.description, parsed.description_html);
  parsed.language = XmlLanguage(feed);
  if (parsed.language.empty()) parsed.language = RawField(feed, {"dc:language", "language"});
  std::vector<std::string> authors;
  AddAuthors(feed, authors);
  if (!authors.empty()) parsed.author = authors.front();
  ReadLine(feed, {"rights", "copyright", "dc:rights"}, AsHtml, document_url, parsed.rights,
           parsed.rights_html);
  parsed.image = ResolveIn(feed, document_url, RawField(feed, {"logo", "icon"}));
  parsed.published = LastDateField(feed, {"published", "issued", "created", "dcterms:issued"});
  parsed.updated = LastDateField(feed, {"updated", "modified", "dcterms:modified", "dc:date"});
  return parsed;
}

}  // namespace

ParsedDocument ReadAtom(const XmlDocument& xml, absl::string_view document_url) {
  ParsedDocument document;
  const pugi::xml_node feed = xml.Find("feed");
  document.feed = ReadFeed(feed, document_url);
  const DateOrder order = DateOrderIn(feed.root(), document.feed.language);
  for (pugi::xml_node entry : xml.FindAll("entry")) {
    if (!HasRoom(document)) break;
    document.items.push_back(ReadEntry(entry, document_url, order));
  }
  return document;
}

}  // namespace akin
