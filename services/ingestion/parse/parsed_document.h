#ifndef AKIN_SERVICES_INGESTION_PARSE_PARSED_DOCUMENT_H_
#define AKIN_SERVICES_INGESTION_PARSE_PARSED_DOCUMENT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

// What a parser found in a document, before validation and identity. All text is clean: UTF-8 in
// NFC, no markup, paragraphs separated by one blank line, "" where the document says nothing.
// Beside a text, a field …_html holds it as SafeHtml makes it, "" where the text has no markup.
// Links are absolute http(s) addresses, or relative ones as written where nothing tells what they
// are relative to.
namespace akin {

enum class DocumentFormat {
  kUnknown,
  kStoryText,
  kRss,
  kRdf,
  kAtom,
  kCdf,
  kJson,  // before it is known which kind
  kJsonFeed,
  kNinjs,
  kSitemap,
  kNewsMl,
  kNitf,
  kHtml
};

struct ParsedEnclosure {
  std::string url;
  std::string type;    // media type as stated
  std::string length;  // bytes as stated
};

struct ParsedItem {
  std::string id;  // the publisher's: a guid, an Atom id
  std::string link;
  std::string original_link;  // the publisher's own, where the link counts clicks
  std::string title;
  std::string title_html;
  std::string summary;
  std::string summary_html;
  std::string content;
  std::string content_html;
  absl::optional<absl::Time> published;
  absl::optional<absl::Time> updated;
  absl::optional<absl::Time> embargo;  // until when it is to be held back, also in the past
  std::vector<std::string> authors;
  std::vector<std::string> categories;
  std::vector<std::string> keywords;
  std::string language;  // as stated, of the item or what it is in
  std::string image;
  std::string rights;
  std::string rights_html;
  std::vector<ParsedEnclosure> enclosures;
  absl::Status error;  // why the item cannot be used
};

struct ParsedFeed {
  std::string id;
  std::string link;
  std::string title;
  std::string title_html;
  std::string description;
  std::string description_html;
  std::string language;
  std::string author;
  std::string rights;
  std::string rights_html;
  std::string image;
  absl::optional<absl::Time> published;
  absl::optional<absl::Time> updated;
  absl::optional<absl::Duration> update_interval;  // how far apart it wants to be read
};

struct ParsedDocument {
  DocumentFormat format = DocumentFormat::kUnknown;
  ParsedFeed feed;
  std::vector<ParsedItem> items;
};

// As many as a sitemap may have.
constexpr size_t kMaxItems = 50'000;

// Whether `document` may have one more item. Says that the rest is left out, in an item with an
// error, where it may not.
bool HasRoom(ParsedDocument& document);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PARSED_DOCUMENT_H_
