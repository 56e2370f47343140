#ifndef AKIN_SERVICES_STORAGE_ROCKS_COMMIT_QUEUE_H_
#define AKIN_SERVICES_STORAGE_ROCKS_COMMIT_QUEUE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/sync/mutex.h"
#include "services/storage/domain/article_transaction.h"

namespace akin::rocks {

// One writer's part of a group commit.
struct PendingCommit {
  const std::function<absl::Status(ArticleTransaction&)>& operation;
  // What became of it, and the log's newest revision then.
  absl::Status status;
  int64_t newest_revision = 0;
};

// Lets concurrent writers share one sync: while a group is being written, the writers that come
// wait; then the first of them commits for all. Thread-safe.
class CommitQueue {
 public:
  // Commits operations from the front of the group, in order, and says for how many it did; at
  // least one. One call at a time.
  using CommitGroup = std::function<size_t(const std::vector<PendingCommit*>& group)>;

  explicit CommitQueue(CommitGroup commit_group) : commit_group_(std::move(commit_group)) {}

  // Returns once `commit` was part of a group.
  void Run(PendingCommit& commit);

 private:
  struct Waiter {
    PendingCommit* commit;
    bool done = false;
  };
  // True once it is this waiter's turn to commit for all; false if another did it.
  bool AwaitTurn(Waiter& waiter);
  void CommitForAll();

  const CommitGroup commit_group_;
  Mutex mu_;
  CondVar changed_;
  bool leading_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<Waiter*> waiting_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin::rocks

#endif  // AKIN_SERVICES_STORAGE_ROCKS_COMMIT_QUEUE_H_
