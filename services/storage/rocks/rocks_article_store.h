#ifndef AKIN_SERVICES_STORAGE_ROCKS_ROCKS_ARTICLE_STORE_H_
#define AKIN_SERVICES_STORAGE_ROCKS_ROCKS_ARTICLE_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/storage/domain/article_store.h"
#include "services/storage/rocks/database.h"

namespace akin {

using RocksOptions = rocks::DatabaseOptions;

// Opens, or starts, a store that keeps its data in a folder. A write that was acknowledged survives
// kill -9 and loss of power. Errors as Database::Open's.
absl::StatusOr<std::unique_ptr<ArticleStore>> OpenRocksArticleStore(const RocksOptions& rocks,
                                                                    ArticleStore::Options options);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_ROCKS_ROCKS_ARTICLE_STORE_H_
