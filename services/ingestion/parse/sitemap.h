#ifndef AKIN_SERVICES_INGESTION_PARSE_SITEMAP_H_
#define AKIN_SERVICES_INGESTION_PARSE_SITEMAP_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"
#include "services/ingestion/parse/xml.h"

namespace akin {

// A sitemap with Google's news, image and video extensions. Sets everything but the format. An
// entry that tells no title has an error: it names a page, and is no article. INVALID_ARGUMENT
// naming `content` for an index of sitemaps.
absl::StatusOr<ParsedDocument> ReadSitemap(const XmlDocument& xml, absl::string_view document_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_SITEMAP_H_
