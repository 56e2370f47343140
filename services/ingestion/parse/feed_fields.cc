#include "services/ingestion/parse/feed_fields.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/url/canonical_url.h"
#include "common/url/url.h"
#include "services/ingestion/parse/byline.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/line_markup.h"
#include "services/ingestion/parse/pictures.h"
#include "services/ingestion/parse/safe_html.h"
#include "services/ingestion/parse/xml.h"

namespace akin {
namespace {

// More authors or categories than an article may have.
constexpr size_t kMaxValues = 200;

// What generators write for nothing. The first few do so behind a host, too.
constexpr size_t kPlaceholderPaths = 3;
constexpr absl::string_view kPlaceholders[] = {
    "n/a",   "null",    "undefined", "n.a.",          "na",          "nil",
    "none",  "nan",     "unknown",   "tbd",           "tba",         "todo",
    "false", "void",    "empty",     "object object", "guid",        "permalink",
    "no id", "no link", "no url",    "not available", "about:blank", "not set"};

// "null" of "(null)", "[null]", "<null>".
absl::string_view Unbracketed(absl::string_view word) {
  for (absl::string_view pair : {"()", "[]", "<>", "{}", "\"\"", "''"}) {
    const bool within = word.size() > 2 && word.front() == pair[0] && word.back() == pair[1];
    if (within) word = word.substr(1, word.size() - 2);
  }
  return word;
}

// Whether there are only signs and zeros: "-", "#", "000-000". A path has slashes and full stops.
bool SaysNothing(absl::string_view word) {
  const auto says = [](char c) {
    return (absl::ascii_isalnum(c) && c != '0') || !absl::ascii_isascii(c) || c == '/' || c == '.';
  };
  return std::none_of(word.begin(), word.end(), says);
}

// Whether the path of an address is what a generator writes for nothing: "example.com/null".
bool HasPlaceholderPath(absl::string_view address) {
  const absl::string_view path = address.substr(std::min(address.find('/'), address.size()));
  const auto* const end = std::begin(kPlaceholders) + kPlaceholderPaths;
  return !path.empty() && std::find(std::begin(kPlaceholders), end, path.substr(1)) != end;
}

// Whether a template was left as it is: "{{ post.url }}", "${guid}", "<%= link %>".
bool IsUnfilled(absl::string_view text) {
  return absl::StrContains(text, "{{") || absl::StrContains(text, "${") ||
         absl::StrContains(text, "<%");
}

bool IsBlank(absl::string_view text) { return absl::StripAsciiWhitespace(text).empty(); }

// "a@example.com" is an address, "a" is not.
bool IsMailAddress(absl::string_view text) {
  return absl::StrContains(text, '@') && !absl::StrContains(text, ' ');
}

bool IsImage(const ParsedEnclosure& enclosure, absl::string_view medium) {
  return medium == "image" || absl::StartsWithIgnoreCase(enclosure.type, "image/");
}

struct Picture {
  std::string url;
  int width = -1;
};

ParsedEnclosure EnclosureOf(pugi::xml_node content, absl::string_view document_url) {
  return {ResolveIn(content, document_url, XmlAttribute(content, "url")),
          std::string(XmlAttribute(content, "type")),
          std::string(XmlAttribute(content, "filesize"))};
}

// The widest of the pictures wins, where widths are not told the first.
void Consider(pugi::xml_node element, std::string url, Picture& best) {
  int width = 0;
  if (!absl::SimpleAtoi(XmlAttribute(element, "width"), &width)) width = 0;
  const ImageMarkup image = {url, XmlAttribute(element, "width"), XmlAttribute(element, "height"),
                             "", ""};
  if (width > best.width && IsPicture(image)) best = {std::move(url), width};
}

void ReadMediaContent(pugi::xml_node parent, absl::string_view document_url, ParsedItem& parsed,
                      Picture& best) {
  for (pugi::xml_node content : parent.children("media:content")) {
    ParsedEnclosure enclosure = EnclosureOf(content, document_url);
    if (enclosure.url.empty()) continue;
    if (IsImage(enclosure, XmlAttribute(content, "medium"))) Consider(content, enclosure.url, best);
    parsed.enclosures.push_back(std::move(enclosure));
  }
}

void ReadThumbnails(pugi::xml_node parent, absl::string_view document_url, Picture& best) {
  for (pugi::xml_node thumbnail : parent.children("media:thumbnail")) {
    Consider(thumbnail, ResolveIn(thumbnail, document_url, XmlAttribute(thumbnail, "url")), best);
  }
}

// An element whose name says that it holds a date.
bool IsDate(absl::string_view name) {
  for (absl::string_view word : {"date", "updated", "published", "issued", "modified", "created"}) {
    if (absl::EndsWith(name, word)) return true;
  }
  return false;
}

// RepairXml bounds the depth of this recursion.
void CollectDates(pugi::xml_node element, std::vector<std::string>& dates) {
  if (IsDate(element.name())) dates.push_back(XmlText(element));
  for (pugi::xml_node child : element.children()) CollectDates(child, dates);
}

}  // namespace

pugi::xml_node FirstFilled(pugi::xml_node parent, ElementNames names) {
  for (const char* name : names) {
    for (pugi::xml_node child : parent.children(name)) {
      if (HasXmlElements(child) || !IsBlank(XmlText(child))) return child;
    }
  }
  return {};
}

std::string HtmlField(pugi::xml_node parent, ElementNames names) {
  return HtmlToText(XmlHtml(FirstFilled(parent, names)));
}

std::string LineField(pugi::xml_node parent, ElementNames names) {
  return HtmlToLine(XmlHtml(FirstFilled(parent, names)));
}

void SetBlock(absl::string_view html, pugi::xml_node element, absl::string_view document_url,
              std::string& text, std::string& safe) {
  text = HtmlToText(html);
  if (HasMarkup(html)) safe = SafeHtml(html, XmlBase(element, document_url));
}

void SetLine(absl::string_view html, pugi::xml_node element, absl::string_view document_url,
             std::string& text, std::string& safe) {
  const std::string markup = EscapeSeemingTags(html);
  text = HtmlToLine(markup);
  if (HasMarkup(markup)) safe = SafeHtml(markup, XmlBase(element, document_url));
}

void ReadBlock(pugi::xml_node parent, ElementNames names, HtmlOf html_of,
               absl::string_view document_url, std::string& text, std::string& safe) {
  const pugi::xml_node element = FirstFilled(parent, names);
  SetBlock(html_of(element), element, document_url, text, safe);
}

void ReadLine(pugi::xml_node parent, ElementNames names, HtmlOf html_of,
              absl::string_view document_url, std::string& text, std::string& safe) {
  const pugi::xml_node element = FirstFilled(parent, names);
  SetLine(html_of(element), element, document_url, text, safe);
}

std::string RawField(pugi::xml_node parent, ElementNames names) {
  return std::string(absl::StripAsciiWhitespace(XmlText(FirstFilled(parent, names))));
}

std::string IdField(pugi::xml_node parent, ElementNames names, absl::string_view document_url) {
  std::string id = RawField(parent, names);
  if (!absl::StartsWith(id, "/") && !absl::StartsWith(id, "./") && !absl::StartsWith(id, "../"))
    return id;
  std::string url = ResolveIn(FirstFilled(parent, names), document_url, id);
  return url.empty() ? id : url;
}

absl::optional<absl::Time> DateField(pugi::xml_node parent, ElementNames names, DateOrder order) {
  for (const char* name : names) {
    for (pugi::xml_node child : parent.children(name)) {
      if (const auto time = ParseDate(XmlText(child), order)) return time;
    }
  }
  return absl::nullopt;
}

absl::optional<absl::Time> LastDateField(pugi::xml_node parent, ElementNames names,
                                         DateOrder order) {
  absl::optional<absl::Time> last;
  for (const char* name : names) {
    for (pugi::xml_node child : parent.children(name)) {
      if (const auto time = ParseDate(XmlText(child), order)) last = time;
    }
    if (last) break;
  }
  return last;
}

bool IsPlaceholder(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  absl::string_view word = lower;
  const bool address =
      absl::ConsumePrefix(&word, "https://") || absl::ConsumePrefix(&word, "http://");
  if (address) absl::ConsumeSuffix(&word, "/");
  absl::ConsumePrefix(&word, "urn:uuid:");
  const bool known = std::find(std::begin(kPlaceholders), std::end(kPlaceholders),
                               Unbracketed(word)) != std::end(kPlaceholders);
  return known || SaysNothing(word) || (address && HasPlaceholderPath(word)) || IsUnfilled(lower) ||
         absl::StartsWith(lower, "javascript:");
}

DateOrder DateOrderIn(pugi::xml_node document, absl::string_view language) {
  std::vector<std::string> dates;
  CollectDates(document, dates);
  return FindDateOrder(dates, language);
}

std::string ResolveIn(pugi::xml_node element, absl::string_view document_url,
                      absl::string_view reference) {
  if (IsPlaceholder(reference)) return "";
  const std::string base = XmlBase(element, document_url);
  if (auto url = ResolveUrl(base, reference)) return *std::move(url);
  const absl::string_view trimmed = absl::StripAsciiWhitespace(reference);
  const bool relative = UrlHost(base).empty() && !absl::StrContains(trimmed, ':');
  return relative ? std::string(trimmed) : "";
}

std::string LinkOfId(absl::string_view id) {
  return IsPlaceholder(id) ? "" : ResolveUrl("", id).value_or("");
}

std::string OriginalLink(pugi::xml_node item, absl::string_view document_url) {
  const pugi::xml_node original = FirstFilled(item, {"feedburner:origlink", "pheedo:origlink"});
  return LinkOfId(ResolveIn(original, document_url, XmlText(original)));
}

const std::string& PageOf(const ParsedItem& item) {
  return item.original_link.empty() ? item.link : item.original_link;
}

std::string BaseInside(pugi::xml_node element, absl::string_view link,
                       absl::string_view document_url) {
  for (pugi::xml_node around = element; !around.empty(); around = around.parent()) {
    if (!XmlAttribute(around, "xml:base").empty()) return std::string(document_url);
  }
  const std::string address = CanonicalUrl(link);
  return address.empty() ? std::string(document_url) : address;
}

std::string PersonName(absl::string_view text) {
  const std::string line = HtmlToLine(
      absl::StrContains(text, '@') ? absl::StrReplaceAll(text, {{"<", " ("}, {">", ") "}}) : text);
  const size_t open = line.find('(');
  const size_t close = line.rfind(')');
  if (!absl::StrContains(line, '@') || open == std::string::npos || close == std::string::npos ||
      close < open) {
    return line;
  }
  const absl::string_view view = line;
  const absl::string_view before = absl::StripAsciiWhitespace(view.substr(0, open));
  const absl::string_view inside =
      absl::StripAsciiWhitespace(view.substr(open + 1, close - open - 1));
  const bool address_first = IsMailAddress(before) || before.empty();
  return std::string(address_first && !inside.empty() ? inside : before);
}

void AddUnique(absl::string_view value, std::vector<std::string>& values) {
  if (values.size() >= kMaxValues) return;
  const std::string line = HtmlToLine(value);
  if (line.empty() || std::find(values.begin(), values.end(), line) != values.end()) return;
  values.push_back(line);
}

void AddPeople(pugi::xml_node parent, ElementNames names, std::vector<std::string>& people) {
  for (const char* name : names) {
    for (pugi::xml_node child : parent.children(name)) AddFeedAuthors(XmlHtml(child), people);
  }
}

void ReadMedia(pugi::xml_node item, absl::string_view document_url, ParsedItem& parsed) {
  Picture picture;
  ReadMediaContent(item, document_url, parsed, picture);
  for (pugi::xml_node group : item.children("media:group")) {
    ReadMediaContent(group, document_url, parsed, picture);
    ReadThumbnails(group, document_url, picture);
  }
  ReadThumbnails(item, document_url, picture);
  const pugi::xml_node itunes = item.child("itunes:image");
  if (picture.url.empty()) {
    const absl::string_view href = XmlAttribute(itunes, "href");
    picture.url =
        ResolveIn(itunes, document_url, href.empty() ? XmlAttribute(itunes, "url") : href);
  }
  parsed.image = std::move(picture.url);
}

void FallBackOnImages(ParsedItem& parsed) {
  for (const ParsedEnclosure& enclosure : parsed.enclosures) {
    if (parsed.image.empty() && IsImage(enclosure, "")) parsed.image = enclosure.url;
  }
  if (parsed.image.empty()) parsed.image = FirstPicture(parsed.content_html);
  if (parsed.image.empty() && parsed.content.empty())
    parsed.image = FirstPicture(parsed.summary_html);
}

}  // namespace akin
