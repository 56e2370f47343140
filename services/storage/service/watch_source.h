#ifndef AKIN_SERVICES_STORAGE_SERVICE_WATCH_SOURCE_H_
#define AKIN_SERVICES_STORAGE_SERVICE_WATCH_SOURCE_H_

#include <deque>
#include <functional>

#include "akin/storage/v1/storage_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "common/time/clock.h"
#include "common/view/revision_gate.h"
#include "services/storage/domain/article_store.h"

namespace akin {

// One follower's way along the log: a batch at a time, read when the last one is sent; parked at
// the gate, without a thread, while there is nothing to send. One thread at a time.
class WatchSource : public StreamSource<storage::v1::WatchArticlesResponse> {
 public:
  // All must outlive the source.
  struct Context {
    const ArticleStore& store;
    // Advanced by each commit.
    RevisionGate& gate;
    // Storage's time, told in heartbeats.
    const Clock& clock;
    // Measures the pauses between them.
    const Clock& steady_clock;
  };

  WatchSource(const Context& context, int64_t after_revision, absl::Duration heartbeat_interval,
              std::function<void()> wake);
  ~WatchSource() override;

  absl::StatusOr<absl::optional<storage::v1::WatchArticlesResponse>> Next() override;

 private:
  storage::v1::WatchArticlesResponse Replay();
  absl::Status Refill();
  bool HeartbeatDue() const;
  storage::v1::WatchArticlesResponse NewHeartbeat() const;
  void Park();

  const Context context_;
  const int64_t replay_until_;
  const absl::Duration heartbeat_interval_;
  const std::function<void()> wake_;

  bool started_ = false;
  std::deque<storage::v1::Change> batch_;
  // Every change up to here was sent or is in the batch.
  int64_t through_;
  // Whether anything after the replay message has told `through_`.
  bool told_ = false;
  absl::Time last_sent_;
  RevisionGate::Ticket ticket_ = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_SERVICE_WATCH_SOURCE_H_
