#ifndef AKIN_TESTS_E2E_CLUSTER_H_
#define AKIN_TESTS_E2E_CLUSTER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/ingestion/v1/ingestion_service.grpc.pb.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "akin/search/v1/search_service.grpc.pb.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/testing/redis_server.h"
#include "common/testing/service_process.h"

namespace akin {

// The four programs as four processes on 127.0.0.1, with a Redis where one is installed, in a
// folder that goes with the cluster. What a test does to one of them (kill, pause, delete its
// folder) is its own business. One thread, except the stubs.
class Cluster {
 public:
  // `flags`: more for each service, by its name; they count where one is given twice.
  explicit Cluster(const std::map<std::string, std::vector<std::string>>& flags = {});
  ~Cluster();

  ServiceProcess& storage() { return *storage_; }
  ServiceProcess& ingestion() { return *ingestion_; }
  ServiceProcess& search() { return *search_; }
  ServiceProcess& recommendation() { return *recommendation_; }
  // Null where none is installed.
  RedisServer* redis() { return redis_.get(); }
  // Where a service keeps its data, e.g. "search".
  std::string data_dir(absl::string_view service) const;
  // Below the cluster's folder, for files of the test.
  std::string path(absl::string_view name) const;

  storage::v1::StorageService::Stub& storage_stub() { return *storage_stub_; }
  ingestion::v1::IngestionService::Stub& ingestion_stub() { return *ingestion_stub_; }
  search::v1::SearchService::Stub& search_stub() { return *search_stub_; }
  recommendation::v1::RecommendationService::Stub& recommendation_stub() {
    return *recommendation_stub_;
  }

 private:
  const std::string folder_;
  std::unique_ptr<RedisServer> redis_;
  std::unique_ptr<ServiceProcess> storage_;
  std::unique_ptr<ServiceProcess> ingestion_;
  std::unique_ptr<ServiceProcess> search_;
  std::unique_ptr<ServiceProcess> recommendation_;
  std::unique_ptr<storage::v1::StorageService::Stub> storage_stub_;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_stub_;
  std::unique_ptr<search::v1::SearchService::Stub> search_stub_;
  std::unique_ptr<recommendation::v1::RecommendationService::Stub> recommendation_stub_;
};

// What a program wrote, and how it ended.
struct ProgramResult {
  int code = 0;
  std::string out;
  std::string err;
  std::vector<std::string> lines() const;  // of `out`, without the empty last one
};

// Runs `akin` with the cluster's addresses.
ProgramResult RunAkin(Cluster& cluster, const std::vector<std::string>& arguments);

// One article through ingestion.
absl::StatusOr<ingestion::v1::IngestArticleResponse> TryIngest(Cluster& cluster,
                                                               const news::v1::Article& article);
// The same; fails the test and returns an empty result if it is refused.
ingestion::v1::IngestResult Ingest(Cluster& cluster, const news::v1::Article& article);

news::v1::Article NewArticle(absl::string_view id, absl::string_view headline,
                             absl::string_view body, int day = 1);

// A read of one article's similar ones that sees `min_revision`.
absl::StatusOr<recommendation::v1::ListSimilarArticlesResponse> Similar(Cluster& cluster,
                                                                        const std::string& name,
                                                                        int64_t min_revision);
absl::StatusOr<search::v1::SearchArticlesResponse> Search(Cluster& cluster,
                                                          const std::string& query,
                                                          int64_t min_revision);
absl::StatusOr<storage::v1::GetArticleResponse> Get(Cluster& cluster, const std::string& name,
                                                    int64_t min_revision = 0);

// Waits until every article up to `revision` has its story.
void AwaitStories(Cluster& cluster, int64_t revision, absl::Duration at_most = absl::Seconds(60));

// The log's newest revision.
int64_t NewestRevision(Cluster& cluster);

// deploy/local/samples in the source tree.
std::string SamplesFolder();

}  // namespace akin

#endif  // AKIN_TESTS_E2E_CLUSTER_H_
