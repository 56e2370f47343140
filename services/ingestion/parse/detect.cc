#include "services/ingestion/parse/detect.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace akin {
namespace {

// A format shows this early, even behind notices and comments.
constexpr size_t kMaxLookahead = 64 << 10;

struct Root {
  absl::string_view name;  // in lower case, without prefix
  DocumentFormat format;
};

constexpr std::array<Root, 20> kRoots = {{
    {"rss", DocumentFormat::kRss},
    {"channel", DocumentFormat::kRss},
    {"rdf", DocumentFormat::kRdf},
    {"feed", DocumentFormat::kAtom},
    {"urlset", DocumentFormat::kSitemap},
    {"sitemapindex", DocumentFormat::kSitemap},
    {"newsitem", DocumentFormat::kNewsMl},
    {"newsmessage", DocumentFormat::kNewsMl},
    {"packageitem", DocumentFormat::kNewsMl},
    {"newsml", DocumentFormat::kNewsMl},
    {"conceptitem", DocumentFormat::kNewsMl},
    {"planningitem", DocumentFormat::kNewsMl},
    {"knowledgeitem", DocumentFormat::kNewsMl},
    {"catalogitem", DocumentFormat::kNewsMl},
    {"nitf", DocumentFormat::kNitf},
    {"html", DocumentFormat::kHtml},
    {"head", DocumentFormat::kHtml},
    {"body", DocumentFormat::kHtml},
    {"entry", DocumentFormat::kAtom},
    {"item", DocumentFormat::kRss},
}};

DocumentFormat FormatOfRoot(absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  absl::string_view local = lower;
  local.remove_prefix(local.find(':') == absl::string_view::npos ? 0 : local.find(':') + 1);
  const auto root =
      std::find_if(kRoots.begin(), kRoots.end(), [&](const Root& r) { return r.name == local; });
  return root == kRoots.end() ? DocumentFormat::kUnknown : root->format;
}

// Behind the comment at `at`, or behind the '<' if there is none.
size_t SkipMarkupAt(absl::string_view text, size_t at) {
  if (!absl::StartsWith(text.substr(at), "<!--")) return at + 1;
  const size_t end = text.find("-->", at);
  return end == absl::string_view::npos ? text.size() : end + 3;
}

// HTML's root and body need not be written. A page that begins with its title or text is told from
// other markup by its first element.
DetectedFormat PageWithoutRoot(absl::string_view text) {
  const size_t at = text.find('<');
  if (at == absl::string_view::npos) return {};
  const absl::string_view rest = text.substr(at + 1);
  const std::string name = absl::AsciiStrToLower(rest.substr(0, rest.find_first_of(" \t\r\n/>")));
  for (absl::string_view page :
       {"title",  "meta",    "base",    "link",     "script", "style", "header", "nav",
        "main",   "article", "section", "div",      "p",      "h1",    "h2",     "table",
        "center", "font",    "span",    "noscript", "a",      "img",   "ul"}) {
    if (name == page) return {DocumentFormat::kHtml, at};
  }
  return {};
}

// The first element that is the root of a format, with the document type before it; a page need not
// have one behind its doctype.
DetectedFormat FirstRoot(absl::string_view text) {
  DetectedFormat fallback = PageWithoutRoot(text);
  size_t document_type = absl::string_view::npos;
  for (size_t at = text.find('<'); at != absl::string_view::npos;) {
    const absl::string_view rest = text.substr(at + 1);
    const DocumentFormat format = FormatOfRoot(rest.substr(0, rest.find_first_of(" \t\r\n/>")));
    if (format != DocumentFormat::kUnknown) return {format, std::min(document_type, at)};
    if (absl::StartsWithIgnoreCase(rest, "!doctype")) document_type = std::min(document_type, at);
    if (absl::StartsWithIgnoreCase(rest, "!doctype html")) fallback = {DocumentFormat::kHtml, at};
    at = text.find('<', SkipMarkupAt(text, at));
  }
  return fallback;
}

// Whether there are more control characters than text has, or zero bytes.
bool IsBinary(absl::string_view text) {
  const auto is_control = [](char c) { return absl::ascii_iscntrl(c) && !absl::ascii_isspace(c); };
  const size_t controls = std::count_if(text.begin(), text.end(), is_control);
  return absl::StrContains(text, '\0') || controls > 8 + text.size() / 100 ||
         8 * controls > text.size();
}

// An object, or an array that begins as arrays of objects do: a headline may begin "[Update]".
bool BeginsJson(absl::string_view text) {
  if (text[0] != '[') return text[0] == '{';
  const size_t next = text.find_first_not_of(" \t\r\n", 1);
  return next != absl::string_view::npos && absl::StrContains("{[]\"", text[next]);
}

// A feed may follow a notice in plain text; a story may speak of "<item>", but not like this.
bool HasXmlDeclaration(absl::string_view text) {
  return absl::StrContains(text, "<?xml ") ||
         absl::StrContains(absl::AsciiStrToLower(text), "<rss version");
}

}  // namespace

DetectedFormat DetectFormat(absl::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start == absl::string_view::npos) return {};
  const absl::string_view head = text.substr(0, kMaxLookahead);
  if (BeginsJson(text.substr(start))) return {DocumentFormat::kJson, start};
  const bool markup = text[start] == '<' || HasXmlDeclaration(head);
  if (markup) {
    const DetectedFormat found = FirstRoot(head);
    if (found.format != DocumentFormat::kUnknown || text[start] == '<') return found;
  }
  return IsBinary(head) ? DetectedFormat{} : DetectedFormat{DocumentFormat::kStoryText, 0};
}

absl::string_view FormatName(DocumentFormat format) {
  switch (format) {
    case DocumentFormat::kStoryText:
      return "story-text";
    case DocumentFormat::kRss:
      return "rss";
    case DocumentFormat::kRdf:
      return "rdf";
    case DocumentFormat::kAtom:
      return "atom";
    case DocumentFormat::kCdf:
      return "cdf";
    case DocumentFormat::kJson:
      return "json";
    case DocumentFormat::kJsonFeed:
      return "json-feed";
    case DocumentFormat::kNinjs:
      return "ninjs";
    case DocumentFormat::kSitemap:
      return "sitemap";
    case DocumentFormat::kNewsMl:
      return "newsml-g2";
    case DocumentFormat::kNitf:
      return "nitf";
    case DocumentFormat::kHtml:
      return "html";
    case DocumentFormat::kUnknown:
      break;
  }
  return "unknown";
}

}  // namespace akin
