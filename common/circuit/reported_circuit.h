#ifndef AKIN_COMMON_CIRCUIT_REPORTED_CIRCUIT_H_
#define AKIN_COMMON_CIRCUIT_REPORTED_CIRCUIT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/circuit/circuit_breaker.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"

namespace akin {

// A circuit breaker that tells operators when it opens and closes: with one line each, and a gauge
// that is 1 while it is open. Thread-safe.
class ReportedCircuit {
 public:
  struct Words {
    std::string kind;  // What the log calls it, and which one it is: "redis", its address.
    std::string name;
    std::string when_opened;
    std::string when_closed;
  };

  ReportedCircuit(const CircuitBreaker::Options& options, const Clock& clock, Words words,
                  Gauge is_open);

  // As of CircuitBreaker. True where this opened the circuit.
  bool Allow() { return breaker_.Allow(); }
  void ReportSuccess();
  bool ReportFailure(const absl::Status& why);
  bool ReportRefusal(const absl::Status& why);
  void ReportNothing() { breaker_.ReportNothing(); }
  bool IsOpen() const { return breaker_.IsOpen(); }

 private:
  void TellOpened(const absl::Status& why);

  CircuitBreaker breaker_;
  const Words words_;
  Gauge is_open_;
};

}  // namespace akin

#endif  // AKIN_COMMON_CIRCUIT_REPORTED_CIRCUIT_H_
