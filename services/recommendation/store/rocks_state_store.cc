#include "services/recommendation/store/rocks_state_store.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/file/disk_room.h"
#include "common/log/log.h"
#include "common/status/status_macros.h"
#include "common/sync/mutex.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"

namespace akin {
namespace {

// Sorts before every record, and is none. A store of another format has none of this key.
const std::string& PositionKey() {
  static const auto& key = *new std::string(absl::StrCat("!position/", kStateFormat));
  return key;
}
// What is left free: Debian's RocksDB 7.8 ends the process by an assertion some time after it has
// met the end of the disk.
constexpr size_t kReserveBytes = 32 << 20;
constexpr char kFirstKey[] = "\"";

rocksdb::Slice ToSlice(absl::string_view text) { return rocksdb::Slice(text.data(), text.size()); }
absl::string_view ToView(const rocksdb::Slice& s) { return absl::string_view(s.data(), s.size()); }

std::string EncodePosition(const LogPosition& position) {
  return absl::StrCat(position.revision, " ", position.log_id);
}

LogPosition DecodePosition(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(' ', 1));
  LogPosition position{std::string(parts.second), 0};
  return absl::SimpleAtoi(parts.first, &position.revision) ? position : LogPosition();
}

rocksdb::Options StoreOptions() {
  rocksdb::Options options;
  options.create_if_missing = true;
  // A quarter more bytes on disk than by zstd, but a restart, which reads them all, takes a twelfth
  // less of processors.
  options.compression = rocksdb::kLZ4Compression;
  options.max_background_jobs = 2;
  options.keep_log_file_num = 2;
  // Little memory: the engine has its own, and of cards a few are asked for again and again.
  // Indexes of tables are in the cache too.
  options.write_buffer_size = 16 << 20;
  rocksdb::BlockBasedTableOptions tables;
  tables.block_cache = rocksdb::NewLRUCache(32 << 20);
  tables.cache_index_and_filter_blocks = true;
  tables.block_size = 8 << 10;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(tables));
  return options;
}

// Whether there are records, but none of this format.
rocksdb::Status CheckFormat(rocksdb::DB& db) {
  std::string position;
  const rocksdb::Status found = db.Get({}, PositionKey(), &position);
  if (!found.IsNotFound()) return found;
  const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator({}));
  it->SeekToFirst();
  return it->Valid() ? rocksdb::Status::NotSupported("state of another format") : it->status();
}

rocksdb::Status OpenDb(const std::string& folder, std::shared_ptr<rocksdb::DB>& db) {
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(StoreOptions(), folder, &opened);
  db.reset(opened);
  return status.ok() ? CheckFormat(*db) : status;
}

bool IsDamage(const rocksdb::Status& status) {
  return status.IsCorruption() || status.IsNotSupported() || status.IsInvalidArgument();
}

// Nobody may have it open.
rocksdb::Status OpenAfresh(const std::string& folder, std::shared_ptr<rocksdb::DB>& db) {
  rocksdb::DestroyDB(folder, StoreOptions());
  return OpenDb(folder, db);
}

class RocksStateStore : public StateStore {
 public:
  RocksStateStore(std::string folder, std::shared_ptr<rocksdb::DB> db)
      : folder_(std::move(folder)), db_(std::move(db)) {
    std::string text;
    if (db_->Get({}, PositionKey(), &text).ok()) position_ = DecodePosition(text);
  }

  LogPosition position() const override {
    MutexLock lock(mu_);
    return position_;
  }

  absl::Status Commit(const StateChanges& changes, const LogPosition& position) override {
    rocksdb::WriteBatch batch;
    for (const StateRecord& change : changes) {
      change.value.empty() ? batch.Delete(change.key) : batch.Put(change.key, change.value);
    }
    return Write(batch, position);
  }

  absl::Status ForEach(absl::string_view prefix, const Visitor& visit) const override {
    rocksdb::ReadOptions options;
    options.readahead_size = 2 << 20;  // Callers read all of it, once.
    options.fill_cache = false;
    const std::shared_ptr<rocksdb::DB> db = Db();
    if (db == nullptr) return NotOpen();
    const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator(options));
    for (it->Seek(prefix.empty() ? kFirstKey : ToSlice(prefix));
         it->Valid() && it->key().starts_with(ToSlice(prefix)); it->Next()) {
      RETURN_IF_ERROR(visit(ToView(it->key()), ToView(it->value())));
    }
    return ToStatus(it->status());
  }

  absl::StatusOr<std::string> Get(absl::string_view key) const override {
    const std::shared_ptr<rocksdb::DB> db = Db();
    if (db == nullptr) return NotOpen();
    std::string value;
    RETURN_IF_ERROR(ToStatus(db->Get({}, ToSlice(key), &value)));
    return value;
  }

  bool is_damaged() const override { return damaged_; }

  absl::Status Wipe(absl::string_view log_id) override {
    if (damaged_ || Db() == nullptr) RETURN_IF_ERROR(StartAfresh());
    rocksdb::WriteBatch batch;
    batch.DeleteRange(kFirstKey, "\x7f");  // record keys are printable ASCII
    return Write(batch, {std::string(log_id), 0});
  }

 private:
  static absl::Status NotOpen() { return absl::UnavailableError("local state store failed"); }

  std::shared_ptr<rocksdb::DB> Db() const {
    MutexLock lock(mu_);
    return db_;
  }

  // RocksDB's own text goes to the log, not to clients.
  absl::Status ToStatus(const rocksdb::Status& status) const {
    if (status.ok()) return absl::OkStatus();
    if (status.IsNotFound()) return absl::NotFoundError("no such record");
    Log(Severity::kError, "local state store failed", {{"status", status.ToString()}});
    if (!status.IsCorruption()) return NotOpen();
    damaged_ = true;
    return absl::DataLossError("local state store is damaged");
  }

  absl::Status Write(rocksdb::WriteBatch& batch, const LogPosition& position) {
    const std::shared_ptr<rocksdb::DB> db = Db();
    if (db == nullptr) return NotOpen();
    RETURN_IF_ERROR(CheckDiskRoom("recommendation", folder_, batch.GetDataSize() + kReserveBytes));
    batch.Put(PositionKey(), EncodePosition(position));
    RETURN_IF_ERROR(ToStatus(db->Write({}, &batch)));
    MutexLock lock(mu_);
    position_ = position;
    return absl::OkStatus();
  }

  // With new files: what is damaged would be met again when it is compacted.
  absl::Status StartAfresh() {
    AwaitReaders();
    std::shared_ptr<rocksdb::DB> db;
    RETURN_IF_ERROR(ToStatus(OpenAfresh(folder_, db)));
    damaged_ = false;
    MutexLock lock(mu_);
    db_ = std::move(db);
    return absl::OkStatus();
  }

  // Closes the database when the last call that reads it is done.
  void AwaitReaders() {
    std::shared_ptr<rocksdb::DB> last;
    {
      MutexLock lock(mu_);
      last = std::move(db_);
      db_ = nullptr;
      position_ = LogPosition();
    }
    while (last.use_count() > 1) absl::SleepFor(absl::Milliseconds(1));
  }

  const std::string folder_;
  mutable Mutex mu_;
  std::shared_ptr<rocksdb::DB> db_ ABSL_GUARDED_BY(mu_);  // null where it could not be opened anew
  LogPosition position_ ABSL_GUARDED_BY(mu_);
  mutable std::atomic<bool> damaged_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<StateStore>> OpenRocksStateStore(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat("data_dir: ", folder, ": ", error.message()));
  }
  std::shared_ptr<rocksdb::DB> db;
  rocksdb::Status status = OpenDb(folder, db);
  if (IsDamage(status)) {
    Log(Severity::kWarning,
        "local state is damaged or of another version: rebuilding it from the log",
        {{"folder", folder}, {"status", status.ToString()}});
    db.reset();
    status = OpenAfresh(folder, db);
  }
  if (!status.ok()) {
    return absl::UnavailableError(absl::StrCat("data_dir: ", folder, ": ", status.ToString()));
  }
  return std::make_unique<RocksStateStore>(folder, std::move(db));
}

}  // namespace akin
