#include "common/circuit/reported_circuit.h"

#include <random>
#include <utility>

#include "common/log/log.h"

namespace akin {

ReportedCircuit::ReportedCircuit(const CircuitBreaker::Options& options, const Clock& clock,
                                 Words words, Gauge is_open)
    : breaker_(options, clock, std::mt19937_64(std::random_device()())),
      words_(std::move(words)),
      is_open_(is_open) {}

void ReportedCircuit::ReportSuccess() {
  if (!breaker_.ReportSuccess()) return;
  is_open_.Set(0);
  Log(Severity::kInfo, words_.when_closed, {{words_.kind, words_.name}});
}

bool ReportedCircuit::ReportFailure(const absl::Status& why) {
  const bool opened = breaker_.ReportFailure();
  if (opened) TellOpened(why);
  return opened;
}

bool ReportedCircuit::ReportRefusal(const absl::Status& why) {
  const bool opened = breaker_.ReportRefusal();
  if (opened) TellOpened(why);
  return opened;
}

void ReportedCircuit::TellOpened(const absl::Status& why) {
  is_open_.Set(1);
  Log(Severity::kWarning, words_.when_opened,
      {{words_.kind, words_.name}, {"last_error", why.message()}});
}

}  // namespace akin
