#include "services/storage/rocks/database.h"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/file/disk_room.h"
#include "common/file/folder_seal.h"
#include "common/log/log.h"
#include "common/status/status_macros.h"
#include "rocksdb/cache.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "services/storage/rocks/rocks_status.h"

namespace akin::rocks {
namespace {

namespace fs = std::filesystem;

// In the order of Table.
constexpr std::array<const char*, kTableCount> kTableNames = {
    "default", "articles", "revisions", "log",       "by_time",      "by_source",
    "lookups", "feeds",    "feeds_due", "embargoes", "embargoes_due"};

// What is due is always read from the front, over what was deleted there when it had been done:
// little of that may pile up in memory, where deleted rows stay until they are written out.
constexpr size_t kQueueBufferBytes = 1 << 20;

// Deleted bytes that nothing else has rewritten leave the disk after this long.
constexpr absl::Duration kRewriteAfter = absl::Hours(24 * 7);

rocksdb::DBOptions DbOptions(const DatabaseOptions& options) {
  rocksdb::DBOptions db;
  db.create_if_missing = true;
  db.create_missing_column_families = true;
  // Every write is synced, so only what was being written may be torn; damage elsewhere is an
  // error.
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.db_write_buffer_size = options.write_buffer_bytes;
  db.max_total_wal_size = 4 * options.write_buffer_bytes;
  db.max_open_files = 512;
  db.max_background_jobs = 2;
  db.bytes_per_sync = 1 << 20;
  db.info_log_level = rocksdb::WARN_LEVEL;
  db.keep_log_file_num = 4;
  db.max_log_file_size = 4 << 20;
  db.stats_dump_period_sec = 0;
  return db;
}

rocksdb::ColumnFamilyOptions TableOptions(const DatabaseOptions& options,
                                          std::shared_ptr<rocksdb::Cache> cache) {
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = std::move(cache);
  blocks.cache_index_and_filter_blocks = true;
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  blocks.block_size = 16 << 10;
  blocks.format_version = 5;
  rocksdb::ColumnFamilyOptions table;
  table.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  table.compression = options.compress ? rocksdb::kZSTD : rocksdb::kNoCompression;
  table.level_compaction_dynamic_level_bytes = true;
  table.write_buffer_size = options.write_buffer_bytes / 4;
  table.periodic_compaction_seconds = absl::ToInt64Seconds(kRewriteAfter);
  return table;
}

std::vector<rocksdb::ColumnFamilyDescriptor> Tables(const DatabaseOptions& options) {
  const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> tables;
  for (const char* name : kTableNames) tables.emplace_back(name, TableOptions(options, cache));
  for (Table queue : {Table::kFeedsDue, Table::kEmbargoesDue})
    tables[static_cast<size_t>(queue)].options.write_buffer_size = kQueueBufferBytes;
  return tables;
}

absl::Status Damaged(const std::string& dir, absl::string_view how) {
  return absl::DataLossError(absl::StrCat("data_dir ", dir, ": damaged: ", how,
                                          "; move it away and restore a backup by akin restore"));
}

// RocksDB would start an empty database where the file that names the current one is lost.
absl::Status CheckNotGutted(const fs::path& dir) {
  std::error_code error;
  if (fs::exists(dir / "CURRENT", error)) return absl::OkStatus();
  for (const auto& entry : fs::directory_iterator(dir, error)) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".sst" || extension == ".log")
      return Damaged(dir.string(), "has data but no file CURRENT");
  }
  return absl::OkStatus();
}

// What RocksDB reads. Tables have checksums in each block; a manifest or a log that was cut is
// taken for one whose last write was torn.
Sealed HowSealed(absl::string_view name) {
  if (absl::EndsWith(name, ".sst")) return Sealed::kSize;
  const bool is_read =
      name == "CURRENT" || absl::StartsWith(name, "MANIFEST-") || absl::EndsWith(name, ".log");
  return is_read ? Sealed::kBytes : Sealed::kNot;
}

absl::Status CheckSeal(const std::string& dir) {
  const absl::Status status = BreakSeal(dir, HowSealed);
  return absl::IsDataLoss(status) ? Damaged(dir, status.message()) : status;
}

bool IsDamage(const rocksdb::Status& status) {
  return status.IsCorruption() || status.IsNotFound() || status.IsNotSupported() ||
         status.IsPathNotFound();
}

absl::Status OpenError(const std::string& dir, const rocksdb::Status& status) {
  const std::string text = status.ToString();
  if (IsDamage(status)) return Damaged(dir, text);
  if (absl::StrContains(text, "lock")) {
    return absl::UnavailableError(absl::StrCat("data_dir ", dir, ": in use by another process"));
  }
  return absl::UnavailableError(absl::StrCat("data_dir ", dir, ": cannot be opened: ", text));
}

rocksdb::Status OpenDb(const DatabaseOptions& options, const std::string& dir,
                       std::vector<rocksdb::ColumnFamilyHandle*>& handles, rocksdb::DB*& db) {
  if (options.read_only)
    return rocksdb::DB::OpenForReadOnly(DbOptions(options), dir, Tables(options), &handles, &db);
  return rocksdb::DB::Open(DbOptions(options), dir, Tables(options), &handles, &db);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  std::error_code error;
  fs::create_directories(options.data_dir, error);
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("data_dir ", options.data_dir, ": cannot be made: ", error.message()));
  }
  const std::string dir = (fs::path(options.data_dir) / kFolder).string();
  RETURN_IF_ERROR(CheckNotGutted(dir));
  RETURN_IF_ERROR(CheckSeal(dir));
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  rocksdb::Status status = OpenDb(options, dir, handles, db);
  if (!status.ok()) return OpenError(options.data_dir, status);
  auto database = absl::WrapUnique(new Database);
  database->data_dir_ = dir;
  database->read_only_ = options.read_only;
  database->reserve_bytes_ = 2 * options.write_buffer_bytes;
  database->db_.reset(db);
  std::copy(handles.begin(), handles.end(), database->handles_.begin());
  if (options.verify) status = db->VerifyChecksum();
  if (!status.ok()) return OpenError(options.data_dir, status);
  return database;
}

Database::~Database() {
  if (!read_only_) Flush().IgnoreError();
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  db_->Close();
  db_.reset();
  if (read_only_) return;
  const absl::Status sealed = SealFolder(data_dir_, HowSealed);
  if (!sealed.ok()) Log(Severity::kWarning, "the data has no seal", {{"why", sealed.message()}});
}

absl::StatusOr<bool> Database::Get(const rocksdb::ReadOptions& options, Table table,
                                   absl::string_view key, rocksdb::PinnableSlice& value) const {
  const rocksdb::Status status = db_->Get(options, this->table(table), ToSlice(key), &value);
  if (status.IsNotFound()) return false;
  RETURN_IF_ERROR(FromRocks(status, "read"));
  return true;
}

absl::Status Database::Scrub(Table table, absl::string_view begin, absl::string_view end) {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  options.exclusive_manual_compaction = false;
  const rocksdb::Slice first = ToSlice(begin), last = ToSlice(end);
  return FromRocks(db_->CompactRange(options, this->table(table), &first, &last), "scrub");
}

absl::Status Database::CheckRoom(size_t bytes) const {
  constexpr size_t kSmallWrite = 4 << 10;
  const size_t reserve = bytes <= kSmallWrite ? reserve_bytes_ / 2 : reserve_bytes_;
  return CheckDiskRoom("storage", data_dir_, bytes + reserve);
}

absl::Status Database::Flush() {
  return FromRocks(db_->Flush(rocksdb::FlushOptions(), {handles_.begin(), handles_.end()}),
                   "flush");
}

}  // namespace akin::rocks
