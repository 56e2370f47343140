// libFuzzer's entry to every parser of ingestion. The first byte chooses the parser.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "common/text/unicode.h"
#include "common/url/url.h"
#include "services/ingestion/parse/dates.h"
#include "services/ingestion/parse/html_text.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

// Ends the process when a parser broke a promise, and says which and for what.
void Require(bool kept, const char* promise, absl::string_view input) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s; input: %s\n", promise, absl::CEscape(input).c_str());
  std::abort();
}

void ReadDocument(absl::string_view bytes) {
  const auto document = ParseDocument(bytes, {.url = "https://wire.example/feed"});
  if (!document.ok()) return Require(!document.status().message().empty(), "errors say why", bytes);
  for (const ParsedItem& item : document->items) {
    Require(IsValidUtf8(item.title) && IsValidUtf8(item.summary) && IsValidUtf8(item.content),
            "text is UTF-8", bytes);
    Require(item.link.empty() || !UrlHost(item.link).empty(), "links are absolute", bytes);
  }
}

void ReadUrl(absl::string_view bytes) {
  const std::string normal = NormalizeUrl(bytes);
  Require(NormalizeUrl(normal) == normal, "NormalizeUrl is idempotent", bytes);
  Require(UrlKey(normal) == UrlKey(bytes), "addresses of one page share their key", bytes);
  ResolveUrl("https://wire.example/a/b", bytes);
}

void Read(absl::string_view bytes) {
  if (bytes.empty()) return;
  const absl::string_view rest = bytes.substr(1);
  switch (bytes[0]) {
    case 'd':
      ParseDate(rest);
      break;
    case 'h':
      Require(IsValidUtf8(HtmlToText(rest)), "text is UTF-8", rest);
      break;
    case 'u':
      ReadUrl(rest);
      break;
    default:
      ReadDocument(rest);
  }
}

}  // namespace
}  // namespace akin

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  akin::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
