#ifndef AKIN_SERVICES_SEARCH_XAPIAN_XAPIAN_SEARCH_VIEW_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_XAPIAN_SEARCH_VIEW_H_

#include <xapian.h>

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/view/log_view.h"
#include "services/search/xapian/reader_pool.h"

namespace akin {

// The writing side of the search index: a view of the log in a folder on local disk. The place in
// the log is committed with the data. While history is caught up with, readers keep what was
// committed before: an index that is complete takes all of it in one transaction; one that is built
// from the beginning commits now and then, so that a restart goes on from there, and is not read
// before it is complete. A folder that is missing, damaged or of another version is built anew.
class XapianSearchView : public LogView {
 public:
  // `readers` is told of every commit and must outlive the view. UNAVAILABLE if the folder cannot
  // be made or another process has it.
  static absl::StatusOr<std::unique_ptr<XapianSearchView>> Open(const std::string& path,
                                                                ReaderPool& readers);
  ~XapianSearchView() override;

  LogPosition position() const override { return applied_.position; }
  absl::Status Reset(absl::string_view log_id) override;
  absl::Status Apply(const LogBatch& batch) override;

 private:
  XapianSearchView(std::string path, ReaderPool& readers)
      : path_(std::move(path)), readers_(readers) {}

  absl::Status OpenExisting();
  absl::Status Recreate(absl::string_view log_id);
  absl::Status Guard(const std::function<void()>& write);

  void ApplyAll(const LogBatch& batch);
  void ApplyChange(const storage::v1::Change& change);
  void Put(const news::v1::Article& article);
  void Remove(const std::string& name);
  void Assign(const std::string& name, const std::string& story);
  void Merge(const std::string& story, const std::string& into);
  void Move(Xapian::docid id, const std::string& story);
  void CountWords(Xapian::TermIterator term, const Xapian::TermIterator& end, int by);
  void WriteWordCounts();

  void Begin();
  bool CommitIsDue(const LogBatch& batch) const;
  void Commit(const LogBatch& batch);
  void Abandon();

  const std::string path_;
  ReaderPool& readers_;
  std::unique_ptr<Xapian::WritableDatabase> database_;
  IndexState applied_;    // with what is not committed yet
  IndexState committed_;  // as on disk
  bool in_transaction_ = false;
  int pending_changes_ = 0;
  // How many more or fewer live articles have a word than the spelling table says.
  absl::flat_hash_map<std::string, int> word_counts_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_XAPIAN_SEARCH_VIEW_H_
