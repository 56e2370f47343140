#ifndef AKIN_SERVICES_SEARCH_XAPIAN_READER_POOL_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_READER_POOL_H_

#include <xapian.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/view/revision_gate.h"

namespace akin {

// What the index says of itself, committed with its data.
struct IndexState {
  // How far the log is contained; what follows it is to be applied.
  LogPosition position;
  // False while the index is built from the beginning: it is not fit to be read.
  bool complete = false;
  // Commit time of the last change contained: "now" of what is computed.
  absl::Time as_of = absl::UnixEpoch();
};

std::string EncodeState(const IndexState& state);
// False for bytes that are none.
bool DecodeState(absl::string_view bytes, IndexState& state);
// Where the state stands in the index's metadata.
inline constexpr char kStateKey[] = "state";

// One reader's view of the index: a state of it that does not change while it is used. One thread.
struct IndexReader {
  Xapian::Database database;
  IndexState state;
  // Primary languages of the articles, those whose words have stems.
  std::vector<std::string> languages;
  // Primary languages of many of the articles: readers ask in them.
  std::vector<std::string> main_languages;

  uint64_t generation = 0;  // the last commit it has seen
  uint64_t path_epoch = 0;  // the folder it reads
};

// Readers of the index in a folder, kept open, one per concurrent call. Thread-safe.
class ReaderPool {
 public:
  using ReadFunction = std::function<absl::Status(const IndexReader&)>;

  // What was committed in folder `path` is read from now on. To be called after each commit; with
  // another path, or before a folder's content is replaced with an incomplete state, all readers
  // are opened anew.
  void Publish(const std::string& path, const IndexState& state);

  // Calls `read` with a reader, again with a fresh one if Xapian wants that. UNAVAILABLE, reason
  // VIEW_STALE, if the index is not complete; UNAVAILABLE for other faults of Xapian.
  absl::Status Read(const ReadFunction& read) const;

  IndexState published() const;
  // True once the index was found damaged, until it is built anew.
  bool found_corruption() const;
  void ReportCorruption() const;

 private:
  absl::Status ReadOnce(const ReadFunction& read) const;
  std::unique_ptr<IndexReader> Acquire() const;
  void Release(std::unique_ptr<IndexReader> reader) const;
  absl::Status Fault(const Xapian::Error& error) const;

  mutable Mutex mu_;
  std::string path_ ABSL_GUARDED_BY(mu_);
  IndexState state_ ABSL_GUARDED_BY(mu_);
  uint64_t generation_ ABSL_GUARDED_BY(mu_) = 0;
  uint64_t path_epoch_ ABSL_GUARDED_BY(mu_) = 0;
  mutable bool corrupt_ ABSL_GUARDED_BY(mu_) = false;
  mutable std::vector<std::unique_ptr<IndexReader>> idle_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_READER_POOL_H_
