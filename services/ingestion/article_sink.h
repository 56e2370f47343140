#ifndef AKIN_SERVICES_INGESTION_ARTICLE_SINK_H_
#define AKIN_SERVICES_INGESTION_ARTICLE_SINK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "akin/news/v1/article.pb.h"
#include "common/rpc/call_context.h"

namespace akin {

// Where admitted articles go: storage, or a fake of it. Implementations are thread-safe.
class ArticleSink {
 public:
  struct Item {
    absl::Status status;  // why this one was not stored
    ingestion::v1::IngestOutcome outcome = ingestion::v1::INGEST_OUTCOME_UNSPECIFIED;
    int64_t revision = 0;
    std::string name;                  // if it was put under another than it came with
    std::vector<std::string> remarks;  // what was put right, "publish_time: …"
    // When it will be public; unset if it is not held back.
    absl::optional<google::protobuf::Timestamp> release_time = absl::nullopt;
  };
  struct Result {
    std::vector<Item> items;  // as many as articles, in their order
    std::string log_id;
  };

  struct Options {
    // All are of one document of a publisher: their identities are checked against what is stored.
    bool of_document = false;
    // Tell the outcomes and store nothing.
    bool validate_only = false;
    // The lease under which the articles were found, with its token. Empty: none.
    std::string lease;
    int64_t fencing_token = 0;
  };

  virtual ~ArticleSink() = default;

  // Stores articles that have their names; durable when it returns. An error means that some may
  // and some may not be stored; putting them again is harmless. FAILED_PRECONDITION (reason
  // STALE_LEASE) if the lease has passed to another.
  virtual absl::StatusOr<Result> Put(const CallContext& call,
                                     const std::vector<news::v1::Article>& articles,
                                     const Options& options) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_ARTICLE_SINK_H_
