#include "services/ingestion/parse/parse_document.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/encodings.h"
#include "common/text/unicode.h"
#include "common/url/url.h"
#include "services/ingestion/parse/atom.h"
#include "services/ingestion/parse/cdf.h"
#include "services/ingestion/parse/detect.h"
#include "services/ingestion/parse/gunzip.h"
#include "services/ingestion/parse/json_document.h"
#include "services/ingestion/parse/newsml.h"
#include "services/ingestion/parse/nitf.h"
#include "services/ingestion/parse/page/read_page.h"
#include "services/ingestion/parse/rss.h"
#include "services/ingestion/parse/sitemap.h"
#include "services/ingestion/parse/story_text.h"

namespace akin {
namespace {

// The value behind `name` and an equals sign: "charset=utf-8", "encoding='utf-8'". "" if absent.
absl::string_view ParameterIn(absl::string_view text, absl::string_view name) {
  for (size_t at = text.find(name); at != absl::string_view::npos; at = text.find(name, at + 1)) {
    absl::string_view rest = absl::StripLeadingAsciiWhitespace(text.substr(at + name.size()));
    if (!absl::ConsumePrefix(&rest, "=")) continue;
    rest = absl::StripLeadingAsciiWhitespace(rest);
    const bool quoted = !rest.empty() && (rest[0] == '"' || rest[0] == '\'');
    if (quoted) rest.remove_prefix(1);
    return rest.substr(0, rest.find_first_of("\"'; \t\r\n>?"));
  }
  return "";
}

// In which a page's <meta> tells its character set; the standard says 1,024.
constexpr size_t kMetaLookahead = 16 << 10;

// "<meta charset=utf-8>", "<meta http-equiv=content-type content='text/html; charset=utf-8'>"
std::string MetaCharset(absl::string_view bytes) {
  const std::string head = absl::AsciiStrToLower(bytes.substr(0, kMetaLookahead));
  for (size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 1)) {
    const absl::string_view tag = absl::string_view(head).substr(at);
    const absl::string_view charset = ParameterIn(tag.substr(0, tag.find('>')), "charset");
    if (!charset.empty()) return std::string(charset);
  }
  return "";
}

// Whether these are UTF-8 for certain: JSON is, whatever a server declares (RFC 8259).
bool IsUtf8Json(absl::string_view bytes) {
  const absl::string_view text = absl::StripLeadingAsciiWhitespace(bytes);
  return !text.empty() && (text[0] == '{' || text[0] == '[') && IsValidUtf8(text);
}

// What the XML declaration says, else a page's <meta>.
std::string CharsetInside(absl::string_view bytes) {
  const size_t declaration = bytes.substr(0, 4096).find("<?xml");
  if (declaration == absl::string_view::npos) return MetaCharset(bytes);
  const absl::string_view rest = bytes.substr(declaration, 512);
  const absl::string_view encoding = ParameterIn(rest.substr(0, rest.find("?>")), "encoding");
  return encoding.empty() ? MetaCharset(bytes) : std::string(encoding);
}

// Whether a server's word can be true: many send one character set with all that they have.
bool CanBe(absl::string_view charset, absl::string_view bytes) {
  const absl::string_view encoding = EncodingOfLabel(charset);
  if (encoding == "utf-8") return IsValidUtf8(bytes);
  if (charset == "us-ascii") return std::all_of(bytes.begin(), bytes.end(), absl::ascii_isascii);
  return !encoding.empty();
}

// The character set that HTTP declares, else the document.
std::string DeclaredCharset(absl::string_view bytes, absl::string_view media_type) {
  if (IsUtf8Json(bytes)) return "";
  const std::string from_http(ParameterIn(absl::AsciiStrToLower(media_type), "charset"));
  if (CanBe(from_http, bytes)) return from_http;
  const std::string inside = CharsetInside(bytes);
  return inside.empty() ? from_http : inside;
}

absl::StatusOr<ParsedDocument> ReadXml(DocumentFormat format, absl::string_view text,
                                       absl::string_view url) {
  const XmlDocument xml(text);
  switch (format) {
    case DocumentFormat::kAtom:
      return ReadAtom(xml, url);
    case DocumentFormat::kSitemap:
      return ReadSitemap(xml, url);
    case DocumentFormat::kNewsMl:
      return ReadNewsMl(xml, url);
    case DocumentFormat::kNitf:
      return ReadNitf(xml, url);
    default:
      return IsCdf(xml) ? ReadCdf(xml, url) : ReadRss(xml, url);
  }
}

absl::StatusOr<ParsedDocument> Read(const DetectedFormat& detected, absl::string_view text,
                                    absl::string_view url) {
  switch (detected.format) {
    case DocumentFormat::kStoryText: {
      ParsedDocument document;
      ASSIGN_OR_RETURN(document.items.emplace_back(), ParseStoryText(text));
      return document;
    }
    case DocumentFormat::kRss:
    case DocumentFormat::kRdf:
    case DocumentFormat::kAtom:
    case DocumentFormat::kSitemap:
    case DocumentFormat::kNewsMl:
    case DocumentFormat::kNitf:
      return ReadXml(detected.format, text.substr(detected.start), url);
    case DocumentFormat::kHtml:
      return ReadPage(text, url);
    case DocumentFormat::kJson:
      return ReadJson(text.substr(detected.start), url);
    default:
      return InvalidField("content", "neither text nor a feed that can be read");
  }
}

// The address that relative links are relative to.
std::string BaseOf(const DocumentHints& hints) {
  return ResolveUrl(hints.url, hints.location).value_or(hints.url);
}

// A list of languages tells none.
void FillLanguages(absl::string_view language, ParsedDocument& document) {
  if (absl::StrContains(language, ',')) return;
  if (document.feed.language.empty()) document.feed.language = std::string(language);
  for (ParsedItem& item : document.items) {
    if (item.language.empty()) item.language = document.feed.language;
  }
}

absl::StatusOr<ParsedDocument> ParsePlain(absl::string_view bytes, const DocumentHints& hints) {
  const std::string text = ToUtf8(bytes, DeclaredCharset(bytes, hints.media_type));
  if (absl::StripAsciiWhitespace(text).empty()) return InvalidField("content", "empty");
  const DetectedFormat detected = DetectFormat(text);
  ASSIGN_OR_RETURN(ParsedDocument document, Read(detected, text, BaseOf(hints)));
  if (document.format == DocumentFormat::kUnknown) document.format = detected.format;
  FillLanguages(hints.language, document);
  return document;
}

}  // namespace

absl::StatusOr<ParsedDocument> ParseDocument(absl::string_view bytes, const DocumentHints& hints) {
  if (!IsPacked(bytes)) return ParsePlain(bytes, hints);
  ASSIGN_OR_RETURN(const std::string unpacked, Gunzip(bytes, hints.max_unpacked_bytes));
  return ParsePlain(unpacked, hints);
}

}  // namespace akin
