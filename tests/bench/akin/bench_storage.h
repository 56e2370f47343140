#ifndef AKIN_TESTS_BENCH_AKIN_BENCH_STORAGE_H_
#define AKIN_TESTS_BENCH_AKIN_BENCH_STORAGE_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "akin/storage/v1/storage_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "common/rpc/server.h"
#include "common/sync/mutex.h"
#include "tests/bench/corpus/article_writer.h"
#include "tests/bench/corpus/corpus_plan.h"

namespace akin::bench {

// Storage's log as a view sees it, made up as it is read: a history of any length that takes no
// memory, whose articles have stories already (their events), and after it what is published while
// the benchmark runs. A real server on 127.0.0.1. Thread-safe but for WriteNext.
class BenchStorage {
 public:
  BenchStorage(const CorpusOptions& corpus, int64_t history);
  ~BenchStorage();

  // The articles of the corpus that follow the history, without stories and not yet in the log.
  std::vector<news::v1::Article> WriteNext(int count);

  // Into the log; the revision of the last one.
  int64_t Publish(std::vector<news::v1::Article> articles);

  int64_t revision() const;

  // How many articles of the history were made up so far, and what that took: storage proper would
  // read them. More than were read, since a reader is written ahead of.
  struct Written {
    int64_t articles = 0;
    double cpu_seconds = 0;
  };
  Written written() const;

  // That what was published since takes.
  int64_t memory_bytes() const;

  std::shared_ptr<grpc::Channel> channel() const { return channel_; }

 private:
  class HistoryReader;
  class Service;
  class Watch;

  int64_t Append(storage::v1::Change change);
  void WakeAll();
  void NoteWritten(double cpu_seconds);
  void BeatForever();

  const CorpusOptions corpus_;
  const int64_t history_;
  const std::string log_id_;
  CorpusPlan next_;  // What WriteNext writes.

  mutable Mutex mu_;
  CondVar stopped_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<storage::v1::Change> live_ ABSL_GUARDED_BY(mu_);  // from revision history_ + 1 on
  int64_t beat_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<std::function<void()>> wakes_ ABSL_GUARDED_BY(mu_);
  Written written_ ABSL_GUARDED_BY(mu_);

  std::unique_ptr<Service> service_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::thread heart_;
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_BENCH_STORAGE_H_
