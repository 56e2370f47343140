#include <atomic>
#include <cstdio>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/status_macros.h"
#include "common/sync/executor.h"
#include "common/sync/mutex.h"
#include "tests/quality/run_similar.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

constexpr int kThreads = 4;

// Writes what comes in any order in the order of its numbers. Thread-safe.
class OrderedWriter {
 public:
  OrderedWriter(std::ostream& out, size_t total) : out_(out), total_(total) {}

  void Write(size_t number, std::string text) {
    MutexLock lock(mu_);
    waiting_[number] = std::move(text);
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
      out_ << waiting_.begin()->second;
      waiting_.erase(waiting_.begin());
      if (++next_ % 1000 == 0 || next_ == total_)
        std::fprintf(stderr, "asked %zu of %zu\n", next_, total_);
    }
  }

 private:
  Mutex mu_;
  std::ostream& out_ ABSL_GUARDED_BY(mu_);
  const size_t total_;
  size_t next_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<size_t, std::string> waiting_ ABSL_GUARDED_BY(mu_);
};

// All questions to one Akin. Thread-safe.
class Asker {
 public:
  Asker(const std::shared_ptr<grpc::Channel>& channel, const Ingested& ingested,
        const AskOptions& options)
      : stub_(v1::RecommendationService::NewStub(channel)),
        ingested_(ingested),
        options_(options) {}

  // The lines of one query.
  absl::StatusOr<std::string> Ask(const std::string& name) const {
    ASSIGN_OR_RETURN(
        const auto response,
        CallUnary<v1::ListSimilarArticlesResponse>(
            {}, *stub_, &v1::RecommendationService::Stub::ListSimilarArticles, RequestFor(name)));
    const std::string& query_id = ingested_.ids.at(name);
    for (const news::v1::Degradation& lacking : response.info().degradations()) {
      return absl::UnavailableError(
          absl::StrCat(query_id, ": ", lacking.component(), ": ", lacking.reason()));
    }
    std::string lines;
    int rank = 0;
    for (const v1::SimilarHit& hit : response.hits()) {
      const auto id = ingested_.ids.find(hit.article().name());
      if (id == ingested_.ids.end())
        return absl::InternalError(absl::StrCat(
            query_id, ": an article that is not to be listed: ", hit.article().name()));
      absl::StrAppend(&lines, query_id, "\t", ++rank, "\t", id->second, "\t",
                      absl::StrFormat("%.9g", hit.similarity()), "\n");
    }
    return lines;
  }

 private:
  v1::ListSimilarArticlesRequest RequestFor(const std::string& name) const {
    v1::ListSimilarArticlesRequest request;
    request.add_seeds()->set_article(name);
    request.set_page_size(options_.k);
    *request.mutable_arrange() = options_.arrange;
    request.set_filter(options_.filter);
    request.set_min_revision(options_.min_revision);
    request.set_view(news::v1::ARTICLE_VIEW_NAME_ONLY);
    return request;
  }

  const std::unique_ptr<v1::RecommendationService::Stub> stub_;
  const Ingested& ingested_;
  const AskOptions& options_;
};

}  // namespace

absl::Status AskAll(const std::shared_ptr<grpc::Channel>& channel, const Ingested& ingested,
                    const AskOptions& options, std::ostream& out) {
  const Asker asker(channel, ingested, options);
  OrderedWriter writer(out, ingested.queries.size());
  std::atomic<size_t> next{0};
  Mutex mu;
  absl::Status first_error;
  const auto work = [&] {
    for (size_t i = next++; i < ingested.queries.size(); i = next++) {
      auto lines = asker.Ask(ingested.queries[i]);
      if (!lines.ok()) {
        next = ingested.queries.size();  // one that is not answered spoils the run
        MutexLock lock(mu);
        first_error.Update(lines.status());
        return;
      }
      writer.Write(i, *std::move(lines));
    }
  };
  {
    Executor executor(kThreads);
    for (int i = 0; i < kThreads; ++i) executor.Run(work);
  }
  RETURN_IF_ERROR(first_error);
  return out.flush() ? absl::OkStatus() : absl::ResourceExhaustedError("cannot write (disk full?)");
}

}  // namespace akin
