#include "tests/bench/akin/log_cost.h"

#include "absl/time/clock.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "common/view/log_follower.h"
#include "tests/bench/load/process_usage.h"

namespace akin::bench {
namespace {

class ForgetfulView : public LogView {
 public:
  LogPosition position() const override {
    MutexLock lock(mu_);
    return position_;
  }

  absl::Status Reset(absl::string_view log_id) override {
    MutexLock lock(mu_);
    position_ = {std::string(log_id), 0};
    return absl::OkStatus();
  }

  absl::Status Apply(const LogBatch& batch) override {
    MutexLock lock(mu_);
    position_ = batch.position;
    applied_.NotifyAll();
    return absl::OkStatus();
  }

  int64_t AwaitRevision(int64_t revision) {
    MutexLock lock(mu_);
    while (position_.revision < revision) applied_.Wait(mu_);
    return position_.revision;
  }

 private:
  mutable Mutex mu_;
  CondVar applied_;
  LogPosition position_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

LogCost MeasureLogCost(BenchStorage& storage, int64_t articles) {
  const int64_t resident = ResidentBytes();
  const double cpu = ProcessCpuSeconds();
  const BenchStorage::Written before = storage.written();
  int64_t received = 0;
  double used = 0;
  {
    const SystemClock clock;
    ForgetfulView view;
    RevisionGate gate;
    const LogFollower follower(storage.channel(), view, gate, clock, {});
    received = view.AwaitRevision(articles);
    used = ProcessCpuSeconds() - cpu;
  }
  const BenchStorage::Written after = storage.written();
  const double writing = after.cpu_seconds - before.cpu_seconds;
  return {.write_cpu_us = 1e6 * writing / static_cast<double>(after.articles - before.articles),
          .stream_cpu_us = 1e6 * (used - writing) / static_cast<double>(received),
          .bytes = ResidentBytes() - resident};
}

}  // namespace akin::bench
