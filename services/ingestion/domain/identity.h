#ifndef AKIN_SERVICES_INGESTION_DOMAIN_IDENTITY_H_
#define AKIN_SERVICES_INGESTION_DOMAIN_IDENTITY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/ingestion/parse/parsed_document.h"

// Which article is this? Plain functions, thread-safe. Ids are stored for ever: what this file
// computes must never change.
namespace akin {

// What an article's identity is made of.
struct ArticleIdentity {
  absl::string_view source;         // "sources/example.com"
  absl::string_view external_id;    // the publisher's own id
  absl::string_view canonical_url;  // an absolute http(s) address, in any spelling
  absl::string_view headline;
  absl::optional<absl::Time> publish_time;
};

// The id in `articles/{id}`: 26 characters of a-z2-7, which are RFC 4648's base32 in lower case,
// without padding, of the first 16 bytes of
//   SHA-256("akin.article.1" LF source LF kind LF key)
// where kind and key are the first of these that there is:
//   "external"  the external id
//   "url"       UrlKey(canonical_url), with the fragment where that names an article
//   "headline"  the case-folded headline with its white space collapsed, LF, and the UTC day
//               "2023-08-16" of the first publication ("" if unknown)
std::string ArticleId(const ArticleIdentity& identity);

// The id in `feeds/{id}`: in the same form, of "akin.feed.1" LF UrlKey(url without query) query. An
// address in any spelling has one subscription; its query chooses the feed, even where it would
// only track a reader of articles ("?feed=rss").
std::string FeedId(absl::string_view url);

// What tells an item from the others of its document: the publisher's id, else the link, else a
// hash of what it says.
std::string ItemKey(const ParsedItem& item);

// Whether a UrlKey ("wire.example") is of a site rather than of one of its pages, which may have a
// query or a fragment alone ("wire.example?p=501", "wire.example#/news/7").
bool IsHomePage(absl::string_view url_key);

// Whether two UrlKeys may be of one article: an address without fragment is that of its page.
bool AreOnePage(absl::string_view url_key, absl::string_view other);

// The id of an item by what it says, where nothing else tells it from others.
std::string ContentId(absl::string_view said);

// The other spellings of an external id that is an address: feeds flip between http and https, and
// between a trailing slash and none. Empty for other ids.
std::vector<std::string> OtherSpellings(absl::string_view external_id);

// Makes the items of one document tell apart what publishers' ids do not, since some feeds number
// their items from 1 every day, or give all of them one id or one link: an id that is a
// placeholder, or stands for several links or for unlike items, is forgotten, so that the link
// identifies; items without id that share a link and are unlike, or link to a home page, get a hash
// of what they say for an id. Versions of one item get one spelling of its id.
void ForgetCollidingIds(ParsedDocument& document);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_DOMAIN_IDENTITY_H_
