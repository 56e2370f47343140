#include "services/storage/domain/validation.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/url.h"

namespace akin {

using google::protobuf::RepeatedPtrField;
using google::protobuf::Timestamp;
using news::v1::Article;

namespace {

constexpr size_t kMaxHeadlineBytes = 2'000;
constexpr size_t kMaxSummaryBytes = 16 << 10;
constexpr size_t kMaxLanguageBytes = 64;
constexpr size_t kMaxUrlBytes = 4'096;
constexpr size_t kMaxExternalIdBytes = 2'048;
constexpr size_t kMaxIdBytes = 256;
constexpr size_t kMaxSourceBytes = 512;
constexpr int kMaxListed = 100;
constexpr size_t kMaxListedBytes = 500;

bool IsIdByte(char c) { return absl::ascii_isalnum(c) || absl::StrContains("-._~:@", c); }

bool IsControl(char c) { return absl::ascii_iscntrl(c); }

// Names fields of one article: "articles[3].headline".
class FieldChecker {
 public:
  explicit FieldChecker(absl::string_view prefix) : prefix_(prefix) {}

  std::string Name(absl::string_view field) const { return absl::StrCat(prefix_, ".", field); }

  absl::Status Size(absl::string_view field, absl::string_view value, size_t max_bytes) const {
    if (value.size() <= max_bytes) return absl::OkStatus();
    return InvalidField(Name(field),
                        absl::StrCat(value.size(), " bytes, want at most ", max_bytes));
  }

  absl::Status Url(absl::string_view field, absl::string_view value) const {
    RETURN_IF_ERROR(Size(field, value, kMaxUrlBytes));
    if (value.empty() || !UrlHost(value).empty()) return absl::OkStatus();
    return InvalidField(Name(field), "want an absolute http or https URL");
  }

  absl::Status Time(absl::string_view field, bool set, const Timestamp& value) const {
    if (!set || IsValidTimestamp(value)) return absl::OkStatus();
    return InvalidField(Name(field), "out of range, want years 1 to 9999");
  }

  absl::Status List(absl::string_view field, const RepeatedPtrField<std::string>& values) const {
    if (values.size() > kMaxListed) {
      return InvalidField(Name(field), absl::StrCat(values.size(), ", want at most ", kMaxListed));
    }
    for (int i = 0; i < values.size(); ++i) {
      RETURN_IF_ERROR(Size(absl::StrCat(field, "[", i, "]"), values[i], kMaxListedBytes));
    }
    return absl::OkStatus();
  }

  absl::Status Headline(absl::string_view headline) const {
    if (absl::StripAsciiWhitespace(headline).empty())
      return InvalidField(Name("headline"), "empty");
    if (absl::StrContains(headline, '\n')) {
      return InvalidField(Name("headline"), "several lines, want one");
    }
    return Size("headline", headline, kMaxHeadlineBytes);
  }

 private:
  absl::string_view prefix_;
};

absl::Status ValidateId(absl::string_view name, absl::string_view collection,
                        absl::string_view field) {
  absl::string_view id = name;
  if (!absl::ConsumePrefix(&id, absl::StrCat(collection, "/")) || id.empty()) {
    return InvalidField(field, absl::StrCat("want ", collection, "/{id}"));
  }
  if (id.size() > kMaxIdBytes) {
    return InvalidField(field, absl::StrCat("want an id of at most ", kMaxIdBytes, " bytes"));
  }
  if (!std::all_of(id.begin(), id.end(), IsIdByte)) {
    return InvalidField(field, "want an id of letters, digits and -._~:@");
  }
  return absl::OkStatus();
}

absl::Status ValidateTexts(const Article& article, const StoredArticleLimits& limits,
                           const FieldChecker& check) {
  RETURN_IF_ERROR(check.Headline(article.headline()));
  RETURN_IF_ERROR(check.Size("summary", article.summary(), kMaxSummaryBytes));
  RETURN_IF_ERROR(check.Size("body", article.body(), limits.max_body_bytes));
  RETURN_IF_ERROR(check.List("authors", article.authors()));
  RETURN_IF_ERROR(check.List("categories", article.categories()));
  return check.List("keywords", article.keywords());
}

absl::Status ValidateAddresses(const Article& article, const FieldChecker& check) {
  RETURN_IF_ERROR(check.Size("language", article.language(), kMaxLanguageBytes));
  RETURN_IF_ERROR(check.Url("canonical_url", article.canonical_url()));
  RETURN_IF_ERROR(check.Url("image_url", article.image_url()));
  RETURN_IF_ERROR(check.Size("external_id", article.external_id(), kMaxExternalIdBytes));
  if (article.source().empty()) return absl::OkStatus();
  return ValidateSourceName(article.source(), check.Name("source"));
}

}  // namespace

absl::Status ValidateArticle(const Article& article, const StoredArticleLimits& limits,
                             absl::string_view field) {
  const FieldChecker check(field);
  RETURN_IF_ERROR(ValidateArticleName(article.name(), check.Name("name")));
  RETURN_IF_ERROR(ValidateTexts(article, limits, check));
  RETURN_IF_ERROR(ValidateAddresses(article, check));
  RETURN_IF_ERROR(check.Time("publish_time", article.has_publish_time(), article.publish_time()));
  RETURN_IF_ERROR(check.Time("update_time", article.has_update_time(), article.update_time()));
  return check.Time("embargo_time", article.has_embargo_time(), article.embargo_time());
}

absl::Status ValidateArticleName(absl::string_view name, absl::string_view field) {
  return ValidateId(name, "articles", field);
}

absl::Status ValidateStoryName(absl::string_view name, absl::string_view field) {
  return ValidateId(name, "stories", field);
}

absl::Status ValidateSourceName(absl::string_view name, absl::string_view field) {
  if (!absl::StartsWith(name, "sources/") || name == "sources/") {
    return InvalidField(field, "want sources/{host or id}");
  }
  if (name.size() > kMaxSourceBytes || std::any_of(name.begin(), name.end(), IsControl)) {
    return InvalidField(
        field, absl::StrCat("want at most ", kMaxSourceBytes, " bytes without control characters"));
  }
  return absl::OkStatus();
}

absl::Status ValidateFeedName(absl::string_view name, absl::string_view field) {
  return ValidateId(name, "feeds", field);
}

absl::Status ValidateFeedSettings(const storage::v1::FeedSettings& settings,
                                  absl::string_view field) {
  if (UrlHost(settings.url()).empty() || settings.url().size() > kMaxUrlBytes) {
    return InvalidField(absl::StrCat(field, ".url"), "want an absolute http or https URL");
  }
  if (settings.source().empty()) return absl::OkStatus();
  return ValidateSourceName(settings.source(), absl::StrCat(field, ".source"));
}

absl::Status ValidateLeaseName(absl::string_view lease, absl::string_view field) {
  if (lease == "stories" || ValidateId(lease, "feeds", field).ok()) return absl::OkStatus();
  return InvalidField(field, "want \"stories\" or feeds/{id}");
}

}  // namespace akin
