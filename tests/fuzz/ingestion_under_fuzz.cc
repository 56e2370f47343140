#include "services/ingestion/testing/ingestion_parts.h"
#include "tests/fuzz/service_under_fuzz.h"

namespace akin::fuzz {
namespace {

class IngestionUnderFuzz : public ServiceUnderFuzz {
 public:
  RpcService& service() override { return service_; }

 private:
  IngestionParts parts_;
  IngestionService service_{parts_.sink, parts_.subscriptions, {.host = FuzzedHost()}};
};

}  // namespace

std::unique_ptr<ServiceUnderFuzz> NewServiceUnderFuzz() {
  return std::make_unique<IngestionUnderFuzz>();
}

}  // namespace akin::fuzz
