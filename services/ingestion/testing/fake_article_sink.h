#ifndef AKIN_SERVICES_INGESTION_TESTING_FAKE_ARTICLE_SINK_H_
#define AKIN_SERVICES_INGESTION_TESTING_FAKE_ARTICLE_SINK_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/sync/mutex.h"
#include "services/ingestion/article_sink.h"

namespace akin {

// Storage as ingestion sees it: what was put is known, what was withdrawn stays so. Thread-safe.
class FakeArticleSink : public ArticleSink {
 public:
  // Says whether a lease has this token; unset: all do.
  using Fence = std::function<bool(const std::string& lease, int64_t fencing_token)>;

  absl::StatusOr<Result> Put(const CallContext& call,
                             const std::vector<news::v1::Article>& articles,
                             const Options& options) override;

  void Withdraw(const std::string& name);
  // What every Put answers from now on; OK: it works again.
  void FailWith(absl::Status failure);
  void SetFence(Fence fence);

  size_t article_count() const;
  std::vector<size_t> batch_sizes() const;
  news::v1::Article Get(const std::string& name) const;
  std::vector<std::string> Headlines() const;

 private:
  struct Stored {
    news::v1::Article article;
    int64_t revision = 0;
  };

  Item PutOne(const news::v1::Article& article, bool validate_only)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  mutable Mutex mu_;
  Fence fence_ ABSL_GUARDED_BY(mu_);
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
  int64_t revision_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<std::string, Stored> articles_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, bool> withdrawn_ ABSL_GUARDED_BY(mu_);
  std::vector<size_t> batch_sizes_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_TESTING_FAKE_ARTICLE_SINK_H_
