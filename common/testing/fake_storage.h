#ifndef AKIN_COMMON_TESTING_FAKE_STORAGE_H_
#define AKIN_COMMON_TESTING_FAKE_STORAGE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "common/rpc/rpc_service.h"
#include "common/rpc/server.h"
#include "common/sync/mutex.h"

namespace akin {

// Storage as views see it, in memory and with a script: the log, WatchArticles, batch gets, story
// assignments and the lease. A real server on 127.0.0.1. Thread-safe.
class FakeStorage {
 public:
  FakeStorage();
  ~FakeStorage();

  // Each returns the new revision. Put sets name-derived output fields and keeps the story.
  int64_t Put(news::v1::Article article);
  int64_t Put(absl::string_view id, absl::string_view headline, absl::string_view body = "");
  int64_t Withdraw(absl::string_view id);
  int64_t Assign(absl::string_view id, absl::string_view story);
  int64_t Merge(absl::string_view story, absl::string_view into);

  // The log becomes another, empty one; open watches end.
  void StartNewLog();
  // Ends the open watches; clients reconnect.
  void EndWatches();

  std::string log_id() const;
  int64_t revision() const;
  // The live article; an empty one if there is none.
  news::v1::Article Get(absl::string_view id) const;

  std::shared_ptr<grpc::Channel> channel() const { return channel_; }

 private:
  class Service;
  class Watch;
  int64_t Append(const std::string& key, storage::v1::Change change)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable Mutex mu_;
  std::string log_id_ ABSL_GUARDED_BY(mu_) = "log-1";
  int64_t revision_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t epoch_ ABSL_GUARDED_BY(mu_) = 0;  // watches of an older one end
  std::map<std::string, storage::v1::Change> log_ ABSL_GUARDED_BY(mu_);  // by key: compacted
  std::map<std::string, news::v1::Article> articles_ ABSL_GUARDED_BY(mu_);
  std::vector<std::function<void()>> wakes_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<Service> service_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace akin

#endif  // AKIN_COMMON_TESTING_FAKE_STORAGE_H_
