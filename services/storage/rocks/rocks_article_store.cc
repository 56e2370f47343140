#include "services/storage/rocks/rocks_article_store.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/storage/rocks/commit_queue.h"
#include "services/storage/rocks/keys.h"
#include "services/storage/rocks/log_state.h"
#include "services/storage/rocks/rocks_snapshot.h"
#include "services/storage/rocks/rocks_status.h"
#include "services/storage/rocks/rocks_transaction.h"

namespace akin {
namespace rocks {
namespace {

// A group is closed at this size, to bound the memory and the time that one write takes.
constexpr size_t kMaxGroupBytes = 32 << 20;

// A new log in an empty database.
absl::StatusOr<LogState> StartLog(const Database& database) {
  LogState state;
  state.set_log_id(NewLogId());
  rocksdb::WriteBatch batch;
  PutLogState(database, state, batch);
  RETURN_IF_ERROR(WriteSynced(database, batch));
  return state;
}

absl::StatusOr<LogState> LoadOrStartLog(const Database& database) {
  ASSIGN_OR_RETURN(absl::optional<LogState> state, LoadLogState(database));
  return state ? *std::move(state) : StartLog(database);
}

}  // namespace

class RocksArticleStoreImpl : public RocksArticleStore {
 public:
  RocksArticleStoreImpl(std::unique_ptr<Database> database, LogState state, Options options)
      : RocksArticleStore(std::move(options)),
        database_(std::move(database)),
        log_id_(state.log_id()),
        state_(std::move(state)),
        queue_([this](const std::vector<PendingCommit*>& group) { return CommitGroup(group); }) {}

  const std::string& log_id() const override { return log_id_; }

  absl::StatusOr<std::unique_ptr<ArticleSnapshot>> Snapshot() const override {
    return RocksSnapshot::Take(*database_, options_.clock.Now() - options_.retention.max_age);
  }

  absl::StatusOr<BackupManifest> BackUp(const std::string& folder) const override {
    return CreateBackup(*database_, folder, options_.clock.Now());
  }

 protected:
  absl::StatusOr<int64_t> Commit(const Operation& operation) override {
    PendingCommit commit{operation};
    queue_.Run(commit);
    RETURN_IF_ERROR(commit.status);
    return commit.newest_revision;
  }

  absl::Status DryRun(const Operation& operation) const override {
    ASSIGN_OR_RETURN(auto snapshot, RocksSnapshot::Take(*database_, absl::InfinitePast()));
    RocksTransaction tx(*database_, snapshot->options(), AtNow(snapshot->state()));
    return operation(tx);
  }

  // Articles, what was held back of them, and revisions at once; what is left in other tables (a
  // URL, a source) when they are rewritten, a week later at most.
  absl::Status EraseFromMedium(absl::string_view name) override {
    RETURN_IF_ERROR(database_->Flush());
    RETURN_IF_ERROR(database_->Scrub(Table::kArticles, name, name));
    RETURN_IF_ERROR(database_->Scrub(Table::kEmbargoes, name, name));
    return database_->Scrub(Table::kRevisions, ArticleRevisionKey(name, 0),
                            ArticleRevisionKey(name, INT64_MAX));
  }

 private:
  LogState AtNow(LogState state) const {
    const absl::Time earliest = FromProto(state.newest_commit_time());
    *state.mutable_newest_commit_time() = ToProto(std::max(options_.clock.Now(), earliest));
    return state;
  }

  // As many of the group as fit, in one write.
  size_t CommitGroup(const std::vector<PendingCommit*>& group) {
    RocksTransaction tx(*database_, {}, AtNow(state_));
    size_t count = 0;
    while (count < group.size() && (count == 0 || tx.bytes() < kMaxGroupBytes)) {
      RunOne(tx, *group[count++]);
    }
    const absl::Status written = Write(tx);
    if (written.ok()) return Publish(tx.log_state()), count;
    for (size_t i = 0; i < count; ++i) group[i]->status = written;
    return count;
  }

  void RunOne(RocksTransaction& tx, PendingCommit& commit) {
    tx.BeginOperation();
    commit.status = commit.operation(tx);
    if (!commit.status.ok()) tx.Undo();
    commit.newest_revision = tx.log_state().newest_revision();
  }

  absl::Status Write(RocksTransaction& tx) {
    rocksdb::WriteBatch& batch = tx.Finish();
    if (batch.Count() == 0) return absl::OkStatus();
    RETURN_IF_ERROR(database_->CheckRoom(batch.GetDataSize()));
    RETURN_IF_ERROR(Recover());
    failure_ = WriteSynced(*database_, batch);
    // These revisions may be in the write-ahead log: never give them out again.
    if (!failure_.ok()) state_.set_newest_revision(tx.log_state().newest_revision());
    return failure_;
  }

  // After an error RocksDB refuses writes until it is told that the cause may be gone. Busy: it is
  // finding that out by itself.
  absl::Status Recover() {
    if (failure_.ok()) return absl::OkStatus();
    const rocksdb::Status resumed = database_->db().Resume();
    if (!resumed.IsBusy()) failure_ = FromRocks(resumed, "resume");
    return failure_;
  }

  void Publish(const LogState& state) {
    const bool moved = state.newest_revision() > state_.newest_revision();
    state_.set_embargoed_articles(state.embargoed_articles());
    if (!moved) return;
    state_ = state;
    if (options_.on_commit) options_.on_commit(state.newest_revision());
  }

  const std::unique_ptr<Database> database_;
  const std::string log_id_;
  // Only the queue's current leader uses these two.
  LogState state_;
  absl::Status failure_;  // of the last write
  CommitQueue queue_;
};

}  // namespace rocks

absl::StatusOr<std::unique_ptr<RocksArticleStore>> OpenRocksArticleStore(
    const RocksOptions& rocks, ArticleStore::Options options) {
  ASSIGN_OR_RETURN(auto database, rocks::Database::Open(rocks));
  ASSIGN_OR_RETURN(LogState state, rocks::LoadOrStartLog(*database));
  return std::make_unique<rocks::RocksArticleStoreImpl>(std::move(database), std::move(state),
                                                        std::move(options));
}

}  // namespace akin
