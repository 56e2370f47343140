#include "services/ingestion/domain/identity.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/unicode.h"
#include "common/url/canonical_url.h"
#include "common/url/url.h"
#include "services/ingestion/domain/headlines.h"
#include "services/ingestion/parse/feed_fields.h"

namespace akin {
namespace {

using Hash = std::array<uint8_t, 16>;

Hash HashOf(absl::string_view text) {
  std::array<uint8_t, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const uint8_t*>(text.data()), text.size(), digest.data());
  Hash hash;
  std::copy_n(digest.begin(), hash.size(), hash.begin());
  return hash;
}

// RFC 4648's base32 in lower case, without padding.
std::string Base32(const Hash& hash) {
  constexpr absl::string_view kDigits = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (uint8_t byte : hash) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 5; count -= 5) text += kDigits[(bits >> (count - 5)) & 31];
  }
  if (count > 0) text += kDigits[(bits << (5 - count)) & 31];
  return text;
}

std::string HeadlineKey(const ArticleIdentity& identity) {
  const std::string day =
      identity.publish_time
          ? absl::FormatTime("%Y-%m-%d", *identity.publish_time, absl::UTCTimeZone())
          : "";
  return absl::StrCat("headline\n", FoldCase(CollapseWhitespace(identity.headline)), "\n", day);
}

std::string KindAndKey(const ArticleIdentity& identity) {
  if (!identity.external_id.empty()) return absl::StrCat("external\n", identity.external_id);
  const std::string url = UrlKey(identity.canonical_url);
  return url.empty() ? HeadlineKey(identity) : absl::StrCat("url\n", url);
}

// The items of a document that have something in common.
using Groups = absl::flat_hash_map<std::string, std::vector<ParsedItem*>>;

const std::string& Said(const ParsedItem& item) {
  if (!item.title.empty()) return item.title;
  return item.summary.empty() ? item.content : item.summary;
}

const std::string& TextOf(const ParsedItem& item) {
  return item.summary.empty() ? item.content : item.summary;
}

// Whether they can be versions of one article by what they say, if their headlines are to be at
// least this like each other.
bool AreVersions(const ParsedItem& a, const ParsedItem& b, Likeness headlines) {
  return AreOnePage(UrlKey(a.link), UrlKey(b.link)) &&
         (CompareHeadlines(Said(a), Said(b)) >= headlines ||
          CompareTexts(TextOf(a), TextOf(b)) >= Likeness::kClose);
}

// What all items of a document have in common tells little if they are two, and less if more.
Likeness WantedLikeness(size_t items, const ParsedDocument& document) {
  if (items < document.items.size()) return Likeness::kAlike;
  return items > 2 ? Likeness::kWithin : Likeness::kClose;
}

bool AreOneArticle(const std::vector<ParsedItem*>& items, const ParsedDocument& document) {
  const Likeness wanted = WantedLikeness(items.size(), document);
  return std::all_of(items.begin(), items.end(), [&](const ParsedItem* item) {
    return AreVersions(*items.front(), *item, wanted);
  });
}

// A page or a story is at its address, be that what it may.
bool IsFeed(DocumentFormat format) {
  return format != DocumentFormat::kHtml && format != DocumentFormat::kStoryText;
}

void ForgetIds(const std::vector<ParsedItem*>& items) {
  for (ParsedItem* item : items) item->id.clear();
}

void ForgetPlaceholders(ParsedDocument& document) {
  for (ParsedItem& item : document.items) {
    if (IsPlaceholder(item.id)) item.id.clear();
  }
}

void GiveOneSpelling(const std::vector<ParsedItem*>& items) {
  for (ParsedItem* item : items) item->id = items.front()->id;
}

// An id that is an address, without what OtherSpellings varies; "" if it is none.
absl::string_view Unspelled(absl::string_view id) {
  if (!absl::ConsumePrefix(&id, "https://") && !absl::ConsumePrefix(&id, "http://")) return "";
  absl::ConsumeSuffix(&id, "/");
  return id;
}

std::string IdKey(absl::string_view id) {
  const absl::string_view address = Unspelled(id);
  return std::string(address.empty() ? id : address);
}

void IdentifyByContent(const std::vector<ParsedItem*>& items) {
  for (ParsedItem* item : items) item->id = ContentId(Said(*item));
}

}  // namespace

std::string ArticleId(const ArticleIdentity& identity) {
  return Base32(
      HashOf(absl::StrCat("akin.article.1\n", identity.source, "\n", KindAndKey(identity))));
}

std::string FeedId(absl::string_view address) {
  const std::string whole = ResolveUrl("", address).value_or("");
  const absl::string_view url = absl::string_view(whole).substr(0, whole.find('#'));
  const size_t query = std::min(url.find('?'), url.size());
  return Base32(
      HashOf(absl::StrCat("akin.feed.1\n", UrlKey(url.substr(0, query)), url.substr(query))));
}

std::string ItemKey(const ParsedItem& item) {
  if (!item.id.empty()) return item.id;
  if (!item.link.empty()) return item.link;
  return Base32(HashOf(absl::StrCat(item.title, "\n", item.summary, "\n", item.content)));
}

bool IsHomePage(absl::string_view url_key) {
  return url_key.find_first_of("/?#") == absl::string_view::npos;
}

bool AreOnePage(absl::string_view url_key, absl::string_view other) {
  const std::pair<absl::string_view, absl::string_view> a =
      absl::StrSplit(url_key, absl::MaxSplits('#', 1));
  const std::pair<absl::string_view, absl::string_view> b =
      absl::StrSplit(other, absl::MaxSplits('#', 1));
  return a.first == b.first && (a.second == b.second || a.second.empty() || b.second.empty());
}

std::string ContentId(absl::string_view said) { return Base32(HashOf(said)); }

std::vector<std::string> OtherSpellings(absl::string_view external_id) {
  const absl::string_view address = Unspelled(external_id);
  std::vector<std::string> spellings;
  for (absl::string_view scheme : {"https://", "http://"}) {
    for (absl::string_view end : {"", "/"}) {
      std::string spelling = absl::StrCat(scheme, address, end);
      if (!address.empty() && spelling != external_id) spellings.push_back(std::move(spelling));
    }
  }
  return spellings;
}

void ForgetCollidingIds(ParsedDocument& document) {
  ForgetPlaceholders(document);
  Groups by_id, by_link;
  for (ParsedItem& item : document.items) {
    if (!item.id.empty()) by_id[IdKey(item.id)].push_back(&item);
  }
  for (auto& [id, items] : by_id) {
    AreOneArticle(items, document) ? GiveOneSpelling(items) : ForgetIds(items);
  }
  for (ParsedItem& item : document.items) {
    if (item.id.empty() && !item.link.empty()) by_link[UrlKey(item.link)].push_back(&item);
  }
  for (auto& [link, items] : by_link) {
    const bool home =
        IsFeed(document.format) && (IsHomePage(link) || link == UrlKey(document.feed.link));
    if (home || !AreOneArticle(items, document)) IdentifyByContent(items);
  }
}

}  // namespace akin
