#ifndef AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_TRANSACTION_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_TRANSACTION_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/storage/domain/article_record.h"
#include "services/storage/domain/embargo.h"
#include "services/storage/domain/feed_record.h"

namespace akin {

// What one commit reads and writes: the tables that a store keeps, and no rules. Reads see what the
// transaction has written. One thread.
class ArticleTransaction {
 public:
  virtual ~ArticleTransaction() = default;

  // The log as it stands; TakeRevision moves it on.
  virtual LogState& log_state() = 0;
  // The next revision, committed at the transaction's time.
  CommitPoint TakeRevision();
  // Keeps count of what is held back; for SaveEmbargo.
  void CountHeld(const EmbargoRecord* before, const EmbargoRecord* after);

  virtual absl::StatusOr<absl::optional<ArticleRecord>> Load(absl::string_view name) = 0;
  // Replaces `before` (null: none) in every table and look-up that shows it.
  virtual absl::Status Save(const ArticleRecord* before, const ArticleRecord& after) = 0;

  virtual absl::Status KeepRevision(const SupersededRevision& revision) = 0;
  // Drops the kept revisions of one article but the newest `keep`, and those that were superseded
  // before `horizon`.
  virtual absl::Status DropRevisions(absl::string_view name, int keep, absl::Time horizon) = 0;

  virtual absl::StatusOr<absl::optional<EmbargoRecord>> LoadEmbargo(absl::string_view name) = 0;
  // Replaces `before` (null: none) by `after` (null: none), also in the order of what waits, and
  // counts what is held.
  virtual absl::Status SaveEmbargo(const EmbargoRecord* before, const EmbargoRecord* after) = 0;

  virtual absl::Status AppendToLog(const storage::v1::Change& change) = 0;
  virtual absl::Status RemoveFromLog(int64_t revision) = 0;

  // The log's entry that says what became of a story.
  virtual absl::StatusOr<absl::optional<storage::v1::Change>> LoadMerge(
      absl::string_view story) = 0;
  virtual absl::Status SaveMerge(const storage::v1::Change& merge) = 0;

  virtual absl::StatusOr<absl::optional<LeaseRecord>> LoadLease(absl::string_view lease) = 0;
  virtual absl::Status SaveLease(const LeaseRecord& lease) = 0;

  virtual absl::StatusOr<absl::optional<FeedRecord>> LoadFeed(absl::string_view name) = 0;
  // Replaces `before` (null: none) by `after` (null: none), also in the order of what is due.
  virtual absl::Status SaveFeed(const FeedRecord* before, const FeedRecord* after) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_TRANSACTION_H_
