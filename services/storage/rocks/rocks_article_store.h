#ifndef AKIN_SERVICES_STORAGE_ROCKS_ROCKS_ARTICLE_STORE_H_
#define AKIN_SERVICES_STORAGE_ROCKS_ROCKS_ARTICLE_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/storage/domain/article_store.h"
#include "services/storage/rocks/backup.h"
#include "services/storage/rocks/database.h"

namespace akin {

using RocksOptions = rocks::DatabaseOptions;

// A store that keeps its data in a folder. A write that was acknowledged survives kill -9 and loss
// of power.
class RocksArticleStore : public ArticleStore {
 public:
  using ArticleStore::ArticleStore;
  // Makes a backup while the store is used: see CreateBackup.
  virtual absl::StatusOr<BackupManifest> BackUp(const std::string& folder) const = 0;
};

// Opens, or starts, one. Errors as Database::Open's.
absl::StatusOr<std::unique_ptr<RocksArticleStore>> OpenRocksArticleStore(
    const RocksOptions& rocks, ArticleStore::Options options);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_ROCKS_ROCKS_ARTICLE_STORE_H_
