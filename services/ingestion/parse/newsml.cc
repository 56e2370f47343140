#include "services/ingestion/parse/newsml.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/url/url.h"
#include "services/ingestion/parse/byline.h"
#include "services/ingestion/parse/embargo.h"
#include "services/ingestion/parse/feed_fields.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/nitf.h"

namespace akin {
namespace {

// ---------------------------------------------------------------------------------------- content

// The first element among `names` inside `parent`.
pugi::xml_node FindIn(pugi::xml_node parent, ElementNames names) {
  for (absl::string_view name : names) {
    const pugi::xml_node found =
        parent.find_node([&](pugi::xml_node node) { return name == node.name(); });
    if (found) return found;
  }
  return {};
}

// NITF or HTML; other vocabularies, of sports results or of stocks, are no text.
std::string InlineXmlHtml(pugi::xml_node inline_xml) {
  if (const pugi::xml_node nitf = FindIn(inline_xml, {"nitf"})) return NitfHtml(nitf);
  const pugi::xml_node html = FindIn(inline_xml, {"xhtml:body", "body", "xhtml:html", "html"});
  if (html) return XmlMarkup(html);
  const bool says_html = absl::StrContains(XmlAttribute(inline_xml, "contenttype"), "html");
  return says_html || !HasXmlElements(inline_xml) ? XmlHtml(inline_xml) : "";
}

std::string InlineDataHtml(pugi::xml_node inline_data) {
  const bool html = absl::StrContains(XmlAttribute(inline_data, "contenttype"), "html");
  return html ? XmlText(inline_data) : PlainTextAsHtml(XmlText(inline_data));
}

// The first of the content's renditions that is text.
void ReadContent(pugi::xml_node content_set, absl::string_view document_url, ParsedItem& parsed) {
  for (pugi::xml_node content : content_set.children()) {
    const absl::string_view name = content.name();
    const std::string html = name == "inlinexml"    ? InlineXmlHtml(content)
                             : name == "inlinedata" ? InlineDataHtml(content)
                                                    : "";
    SetBlock(html, content, document_url, parsed.content, parsed.content_html);
    if (!parsed.content.empty()) return;
  }
}

// The files of the content, the widest picture among them as the image, a page as the link.
void ReadFiles(pugi::xml_node content_set, absl::string_view document_url, ParsedItem& parsed) {
  int best_width = -1;
  for (pugi::xml_node remote : content_set.children("remotecontent")) {
    ParsedEnclosure read = {ResolveIn(remote, document_url, XmlAttribute(remote, "href")),
                            std::string(XmlAttribute(remote, "contenttype")),
                            std::string(XmlAttribute(remote, "size"))};
    if (read.url.empty()) continue;
    int width = 0;
    if (!absl::SimpleAtoi(XmlAttribute(remote, "width"), &width)) width = 0;
    if (absl::StartsWith(read.type, "image/") && width > best_width) {
      best_width = width;
      parsed.image = read.url;
    }
    if (absl::StrContains(read.type, "html") && parsed.link.empty()) parsed.link = read.url;
    parsed.enclosures.push_back(std::move(read));
  }
}

// --------------------------------------------------------------------------------------- metadata

// The names of these concepts; the first of each, others are in other languages.
void AddConceptNames(pugi::xml_node parent, const char* element, std::vector<std::string>& names) {
  for (pugi::xml_node thing : parent.children(element)) {
    const std::string name = RawField(thing, {"name"});
    AddUnique(name.empty() ? std::string(XmlAttribute(thing, "literal")) : name, names);
  }
}

// A subject without a name but with a literal refers to an assertion, it names nothing.
void ReadNewsMlSubjects(pugi::xml_node meta, ParsedItem& parsed) {
  for (pugi::xml_node subject : meta.children("subject"))
    AddUnique(RawField(subject, {"name"}), parsed.categories);
  for (pugi::xml_node keyword : meta.children("keyword"))
    AddUnique(XmlText(keyword), parsed.keywords);
}

// Who is named for readers, then who is on record.
void ReadAuthors(pugi::xml_node meta, std::vector<std::string>& authors) {
  for (pugi::xml_node by : meta.children("by")) AddByline(HtmlToLine(XmlMarkup(by)), authors);
  AddConceptNames(meta, "creator", authors);
}

std::string NewsMlRights(pugi::xml_node item) {
  for (pugi::xml_node rights : item.children("rightsinfo")) {
    std::string notice = HtmlField(rights, {"copyrightnotice"});
    if (notice.empty()) notice = LineField(rights.child("copyrightholder"), {"name"});
    if (!notice.empty()) return notice;
  }
  return "";
}

std::string NewsMlLanguage(pugi::xml_node item, pugi::xml_node meta) {
  const absl::string_view tag = XmlAttribute(meta.child("language"), "tag");
  return tag.empty() ? XmlLanguage(item) : std::string(tag);
}

absl::Status Usable(pugi::xml_node item_meta) {
  const absl::string_view status = XmlAttribute(item_meta.child("pubstatus"), "qcode");
  for (absl::string_view bad : {":canceled", ":cancelled", ":withheld"}) {
    if (absl::EndsWithIgnoreCase(status, bad))
      return InvalidField("content", absl::StrCat("the agency says \"", status, "\" of this item"));
  }
  return absl::OkStatus();
}

// Without a value: until conditions are met that only a note to editors tells.
void ReadNewsMlEmbargo(pugi::xml_node item_meta, ParsedItem& parsed) {
  for (pugi::xml_node embargoed : item_meta.children("embargoed")) {
    const std::string text = XmlText(embargoed);
    const bool has_time = !absl::StripAsciiWhitespace(text).empty();
    HoldBack(has_time ? ParseEmbargo(text, "itemMeta.embargoed") : UntilFurtherNotice(), parsed);
  }
}

ParsedItem ReadNewsMlItem(pugi::xml_node item, absl::string_view document_url) {
  const pugi::xml_node item_meta = item.child("itemmeta");
  const pugi::xml_node meta = item.child("contentmeta");
  const pugi::xml_node content = item.child("contentset");
  ParsedItem parsed;
  parsed.id = std::string(XmlAttribute(item, "guid"));
  parsed.link = ResolveUrl("", parsed.id).value_or("");
  parsed.title = LineField(meta, {"headline"});
  if (parsed.title.empty()) parsed.title = LineField(item_meta, {"title"});
  const pugi::xml_node description = FirstFilled(meta, {"description"});
  SetBlock(XmlHtml(description), description, document_url, parsed.summary, parsed.summary_html);
  ReadContent(content, document_url, parsed);
  parsed.published = DateField(item_meta, {"firstcreated"});
  if (!parsed.published) parsed.published = DateField(meta, {"contentcreated"});
  parsed.updated = DateField(item_meta, {"versioncreated"});
  ReadAuthors(meta, parsed.authors);
  ReadNewsMlSubjects(meta, parsed);
  parsed.language = NewsMlLanguage(item, meta);
  parsed.rights = NewsMlRights(item);
  ReadFiles(content, document_url, parsed);
  if (parsed.image.empty()) {
    const pugi::xml_node icon = meta.child("icon");
    parsed.image = ResolveIn(icon, document_url, XmlAttribute(icon, "href"));
  }
  parsed.error = Usable(item_meta);
  ReadNewsMlEmbargo(item_meta, parsed);
  return parsed;
}

ParsedFeed ReadHeader(pugi::xml_node header) {
  ParsedFeed feed;
  feed.id = RawField(header, {"transmitid"});
  feed.author = LineField(header, {"sender"});
  feed.updated = DateField(header, {"sent"});
  return feed;
}

}  // namespace

absl::StatusOr<ParsedDocument> ReadNewsMl(const XmlDocument& xml, absl::string_view document_url) {
  if (xml.Find("newscomponent") || xml.Find("newsidentifier"))
    return InvalidField("content", "NewsML 1, want NewsML-G2");
  ParsedDocument document;
  document.feed = ReadHeader(xml.Find("header"));
  std::vector<pugi::xml_node> items = xml.FindAll("newsitem");
  if (items.empty()) items = xml.FindAll("packageitem");
  for (pugi::xml_node item : items) {
    if (!HasRoom(document)) break;
    document.items.push_back(ReadNewsMlItem(item, document_url));
  }
  if (items.empty())
    return InvalidField("content", "NewsML-G2 without a newsItem or a packageItem");
  return document;
}

}  // namespace akin
