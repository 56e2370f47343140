#ifndef AKIN_SERVICES_STORAGE_ROCKS_ROCKS_TRANSACTION_H_
#define AKIN_SERVICES_STORAGE_ROCKS_ROCKS_TRANSACTION_H_

#include <string>

#include "rocksdb/utilities/write_batch_with_index.h"
#include "services/storage/domain/article_transaction.h"
#include "services/storage/rocks/database.h"

namespace akin::rocks {

// Gathers the writes of one commit, reading the database as those writes would leave it. One
// thread, and nothing else may write meanwhile.
class RocksTransaction : public ArticleTransaction {
 public:
  // Reads go through `options` (a snapshot, if it has one). `state` is the log's, with the time of
  // this commit.
  RocksTransaction(const Database& database, rocksdb::ReadOptions options, LogState state);

  // Marks a place to which Undo goes back, when one of several operations fails.
  void BeginOperation();
  void Undo();

  // The size of what was written.
  size_t bytes() { return batch_.GetWriteBatch()->GetDataSize(); }

  // Adds the log's state, if it changed, and gives the batch. Empty if there is nothing to write.
  rocksdb::WriteBatch& Finish();

  LogState& log_state() override { return state_; }
  absl::StatusOr<absl::optional<ArticleRecord>> Load(absl::string_view name) override;
  absl::Status Save(const ArticleRecord* before, const ArticleRecord& after) override;
  absl::Status KeepRevision(const SupersededRevision& revision) override;
  absl::Status DropRevisions(absl::string_view name, int keep, absl::Time horizon) override;
  absl::StatusOr<absl::optional<EmbargoRecord>> LoadEmbargo(absl::string_view name) override;
  absl::Status SaveEmbargo(const EmbargoRecord* before, const EmbargoRecord* after) override;
  absl::Status AppendToLog(const storage::v1::Change& change) override;
  absl::Status RemoveFromLog(int64_t revision) override;
  absl::StatusOr<absl::optional<storage::v1::Change>> LoadMerge(absl::string_view story) override;
  absl::Status SaveMerge(const storage::v1::Change& merge) override;
  absl::StatusOr<absl::optional<LeaseRecord>> LoadLease(absl::string_view lease) override;
  absl::Status SaveLease(const LeaseRecord& lease) override;
  absl::StatusOr<absl::optional<FeedRecord>> LoadFeed(absl::string_view name) override;
  absl::Status SaveFeed(const FeedRecord* before, const FeedRecord* after) override;

 private:
  template <typename Message>
  absl::StatusOr<absl::optional<Message>> Find(Table table, absl::string_view key);
  absl::Status Put(Table table, absl::string_view key, absl::string_view value);
  absl::Status Put(Table table, absl::string_view key, const google::protobuf::MessageLite& value);
  absl::Status Delete(Table table, absl::string_view key);

  const Database& database_;
  const rocksdb::ReadOptions options_;
  LogState state_;
  LogState state_at_begin_;
  // Of the state as it was given.
  const int64_t first_revision_;
  const int64_t first_embargoed_;
  rocksdb::WriteBatchWithIndex batch_;
};

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_ROCKS_TRANSACTION_H_
