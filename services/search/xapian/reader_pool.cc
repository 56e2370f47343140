#include "services/search/xapian/reader_pool.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/search_text.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

constexpr int kMaxAttempts = 5;
constexpr size_t kMaxIdleReaders = 64;

// One of so many articles makes a language a main one.
constexpr Xapian::doccount kMainLanguageShare = 10;

void ReadLanguages(IndexReader& reader) {
  const Xapian::Database& database = reader.database;
  const std::string prefix(xapian_schema::kExactLanguage);
  reader.languages.clear();
  reader.main_languages.clear();
  for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
    const std::string language = (*term).substr(prefix.size());
    if (absl::StrContains(language, '-')) continue;
    const bool is_main = term.get_termfreq() * kMainLanguageShare >= database.get_doccount();
    if (is_main) reader.main_languages.push_back(language);
    if (HasStemmer(language)) reader.languages.push_back(language);
  }
}

void Refresh(IndexReader& reader, uint64_t generation) {
  reader.generation = generation;
  DecodeState(reader.database.get_metadata(kStateKey), reader.state);
  ReadLanguages(reader);
}

absl::Status NotComplete() {
  return WithRetryAfter(ErrorWithReason(absl::StatusCode::kUnavailable, "VIEW_STALE",
                                        "the search index is being built"),
                        absl::Seconds(1));
}

}  // namespace

std::string EncodeState(const IndexState& state) {
  return absl::StrCat(state.position.revision, " ", state.complete ? 1 : 0, " ",
                      absl::ToUnixNanos(state.as_of), " ", state.position.log_id);
}

bool DecodeState(absl::string_view bytes, IndexState& state) {
  const std::vector<absl::string_view> parts = absl::StrSplit(bytes, absl::MaxSplits(' ', 3));
  int64_t nanos = 0;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[0], &state.position.revision) ||
      !absl::SimpleAtoi(parts[2], &nanos)) {
    return false;
  }
  state.complete = parts[1] == "1";
  state.as_of = absl::FromUnixNanos(nanos);
  state.position.log_id = std::string(parts[3]);
  return true;
}

void ReaderPool::Publish(const std::string& path, const IndexState& state) {
  std::vector<std::unique_ptr<IndexReader>> closed;
  MutexLock lock(mu_);
  if (path != path_ || !state.complete) {
    closed.swap(idle_);
    ++path_epoch_;
    corrupt_ = false;
  }
  path_ = path;
  state_ = state;
  ++generation_;
}

IndexState ReaderPool::published() const {
  MutexLock lock(mu_);
  return state_;
}

bool ReaderPool::found_corruption() const {
  MutexLock lock(mu_);
  return corrupt_;
}

void ReaderPool::ReportCorruption() const {
  MutexLock lock(mu_);
  corrupt_ = true;
}

absl::Status ReaderPool::Read(const ReadFunction& read) const {
  if (!published().complete) return NotComplete();
  for (int attempt = 1;; ++attempt) {
    try {
      return ReadOnce(read);
    } catch (const Xapian::DatabaseModifiedError& error) {
      // Two commits went by while it was read; a fresh reader is good for another two.
      if (attempt == kMaxAttempts) return Fault(error);
    } catch (const Xapian::Error& error) {
      return Fault(error);
    }
  }
}

absl::Status ReaderPool::Fault(const Xapian::Error& error) const {
  Log(Severity::kError, "reading the search index failed", {{"error", error.get_description()}});
  if (absl::string_view(error.get_type()) == "DatabaseCorruptError") ReportCorruption();
  return absl::UnavailableError("the search index cannot be read");
}

absl::Status ReaderPool::ReadOnce(const ReadFunction& read) const {
  std::unique_ptr<IndexReader> reader = Acquire();
  if (!reader->state.complete) return NotComplete();
  const absl::Status status = read(*reader);
  Release(std::move(reader));
  return status;
}

std::unique_ptr<IndexReader> ReaderPool::Acquire() const {
  std::unique_ptr<IndexReader> reader;
  std::string path;
  uint64_t generation = 0;
  uint64_t path_epoch = 0;
  {
    MutexLock lock(mu_);
    path = path_;
    generation = generation_;
    path_epoch = path_epoch_;
    if (!idle_.empty()) {
      reader = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (reader == nullptr || reader->path_epoch != path_epoch) {
    reader = std::make_unique<IndexReader>();
    reader->database = Xapian::Database(path);
    reader->path_epoch = path_epoch;
    Refresh(*reader, generation);
  } else if (reader->generation != generation) {
    reader->database.reopen();
    Refresh(*reader, generation);
  }
  return reader;
}

void ReaderPool::Release(std::unique_ptr<IndexReader> reader) const {
  MutexLock lock(mu_);
  if (idle_.size() < kMaxIdleReaders) idle_.push_back(std::move(reader));
}

}  // namespace akin
