#ifndef AKIN_COMMON_URL_CANONICAL_URL_H_
#define AKIN_COMMON_URL_CANONICAL_URL_H_

#include <string>

#include "absl/strings/string_view.h"

// The address that readers open, and what tells that two addresses are of one page. Plain
// functions, thread-safe.
namespace akin {

// An absolute http(s) address as it is written, so that it opens what its publisher means, but
// without user info and known trackers, with characters encoded that no address may have, and that
// which a known redirector leads to in the place of the redirector's. "" if `url` is none.
// Idempotent.
std::string CanonicalUrl(absl::string_view url);

// What the spellings of one page's address share, a key to compare and look up by and no address:
// without what CanonicalUrl leaves out and what may well be incidental (scheme, port, "www.", case
// of the host, trailing slash, "m." and "/amp", sessions, a fragment like "#top" or "#comments").
// Other fragments name an article of a page that has several. "" if `url` is not an http(s)
// address. Part of the identity of articles.
std::string UrlKey(absl::string_view url);

// The UrlKey of the page as a whole, without the fragment. A route of an application in the browser
// ("#/news/7", "#!news/7") is a page of its own.
std::string UrlPageKey(absl::string_view url);

}  // namespace akin

#endif  // AKIN_COMMON_URL_CANONICAL_URL_H_
