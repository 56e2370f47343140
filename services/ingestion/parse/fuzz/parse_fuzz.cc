// libFuzzer's entry to every parser of ingestion: to the one whose letter AKIN_FUZZ_PARSER is, or,
// without that, to the one that the input's first byte names.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/text/unicode.h"
#include "common/url/canonical_url.h"
#include "common/url/url.h"
#include "services/ingestion/parse/atom.h"
#include "services/ingestion/parse/byline.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/gunzip.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/html_tree.h"
#include "services/ingestion/parse/json_document.h"
#include "services/ingestion/parse/newsml.h"
#include "services/ingestion/parse/nitf.h"
#include "services/ingestion/parse/page/read_page.h"
#include "services/ingestion/parse/parse_document.h"
#include "services/ingestion/parse/rss.h"
#include "services/ingestion/parse/safe_html.h"
#include "services/ingestion/parse/safe_style.h"
#include "services/ingestion/parse/safe_vocabulary.h"
#include "services/ingestion/parse/sitemap.h"
#include "services/ingestion/parse/xml.h"
#include "services/ingestion/parse/xml_repair.h"

namespace akin {
namespace {

constexpr absl::string_view kUrl = "https://wire.example/feed";

// Ends the process when a parser broke a promise, and says which and for what.
void Require(bool kept, const char* promise, absl::string_view input) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s; input: %s\n", promise, absl::CEscape(input).c_str());
  std::abort();
}

void CheckDocument(const absl::StatusOr<ParsedDocument>& document, absl::string_view bytes) {
  if (!document.ok()) return Require(!document.status().message().empty(), "errors say why", bytes);
  for (const ParsedItem& item : document->items) {
    Require(IsValidUtf8(item.title) && IsValidUtf8(item.summary) && IsValidUtf8(item.content),
            "text is UTF-8", bytes);
    for (const std::string& name : item.authors)
      Require(IsValidUtf8(name), "names are UTF-8", bytes);
    Require(item.link.empty() || !UrlHost(item.link).empty(), "links are absolute", bytes);
  }
}

void ReadWhole(absl::string_view bytes) {
  CheckDocument(ParseDocument(bytes, {.url = std::string(kUrl)}), bytes);
}

// The readers behind the detection get UTF-8.
void ReadJsonDocument(absl::string_view bytes) {
  CheckDocument(ReadJson(ToUtf8(bytes, ""), kUrl), bytes);
}

void ReadNews(absl::string_view bytes) {
  CheckDocument(ReadNewsMl(XmlDocument(ToUtf8(bytes, "")), kUrl), bytes);
}

void ReadIndustryText(absl::string_view bytes) {
  CheckDocument(ReadNitf(XmlDocument(ToUtf8(bytes, "")), kUrl), bytes);
}

void ReadMap(absl::string_view bytes) {
  CheckDocument(ReadSitemap(XmlDocument(ToUtf8(bytes, "")), kUrl), bytes);
}

void ReadArticlePage(absl::string_view bytes) {
  CheckDocument(ReadPage(ToUtf8(bytes, ""), kUrl), bytes);
}

void Unpack(absl::string_view bytes) {
  constexpr size_t kMaxBytes = 1 << 20;
  const absl::StatusOr<std::string> unpacked = Gunzip(bytes, kMaxBytes);
  Require(!unpacked.ok() || unpacked->size() <= kMaxBytes, "no more is unpacked", bytes);
}

void ReadText(absl::string_view bytes) {
  Require(IsValidUtf8(HtmlToText(bytes)), "text is UTF-8", bytes);
  Require(IsValidUtf8(HtmlToLine(bytes)), "a line is UTF-8", bytes);
}

// The first line is what is declared.
void Decode(absl::string_view bytes) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(bytes, absl::MaxSplits('\n', 1));
  Require(IsValidUtf8(ToUtf8(parts.second, parts.first)), "text is UTF-8", bytes);
}

void ReadAuthors(absl::string_view bytes) {
  std::vector<std::string> people;
  AddFeedAuthors(ToUtf8(bytes, ""), people);
  for (const std::string& name : people) Require(!name.empty(), "authors have names", bytes);
}

void ReadFeed(absl::string_view bytes) {
  const XmlDocument xml(ToUtf8(bytes, ""));
  CheckDocument(ReadRss(xml, kUrl), bytes);
  CheckDocument(ReadAtom(xml, kUrl), bytes);
}

void RepairBroken(absl::string_view bytes) {
  const std::string repaired = RepairXml(ToUtf8(bytes, ""));
  pugi::xml_document tree;
  Require(tree.load_buffer(repaired.data(), repaired.size(), pugi::parse_fragment), "XML is XML",
          bytes);
}

bool IsHarmless(const GumboNode& node) {
  if (node.type == GUMBO_NODE_COMMENT) return false;
  if (node.type != GUMBO_NODE_ELEMENT) return true;
  const GumboElement& element = node.v.element;
  for (GumboTag tag : {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT,
                       GUMBO_TAG_EMBED, GUMBO_TAG_APPLET, GUMBO_TAG_META, GUMBO_TAG_BASE}) {
    if (element.tag == tag) return false;
  }
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    const std::string value = absl::AsciiStrToLower(absl::StripAsciiWhitespace(attribute->value));
    if (absl::StartsWithIgnoreCase(attribute->name, "on")) return false;
    if (HoldsAddress(attribute->name) && absl::StartsWith(value, "javascript:")) return false;
  }
  return true;
}

// As a browser would read it.
bool IsHarmless(absl::string_view html) {
  const auto tree = HtmlTree::ParseFragment(html);
  std::vector<const GumboNode*> open;
  if (tree) open.push_back(tree->root());
  while (!open.empty()) {
    const GumboNode* const node = open.back();
    open.pop_back();
    if (!IsHarmless(*node)) return false;
    if (node->type != GUMBO_NODE_ELEMENT) continue;
    const GumboVector& children = node->v.element.children;
    for (unsigned i = 0; i < children.length; ++i)
      open.push_back(static_cast<const GumboNode*>(children.data[i]));
  }
  return true;
}

void Sanitize(absl::string_view bytes) {
  const std::string safe = SafeHtml(ToUtf8(bytes, ""), kUrl);
  Require(IsValidUtf8(safe), "text is UTF-8", bytes);
  Require(IsHarmless(safe), "safe HTML is harmless", bytes);
  Require(SafeHtml(safe, kUrl) == safe, "SafeHtml is idempotent", bytes);
}

void SanitizeStyle(absl::string_view bytes) {
  const std::string safe = SafeStyle(bytes);
  Require(SafeStyle(safe) == safe, "SafeStyle is idempotent", bytes);
  Require(!absl::StrContains(absl::AsciiStrToLower(safe), "url("), "styles load nothing", bytes);
}

void ReadUrl(absl::string_view bytes) {
  const std::string canonical = CanonicalUrl(bytes);
  Require(CanonicalUrl(canonical) == canonical, "CanonicalUrl is idempotent", bytes);
  Require(UrlKey(canonical) == UrlKey(bytes), "addresses of one page share their key", bytes);
  ResolveUrl("https://wire.example/a/b", bytes);
}

struct Parser {
  char letter;  // the first byte of its files in the corpus
  void (*read)(absl::string_view);
};

constexpr Parser kParsers[] = {
    {'a', ReadAuthors},
    {'c', SanitizeStyle},
    {'d', [](absl::string_view bytes) { ParseDate(bytes); }},
    {'e', Decode},
    {'f', ReadFeed},
    {'g', Unpack},
    {'h', ReadText},
    {'i', ReadIndustryText},
    {'j', ReadJsonDocument},
    {'m', Sanitize},
    {'n', ReadNews},
    {'p', ReadArticlePage},
    {'r', RepairBroken},
    {'s', ReadMap},
    {'u', ReadUrl},
    {'x', ReadWhole},
};

void Read(char letter, absl::string_view bytes) {
  for (const Parser& parser : kParsers) {
    if (parser.letter == letter) return parser.read(bytes);
  }
  ReadWhole(bytes);
}

}  // namespace
}  // namespace akin

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  absl::string_view bytes(reinterpret_cast<const char*>(data), size);
#ifdef AKIN_FUZZ_PARSER
  akin::Read(AKIN_FUZZ_PARSER, bytes);
#else
  if (!bytes.empty()) akin::Read(bytes[0], bytes.substr(1));
#endif
  return 0;
}
