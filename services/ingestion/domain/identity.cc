#include "services/ingestion/domain/identity.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/text/unicode.h"
#include "common/url/url.h"

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

void ForgetCollidingIds(ParsedDocument& document) {
  absl::flat_hash_map<std::string, absl::flat_hash_set<std::string>> links;
  for (const ParsedItem& item : document.items) {
    if (!item.id.empty()) links[item.id].insert(UrlKey(item.link));
  }
  for (ParsedItem& item : document.items) {
    if (!item.id.empty() && links[item.id].size() > 1) item.id.clear();
  }
}

}  // namespace akin
