#include "services/ingestion/domain/identity.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/text/unicode.h"
#include "common/url/url.h"
#include "services/ingestion/domain/headlines.h"

namespace akin {
namespace {

// Of what two items say, when they are compared.
constexpr size_t kMaxComparedBytes = 1'000;

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

// Whether they can be versions of one article.
bool AreOneArticle(const std::vector<ParsedItem*>& items) {
  const ParsedItem& first = *items.front();
  const std::string link = UrlKey(first.link);
  return std::all_of(items.begin(), items.end(), [&](const ParsedItem* item) {
    return UrlKey(item->link) == link && AreAlike(TruncateUtf8(Said(first), kMaxComparedBytes),
                                                  TruncateUtf8(Said(*item), kMaxComparedBytes));
  });
}

// A page or a story is at its address, be that what it may.
bool IsFeed(DocumentFormat format) {
  return format != DocumentFormat::kHtml && format != DocumentFormat::kStoryText;
}

void ForgetIds(const std::vector<ParsedItem*>& items) {
  for (ParsedItem* item : items) item->id.clear();
}

void IdentifyByContent(const std::vector<ParsedItem*>& items) {
  for (ParsedItem* item : items) item->id = Base32(HashOf(Said(*item)));
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

bool IsHomePage(absl::string_view url_key) { return !absl::StrContains(url_key, '/'); }

void ForgetCollidingIds(ParsedDocument& document) {
  Groups by_id, by_link;
  for (ParsedItem& item : document.items) {
    if (!item.id.empty()) by_id[item.id].push_back(&item);
  }
  for (auto& [id, items] : by_id) {
    if (!AreOneArticle(items)) ForgetIds(items);
  }
  for (ParsedItem& item : document.items) {
    if (item.id.empty() && !item.link.empty()) by_link[UrlKey(item.link)].push_back(&item);
  }
  for (auto& [link, items] : by_link) {
    const bool home =
        IsFeed(document.format) && (IsHomePage(link) || link == UrlKey(document.feed.link));
    if (home || !AreOneArticle(items)) IdentifyByContent(items);
  }
}

}  // namespace akin
