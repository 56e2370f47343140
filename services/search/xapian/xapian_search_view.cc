#include "services/search/xapian/xapian_search_view.h"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/file/disk_room.h"
#include "common/file/folder_seal.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/search/xapian/document.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using storage::v1::Change;
using xapian_schema::Term;

constexpr char kVersionKey[] = "schema";

// While the index is built: changes between commits. Bounds memory and what a restart does again.
constexpr int kBuildCommitChanges = 2000;

// What is left free: Xapian may end the process where it meets the end of the disk.
constexpr size_t kReserveBytes = 32 << 20;

// Xapian's files carry no checksums, so that damage would be met as a wrong answer, if at all.
Sealed HowSealed(absl::string_view name) {
  return absl::EndsWith(name, "glass") ? Sealed::kBytes : Sealed::kNot;
}

std::string NameTerm(const std::string& name) { return Term(xapian_schema::kName, name); }

}  // namespace

absl::StatusOr<std::unique_ptr<XapianSearchView>> XapianSearchView::Open(const std::string& path,
                                                                         ReaderPool& readers) {
  std::unique_ptr<XapianSearchView> view(new XapianSearchView(path, readers));
  absl::Status status = view->OpenExisting();
  if (absl::IsDataLoss(status)) {
    Log(Severity::kInfo, "the search index is built anew", {{"why", status.message()}});
    status = view->Recreate("");
  }
  RETURN_IF_ERROR(status);
  readers.Publish(path, view->committed_);
  return view;
}

XapianSearchView::~XapianSearchView() {
  const bool is_open = database_ != nullptr;
  Abandon();
  if (!is_open || readers_.found_corruption()) return;
  const absl::Status sealed = SealFolder(path_, HowSealed);
  if (!sealed.ok())
    Log(Severity::kWarning, "the search index has no seal", {{"why", sealed.message()}});
}

// DATA_LOSS if there is no index that could be gone on with.
absl::Status XapianSearchView::OpenExisting() {
  std::error_code error;
  std::filesystem::create_directories(path_, error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot make folder ", path_));
  if (std::filesystem::is_empty(path_, error)) return absl::DataLossError("there is none yet");
  try {
    database_ = std::make_unique<Xapian::WritableDatabase>(path_, Xapian::DB_OPEN);
    RETURN_IF_ERROR(BreakSeal(path_, HowSealed));
    const bool ours = database_->get_metadata(kVersionKey) == xapian_schema::kVersion &&
                      DecodeState(database_->get_metadata(kStateKey), committed_);
    if (!ours) return absl::DataLossError("it is of another version");
    applied_ = committed_;
    return absl::OkStatus();
  } catch (const Xapian::DatabaseLockError&) {
    return absl::UnavailableError(absl::StrCat(path_, " is in use by another process"));
  } catch (const Xapian::Error& e) {
    return absl::DataLossError(e.get_description());
  }
}

absl::Status XapianSearchView::Recreate(absl::string_view log_id) {
  committed_ = applied_ = {{std::string(log_id), 0}, false, absl::UnixEpoch()};
  readers_.Publish(path_, committed_);
  Abandon();
  std::error_code error;
  std::filesystem::remove_all(path_, error);
  std::filesystem::create_directories(path_, error);
  if (error) return absl::UnavailableError(absl::StrCat("cannot make folder ", path_));
  return Guard([&] {
    database_ = std::make_unique<Xapian::WritableDatabase>(path_, Xapian::DB_CREATE_OR_OVERWRITE);
    database_->set_metadata(kVersionKey, std::string(xapian_schema::kVersion));
    database_->set_metadata(kStateKey, EncodeState(committed_));
    database_->commit();
  });
}

absl::Status XapianSearchView::Reset(absl::string_view log_id) { return Recreate(log_id); }

// Runs `write`. Where Xapian throws, what was not committed is given up: DATA_LOSS if that is more
// than the batch at hand, else UNAVAILABLE.
absl::Status XapianSearchView::Guard(const std::function<void()>& write) {
  try {
    write();
    return absl::OkStatus();
  } catch (const Xapian::Error& error) {
    const std::string why = absl::StrCat("search index: ", error.get_description());
    if (absl::string_view(error.get_type()) == "DatabaseCorruptError") readers_.ReportCorruption();
    const bool lost_more = !(applied_.position == committed_.position);
    Abandon();
    return lost_more ? absl::DataLossError(why) : absl::UnavailableError(why);
  }
}

absl::Status XapianSearchView::Apply(const LogBatch& batch) {
  if (readers_.found_corruption()) {
    RETURN_IF_ERROR(Recreate(""));
    return absl::DataLossError("the search index was damaged; it is built anew");
  }
  if (!batch.changes.empty()) RETURN_IF_ERROR(CheckDiskRoom("search", path_, kReserveBytes));
  if (database_ == nullptr) RETURN_IF_ERROR(OpenExisting());
  return Guard([&] { ApplyAll(batch); });
}

void XapianSearchView::ApplyAll(const LogBatch& batch) {
  Begin();
  for (const Change& change : batch.changes) ApplyChange(change);
  pending_changes_ += static_cast<int>(batch.changes.size());
  applied_.position = batch.position;
  if (!batch.changes.empty()) applied_.as_of = batch.time;
  if (CommitIsDue(batch)) Commit(batch);
}

void XapianSearchView::Begin() {
  if (in_transaction_) return;
  database_->begin_transaction();
  in_transaction_ = true;
}

bool XapianSearchView::CommitIsDue(const LogBatch& batch) const {
  if (batch.replaying) return !committed_.complete && pending_changes_ >= kBuildCommitChanges;
  return pending_changes_ > 0 || !committed_.complete ||
         !(committed_.position == applied_.position);
}

void XapianSearchView::Commit(const LogBatch& batch) {
  applied_.complete = applied_.complete || !batch.replaying;
  WriteWordCounts();
  database_->set_metadata(kStateKey, EncodeState(applied_));
  database_->commit_transaction();
  in_transaction_ = false;
  pending_changes_ = 0;
  committed_ = applied_;
  if (committed_.complete) readers_.Publish(path_, committed_);
}

// Closing forgets the transaction; the next Apply opens what was committed.
void XapianSearchView::Abandon() {
  try {
    database_.reset();
  } catch (const Xapian::Error& error) {
    Log(Severity::kError, "closing the search index failed", {{"error", error.get_description()}});
  }
  in_transaction_ = false;
  pending_changes_ = 0;
  word_counts_.clear();
  applied_ = committed_;
}

void XapianSearchView::ApplyChange(const Change& change) {
  switch (change.kind_case()) {
    case Change::kArticle:
      return change.article().state() == news::v1::ARTICLE_STATE_WITHDRAWN
                 ? Remove(change.article().name())
                 : Put(change.article());
    case Change::kWithdrawn:
      return Remove(change.withdrawn());
    case Change::kAssignment:
      return Assign(change.assignment().article(), change.assignment().story());
    case Change::kMerge:
      return Merge(change.merge().story(), change.merge().into());
    case Change::KIND_NOT_SET:
      return;  // a kind of change that a later version knows
  }
}

void XapianSearchView::Put(const news::v1::Article& article) {
  const std::string name = NameTerm(article.name());
  const auto old = database_->postlist_begin(name);
  if (old != database_->postlist_end(name)) {
    CountWords(database_->termlist_begin(*old), database_->termlist_end(*old), -1);
  }
  const Xapian::Document document = MakeDocument(article);
  CountWords(document.termlist_begin(), document.termlist_end(), 1);
  database_->replace_document(name, document);
}

void XapianSearchView::Remove(const std::string& name) {
  const std::string term = NameTerm(name);
  const auto old = database_->postlist_begin(term);
  if (old == database_->postlist_end(term)) return;
  CountWords(database_->termlist_begin(*old), database_->termlist_end(*old), -1);
  database_->delete_document(term);
}

void XapianSearchView::CountWords(Xapian::TermIterator term, const Xapian::TermIterator& end,
                                  int by) {
  for (; term != end; ++term) {
    const std::string word = *term;
    if (xapian_schema::IsSpellable(word)) word_counts_[word] += by;
  }
}

// Keeps the spelling table's counts those of the live articles. Once for many articles, since they
// share their words.
void XapianSearchView::WriteWordCounts() {
  for (const auto& [word, count] : word_counts_) {
    if (count > 0) database_->add_spelling(word, count);
    if (count < 0) database_->remove_spelling(word, -count);
  }
  word_counts_.clear();
}

void XapianSearchView::Assign(const std::string& name, const std::string& story) {
  const std::string term = NameTerm(name);
  const auto found = database_->postlist_begin(term);
  // Not here: withdrawn since, or published again later in the log, where it carries its story.
  if (found == database_->postlist_end(term)) return;
  Move(*found, story);
}

void XapianSearchView::Merge(const std::string& story, const std::string& into) {
  const std::string term = Term(xapian_schema::kExactStory, story);
  const std::vector<Xapian::docid> members(database_->postlist_begin(term),
                                           database_->postlist_end(term));
  for (const Xapian::docid id : members) Move(id, into);
}

void XapianSearchView::Move(Xapian::docid id, const std::string& story) {
  Xapian::Document document = database_->get_document(id);
  if (SetStory(story, document)) database_->replace_document(id, document);
}

}  // namespace akin
