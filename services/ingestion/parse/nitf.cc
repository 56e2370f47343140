#include "services/ingestion/parse/nitf.h"

#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/url/url.h"
#include "services/ingestion/parse/byline.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/embargo.h"
#include "services/ingestion/parse/feed_fields.h"
#include "services/ingestion/parse/html_text.h"

namespace akin {
namespace {

// ------------------------------------------------------------------------------------------- text

struct Rename {
  absl::string_view nitf;
  const char* html;
};

// What NITF calls otherwise than HTML. Elements that are not here are HTML's own, or names in
// running text (person, org, location …) that count as text.
constexpr std::array<Rename, 6> kRenames = {{{"hl1", "h1"},
                                             {"hl2", "h2"},
                                             {"block", "div"},
                                             {"bq", "blockquote"},
                                             {"credit", "p"},
                                             {"note", "div"}}};

// Not the article's text: pictures with their captions, and footnotes.
bool IsAside(absl::string_view name) {
  return name == "media" || name == "fn" || name == "nitf-table-metadata";
}

// RepairXml bounds the depth of this recursion.
void BecomeHtml(pugi::xml_node element) {
  for (pugi::xml_node child = element.first_child(); child;) {
    const pugi::xml_node next = child.next_sibling();
    if (IsAside(child.name())) {
      element.remove_child(child);
    } else {
      BecomeHtml(child);
    }
    child = next;
  }
  for (const Rename& rename : kRenames) {
    if (rename.nitf == element.name()) element.set_name(rename.html);
  }
}

// ---------------------------------------------------------------------------------------- metadata

// A compact "20240506T090809+0200", or one of the usual forms.
absl::optional<absl::Time> NormDate(pugi::xml_node docdata,
                                    std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (const auto time = ParseDate(XmlAttribute(docdata.child(name), "norm"))) return time;
  }
  return absl::nullopt;
}

void AddPersons(pugi::xml_node parent, std::vector<std::string>& authors) {
  for (pugi::xml_node child : parent.children()) {
    if (absl::string_view(child.name()) == "person") AddUnique(XmlText(child), authors);
    if (absl::string_view(child.name()) != "byttl") AddPersons(child, authors);
  }
}

// The persons that a byline marks up, else its words without titles ("byttl").
void ReadByline(pugi::xml_node byline, std::vector<std::string>& authors) {
  const size_t before = authors.size();
  AddPersons(byline, authors);
  if (authors.size() > before) return;
  while (byline.child("byttl")) byline.remove_child("byttl");
  AddByline(HtmlToLine(XmlMarkup(byline)), authors);
}

void ReadNitfSubjects(pugi::xml_node head, ParsedItem& parsed) {
  for (pugi::xml_node subject : head.child("tobject").children("tobject.subject")) {
    for (const char* level :
         {"tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail"}) {
      AddUnique(XmlAttribute(subject, level), parsed.categories);
    }
  }
  for (pugi::xml_node keyword : head.child("docdata").child("key-list").children("keyword")) {
    AddUnique(XmlAttribute(keyword, "key"), parsed.keywords);
  }
}

// Whether a release that nobody calls an embargo is one: it says of a later time than that of the
// document's issue, or says by itself and exactly when; a day that stands alone is that of the
// issue.
bool IsLaterRelease(absl::string_view release, const absl::optional<absl::Time>& issued) {
  const auto time = ParseDate(release);
  if (!time) return true;  // it cannot be ruled out
  return issued ? *time > *issued : NamesZone(release);
}

// date.release is when the document may be released. Where it is under embargo by its status and
// has none, it waits for an update.
void ReadNitfEmbargo(pugi::xml_node docdata, ParsedItem& parsed) {
  const bool embargoed =
      absl::EqualsIgnoreCase(XmlAttribute(docdata, "management-status"), "embargoed");
  const absl::string_view release = XmlAttribute(docdata.child("date.release"), "norm");
  if (IsPlaceholder(release)) {
    if (embargoed) HoldBack(UntilFurtherNotice(), parsed);
  } else if (embargoed || IsLaterRelease(release, NormDate(docdata, {"date.issue"}))) {
    HoldBack(ParseEmbargo(release, "date.release"), parsed);
  }
}

absl::Status UsableNitf(pugi::xml_node docdata) {
  const absl::string_view status = XmlAttribute(docdata, "management-status");
  for (absl::string_view bad : {"canceled", "cancelled", "withheld"}) {
    if (absl::EqualsIgnoreCase(status, bad))
      return InvalidField("content", absl::StrCat("the agency says \"", status, "\" of this item"));
  }
  return absl::OkStatus();
}

std::string NitfRights(pugi::xml_node docdata) {
  const pugi::xml_node copyright = docdata.child("doc.copyright");
  const absl::string_view holder = XmlAttribute(copyright, "holder");
  if (holder.empty()) return RawField(docdata, {"doc.rights"});
  const absl::string_view year = XmlAttribute(copyright, "year").substr(0, 4);
  return absl::StrCat("© ", year, year.empty() ? "" : " ", holder);
}

std::string NitfLanguage(pugi::xml_node nitf) {
  for (pugi::xml_node element : {nitf, nitf.child("body")}) {
    for (const char* name : {"xml:lang", "lang", "baselang"}) {
      const absl::string_view language = XmlAttribute(element, name);
      if (!language.empty()) return std::string(language);
    }
  }
  return XmlLanguage(nitf);
}

// More pictures than any article has.
constexpr size_t kMaxFiles = 1'000;

// The files of the media elements, with the first picture as the image.
void ReadMediaFiles(pugi::xml_node parent, absl::string_view document_url, ParsedItem& parsed) {
  for (pugi::xml_node child : parent.children()) {
    if (parsed.enclosures.size() >= kMaxFiles) return;
    if (absl::string_view(child.name()) != "media-reference") {
      ReadMediaFiles(child, document_url, parsed);
      continue;
    }
    ParsedEnclosure read = {ResolveIn(child, document_url, XmlAttribute(child, "source")),
                            std::string(XmlAttribute(child, "mime-type")), ""};
    if (read.url.empty()) continue;
    const bool image = XmlAttribute(parent, "media-type") == "image";
    if (image && parsed.image.empty()) parsed.image = read.url;
    parsed.enclosures.push_back(std::move(read));
  }
}

std::string Title(pugi::xml_node nitf) {
  const pugi::xml_node head = nitf.child("body").child("body.head");
  for (pugi::xml_node parent : {head.child("hedline"), head}) {
    std::string title = LineField(parent, {"hl1", "hl2"});
    if (!title.empty()) return title;
  }
  return LineField(nitf.child("head"), {"title"});
}

ParsedItem ReadArticle(pugi::xml_node nitf, absl::string_view document_url) {
  const pugi::xml_node head = nitf.child("head");
  const pugi::xml_node docdata = head.child("docdata");
  const pugi::xml_node body = nitf.child("body");
  ParsedItem parsed;
  parsed.id = std::string(XmlAttribute(docdata.child("doc-id"), "id-string"));
  parsed.link = ResolveUrl("", parsed.id).value_or("");
  parsed.title = Title(nitf);
  parsed.summary = HtmlField(body.child("body.head"), {"abstract"});
  parsed.published = NormDate(docdata, {"date.issue", "date.release"});
  if (!parsed.published)
    parsed.published = ParseDate(XmlAttribute(head.child("pubdata"), "date.publication"));
  for (pugi::xml_node byline : body.child("body.head").children("byline"))
    ReadByline(byline, parsed.authors);
  ReadNitfSubjects(head, parsed);
  parsed.language = NitfLanguage(nitf);
  parsed.rights = NitfRights(docdata);
  ReadMediaFiles(body.child("body.content"), document_url, parsed);
  parsed.error = UsableNitf(docdata);
  ReadNitfEmbargo(docdata, parsed);
  SetBlock(NitfHtml(nitf), nitf, document_url, parsed.content, parsed.content_html);
  return parsed;
}

}  // namespace

std::string NitfHtml(pugi::xml_node nitf) {
  const pugi::xml_node content = nitf.child("body").child("body.content");
  BecomeHtml(content);
  return XmlMarkup(content);
}

ParsedDocument ReadNitf(const XmlDocument& xml, absl::string_view document_url) {
  ParsedDocument document;
  for (pugi::xml_node nitf : xml.FindAll("nitf")) {
    if (!HasRoom(document)) break;
    document.items.push_back(ReadArticle(nitf, document_url));
  }
  return document;
}

}  // namespace akin
