#include "services/storage/rocks/backup.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/file/synced_file.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "google/protobuf/util/json_util.h"
#include "rocksdb/utilities/checkpoint.h"
#include "services/storage/rocks/backup_files.h"
#include "services/storage/rocks/keys.h"
#include "services/storage/rocks/log_state.h"
#include "services/storage/rocks/rocks_status.h"

namespace akin {
namespace rocks {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kBackupFormat = "1";
constexpr char kManifestName[] = "akin-backup.json";

// Added to each lease's token, so that none which was given out after the backup is given out
// again.
constexpr int64_t kTokensApart = 1 << 30;

// A folder that goes, unless it has been moved away.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) { Remove(); }
  ~Unfinished() { Remove(); }
  const fs::path& path() const { return path_; }

 private:
  void Remove() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path path_;
};

absl::Status Checkpoint(const Database& database, const fs::path& folder) {
  rocksdb::Checkpoint* made = nullptr;
  RETURN_IF_ERROR(FromRocks(rocksdb::Checkpoint::Create(&database.db(), &made), "begin a backup"));
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  return FromRocks(checkpoint->CreateCheckpoint(folder.string()), "back up");
}

absl::StatusOr<LogState> StateOf(const Database& database) {
  ASSIGN_OR_RETURN(const absl::optional<LogState> state, LoadLogState(database));
  if (!state) return absl::DataLossError("data_dir: damaged, it has no log");
  return *state;
}

absl::StatusOr<LogState> StateIn(const fs::path& folder) {
  ASSIGN_OR_RETURN(const auto database,
                   Database::Open({.data_dir = folder.string(), .read_only = true}));
  return StateOf(*database);
}

absl::StatusOr<BackupManifest> Describe(const fs::path& folder, absl::Time now) {
  ASSIGN_OR_RETURN(const LogState state, StateIn(folder));
  BackupManifest manifest;
  manifest.set_format(std::string(kBackupFormat));
  manifest.set_log_id(state.log_id());
  manifest.set_revision(state.newest_revision());
  manifest.set_article_count(state.live_articles());
  *manifest.mutable_create_time() = ToProto(now);
  RETURN_IF_ERROR(AddFiles(folder, manifest));
  return manifest;
}

absl::Status WriteManifest(const fs::path& folder, const BackupManifest& manifest) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(manifest, &json, options).ok())
    return absl::InternalError("the manifest cannot be written");
  return WriteFileSynced(folder / kManifestName, json);
}

absl::StatusOr<BackupManifest> ReadManifest(const std::string& folder) {
  std::ifstream in(fs::path(folder) / kManifestName, std::ios::binary);
  if (!in) {
    return absl::NotFoundError(
        absl::StrCat(folder, ": is no backup, it has no file ", kManifestName));
  }
  const std::string json(std::istreambuf_iterator<char>(in), {});
  BackupManifest manifest;
  if (!google::protobuf::util::JsonStringToMessage(json, &manifest).ok()) {
    return absl::DataLossError(
        absl::StrCat("backup ", folder, ": damaged: ", kManifestName, " cannot be read"));
  }
  if (manifest.format() == kBackupFormat) return manifest;
  return absl::FailedPreconditionError(absl::StrCat("backup ", folder, ": of format ",
                                                    manifest.format(), ", this program reads ",
                                                    kBackupFormat));
}

absl::Status CheckIsFree(const fs::path& dir) {
  std::error_code error;
  if (!fs::exists(dir, error) || fs::is_empty(dir, error)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(dir.string(), ": holds articles already; stop storage and move it away first"));
}

// Every block's checksum, and that nothing at the log's end is missing.
absl::Status CheckContent(const std::string& backup, const Database& database,
                          const BackupManifest& manifest, const LogState& state) {
  const rocksdb::Status checked = database.db().VerifyChecksum();
  if (!checked.ok())
    return absl::DataLossError(absl::StrCat("backup ", backup, ": damaged: ", checked.ToString()));
  if (state.log_id() == manifest.log_id() && state.newest_revision() == manifest.revision())
    return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("backup ", backup, ": damaged: ends at revision ",
                                          state.newest_revision(), ", not ", manifest.revision()));
}

absl::Status EndLeases(const Database& database, rocksdb::WriteBatch& batch) {
  const std::unique_ptr<rocksdb::Iterator> it(
      database.db().NewIterator({}, database.table(Table::kMeta)));
  const rocksdb::Slice prefix = ToSlice(kLeasePrefix);
  for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
    LeaseRecord lease;
    RETURN_IF_ERROR(ParseStored(it->value(), lease));
    lease.clear_holder();
    lease.set_fencing_token(lease.fencing_token() + kTokensApart);
    batch.Put(database.table(Table::kMeta), it->key(), lease.SerializeAsString());
  }
  return FromRocks(it->status(), "read leases");
}

absl::Status StartAnotherLog(Database& database, LogState& state) {
  state.set_log_id(NewLogId());
  rocksdb::WriteBatch batch;
  RETURN_IF_ERROR(EndLeases(database, batch));
  PutLogState(database, state, batch);
  RETURN_IF_ERROR(WriteSynced(database, batch));
  return database.Flush();
}

// Turns the copy of a backup in `folder` into another log; its id.
absl::StatusOr<std::string> Renew(const std::string& backup, const BackupManifest& manifest,
                                  const fs::path& folder) {
  auto database = Database::Open({.data_dir = folder.string()});
  if (absl::IsDataLoss(database.status())) {
    return absl::DataLossError(
        absl::StrCat("backup ", backup, ": damaged: ", database.status().message()));
  }
  RETURN_IF_ERROR(database.status());
  ASSIGN_OR_RETURN(LogState state, StateOf(**database));
  RETURN_IF_ERROR(CheckContent(backup, **database, manifest, state));
  RETURN_IF_ERROR(StartAnotherLog(**database, state));
  return state.log_id();
}

}  // namespace

absl::StatusOr<BackupManifest> CreateBackup(const Database& database, const std::string& folder,
                                            absl::Time now) {
  const fs::path path = fs::path(folder).lexically_normal();
  std::error_code error;
  if (fs::exists(path, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat("name: there is a backup ", path.filename().string()));
  }
  RETURN_IF_ERROR(database.CheckRoom(0));
  const Unfinished unfinished(path.parent_path() /
                              absl::StrCat(".", path.filename().string(), ".unfinished"));
  fs::create_directories(unfinished.path(), error);
  if (error) return absl::UnavailableError(absl::StrCat(folder, ": ", error.message()));
  RETURN_IF_ERROR(Checkpoint(database, unfinished.path() / Database::kFolder));
  ASSIGN_OR_RETURN(BackupManifest manifest, Describe(unfinished.path(), now));
  RETURN_IF_ERROR(WriteManifest(unfinished.path(), manifest));
  RETURN_IF_ERROR(MoveSynced(unfinished.path(), path));
  return manifest;
}

}  // namespace rocks

absl::StatusOr<BackupManifest> RestoreBackup(const std::string& folder,
                                             const std::string& data_dir) {
  using rocks::Database;
  ASSIGN_OR_RETURN(BackupManifest manifest, rocks::ReadManifest(folder));
  const std::filesystem::path target = std::filesystem::path(data_dir) / Database::kFolder;
  RETURN_IF_ERROR(rocks::CheckIsFree(target));
  RETURN_IF_ERROR(rocks::CheckFiles(folder, manifest));
  const rocks::Unfinished copy(std::filesystem::path(data_dir) / ".restore.unfinished");
  RETURN_IF_ERROR(rocks::CopyFiles(folder, manifest, copy.path()));
  ASSIGN_OR_RETURN(*manifest.mutable_log_id(), rocks::Renew(folder, manifest, copy.path()));
  RETURN_IF_ERROR(rocks::GiveToOwnerOf(data_dir, copy.path()));
  RETURN_IF_ERROR(MoveSynced(copy.path() / Database::kFolder, target));
  return manifest;
}

}  // namespace akin
