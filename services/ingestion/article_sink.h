#ifndef AKIN_SERVICES_INGESTION_ARTICLE_SINK_H_
#define AKIN_SERVICES_INGESTION_ARTICLE_SINK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
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
  };
  struct Result {
    std::vector<Item> items;  // as many as articles, in their order
    std::string log_id;
  };

  virtual ~ArticleSink() = default;

  // Stores articles that have their names; durable when it returns. With `validate_only` it tells
  // the outcomes and stores nothing. An error means that some may and some may not be stored;
  // putting them again is harmless.
  virtual absl::StatusOr<Result> Put(const CallContext& call,
                                     const std::vector<news::v1::Article>& articles,
                                     bool validate_only) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_ARTICLE_SINK_H_
