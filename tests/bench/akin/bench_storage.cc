#include "tests/bench/akin/bench_storage.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/client.h"
#include "common/testing/leasing_storage.h"
#include "common/time/proto_time.h"
#include "tests/bench/akin/bench_article.h"
#include "tests/bench/load/process_usage.h"

namespace akin::bench {
namespace {

using storage::v1::Change;
using storage::v1::WatchArticlesRequest;
using storage::v1::WatchArticlesResponse;

}  // namespace

// Writes the history ahead of who reads it, on a thread of its own.
class BenchStorage::HistoryReader {
 public:
  HistoryReader(BenchStorage& storage, int64_t after)
      : storage_(storage),
        corpus_(storage.corpus_),
        after_(after),
        until_(storage.history_),
        thread_([this] { WriteAll(); }) {}

  ~HistoryReader() {
    {
      MutexLock lock(mu_);
      stopping_ = true;
      changed_.NotifyAll();
    }
    thread_.join();
  }

  // As many as are left; waits for the next one to be written.
  Change Next() {
    MutexLock lock(mu_);
    while (written_.empty()) changed_.Wait(mu_);
    Change change = std::move(written_.front());
    written_.pop_front();
    changed_.NotifyAll();
    return change;
  }

 private:
  void WriteAll() {
    CorpusPlan plan(corpus_);
    double cpu = 0;
    for (int64_t i = 0; i < until_; ++i) {
      const PlannedArticle planned = plan.Next();
      if (i < after_) continue;
      if (!Add(ToChange(corpus_, planned))) return;
      const double used = ThreadCpuSeconds();
      storage_.NoteWritten(used - std::exchange(cpu, used));
    }
  }

  bool Add(Change change) {
    constexpr size_t kAhead = 1000;
    MutexLock lock(mu_);
    while (written_.size() >= kAhead && !stopping_) changed_.Wait(mu_);
    written_.push_back(std::move(change));
    changed_.NotifyAll();
    return !stopping_;
  }

  BenchStorage& storage_;
  const CorpusOptions corpus_;
  const int64_t after_, until_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<Change> written_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

class BenchStorage::Watch : public StreamSource<WatchArticlesResponse> {
 public:
  Watch(BenchStorage& storage, int64_t after) : storage_(storage), after_(after) {
    if (after < storage.history_) history_ = std::make_unique<HistoryReader>(storage, after);
  }

  absl::StatusOr<absl::optional<WatchArticlesResponse>> Next() override {
    WatchArticlesResponse response;
    if (!started_) {
      started_ = true;
      response.mutable_replay()->set_log_id(storage_.log_id_);
      response.mutable_replay()->set_replay_until(storage_.history_);
      return absl::make_optional(response);
    }
    if (after_ < storage_.history_) {
      *response.mutable_change() = history_->Next();
      after_ = response.change().revision();
      if (after_ == storage_.history_) history_.reset();
      return absl::make_optional(response);
    }
    return NextLive();
  }

 private:
  absl::StatusOr<absl::optional<WatchArticlesResponse>> NextLive() {
    WatchArticlesResponse response;
    MutexLock lock(storage_.mu_);
    const size_t index = after_ - storage_.history_;
    if (index < storage_.live_.size()) {
      *response.mutable_change() = storage_.live_[index];
      ++after_;
      return absl::make_optional(response);
    }
    if (beat_ == storage_.beat_) return absl::optional<WatchArticlesResponse>();
    beat_ = storage_.beat_;
    response.mutable_heartbeat()->set_revision(after_);
    *response.mutable_heartbeat()->mutable_time() = ToProto(absl::Now());
    return absl::make_optional(response);
  }

  BenchStorage& storage_;
  int64_t after_;
  bool started_ = false;
  int64_t beat_ = -1;
  std::unique_ptr<HistoryReader> history_;
};

class BenchStorage::Service : public LeasingStorage {
 public:
  explicit Service(BenchStorage& storage) : storage_(storage) {
    Unary("AssignStories", &Service::AssignStories);
    ServerStream<WatchArticlesRequest, WatchArticlesResponse>(
        "WatchArticles",
        [this](const CallContext&, const WatchArticlesRequest& request,
               std::function<void()> wake) -> WatchOr {
          {
            MutexLock lock(storage_.mu_);
            storage_.wakes_.push_back(std::move(wake));
          }
          return std::make_unique<Watch>(storage_, request.after_revision());
        });
  }

 private:
  using WatchOr = absl::StatusOr<std::unique_ptr<StreamSource<WatchArticlesResponse>>>;

  absl::StatusOr<storage::v1::AssignStoriesResponse> AssignStories(
      const CallContext&, const storage::v1::AssignStoriesRequest& request) {
    storage::v1::AssignStoriesResponse response;
    for (const auto& assignment : request.assignments()) {
      Change change;
      *change.mutable_assignment() = assignment;
      storage_.Append(std::move(change));
    }
    for (const auto& merge : request.merges()) {
      Change change;
      *change.mutable_merge() = merge;
      storage_.Append(std::move(change));
    }
    storage_.WakeAll();
    response.set_revision(storage_.revision());
    response.set_log_id(storage_.log_id_);
    return response;
  }

  BenchStorage& storage_;
};

BenchStorage::BenchStorage(const CorpusOptions& corpus, int64_t history)
    : corpus_(corpus),
      history_(history),
      log_id_(absl::StrCat("bench-", corpus.seed)),
      next_(corpus),
      service_(std::make_unique<Service>(*this)) {
  for (int64_t i = 0; i < history; ++i) next_.Next();
  server_ = Server::Start({.drain_timeout = absl::ZeroDuration()}, {service_.get()}).value();
  channel_ = NewChannel(server_->address());
  heart_ = std::thread([this] { BeatForever(); });
}

BenchStorage::~BenchStorage() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    stopped_.NotifyAll();
  }
  heart_.join();
  server_.reset();
}

std::vector<news::v1::Article> BenchStorage::WriteNext(int count) {
  std::vector<news::v1::Article> articles;
  for (int i = 0; i < count; ++i) articles.push_back(ToArticle(corpus_, next_.Next()));
  return articles;
}

int64_t BenchStorage::Publish(std::vector<news::v1::Article> articles) {
  int64_t revision = 0;
  for (news::v1::Article& article : articles) {
    Change change;
    *change.mutable_article() = std::move(article);
    revision = Append(std::move(change));
  }
  WakeAll();
  return revision;
}

int64_t BenchStorage::Append(Change change) {
  MutexLock lock(mu_);
  const int64_t revision = history_ + static_cast<int64_t>(live_.size()) + 1;
  change.set_revision(revision);
  *change.mutable_commit_time() = ToProto(absl::Now());
  if (change.has_article()) change.mutable_article()->set_revision(revision);
  live_.push_back(std::move(change));
  return revision;
}

void BenchStorage::WakeAll() {
  MutexLock lock(mu_);
  for (const auto& wake : wakes_) wake();
}

int64_t BenchStorage::revision() const {
  MutexLock lock(mu_);
  return history_ + live_.size();
}

void BenchStorage::NoteWritten(double cpu_seconds) {
  MutexLock lock(mu_);
  ++written_.articles;
  written_.cpu_seconds += cpu_seconds;
}

BenchStorage::Written BenchStorage::written() const {
  MutexLock lock(mu_);
  return written_;
}

int64_t BenchStorage::memory_bytes() const {
  MutexLock lock(mu_);
  int64_t bytes = 0;
  for (const Change& change : live_) bytes += static_cast<int64_t>(change.SpaceUsedLong());
  return bytes;
}

void BenchStorage::BeatForever() {
  MutexLock lock(mu_);
  while (!stopping_) {
    stopped_.WaitFor(mu_, absl::Milliseconds(500));
    ++beat_;
    for (const auto& wake : wakes_) wake();
  }
}

}  // namespace akin::bench
