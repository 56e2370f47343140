#ifndef AKIN_SERVICES_INGESTION_FETCH_ROBOTS_H_
#define AKIN_SERVICES_INGESTION_FETCH_ROBOTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// What a robots.txt file lets one robot do (RFC 9309). A value; thread-compatible.
class Robots {
 public:
  // More of a file is not read; the RFC asks for at least 500 KiB.
  static constexpr size_t kMaxBytes = 500 << 10;

  // No rules: all is allowed.
  Robots() = default;
  static Robots DisallowAll();

  // The rules of `text` for the robot `name`, such as "Akin": of the groups that name it, else of
  // those for all ("*"). Any bytes are a file; what is not understood is left out.
  static Robots Parse(absl::string_view text, absl::string_view name);

  // `target` is the path and query of an address. The longest matching rule decides, and allows
  // where it is a tie. Takes time proportional to the rules and the target, whatever the patterns.
  bool Allows(absl::string_view target) const;

  // The memory that the rules take.
  size_t bytes() const;

  // Crawl-delay, an extension that many files have. Unbounded.
  absl::optional<absl::Duration> crawl_delay() const { return crawl_delay_; }

 private:
  struct Rule {
    std::string pattern;
    bool allow;
  };

  void AddRule(absl::string_view pattern, bool allow);
  void AddDelay(absl::string_view seconds);

  std::vector<Rule> rules_;
  absl::optional<absl::Duration> crawl_delay_;

  friend class RobotsReader;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_ROBOTS_H_
