#ifndef AKIN_TESTS_FAULT_TRAFFIC_H_
#define AKIN_TESTS_FAULT_TRAFFIC_H_

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "tests/e2e/cluster.h"
#include "tests/fault/ledger.h"

namespace akin {

// What became of the calls of one stretch of traffic.
struct TrafficFigures {
  int writes = 0;  // acknowledged, withdrawals included
  int reads = 0;   // answered
  int refused = 0;
  int late = 0;  // no answer by the deadline
  absl::Duration longest;
};

// Threads that publish, revise and withdraw articles, and threads that read them from all three
// services, each call with a deadline; the ledger is told of all. A write that got no answer is
// made again until it gets one. Thread-safe but for construction and destruction.
class Traffic {
 public:
  static constexpr int kWriters = 4;
  static constexpr absl::Duration kDeadline = absl::Seconds(2);
  // What a call may take longer than its deadline, on a machine that is busy.
  static constexpr absl::Duration kGrace = absl::Seconds(1);

  // Runs from now until it is destroyed or stopped. Both must outlive it.
  Traffic(Cluster& cluster, Ledger& ledger);
  ~Traffic() { Stop(); }

  // Waits for so many more answered calls; false if they do not come.
  bool AwaitWrites(int more);
  bool AwaitReads(int more);
  // Ends when every write that was sent is acknowledged; the ledger hears of those that are not
  // within a minute.
  void Stop();

  TrafficFigures figures() const;

 private:
  struct Owned;

  void WriteForever(int writer);
  void ReadForever(int kind);
  void Publish(int writer, Owned& article, int version);
  void Withdraw(Owned& article);
  void ReadSearch();
  void ReadSimilar();
  void ReadStorage();
  // Counts a call that took so long; true if it was answered.
  bool Count(const std::string& what, const absl::Status& status, absl::Duration took);
  template <typename Call>
  auto Timed(const std::string& what, Call call);
  bool stopping() const { return stopping_; }

  Cluster& cluster_;
  Ledger& ledger_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> writes_ = 0, reads_ = 0, refused_ = 0, late_ = 0;
  std::atomic<int64_t> longest_micros_ = 0;
  std::vector<std::thread> writers_;
  std::vector<std::thread> readers_;
};

// Waits until both views have applied all that storage has now; the time that it took.
absl::Duration AwaitApplied(Cluster& cluster, Ledger& ledger);

// Has the ledger look at all that each of the three services has, while nobody writes.
void CheckEverything(Cluster& cluster, Ledger& ledger);

}  // namespace akin

#endif  // AKIN_TESTS_FAULT_TRAFFIC_H_
