#ifndef AKIN_SERVICES_STORAGE_DOMAIN_MEMORY_ARTICLE_STORE_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_MEMORY_ARTICLE_STORE_H_

#include <map>
#include <memory>
#include <string>

#include "common/sync/mutex.h"
#include "services/storage/domain/article_store.h"

namespace akin {

// All of it in memory, in the plainest structures that say what the contract means: look-ups and
// lists scan everything. For tests, and for trying things out; nothing outlives the process.
class MemoryArticleStore : public ArticleStore {
 public:
  explicit MemoryArticleStore(Options options);
  ~MemoryArticleStore() override;

  const std::string& log_id() const override { return log_id_; }
  absl::StatusOr<std::unique_ptr<ArticleSnapshot>> Snapshot() const override;

  // The tables. Large values are shared between copies.
  struct Tables;

 protected:
  absl::StatusOr<int64_t> Commit(const Operation& operation) override;
  absl::Status DryRun(const Operation& operation) const override;
  absl::Status EraseFromMedium(absl::string_view name) override;

 private:
  std::shared_ptr<const Tables> Current() const;
  Tables CopyForCommit() const;

  const std::string log_id_;
  // Held for a whole commit, on_commit included.
  Mutex writing_;
  mutable Mutex mu_;
  std::shared_ptr<const Tables> tables_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_MEMORY_ARTICLE_STORE_H_
