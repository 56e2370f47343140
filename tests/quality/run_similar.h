#ifndef AKIN_TESTS_QUALITY_RUN_SIMILAR_H_
#define AKIN_TESTS_QUALITY_RUN_SIMILAR_H_

#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "grpcpp/channel.h"
#include "tests/quality/dataset.h"

// Asks a running Akin for Similar News of every article of a data set. Progress goes to stderr.
namespace akin {

// The data's ids by article name.
using IdsByName = absl::flat_hash_map<std::string, std::string>;

struct Ingested {
  IdsByName ids;
  std::vector<std::string> queries;  // names, in the data's order
  int64_t revision = 0;              // the newest
};

// Sends all articles through IngestArticles, in order. Articles whose id was there before are left
// out, and counted on stderr. Not OK if one that is asked about could not be taken in.
absl::StatusOr<Ingested> IngestAll(const std::shared_ptr<grpc::Channel>& channel,
                                   const std::vector<DataArticle>& articles);

// Waits until every article up to `revision` is found and has its story; returns the revision to
// read at. UNAVAILABLE if nothing moves for minutes.
absl::StatusOr<int64_t> AwaitSimilarReady(const std::shared_ptr<grpc::Channel>& channel,
                                          int64_t revision);

// Waits until there are plug-ins in the pipelines and all of them have been called for seconds.
// UNAVAILABLE after half an hour.
absl::Status AwaitPlugins(const std::shared_ptr<grpc::Channel>& channel);

struct AskOptions {
  int32_t k = 10;
  recommendation::v1::ArrangeOptions arrange;
  std::string filter;
  int64_t min_revision = 0;
};

// Writes "query_id <tab> rank <tab> doc_id <tab> score" for every query, in order. Not OK unless
// all were answered, by all plug-ins too.
absl::Status AskAll(const std::shared_ptr<grpc::Channel>& channel, const Ingested& ingested,
                    const AskOptions& options, std::ostream& out);

}  // namespace akin

#endif  // AKIN_TESTS_QUALITY_RUN_SIMILAR_H_
