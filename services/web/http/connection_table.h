#ifndef AKIN_SERVICES_WEB_HTTP_CONNECTION_TABLE_H_
#define AKIN_SERVICES_WEB_HTTP_CONNECTION_TABLE_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"

namespace akin {

// Who is connected, and how long each has been at what it is doing: waiting for a client's next
// request until all of it has come, or giving it the answer. A client that drips its bytes is as
// slow as one that sends none. Thread-safe.
class ConnectionTable {
 public:
  struct Options {
    // A request must have come in whole so long after the one before was answered, and an answer
    // must have been taken so long after it was begun.
    absl::Duration max_wait = absl::Seconds(30);
    // From so many on, those that have waited longest for a request are to go.
    int max_connections = 4000;
  };

  explicit ConnectionTable(const Options& options) : options_(options) {}

  // A socket was accepted, or closed.
  void Open(int socket, absl::Time now);
  void Close(int socket);
  // A request has come in whole; its answer has been sent.
  void Begin(int socket, absl::Time now);
  void End(int socket, absl::Time now);

  // Calls `shut` for each connection that is too slow, and for those beyond the limit. No socket of
  // them is closed, and so its number given to another, before `shut` returns.
  template <typename Shut>
  int Sweep(absl::Time now, const Shut& shut) {
    MutexLock lock(mu_);
    const std::vector<int> sockets = Condemned(now);
    for (const int socket : sockets) shut(socket);
    return static_cast<int>(sockets.size());
  }

  int size() const;

 private:
  struct State {
    absl::Time since;
    bool busy = false;
  };
  std::vector<int> Condemned(absl::Time now) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Set(int socket, State state);

  const Options options_;
  mutable Mutex mu_;
  absl::flat_hash_map<int, State> states_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_HTTP_CONNECTION_TABLE_H_
