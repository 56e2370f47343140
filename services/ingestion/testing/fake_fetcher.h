#ifndef AKIN_SERVICES_INGESTION_TESTING_FAKE_FETCHER_H_
#define AKIN_SERVICES_INGESTION_TESTING_FAKE_FETCHER_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/sync/mutex.h"
#include "services/ingestion/fetch/fetcher.h"

namespace akin {

// A web of scripted answers. Thread-safe; answers run on the callers' threads.
class FakeFetcher : public Fetcher {
 public:
  using Answer = std::function<absl::StatusOr<FetchResponse>(const FetchRequest&)>;

  // What is at `url` from now on; other addresses are 404.
  void Serve(const std::string& url, Answer answer) {
    MutexLock lock(mu_);
    answers_[url] = std::move(answer);
  }
  void Serve(const std::string& url, FetchResponse response) {
    if (response.final_url.empty()) response.final_url = url;
    Serve(url, [response](const FetchRequest&) { return response; });
  }
  void Serve(const std::string& url, absl::Status error) {
    Serve(url, [error](const FetchRequest&) { return error; });
  }

  absl::StatusOr<FetchResponse> Fetch(const FetchRequest& request) override {
    Answer answer;
    {
      MutexLock lock(mu_);
      requests_.push_back(request);
      const auto found = answers_.find(request.url);
      if (found == answers_.end()) return FetchResponse{.http_status = 404};
      answer = found->second;
    }
    return answer(request);
  }

  std::vector<FetchRequest> requests() const {
    MutexLock lock(mu_);
    return requests_;
  }

 private:
  mutable Mutex mu_;
  std::map<std::string, Answer> answers_ ABSL_GUARDED_BY(mu_);
  std::vector<FetchRequest> requests_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_TESTING_FAKE_FETCHER_H_
