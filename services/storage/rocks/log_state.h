#ifndef AKIN_SERVICES_STORAGE_ROCKS_LOG_STATE_H_
#define AKIN_SERVICES_STORAGE_ROCKS_LOG_STATE_H_

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "rocksdb/write_batch.h"
#include "services/storage/domain/article_record.h"
#include "services/storage/rocks/database.h"

namespace akin::rocks {

// Writes so that the write survives kill -9 and loss of power. Errors as FromRocks.
absl::Status WriteSynced(const Database& database, rocksdb::WriteBatch& batch);

// What the database says of its log; nullopt in an empty one. FAILED_PRECONDITION if it is laid out
// in a way that this program does not know, DATA_LOSS if it cannot be read.
absl::StatusOr<absl::optional<LogState>> LoadLogState(const Database& database);

// Adds the state to a batch, as that of a database which is laid out as this program does it.
void PutLogState(const Database& database, const LogState& state, rocksdb::WriteBatch& batch);

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_LOG_STATE_H_
