#ifndef AKIN_TESTS_BENCH_AKIN_SIMILAR_CLIENT_H_
#define AKIN_TESTS_BENCH_AKIN_SIMILAR_CLIENT_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "tests/bench/load/load.h"

namespace akin::bench {

using SimilarRequestMessage = recommendation::v1::ListSimilarArticlesRequest;
using SimilarResponseMessage = recommendation::v1::ListSimilarArticlesResponse;

// "articles/…" of the corpus' article with this number.
std::string ArticleName(int64_t number);

// What a page asks for under an article: ten hits with headlines, the product's defaults.
SimilarRequestMessage PageRequest(int64_t seed_number);

// Asks ListSimilarArticles over several connections, as several clients would. Thread-safe.
class SimilarClient {
 public:
  SimilarClient(const std::string& address, int connections);

  // A load of calls; `request` is called with 0, 1, 2 …, from any thread.
  StartCall Calls(std::function<SimilarRequestMessage(uint64_t number)> request);

  // Calls `done` with the answer's status, from any thread.
  void Start(SimilarRequestMessage request, std::function<void(const grpc::Status&)> done);

  absl::StatusOr<SimilarResponseMessage> Ask(const SimilarRequestMessage& request);

 private:
  using Stub = recommendation::v1::RecommendationService::Stub;
  Stub& NextStub();

  std::vector<std::unique_ptr<Stub>> stubs_;
  std::atomic<uint64_t> next_{0};
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_SIMILAR_CLIENT_H_
