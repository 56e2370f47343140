#ifndef AKIN_SERVICES_STORAGE_ROCKS_DATABASE_H_
#define AKIN_SERVICES_STORAGE_ROCKS_DATABASE_H_

#include <array>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rocksdb/db.h"

namespace akin::rocks {

// The column families.
enum class Table {
  kMeta,
  kArticles,
  kRevisions,
  kLog,
  kByTime,
  kBySource,
  kLookups,
  kFeeds,
  kFeedsDue,
  kEmbargoes,
  kEmbargoesDue
};
inline constexpr int kTableCount = 11;

struct DatabaseOptions {
  // Made if it does not exist.
  std::string data_dir;
  // Blocks read from disk are cached up to this size.
  size_t block_cache_bytes = 64 << 20;
  // Writes are kept in memory up to this size before they go to table files.
  size_t write_buffer_bytes = 64 << 20;
  // Off: for tests that look for bytes in the files.
  bool compress = true;
  // Reads every block when it is opened, so that damage shows then rather than when it is met.
  bool verify = false;
  // For looking into a copy, which is not changed.
  bool read_only = false;
};

// An open RocksDB with its column families. Thread-safe.
class Database {
 public:
  // Of a data_dir; a mounted volume has others beside it (lost+found).
  static constexpr char kFolder[] = "articles.rocksdb";

  // UNAVAILABLE if the folder cannot be used or another process has it, DATA_LOSS if it is damaged.
  // The message says which, for whoever starts the process.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const DatabaseOptions& options);
  ~Database();

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* table(Table table) const {
    return handles_[static_cast<size_t>(table)];
  }

  // Reads one value; false if there is none.
  absl::StatusOr<bool> Get(const rocksdb::ReadOptions& options, Table table, absl::string_view key,
                           rocksdb::PinnableSlice& value) const;

  // Rewrites the files that hold keys of [begin, end], so that deleted bytes leave the disk.
  absl::Status Scrub(Table table, absl::string_view begin, absl::string_view end);
  // Empties the write-ahead log into table files.
  absl::Status Flush();

  // UNAVAILABLE with RetryInfo unless the disk has room for a write of `bytes` and for what RocksDB
  // writes behind it: a full disk in the middle of a write can end the process (an assertion in
  // Debian's RocksDB 7.8). Small writes, such as withdrawals, may use half of the reserve.
  absl::Status CheckRoom(size_t bytes) const;

 private:
  Database() = default;

  std::string data_dir_;
  bool read_only_ = false;
  size_t reserve_bytes_ = 0;
  std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, kTableCount> handles_{};
};

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_DATABASE_H_
