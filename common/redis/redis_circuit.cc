#include "common/redis/redis_circuit.h"

#include <random>
#include <utility>

#include "common/log/log.h"

namespace akin {

RedisCircuit::RedisCircuit(const CircuitBreaker::Options& options, const Clock& clock, Words words,
                           Gauge is_open)
    : breaker_(options, clock, std::mt19937_64(std::random_device()())),
      words_(std::move(words)),
      is_open_(is_open) {}

void RedisCircuit::ReportSuccess() {
  if (!breaker_.ReportSuccess()) return;
  is_open_.Set(0);
  Log(Severity::kInfo, words_.when_closed, {{"redis", words_.redis}});
}

bool RedisCircuit::ReportFailure(const absl::Status& why) {
  const bool opened = breaker_.ReportFailure();
  if (opened) TellOpened(why);
  return opened;
}

bool RedisCircuit::ReportRefusal(const absl::Status& why) {
  const bool opened = breaker_.ReportRefusal();
  if (opened) TellOpened(why);
  return opened;
}

void RedisCircuit::TellOpened(const absl::Status& why) {
  is_open_.Set(1);
  Log(Severity::kWarning, words_.when_opened,
      {{"redis", words_.redis}, {"last_error", why.message()}});
}

}  // namespace akin
