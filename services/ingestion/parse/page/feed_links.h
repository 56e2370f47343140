#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_FEED_LINKS_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_FEED_LINKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// The addresses of the feeds that a page names as its own, in its order, a few at most:
// <link rel="alternate" type="application/rss+xml">, or the types of Atom, RDF and JSON Feed. For
// who gives a site's address where its feed's is wanted. Thread-safe.
std::vector<std::string> FeedLinks(absl::string_view page, absl::string_view url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_FEED_LINKS_H_
