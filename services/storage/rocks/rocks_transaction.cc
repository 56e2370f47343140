#include "services/storage/rocks/rocks_transaction.h"

#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/storage/rocks/keys.h"
#include "services/storage/rocks/rocks_status.h"

namespace akin::rocks {

using storage::v1::Change;

namespace {

constexpr ArticleTimeField kTimeFields[] = {
    ArticleTimeField::kPublishTime, ArticleTimeField::kUpdateTime, ArticleTimeField::kCreateTime};

// One row of a table that shows an article.
using Rows = std::map<std::pair<Table, std::string>, std::string>;

// The rows that make an article found. Withdrawn ones can still be looked up, to be refused with
// the reason.
Rows RowsFor(const ArticleRecord& record) {
  Rows rows;
  for (std::string& key : LookupKeys(record.article())) {
    rows[{Table::kLookups, std::move(key)}] = "";
  }
  if (IsWithdrawn(record)) return rows;
  const std::string& source = record.article().source();
  for (ArticleTimeField field : kTimeFields) {
    const ArticlePosition position = PositionOf(record.article(), field);
    const std::string placed = RevisionKey(PlacedAtRevision(record, field));
    rows[{Table::kByTime, PlaceKey(TimeScope(field), position)}] = placed;
    if (source.empty()) continue;
    rows[{Table::kBySource, PlaceKey(SourceScope(field, source), position)}] = placed;
  }
  return rows;
}

}  // namespace

RocksTransaction::RocksTransaction(const Database& database, rocksdb::ReadOptions options,
                                   LogState state)
    : database_(database),
      options_(std::move(options)),
      state_(std::move(state)),
      first_revision_(state_.newest_revision()),
      first_embargoed_(state_.embargoed_articles()),
      batch_(rocksdb::BytewiseComparator(), 0, /*overwrite_key=*/true) {}

void RocksTransaction::BeginOperation() {
  state_at_begin_ = state_;
  batch_.SetSavePoint();
}

void RocksTransaction::Undo() {
  state_ = state_at_begin_;
  batch_.RollbackToSavePoint();
}

rocksdb::WriteBatch& RocksTransaction::Finish() {
  if (state_.newest_revision() > first_revision_ ||
      state_.embargoed_articles() != first_embargoed_) {
    batch_.Put(database_.table(Table::kMeta), ToSlice(kStateKey), state_.SerializeAsString());
  }
  return *batch_.GetWriteBatch();
}

template <typename Message>
absl::StatusOr<absl::optional<Message>> RocksTransaction::Find(Table table, absl::string_view key) {
  rocksdb::PinnableSlice value;
  const rocksdb::Status status = batch_.GetFromBatchAndDB(
      &database_.db(), options_, database_.table(table), ToSlice(key), &value);
  if (status.IsNotFound()) return absl::optional<Message>();
  RETURN_IF_ERROR(FromRocks(status, "read for a commit"));
  Message message;
  RETURN_IF_ERROR(ParseStored(value, message));
  return absl::make_optional(std::move(message));
}

absl::StatusOr<absl::optional<ArticleRecord>> RocksTransaction::Load(absl::string_view name) {
  return Find<ArticleRecord>(Table::kArticles, name);
}

absl::Status RocksTransaction::Save(const ArticleRecord* before, const ArticleRecord& after) {
  const bool was_live = before != nullptr && !IsWithdrawn(*before);
  state_.set_live_articles(state_.live_articles() - was_live + !IsWithdrawn(after));
  const Rows old_rows = before ? RowsFor(*before) : Rows();
  const Rows new_rows = RowsFor(after);
  for (const auto& [place, value] : old_rows) {
    if (new_rows.count(place) == 0) RETURN_IF_ERROR(Delete(place.first, place.second));
  }
  for (const auto& [place, value] : new_rows) {
    const auto old = old_rows.find(place);
    if (old != old_rows.end() && old->second == value) continue;
    RETURN_IF_ERROR(Put(place.first, place.second, absl::string_view(value)));
  }
  return Put(Table::kArticles, after.article().name(), after);
}

absl::Status RocksTransaction::KeepRevision(const SupersededRevision& revision) {
  const news::v1::Article& article = revision.article();
  return Put(Table::kRevisions, ArticleRevisionKey(article.name(), article.revision()), revision);
}

absl::Status RocksTransaction::DropRevisions(absl::string_view name, int keep, absl::Time horizon) {
  const std::string prefix = ArticleRevisionsPrefix(name);
  rocksdb::ColumnFamilyHandle* revisions = database_.table(Table::kRevisions);
  std::unique_ptr<rocksdb::Iterator> it(
      batch_.NewIteratorWithBase(revisions, database_.db().NewIterator(options_, revisions)));
  int kept = 0;
  std::vector<std::string> dropped;
  for (it->SeekForPrev(ArticleRevisionKey(name, INT64_MAX));
       it->Valid() && it->key().starts_with(prefix); it->Prev()) {
    SupersededRevision revision;
    RETURN_IF_ERROR(ParseStored(it->value(), revision));
    if (kept < keep && FromProto(revision.superseded_time()) >= horizon) {
      ++kept;
    } else {
      dropped.push_back(it->key().ToString());
    }
  }
  RETURN_IF_ERROR(FromRocks(it->status(), "read revisions"));
  for (const std::string& key : dropped) RETURN_IF_ERROR(Delete(Table::kRevisions, key));
  return absl::OkStatus();
}

absl::StatusOr<absl::optional<EmbargoRecord>> RocksTransaction::LoadEmbargo(
    absl::string_view name) {
  return Find<EmbargoRecord>(Table::kEmbargoes, name);
}

absl::Status RocksTransaction::SaveEmbargo(const EmbargoRecord* before,
                                           const EmbargoRecord* after) {
  CountHeld(before, after);
  if (before != nullptr && IsHeld(*before))
    RETURN_IF_ERROR(Delete(Table::kEmbargoesDue, EmbargoDueKey(PlaceOf(*before))));
  if (after == nullptr) {
    return before == nullptr ? absl::OkStatus()
                             : Delete(Table::kEmbargoes, before->article().name());
  }
  if (IsHeld(*after)) {
    RETURN_IF_ERROR(Put(Table::kEmbargoesDue, EmbargoDueKey(PlaceOf(*after)), absl::string_view()));
  }
  return Put(Table::kEmbargoes, after->article().name(), *after);
}

absl::Status RocksTransaction::AppendToLog(const Change& change) {
  return Put(Table::kLog, RevisionKey(change.revision()), change);
}

absl::Status RocksTransaction::RemoveFromLog(int64_t revision) {
  return Delete(Table::kLog, RevisionKey(revision));
}

absl::StatusOr<absl::optional<Change>> RocksTransaction::LoadMerge(absl::string_view story) {
  return Find<Change>(Table::kMeta, absl::StrCat(kMergePrefix, story));
}

absl::Status RocksTransaction::SaveMerge(const Change& merge) {
  return Put(Table::kMeta, absl::StrCat(kMergePrefix, merge.merge().story()), merge);
}

absl::StatusOr<absl::optional<LeaseRecord>> RocksTransaction::LoadLease(absl::string_view lease) {
  return Find<LeaseRecord>(Table::kMeta, absl::StrCat(kLeasePrefix, lease));
}

absl::Status RocksTransaction::SaveLease(const LeaseRecord& lease) {
  return Put(Table::kMeta, absl::StrCat(kLeasePrefix, lease.lease()), lease);
}

absl::StatusOr<absl::optional<FeedRecord>> RocksTransaction::LoadFeed(absl::string_view name) {
  return Find<FeedRecord>(Table::kFeeds, name);
}

absl::Status RocksTransaction::SaveFeed(const FeedRecord* before, const FeedRecord* after) {
  if (before != nullptr && before->has_next_poll_time()) {
    RETURN_IF_ERROR(Delete(Table::kFeedsDue, FeedDueKey(*before)));
  }
  if (after == nullptr) {
    return before == nullptr ? absl::OkStatus() : Delete(Table::kFeeds, before->name());
  }
  if (after->has_next_poll_time()) {
    RETURN_IF_ERROR(Put(Table::kFeedsDue, FeedDueKey(*after), absl::string_view()));
  }
  return Put(Table::kFeeds, after->name(), *after);
}

absl::Status RocksTransaction::Put(Table table, absl::string_view key, absl::string_view value) {
  return FromRocks(batch_.Put(database_.table(table), ToSlice(key), ToSlice(value)),
                   "add to a commit");
}

absl::Status RocksTransaction::Put(Table table, absl::string_view key,
                                   const google::protobuf::MessageLite& value) {
  return Put(table, key, absl::string_view(value.SerializeAsString()));
}

absl::Status RocksTransaction::Delete(Table table, absl::string_view key) {
  return FromRocks(batch_.Delete(database_.table(table), ToSlice(key)), "add to a commit");
}

}  // namespace akin::rocks
