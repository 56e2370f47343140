#include "services/ingestion/domain/intake.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/language.h"
#include "common/text/unicode.h"
#include "common/time/proto_time.h"
#include "common/url/canonical_url.h"
#include "common/url/site.h"
#include "common/url/url.h"
#include "services/ingestion/domain/identity.h"
#include "services/ingestion/parse/html_text.h"

namespace akin {

using google::protobuf::RepeatedPtrField;
using news::v1::Article;

namespace {

constexpr size_t kMaxHeadlineBytes = 2'000;
constexpr size_t kMaxSummaryBytes = 16 << 10;
constexpr size_t kMaxUrlBytes = 4'096;
constexpr size_t kMaxExternalIdBytes = 2'048;
constexpr size_t kMaxSourceBytes = 256;
constexpr int kMaxListed = 100;
constexpr size_t kMaxListedBytes = 500;

// Enough to tell a language by.
constexpr size_t kLanguageSampleBytes = 4'096;

// A description that is longer than this, or has several paragraphs, is the body.
constexpr size_t kMaxTeaserBytes = 1'000;

constexpr absl::string_view kUnknownSource = "sources/unknown";

absl::Status CheckSize(absl::string_view field, absl::string_view value, size_t max_bytes) {
  if (value.size() <= max_bytes) return absl::OkStatus();
  return InvalidField(field, absl::StrCat(value.size(), " bytes, want at most ", max_bytes));
}

absl::Status CheckList(absl::string_view field, const RepeatedPtrField<std::string>& values) {
  if (values.size() > kMaxListed) {
    return InvalidField(field, absl::StrCat(values.size(), " entries, want at most ", kMaxListed));
  }
  for (int i = 0; i < values.size(); ++i) {
    RETURN_IF_ERROR(CheckSize(absl::StrCat(field, "[", i, "]"), values[i], kMaxListedBytes));
  }
  return absl::OkStatus();
}

// Sizes are checked before the work of cleaning.
absl::Status CheckSizes(const Article& article, const IntakeLimits& limits) {
  RETURN_IF_ERROR(CheckSize("article.headline", article.headline(), kMaxHeadlineBytes));
  RETURN_IF_ERROR(CheckSize("article.summary", article.summary(), kMaxSummaryBytes));
  RETURN_IF_ERROR(CheckSize("article.body", article.body(), limits.max_body_bytes));
  RETURN_IF_ERROR(CheckSize("article.canonical_url", article.canonical_url(), kMaxUrlBytes));
  RETURN_IF_ERROR(CheckSize("article.image_url", article.image_url(), kMaxUrlBytes));
  RETURN_IF_ERROR(CheckSize("article.external_id", article.external_id(), kMaxExternalIdBytes));
  RETURN_IF_ERROR(CheckList("article.authors", article.authors()));
  RETURN_IF_ERROR(CheckList("article.categories", article.categories()));
  return CheckList("article.keywords", article.keywords());
}

absl::Status CheckTimes(const Article& article) {
  constexpr absl::string_view kWish = "out of range, want years 1 to 9999";
  if (article.has_publish_time() && !IsValidTimestamp(article.publish_time())) {
    return InvalidField("article.publish_time", kWish);
  }
  if (article.has_update_time() && !IsValidTimestamp(article.update_time())) {
    return InvalidField("article.update_time", kWish);
  }
  if (article.has_embargo_time() && !IsValidTimestamp(article.embargo_time())) {
    return InvalidField("article.embargo_time", kWish);
  }
  return absl::OkStatus();
}

void ClearOutputOnly(Article& article) {
  article.clear_name();
  article.clear_create_time();
  article.clear_revision();
  article.clear_state();
  article.clear_story();
}

std::string CleanLine(absl::string_view text) { return ToNfc(CollapseWhitespace(text)); }

void CleanList(RepeatedPtrField<std::string>& values) {
  for (std::string& value : values) value = CleanLine(value);
  values.erase(std::remove(values.begin(), values.end(), ""), values.end());
}

void CleanTexts(Article& article) {
  article.set_headline(CleanLine(CleanText(article.headline())));
  article.set_summary(CleanText(article.summary()));
  article.set_body(CleanText(article.body()));
  article.set_external_id(std::string(absl::StripAsciiWhitespace(article.external_id())));
  CleanList(*article.mutable_authors());
  CleanList(*article.mutable_categories());
  CleanList(*article.mutable_keywords());
}

absl::Status NormalizeAddresses(Article& article) {
  if (!article.canonical_url().empty()) {
    article.set_canonical_url(CanonicalUrl(article.canonical_url()));
    if (article.canonical_url().empty()) {
      return InvalidField("article.canonical_url", "want an absolute http or https URL");
    }
  }
  if (article.image_url().empty()) return absl::OkStatus();
  const auto image = ResolveUrl("", article.image_url());
  if (!image) return InvalidField("article.image_url", "want an absolute http or https URL");
  article.set_image_url(*image);
  return absl::OkStatus();
}

bool IsSourceByte(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != '/' && !absl::ascii_iscntrl(c);
}

absl::Status FillSource(Article& article) {
  if (article.source().empty()) article.set_source(SourceOfUrl(article.canonical_url()));
  if (article.source().empty()) article.set_source(std::string(kUnknownSource));
  absl::string_view id = article.source();
  const bool prefixed = absl::ConsumePrefix(&id, "sources/");
  if (!prefixed || id.empty() || id.size() > kMaxSourceBytes ||
      !std::all_of(id.begin(), id.end(), IsSourceByte)) {
    return InvalidField("article.source", "want sources/{host or id}");
  }
  absl::AsciiStrToLower(article.mutable_source());
  return absl::OkStatus();
}

std::string LanguageSample(const Article& article) {
  const std::string text = absl::StrCat(article.headline(), "\n", article.summary(), "\n",
                                        TruncateUtf8(article.body(), kLanguageSampleBytes));
  return std::string(TruncateUtf8(text, kLanguageSampleBytes));
}

absl::Status FillLanguage(Article& article) {
  if (article.language().empty()) {
    article.set_language(DetectLanguage(LanguageSample(article), ""));
    return absl::OkStatus();
  }
  const std::string tag = NormalizeLanguageTag(article.language());
  if (tag == "und" && !absl::EqualsIgnoreCase(article.language(), "und")) {
    return InvalidField("article.language", "want a BCP-47 language tag");
  }
  article.set_language(tag);
  return absl::OkStatus();
}

// ---------------------------------------------------------------------------------------- items

// In the spelling that sources have, "wire.example" of www.wire.example.
std::string HostOf(absl::string_view url) { return UrlHost(absl::StrCat("http://", UrlKey(url))); }

void AddCut(const std::vector<std::string>& values, RepeatedPtrField<std::string>& out) {
  for (const std::string& value : values) {
    if (out.size() < kMaxListed) out.Add(std::string(TruncateText(value, kMaxListedBytes)));
  }
}

// Feeds with one text give it as the summary, be it a teaser or the whole story.
void SetTexts(const ParsedItem& item, Article& article) {
  const bool whole_story = item.content.empty() && !IsTeaser(item.summary);
  article.set_body(whole_story ? item.summary : item.content);
  if (!whole_story && item.summary != item.content) {
    article.set_summary(std::string(TruncateText(item.summary, kMaxSummaryBytes)));
  }
  const std::string& text = article.summary().empty() ? article.body() : article.summary();
  const std::string headline = item.title.empty() ? FirstSentence(text) : item.title;
  article.set_headline(std::string(TruncateText(headline, kMaxHeadlineBytes)));
}

// What is longer than an address may be is no address.
std::string Address(absl::string_view base, absl::string_view link) {
  const std::string url = ResolveUrl(base, link).value_or("");
  return url.size() <= kMaxUrlBytes ? url : "";
}

void SetAddresses(const ParsedItem& item, const ParsedFeed& feed, const ItemOrigin& origin,
                  Article& article) {
  const std::string base = UrlHost(feed.link).empty() ? origin.document_url : feed.link;
  article.set_canonical_url(CanonicalUrl(Address(base, item.link)));
  article.set_image_url(Address(base, item.image));
  if (item.id.size() <= kMaxExternalIdBytes) article.set_external_id(item.id);
  if (article.external_id().empty() && article.canonical_url().empty()) {
    article.set_external_id(origin.external_id);
  }
  article.set_source(origin.source);
  if (!article.source().empty()) return;
  std::string address = origin.subscribed_url;
  if (address.empty()) address = origin.document_url;
  if (address.empty()) address = feed.link;  // whoever brings it vouches for what it says of itself
  article.set_source(SourceOfItem(article.canonical_url(), address));
}

// A publisher's date may be readable and yet beyond what a Timestamp holds.
void SetTime(const absl::optional<absl::Time>& time,
             google::protobuf::Timestamp* (Article::*field)(), Article& article) {
  if (time) *(article.*field)() = ToProto(*time);
}

}  // namespace

void NameArticle(Article& article) {
  ArticleIdentity identity = {article.source(), article.external_id(), article.canonical_url(),
                              article.headline(), absl::nullopt};
  if (article.has_publish_time()) identity.publish_time = FromProto(article.publish_time());
  article.set_name(absl::StrCat("articles/", ArticleId(identity)));
}

absl::StatusOr<Article> AdmitArticle(Article article, const IntakeLimits& limits) {
  ClearOutputOnly(article);
  RETURN_IF_ERROR(CheckSizes(article, limits));
  RETURN_IF_ERROR(CheckTimes(article));
  CleanTexts(article);
  if (article.headline().empty()) return InvalidField("article.headline", "empty");
  RETURN_IF_ERROR(NormalizeAddresses(article));
  RETURN_IF_ERROR(FillSource(article));
  RETURN_IF_ERROR(FillLanguage(article));
  NameArticle(article);
  return article;
}

absl::StatusOr<Article> ArticleOfItem(const ParsedItem& item, const ParsedFeed& feed,
                                      const ItemOrigin& origin, const IntakeLimits& limits) {
  RETURN_IF_ERROR(item.error);
  Article article;
  SetTexts(item, article);
  SetAddresses(item, feed, origin, article);
  SetTime(item.published, &Article::mutable_publish_time, article);
  SetTime(item.updated, &Article::mutable_update_time, article);
  SetTime(item.embargo, &Article::mutable_embargo_time, article);
  AddCut(item.authors, *article.mutable_authors());
  AddCut(item.categories, *article.mutable_categories());
  AddCut(item.keywords, *article.mutable_keywords());
  article.set_language(DetectLanguage(LanguageSample(article), item.language));
  return AdmitArticle(std::move(article), limits);
}

bool IsTeaser(absl::string_view text) {
  return text.size() <= kMaxTeaserBytes && !absl::StrContains(text, "\n\n");
}

std::string SourceOfItem(absl::string_view link, absl::string_view address) {
  const std::string of_link = SourceOfUrl(link);
  if (SourceOfUrl(address).empty()) return of_link;
  return !of_link.empty() && AreOneSite(HostOf(link), HostOf(address)) ? of_link
                                                                       : SourceOfUrl(address);
}

std::string SourceOfUrl(absl::string_view url) {
  const std::string host = HostOf(url);
  return host.empty() ? "" : absl::StrCat("sources/", host);
}

}  // namespace akin
