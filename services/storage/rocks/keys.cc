#include "services/storage/rocks/keys.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "common/url/canonical_url.h"

namespace akin::rocks {
namespace {

constexpr char kTimed = 0;
constexpr char kTimeless = 1;

void AppendBigEndian(uint64_t value, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

uint64_t ReadBigEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

// Two bytes of length make what follows unambiguous.
void AppendSized(absl::string_view text, std::string& out) {
  AppendBigEndian(text.size(), 2, out);
  absl::StrAppend(&out, text);
}

// Adding 2^63 makes negative seconds sort before positive ones.
constexpr uint64_t kSignBit = uint64_t{1} << 63;

char FieldByte(ArticleTimeField field) {
  switch (field) {
    case ArticleTimeField::kPublishTime:
      return 'p';
    case ArticleTimeField::kUpdateTime:
      return 'u';
    case ArticleTimeField::kCreateTime:
      break;
  }
  return 'c';
}

}  // namespace

std::string RevisionKey(int64_t revision) {
  std::string key;
  AppendBigEndian(static_cast<uint64_t>(revision), 8, key);
  return key;
}

int64_t DecodeRevision(absl::string_view key) { return static_cast<int64_t>(ReadBigEndian(key)); }

std::string ArticleRevisionKey(absl::string_view name, int64_t revision) {
  return absl::StrCat(ArticleRevisionsPrefix(name), RevisionKey(revision));
}

std::string ArticleRevisionsPrefix(absl::string_view name) {
  std::string prefix(name);
  prefix.push_back('\0');
  return prefix;
}

std::string UrlPrefix(absl::string_view url_key) {
  std::string prefix = "u";
  AppendSized(url_key, prefix);
  return prefix;
}

std::string UrlPartsPrefix(absl::string_view url_page_key) {
  std::string prefix = "p";
  AppendSized(url_page_key, prefix);
  return prefix;
}

std::string ExternalIdPrefix(absl::string_view source, absl::string_view external_id) {
  std::string prefix = "e";
  AppendSized(source, prefix);
  AppendSized(external_id, prefix);
  return prefix;
}

std::vector<std::string> LookupKeys(const news::v1::Article& article) {
  std::vector<std::string> keys;
  const std::string url_key = UrlKey(article.canonical_url());
  const std::string page_key = UrlPageKey(article.canonical_url());
  if (!url_key.empty()) keys.push_back(absl::StrCat(UrlPrefix(url_key), article.name()));
  if (page_key != url_key) keys.push_back(absl::StrCat(UrlPartsPrefix(page_key), article.name()));
  if (!article.external_id().empty()) {
    keys.push_back(
        absl::StrCat(ExternalIdPrefix(article.source(), article.external_id()), article.name()));
  }
  return keys;
}

std::string TimeScope(ArticleTimeField field) { return std::string(1, FieldByte(field)); }

std::string SourceScope(ArticleTimeField field, absl::string_view source) {
  std::string scope = TimeScope(field);
  AppendSized(source, scope);
  return scope;
}

std::string PlaceKey(absl::string_view scope, const ArticlePosition& position) {
  return absl::StrCat(position.time ? TimeKey(scope, *position.time) : TimelessKey(scope),
                      position.name);
}

std::string TimeKey(absl::string_view scope, absl::Time time) {
  const google::protobuf::Timestamp timestamp = ToProto(time);
  std::string key(scope);
  key.push_back(kTimed);
  AppendBigEndian(static_cast<uint64_t>(timestamp.seconds()) + kSignBit, 8, key);
  AppendBigEndian(static_cast<uint64_t>(timestamp.nanos()), 4, key);
  return key;
}

std::string FeedDueKey(const FeedRecord& feed) {
  return PlaceKey("", {FromProto(feed.next_poll_time()), feed.name()});
}

std::string EmbargoDueKey(const ArticlePosition& place) { return PlaceKey("", place); }

std::string TimelessKey(absl::string_view scope) {
  std::string key(scope);
  key.push_back(kTimeless);
  return key;
}

bool DecodePlace(absl::string_view rest, ArticlePosition& position) {
  if (rest.empty()) return false;
  if (rest[0] == kTimeless) {
    position.time.reset();
    position.name = std::string(rest.substr(1));
    return true;
  }
  if (rest.size() < kTimeBytes) return false;
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(static_cast<int64_t>(ReadBigEndian(rest.substr(1, 8)) - kSignBit));
  timestamp.set_nanos(static_cast<int32_t>(ReadBigEndian(rest.substr(9, 4))));
  position.time = FromProto(timestamp);
  position.name = std::string(rest.substr(kTimeBytes));
  return true;
}

}  // namespace akin::rocks
