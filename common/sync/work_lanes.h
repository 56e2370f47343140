#ifndef AKIN_COMMON_SYNC_WORK_LANES_H_
#define AKIN_COMMON_SYNC_WORK_LANES_H_

#include <array>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"

namespace akin {

// What work costs: cheap work goes first, and dear work cannot take all threads.
enum class WorkCost { kCheap, kDear };

// Threads that run tasks in the order in which they came, cheap ones before dear ones, and that
// know when more is asked of them than they can do. A queue may grow for a moment, as a burst makes
// it; one that has been there for a quarter of `max_wait` is to be no longer than a tenth of that,
// so that who is not refused is served soon. Thread-safe. Destruction runs what was added, then
// joins.
class WorkLanes {
 public:
  struct Options {
    int threads = 16;
    // Dear tasks that run at a time, those that wait for others (BlockedWork) not counted: where
    // tasks compute, more than there are cores only slow each other down. 0: no limit of its own.
    int max_running = 0;
    // The longest that a task may wait for its turn.
    absl::Duration max_wait = absl::Milliseconds(250);
  };

  // A task's turn, after it has waited for so long: too long, so that it should only say so?
  struct Turn {
    absl::Duration waited;
    bool is_late = false;
  };

  // `clock` must not go back, and outlive this.
  WorkLanes(const Options& options, const Clock& clock);
  ~WorkLanes();
  WorkLanes(const WorkLanes&) = delete;
  WorkLanes& operator=(const WorkLanes&) = delete;

  // Whether what was added now would have to wait for too long, as far as can be told.
  bool IsFull(WorkCost cost);

  void Run(WorkCost cost, std::function<void(const Turn&)> task);

 private:
  friend class BlockedWork;
  struct Task {
    absl::Time came;
    std::function<void(const Turn&)> run;
  };
  // The tasks of one cost.
  struct Lane {
    int max_running = 0;
    int max_threads = 0;  // of which some may be blocked
    int running = 0;
    int threads = 0;
    std::deque<Task> waiting;
    absl::Time was_empty = absl::InfinitePast();
    absl::Time last_turn = absl::InfinitePast();  // if tasks have been waiting ever since
    absl::Duration between_turns;                 // on average, while tasks wait

    bool HasTurn() const;
    Task Take(absl::Time now);
  };

  Lane& LaneOf(WorkCost cost) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Duration LongestWait(const Lane& lane, absl::Time now) const;
  Lane* NextLane() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Work();
  void RunOne(Lane& lane) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const absl::Duration max_wait_;
  const Clock& clock_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::array<Lane, 2> lanes_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_;
};

// While this lives, the task of this thread waits for somebody else, and another one may compute in
// its place. Does nothing on threads that are no WorkLanes'.
class BlockedWork {
 public:
  BlockedWork();
  ~BlockedWork();
  BlockedWork(const BlockedWork&) = delete;
  BlockedWork& operator=(const BlockedWork&) = delete;
};

}  // namespace akin

#endif  // AKIN_COMMON_SYNC_WORK_LANES_H_
