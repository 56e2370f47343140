#ifndef AKIN_SERVICES_RECOMMENDATION_EVENTS_KNOWN_EVENTS_H_
#define AKIN_SERVICES_RECOMMENDATION_EVENTS_KNOWN_EVENTS_H_

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "common/text/fingerprint.h"

namespace akin {

// The ids of the last events: at least `window` of them, at most twice as many. By 64 bits each,
// so that a new id is taken for a known one once in 10^13 times. Thread-compatible.
class KnownEvents {
 public:
  explicit KnownEvents(size_t window) : window_(window) {}

  bool Contains(absl::string_view id) const {
    const uint64_t fingerprint = FingerprintText(id);
    return newer_.contains(fingerprint) || older_.contains(fingerprint);
  }

  void Insert(absl::string_view id) {
    newer_.insert(FingerprintText(id));
    if (newer_.size() < window_) return;
    older_ = std::move(newer_);
    newer_.clear();
  }

 private:
  const size_t window_;
  absl::flat_hash_set<uint64_t> newer_;
  absl::flat_hash_set<uint64_t> older_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_EVENTS_KNOWN_EVENTS_H_
