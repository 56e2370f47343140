#include "services/storage/rocks/log_state.h"

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/storage/rocks/keys.h"
#include "services/storage/rocks/rocks_status.h"

namespace akin::rocks {
namespace {

// How the data is laid out. Raise it, and write a migration, when an old binary could not read it.
constexpr absl::string_view kFormat = "1";

absl::Status CheckFormat(const rocksdb::PinnableSlice& format) {
  if (ToView(format) == kFormat) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "data_dir: holds data of format ", ToView(format), ", this program reads format ", kFormat));
}

}  // namespace

absl::Status WriteSynced(const Database& database, rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.sync = true;
  return FromRocks(database.db().Write(options, &batch), "commit");
}

absl::StatusOr<absl::optional<LogState>> LoadLogState(const Database& database) {
  rocksdb::PinnableSlice format, bytes;
  ASSIGN_OR_RETURN(const bool known, database.Get({}, Table::kMeta, kFormatKey, format));
  if (!known) return absl::optional<LogState>();
  RETURN_IF_ERROR(CheckFormat(format));
  ASSIGN_OR_RETURN(const bool found, database.Get({}, Table::kMeta, kStateKey, bytes));
  LogState state;
  if (!found || !state.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError("data_dir: damaged, the log's state cannot be read");
  }
  return absl::make_optional(std::move(state));
}

void PutLogState(const Database& database, const LogState& state, rocksdb::WriteBatch& batch) {
  batch.Put(database.table(Table::kMeta), ToSlice(kFormatKey), ToSlice(kFormat));
  batch.Put(database.table(Table::kMeta), ToSlice(kStateKey), state.SerializeAsString());
}

}  // namespace akin::rocks
