// libFuzzer's entry to the reader of robots.txt files. The first line is a target, the rest a file.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/fetch/robots.h"

namespace akin {
namespace {

constexpr size_t kMaxPatternBytes = 200;

// Ends the process when the reader broke a promise, and says which and for what.
void Require(bool kept, const char* promise, absl::string_view input) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s; input: %s\n", promise, absl::CEscape(input).c_str());
  std::abort();
}

// The definition of a match as a table: matches[j] is whether the pattern so far matches the first
// j bytes of the target.
bool MatchesByDefinition(absl::string_view pattern, absl::string_view target) {
  const bool to_end = absl::EndsWith(pattern, "$");
  if (to_end) pattern.remove_suffix(1);
  std::vector<bool> matches(target.size() + 1);
  matches[0] = true;
  for (char c : pattern) {
    std::vector<bool> next(target.size() + 1);
    for (size_t j = 0; j <= target.size(); ++j) {
      next[j] = c == '*' ? matches[j] || (j > 0 && next[j - 1])
                         : j > 0 && matches[j - 1] && c == target[j - 1];
    }
    matches = next;
  }
  if (to_end) return matches[target.size()];
  for (bool match : matches) {
    if (match) return true;
  }
  return false;
}

// Bytes of which there is one spelling.
bool IsPlain(absl::string_view text) {
  for (unsigned char c : text) {
    if (c <= ' ' || c >= 0x7f || c == '%' || c == '#') return false;
  }
  return !text.empty() && text.size() <= kMaxPatternBytes;
}

void Read(absl::string_view bytes) {
  const size_t end = std::min(bytes.find('\n'), bytes.size());
  const absl::string_view target = bytes.substr(0, end);
  const absl::string_view file = bytes.substr(std::min(end + 1, bytes.size()));
  const Robots robots = Robots::Parse(file, "Akin");
  robots.Allows(target);
  Require(robots.Allows("/robots.txt"), "robots.txt itself may be read", bytes);
  Require(!robots.crawl_delay() || *robots.crawl_delay() >= absl::ZeroDuration(),
          "delays are not negative", bytes);
  const absl::string_view pattern = file.substr(0, file.find('\n'));
  if (!IsPlain(pattern) || !IsPlain(target) || target == "/robots.txt") return;
  const Robots one = Robots::Parse(absl::StrCat("User-agent: *\nDisallow: ", pattern), "Akin");
  Require(one.Allows(target) != MatchesByDefinition(pattern, target),
          "patterns match by definition", bytes);
}

}  // namespace
}  // namespace akin

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  akin::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
