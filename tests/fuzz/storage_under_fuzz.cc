#include "common/time/clock.h"
#include "services/storage/domain/lease_table.h"
#include "services/storage/domain/memory_article_store.h"
#include "services/storage/service/storage_service.h"
#include "tests/fuzz/service_under_fuzz.h"

namespace akin::fuzz {
namespace {

class StorageUnderFuzz : public ServiceUnderFuzz {
 public:
  StorageUnderFuzz()
      : store_({.clock = clock_,
                .on_commit =
                    [this](int64_t newest) {
                      gate_.Advance({store_.log_id(), newest});
                    }}),
        leases_(LeaseTable::Load(store_, steady_clock_).value()),
        service_(store_, *leases_, gate_, clock_, steady_clock_, {.host = FuzzedHost()}) {}

  RpcService& service() override { return service_; }

 private:
  const SystemClock clock_;
  const SteadyClock steady_clock_;
  RevisionGate gate_;
  MemoryArticleStore store_;
  const std::unique_ptr<LeaseTable> leases_;
  StorageService service_;
};

}  // namespace

std::unique_ptr<ServiceUnderFuzz> NewServiceUnderFuzz() {
  return std::make_unique<StorageUnderFuzz>();
}

}  // namespace akin::fuzz
