// libFuzzer's entry to every parser of ingestion: to the one whose letter AKIN_FUZZ_PARSER is, or,
// without that, to the one that the input's first byte names.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "common/text/unicode.h"
#include "common/url/url.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/gunzip.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/json_document.h"
#include "services/ingestion/parse/newsml.h"
#include "services/ingestion/parse/nitf.h"
#include "services/ingestion/parse/page/read_page.h"
#include "services/ingestion/parse/parse_document.h"
#include "services/ingestion/parse/sitemap.h"
#include "services/ingestion/parse/xml.h"

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
}

void ReadUrl(absl::string_view bytes) {
  const std::string normal = NormalizeUrl(bytes);
  Require(NormalizeUrl(normal) == normal, "NormalizeUrl is idempotent", bytes);
  Require(UrlKey(normal) == UrlKey(bytes), "addresses of one page share their key", bytes);
  ResolveUrl("https://wire.example/a/b", bytes);
}

struct Parser {
  char letter;  // the first byte of its files in the corpus
  void (*read)(absl::string_view);
};

constexpr Parser kParsers[] = {
    {'d', [](absl::string_view bytes) { ParseDate(bytes); }},
    {'g', Unpack},
    {'h', ReadText},
    {'i', ReadIndustryText},
    {'j', ReadJsonDocument},
    {'n', ReadNews},
    {'p', ReadArticlePage},
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
