#ifndef AKIN_TESTS_FUZZ_REQUIRE_H_
#define AKIN_TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace akin::fuzz {

// Ends the process when a promise was broken, and says which and for what.
inline void Require(bool kept, const char* promise, absl::string_view input) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s; input: %s\n", promise, absl::CEscape(input).c_str());
  std::abort();
}

}  // namespace akin::fuzz

#endif  // AKIN_TESTS_FUZZ_REQUIRE_H_
