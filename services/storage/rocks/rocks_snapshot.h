#ifndef AKIN_SERVICES_STORAGE_ROCKS_ROCKS_SNAPSHOT_H_
#define AKIN_SERVICES_STORAGE_ROCKS_ROCKS_SNAPSHOT_H_

#include <memory>
#include <string>
#include <vector>

#include "rocksdb/snapshot.h"
#include "services/storage/domain/article_store.h"
#include "services/storage/rocks/database.h"

namespace akin::rocks {

// Reads the database as of one RocksDB snapshot.
class RocksSnapshot : public ArticleSnapshot {
 public:
  // Revisions that were superseded before `revision_horizon` are not shown.
  static absl::StatusOr<std::unique_ptr<RocksSnapshot>> Take(const Database& database,
                                                             absl::Time revision_horizon);

  const LogState& state() const { return state_; }
  const rocksdb::ReadOptions& options() const { return options_; }

  int64_t revision() const override { return state_.newest_revision(); }
  int64_t article_count() const override { return state_.live_articles(); }
  absl::StatusOr<news::v1::Article> Get(absl::string_view name) const override;
  absl::StatusOr<news::v1::Article> FindByUrl(absl::string_view url) const override;
  absl::StatusOr<news::v1::Article> FindByExternalId(absl::string_view source,
                                                     absl::string_view external_id) const override;
  absl::StatusOr<ArticleListPage> List(const ArticleListQuery& query) const override;
  absl::StatusOr<std::vector<news::v1::Article>> Revisions(absl::string_view name,
                                                           int64_t before_revision,
                                                           int limit) const override;
  absl::StatusOr<ChangeBatch> Changes(int64_t after_revision,
                                      const ChangeLimits& limits) const override;
  absl::StatusOr<EmbargoRecord> GetEmbargoed(absl::string_view name) const override;
  int64_t embargoed_count() const override { return state_.embargoed_articles(); }
  absl::StatusOr<std::vector<ArticlePosition>> Embargoed(
      const absl::optional<ArticlePosition>& after, absl::Time until, int limit) const override;
  absl::StatusOr<std::vector<LeaseRecord>> Leases() const override;
  absl::StatusOr<FeedRecord> GetFeed(absl::string_view name) const override;
  absl::StatusOr<std::vector<FeedRecord>> ListFeeds(absl::string_view after_name,
                                                    int limit) const override;
  absl::StatusOr<std::vector<std::string>> DueFeeds(absl::Time now, int skip,
                                                    int limit) const override;

 private:
  RocksSnapshot(const Database& database, absl::Time revision_horizon);

  std::unique_ptr<rocksdb::Iterator> NewIterator(Table table) const;
  // DATA_LOSS if a row speaks of an article that is not there.
  absl::StatusOr<ArticleRecord> LoadListed(absl::string_view name) const;
  absl::StatusOr<news::v1::Article> FindByPrefix(const std::string& prefix,
                                                 absl::string_view key) const;

  const Database& database_;
  const absl::Time revision_horizon_;
  rocksdb::ManagedSnapshot snapshot_;
  rocksdb::ReadOptions options_;
  LogState state_;
};

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_ROCKS_SNAPSHOT_H_
