#include "services/storage/rocks/rocks_snapshot.h"

#include <utility>

#include "absl/memory/memory.h"
#include "common/log/log.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/canonical_url.h"
#include "services/storage/domain/url_match.h"
#include "services/storage/rocks/keys.h"
#include "services/storage/rocks/place_cursor.h"
#include "services/storage/rocks/rocks_status.h"

namespace akin::rocks {

using news::v1::Article;
using storage::v1::Change;

namespace {

// One key leads to this many articles at most; more are outlets that gave all pages one address.
constexpr int kMaxLookedUp = 100;

// What a row of a queue, feeds_due or embargoes_due, stands for.
absl::StatusOr<ArticlePosition> PlaceInQueue(absl::string_view key) {
  ArticlePosition place;
  if (DecodePlace(key, place) && place.time) return place;
  return absl::DataLossError("storage: stored data is damaged");
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksSnapshot>> RocksSnapshot::Take(const Database& database,
                                                                   absl::Time revision_horizon) {
  auto snapshot = absl::WrapUnique(new RocksSnapshot(database, revision_horizon));
  rocksdb::PinnableSlice state;
  ASSIGN_OR_RETURN(const bool found,
                   database.Get(snapshot->options_, Table::kMeta, kStateKey, state));
  if (!found) return absl::DataLossError("storage: the log's state is lost");
  RETURN_IF_ERROR(ParseStored(state, snapshot->state_));
  return snapshot;
}

RocksSnapshot::RocksSnapshot(const Database& database, absl::Time revision_horizon)
    : database_(database), revision_horizon_(revision_horizon), snapshot_(&database.db()) {
  options_.snapshot = snapshot_.snapshot();
}

absl::StatusOr<Article> RocksSnapshot::Get(absl::string_view name) const {
  rocksdb::PinnableSlice value;
  ASSIGN_OR_RETURN(const bool found, database_.Get(options_, Table::kArticles, name, value));
  if (!found) return UnknownArticle(name);
  ArticleRecord record;
  RETURN_IF_ERROR(ParseStored(value, record));
  return ServedArticle(std::move(record));
}

absl::StatusOr<Article> RocksSnapshot::FindByUrl(absl::string_view url) const {
  const std::string key = UrlKey(url);
  const std::string page_key = UrlPageKey(url);
  if (key.empty()) return UnknownArticle(url);
  absl::StatusOr<Article> found = FindByPrefix(UrlPrefix(key), url);
  if (!IsUnknownArticle(found.status())) return found;
  return FindByPrefix(page_key == key ? UrlPartsPrefix(key) : UrlPrefix(page_key), url);
}

absl::StatusOr<Article> RocksSnapshot::FindByExternalId(absl::string_view source,
                                                        absl::string_view external_id) const {
  return FindByPrefix(ExternalIdPrefix(source, external_id), external_id);
}

absl::StatusOr<Article> RocksSnapshot::FindByPrefix(const std::string& prefix,
                                                    absl::string_view key) const {
  const auto rows = NewIterator(Table::kLookups);
  absl::optional<ArticleRecord> best;
  int examined = 0;
  for (rows->Seek(prefix);
       rows->Valid() && rows->key().starts_with(prefix) && examined < kMaxLookedUp;
       rows->Next(), ++examined) {
    ASSIGN_OR_RETURN(ArticleRecord record, LoadListed(ToView(rows->key()).substr(prefix.size())));
    if (!best || IsBetterMatch(record, *best)) best = std::move(record);
  }
  RETURN_IF_ERROR(FromRocks(rows->status(), "look up"));
  if (!best) return UnknownArticle(key);
  return ServedArticle(*std::move(best));
}

absl::StatusOr<ArticleListPage> RocksSnapshot::List(const ArticleListQuery& query) const {
  const ArticleTimeField field = query.order.field;
  const std::string* source = ConjunctString(query.filter, static_cast<int>(ArticleField::kSource));
  PlaceCursor cursor(
      NewIterator(source ? Table::kBySource : Table::kByTime),
      source ? SourceScope(field, *source) : TimeScope(field), query.order.descending,
      ConjunctTimeRange(query.filter, static_cast<int>(FilterFieldOf(field))), query.after);
  ArticleListPage page;
  absl::optional<ArticlePosition> last_listed, last_examined;
  size_t bytes = 0;
  for (int examined = 0; cursor.Valid(); cursor.Next(), ++examined) {
    if (examined == query.max_examined) {
      page.next = last_examined;
      break;
    }
    last_examined = cursor.position();
    if (cursor.placed_at_revision() > query.placed_by_revision) continue;
    ASSIGN_OR_RETURN(ArticleRecord record, LoadListed(cursor.position().name));
    if (!MatchesArticle(query.filter, record.article())) continue;
    if (page.articles.size() == static_cast<size_t>(query.limit) || bytes >= query.max_bytes) {
      page.next = last_listed;
      break;
    }
    bytes += record.article().ByteSizeLong();
    page.articles.push_back(std::move(*record.mutable_article()));
    last_listed = cursor.position();
  }
  RETURN_IF_ERROR(cursor.status());
  return page;
}

absl::StatusOr<std::vector<Article>> RocksSnapshot::Revisions(absl::string_view name,
                                                              int64_t before_revision,
                                                              int limit) const {
  ASSIGN_OR_RETURN(Article article, Get(name));
  std::vector<Article> revisions;
  if (article.revision() < before_revision) revisions.push_back(std::move(article));
  const std::string prefix = ArticleRevisionsPrefix(name);
  const auto rows = NewIterator(Table::kRevisions);
  for (rows->SeekForPrev(ArticleRevisionKey(name, before_revision - 1));
       rows->Valid() && rows->key().starts_with(prefix) &&
       revisions.size() < static_cast<size_t>(limit);
       rows->Prev()) {
    SupersededRevision revision;
    RETURN_IF_ERROR(ParseStored(rows->value(), revision));
    if (FromProto(revision.superseded_time()) < revision_horizon_) break;
    revisions.push_back(std::move(*revision.mutable_article()));
  }
  RETURN_IF_ERROR(FromRocks(rows->status(), "list revisions"));
  return revisions;
}

absl::StatusOr<ChangeBatch> RocksSnapshot::Changes(int64_t after_revision,
                                                   const ChangeLimits& limits) const {
  ChangeBatch batch;
  size_t bytes = 0;
  const auto rows = NewIterator(Table::kLog);
  for (rows->Seek(RevisionKey(after_revision + 1)); rows->Valid(); rows->Next()) {
    if (batch.changes.size() == static_cast<size_t>(limits.max_changes) ||
        bytes >= limits.max_bytes) {
      batch.through_revision = batch.changes.back().revision();
      return batch;
    }
    Change& change = batch.changes.emplace_back();
    RETURN_IF_ERROR(ParseStored(rows->value(), change));
    if (change.has_article()) {
      ASSIGN_OR_RETURN(ArticleRecord record, LoadListed(change.article().name()));
      FillChange(std::move(record), change);
    }
    bytes += change.ByteSizeLong();
  }
  RETURN_IF_ERROR(FromRocks(rows->status(), "read the log"));
  batch.through_revision = revision();
  return batch;
}

absl::StatusOr<EmbargoRecord> RocksSnapshot::GetEmbargoed(absl::string_view name) const {
  rocksdb::PinnableSlice value;
  ASSIGN_OR_RETURN(const bool found, database_.Get(options_, Table::kEmbargoes, name, value));
  if (!found) return UnknownArticle(name);
  EmbargoRecord record;
  RETURN_IF_ERROR(ParseStored(value, record));
  return HeldArticle(std::move(record));
}

absl::StatusOr<std::vector<ArticlePosition>> RocksSnapshot::Embargoed(
    const absl::optional<ArticlePosition>& after, absl::Time until, int limit) const {
  std::vector<ArticlePosition> places;
  const auto rows = NewIterator(Table::kEmbargoesDue);
  const std::string start = after ? EmbargoDueKey(*after) : "";
  rows->Seek(start);
  if (after && rows->Valid() && ToView(rows->key()) == start) rows->Next();
  for (; rows->Valid() && places.size() < static_cast<size_t>(limit); rows->Next()) {
    ASSIGN_OR_RETURN(ArticlePosition place, PlaceInQueue(ToView(rows->key())));
    if (*place.time > until) break;
    places.push_back(std::move(place));
  }
  RETURN_IF_ERROR(FromRocks(rows->status(), "list embargoes"));
  return places;
}

absl::StatusOr<std::vector<LeaseRecord>> RocksSnapshot::Leases() const {
  std::vector<LeaseRecord> leases;
  const auto rows = NewIterator(Table::kMeta);
  for (rows->Seek(ToSlice(kLeasePrefix));
       rows->Valid() && rows->key().starts_with(ToSlice(kLeasePrefix)); rows->Next()) {
    RETURN_IF_ERROR(ParseStored(rows->value(), leases.emplace_back()));
  }
  RETURN_IF_ERROR(FromRocks(rows->status(), "read leases"));
  return leases;
}

absl::StatusOr<FeedRecord> RocksSnapshot::GetFeed(absl::string_view name) const {
  rocksdb::PinnableSlice value;
  ASSIGN_OR_RETURN(const bool found, database_.Get(options_, Table::kFeeds, name, value));
  if (!found) return UnknownFeed(name);
  FeedRecord feed;
  RETURN_IF_ERROR(ParseStored(value, feed));
  return feed;
}

absl::StatusOr<std::vector<FeedRecord>> RocksSnapshot::ListFeeds(absl::string_view after_name,
                                                                 int limit) const {
  std::vector<FeedRecord> feeds;
  const auto rows = NewIterator(Table::kFeeds);
  rows->Seek(ToSlice(after_name));
  if (rows->Valid() && ToView(rows->key()) == after_name) rows->Next();
  for (; rows->Valid() && feeds.size() < static_cast<size_t>(limit); rows->Next()) {
    RETURN_IF_ERROR(ParseStored(rows->value(), feeds.emplace_back()));
  }
  RETURN_IF_ERROR(FromRocks(rows->status(), "list feeds"));
  return feeds;
}

absl::StatusOr<std::vector<std::string>> RocksSnapshot::DueFeeds(absl::Time now, int skip,
                                                                 int limit) const {
  std::vector<std::string> names;
  const auto rows = NewIterator(Table::kFeedsDue);
  for (rows->SeekToFirst(); rows->Valid() && names.size() < static_cast<size_t>(limit);
       rows->Next()) {
    ASSIGN_OR_RETURN(ArticlePosition place, PlaceInQueue(ToView(rows->key())));
    if (*place.time > now) break;
    if (skip-- <= 0) names.push_back(std::move(place.name));
  }
  RETURN_IF_ERROR(FromRocks(rows->status(), "list due feeds"));
  return names;
}

std::unique_ptr<rocksdb::Iterator> RocksSnapshot::NewIterator(Table table) const {
  return std::unique_ptr<rocksdb::Iterator>(
      database_.db().NewIterator(options_, database_.table(table)));
}

absl::StatusOr<ArticleRecord> RocksSnapshot::LoadListed(absl::string_view name) const {
  rocksdb::PinnableSlice value;
  ASSIGN_OR_RETURN(const bool found, database_.Get(options_, Table::kArticles, name, value));
  if (!found) {
    Log(Severity::kError, "a listed article is missing", {{"article", name}});
    return absl::DataLossError("storage: stored data is damaged");
  }
  ArticleRecord record;
  RETURN_IF_ERROR(ParseStored(value, record));
  return record;
}

}  // namespace akin::rocks
