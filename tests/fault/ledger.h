#ifndef AKIN_TESTS_FAULT_LEDGER_H_
#define AKIN_TESTS_FAULT_LEDGER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "common/sync/mutex.h"

namespace akin {

// An article as it was served: what its headline says of it, see HeadlineOf.
struct Seen {
  std::string name;
  std::string headline;
};

// What is known of one article that the traffic writes.
struct LedgerArticle {
  std::string id;
  std::string name;      // "" before the first answer
  int sent = 0;          // the newest version that was sent
  int acknowledged = 0;  // the newest version that was acknowledged
  bool withdrawal_sent = false;
  int64_t withdrawn_at = 0;  // the withdrawal's revision, once it was acknowledged
};

// The one checker: remembers every write and every withdrawal that was acknowledged, and finds what
// contradicts them. Each article is written by one thread, one version after the other.
// Thread-safe.
class Ledger {
 public:
  // "w1-7 v3": article w1-7 in its third version.
  static std::string HeadlineOf(absl::string_view id, int version);

  // --- What is written. A version may be sent again, and acknowledged again with its revision.
  void Sent(const std::string& id, int version);
  void Acknowledged(const std::string& id, int version, const std::string& name, int64_t revision);
  void WithdrawalSent(const std::string& id);
  void Withdrawn(const std::string& id, int64_t revision);

  // --- What is read. `reader` serves a log, e.g. "search".

  // What the reader is known to have applied: nothing earlier may be served by a call that begins
  // now.
  int64_t AppliedBy(const std::string& reader) const;
  // An answer as of `revision`, to a call before which `applied` was what AppliedBy says.
  void Check(const std::string& reader, int64_t applied, int64_t revision,
             const std::vector<Seen>& served);
  // All articles of one source as a reader has them, with everything applied. Ids begin with
  // `prefix`.
  void CheckAll(const std::string& reader, absl::string_view prefix,
                const std::vector<Seen>& served);
  // Anything else that must not be.
  void Violated(std::string what);

  std::vector<LedgerArticle> Articles() const;
  int64_t newest_revision() const;
  int acknowledged_writes() const;
  int withdrawals() const;
  // What was found since the last call: at most a few, and how many more.
  std::vector<std::string> TakeViolations();

 private:
  struct Known : LedgerArticle {
    std::map<int64_t, int> versions;  // by the revision that they were acknowledged with
  };

  void Violate(std::string what) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void CheckOne(const std::string& reader, int64_t proven, int64_t revision, const Seen& seen)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void NoteRevision(int64_t revision, const std::string& what) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable Mutex mu_;
  std::map<std::string, Known> articles_ ABSL_GUARDED_BY(mu_);
  std::map<int64_t, std::string> revisions_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, int64_t> applied_ ABSL_GUARDED_BY(mu_);
  int acknowledged_ ABSL_GUARDED_BY(mu_) = 0;
  int withdrawals_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<std::string> violations_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_TESTS_FAULT_LEDGER_H_
