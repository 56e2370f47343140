#include "services/web/http/connection_table.h"

#include <algorithm>
#include <utility>

namespace akin {

void ConnectionTable::Open(int socket, absl::Time now) { Set(socket, {now, false}); }

void ConnectionTable::Begin(int socket, absl::Time now) { Set(socket, {now, true}); }

void ConnectionTable::End(int socket, absl::Time now) { Set(socket, {now, false}); }

void ConnectionTable::Set(int socket, State state) {
  MutexLock lock(mu_);
  states_[socket] = state;
}

void ConnectionTable::Close(int socket) {
  MutexLock lock(mu_);
  states_.erase(socket);
}

int ConnectionTable::size() const {
  MutexLock lock(mu_);
  return static_cast<int>(states_.size());
}

std::vector<int> ConnectionTable::Condemned(absl::Time now) const {
  std::vector<int> out;
  std::vector<std::pair<absl::Time, int>> waiting;
  for (const auto& [socket, state] : states_) {
    if (now - state.since >= options_.max_wait) {
      out.push_back(socket);
    } else if (!state.busy) {
      waiting.emplace_back(state.since, socket);
    }
  }
  const int left = static_cast<int>(states_.size() - out.size());
  const int excess = std::min<int>(left - options_.max_connections, waiting.size());
  if (excess <= 0) return out;
  std::nth_element(waiting.begin(), waiting.begin() + excess - 1, waiting.end());
  for (int i = 0; i < excess; ++i) out.push_back(waiting[i].second);
  return out;
}

}  // namespace akin
