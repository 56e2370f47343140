#include "services/ingestion/document_intake.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/canonical_url.h"
#include "common/url/redirectors.h"
#include "services/ingestion/domain/identity.h"
#include "services/ingestion/parse/feed_fields.h"

namespace akin {

using news::v1::Article;

namespace {

// A story text has no link of its own: its document's address is its page's.
void GiveStoryItsAddress(absl::string_view url, ParsedDocument& document) {
  if (document.format != DocumentFormat::kStoryText) return;
  for (ParsedItem& item : document.items) item.link = std::string(url);
}

using Admitted = std::vector<absl::StatusOr<Article>>;

Admitted AdmitEach(const ParsedDocument& document, const ItemOrigin& origin,
                   const IntakeLimits& limits) {
  Admitted articles;
  for (const ParsedItem& item : document.items)
    articles.push_back(ArticleOfItem(item, document.feed, origin, limits));
  return articles;
}

// When the publisher last said something new in it, as far as it is told.
absl::optional<absl::Time> VersionTime(const Article& article) {
  if (article.has_update_time()) return FromProto(article.update_time());
  if (article.has_publish_time()) return FromProto(article.publish_time());
  return absl::nullopt;
}

// Feeds list the newest first.
bool IsNewer(const Article& later, const Article& earlier) {
  const auto time = VersionTime(later), other = VersionTime(earlier);
  return time && other && *time > *other;
}

// By name, the place of the version that stays.
absl::flat_hash_map<std::string, size_t> NewestVersions(const Admitted& articles) {
  absl::flat_hash_map<std::string, size_t> newest;
  for (size_t i = 0; i < articles.size(); ++i) {
    if (!articles[i].ok()) continue;
    size_t& place = newest.try_emplace(articles[i]->name(), i).first->second;
    if (IsNewer(*articles[i], *articles[place])) place = i;
  }
  return newest;
}

// Where a counter of clicks or a redirector leads is the item's page, also for those who fetch it.
void LinkToPages(ParsedDocument& document) {
  for (ParsedItem& item : document.items) {
    item.link = PageOf(item);
    if (RedirectTarget(item.link)) item.link = CanonicalUrl(item.link);
  }
}

}  // namespace

absl::StatusOr<ParsedDocument> ReadDocument(absl::string_view content, const DocumentHints& hints) {
  ASSIGN_OR_RETURN(ParsedDocument document, ParseDocument(content, hints));
  GiveStoryItsAddress(hints.url, document);
  LinkToPages(document);
  ForgetCollidingIds(document);
  return document;
}

IngestBatch AdmitItems(const ParsedDocument& document, const ItemOrigin& origin,
                       const IntakeLimits& limits, const std::vector<bool>& unchanged) {
  Admitted articles = AdmitEach(document, origin, limits);
  const auto newest = NewestVersions(articles);
  IngestBatch batch;
  batch.SetOfDocument();
  for (size_t i = 0; i < articles.size(); ++i) {
    const size_t stays = articles[i].ok() ? newest.at(articles[i]->name()) : i;
    if (stays != i) {
      batch.AddOlderVersion(*articles[i], stays);
    } else if (articles[i].ok() && i < unchanged.size() && unchanged[i]) {
      batch.AddUnchanged(*articles[i]);
    } else {
      batch.Add(std::move(articles[i]), document.items[i].title);
    }
  }
  return batch;
}

}  // namespace akin
