#include "tests/load/soak.h"

#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "common/sync/mutex.h"

namespace akin::load {
namespace {

// Does so many calls, so many at a time; numbers go on from one time to the next. A call that is
// refused is done again.
class Worker {
 public:
  Worker(Traffic traffic, int in_flight) : traffic_(std::move(traffic)), in_flight_(in_flight) {}

  void Do(int64_t calls) {
    MutexLock lock(mu_);
    left_ = calls;
    for (int i = 0; i < in_flight_; ++i) Next();
    while (under_way_ > 0) idle_.Wait(mu_);
  }

  int64_t done() const { return done_; }
  const Tally& tally() const { return tally_; }

 private:
  void Next() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (left_ == 0) return;
    --left_;
    ++under_way_;
    // Not within the lock: an answer may come on this thread.
    mu_.Unlock();
    calls_([this](bool ok) { Ended(ok); });
    mu_.Lock();
  }

  void Ended(bool ok) {
    MutexLock lock(mu_);
    --under_way_;
    ok ? ++done_ : ++left_;
    Next();
    if (under_way_ == 0) idle_.NotifyAll();
  }

  const Traffic traffic_;
  const int in_flight_;
  Tally tally_;
  const bench::StartCall calls_ = CallsOf(traffic_, tally_);
  std::atomic<int64_t> done_ = 0;
  Mutex mu_;
  CondVar idle_;
  int64_t left_ ABSL_GUARDED_BY(mu_) = 0;
  int under_way_ ABSL_GUARDED_BY(mu_) = 0;
};

// Mostly cheap ones, as readers ask.
Traffic AllReads(LoadedCluster& cluster) {
  return [cheap = cluster.CheapReads(), searches = cluster.Searches(),
          lists = cluster.ColdLists()](uint64_t number) {
    if (number % 20 == 0) return searches(number);
    if (number % 20 == 10) return lists(number);
    return cheap(number);
  };
}

}  // namespace

void Soak(LoadedCluster& cluster, const SoakPlan& plan,
          const std::function<void(const SoakProgress&)>& tell) {
  Worker writer(cluster.Revisions(plan.revised), plan.writers);
  Worker reader(AllReads(cluster), plan.readers);
  const absl::Time start = absl::Now();
  const auto progress = [&]() -> SoakProgress {
    return {.ingests = writer.done(),
            .reads = reader.done(),
            .refused = writer.tally().refused + reader.tally().refused,
            .failed = writer.tally().failed + reader.tally().failed,
            .seconds = absl::ToDoubleSeconds(absl::Now() - start)};
  };
  tell(progress());
  for (int step = 0; step < plan.steps; ++step) {
    std::thread reading([&] { reader.Do(plan.reads / plan.steps); });
    writer.Do(plan.ingests / plan.steps);
    reading.join();
    tell(progress());
  }
}

}  // namespace akin::load
