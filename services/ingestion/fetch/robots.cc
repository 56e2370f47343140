#include "services/ingestion/fetch/robots.h"

#include <string.h>

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/url/url.h"

namespace akin {
namespace {

constexpr size_t kNone = absl::string_view::npos;

bool IsAscii(unsigned char c) { return c < 0x80; }

// Patterns and targets are compared with unreserved characters plain, others as they are, and those
// beyond ASCII encoded (RFC 9309, 2.2.2).
std::string OneSpelling(absl::string_view text) { return NormalizePercentEncoding(text, IsAscii); }

// Where `part` starts in `text`, at `from` or after. memmem takes linear time, also where an enemy
// has written the text.
size_t Find(absl::string_view text, absl::string_view part, size_t from) {
  const void* found = memmem(text.data() + from, text.size() - from, part.data(), part.size());
  return found == nullptr ? kNone : static_cast<const char*>(found) - text.data();
}

// '*' stands for any characters, '$' at the end for the end. Taking each part as early as it comes
// is enough, since what follows a '*' may start anywhere.
bool Matches(absl::string_view pattern, absl::string_view target) {
  const bool to_end = absl::ConsumeSuffix(&pattern, "$");
  const std::vector<absl::string_view> parts = absl::StrSplit(pattern, '*');
  if (!absl::StartsWith(target, parts[0])) return false;
  if (parts.size() == 1) return !to_end || target.size() == pattern.size();
  size_t at = parts[0].size();
  for (size_t i = 1; i < parts.size(); ++i) {
    if (to_end && i + 1 == parts.size()) {
      return target.size() - at >= parts[i].size() && absl::EndsWith(target, parts[i]);
    }
    const size_t start = Find(target, parts[i], at);
    if (start == kNone) return false;
    at = start + parts[i].size();
  }
  return true;
}

// The name in the value of a user-agent line: its leading letters, '-' and '_'.
absl::string_view ProductToken(absl::string_view value) {
  if (absl::StartsWith(value, "*")) return value.substr(0, 1);
  size_t end = 0;
  while (end < value.size() &&
         (absl::ascii_isalpha(value[end]) || value[end] == '-' || value[end] == '_')) {
    ++end;
  }
  return value.substr(0, end);
}

}  // namespace

// Goes through a file line by line and keeps the rules of the groups that count.
class RobotsReader {
 public:
  explicit RobotsReader(absl::string_view name) : name_(name) {}

  void ReadLine(absl::string_view line) {
    line = line.substr(0, line.find('#'));
    const size_t colon = line.find(':');
    if (colon == kNone) return;
    const std::string key =
        absl::AsciiStrToLower(absl::StripAsciiWhitespace(line.substr(0, colon)));
    const absl::string_view value = absl::StripAsciiWhitespace(line.substr(colon + 1));
    if (key == "user-agent") return ReadName(value);
    if (key != "allow" && key != "disallow" && key != "crawl-delay") return;
    in_names_ = false;
    if (names_us_) ReadRule(key, value, ours_);
    if (names_all_) ReadRule(key, value, for_all_);
  }

  Robots Result() && { return has_ours_ ? std::move(ours_) : std::move(for_all_); }

 private:
  void ReadName(absl::string_view value) {
    if (!in_names_) names_us_ = names_all_ = false;
    in_names_ = true;
    const absl::string_view token = ProductToken(value);
    names_us_ |= absl::EqualsIgnoreCase(token, name_);
    names_all_ |= token == "*";
    has_ours_ |= names_us_;
  }

  static void ReadRule(absl::string_view key, absl::string_view value, Robots& robots) {
    if (key == "crawl-delay") return robots.AddDelay(value);
    robots.AddRule(value, key == "allow");
  }

  const absl::string_view name_;
  // Lines that name robots follow each other; the next rule ends them.
  bool in_names_ = false;
  bool names_us_ = false;
  bool names_all_ = false;
  bool has_ours_ = false;
  Robots ours_;
  Robots for_all_;
};

Robots Robots::DisallowAll() {
  Robots robots;
  robots.AddRule("/", false);
  return robots;
}

Robots Robots::Parse(absl::string_view text, absl::string_view name) {
  text = text.substr(0, kMaxBytes);
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");
  RobotsReader reader(name);
  for (absl::string_view line : absl::StrSplit(text, absl::ByAnyChar("\r\n"))) {
    reader.ReadLine(line);
  }
  return std::move(reader).Result();
}

void Robots::AddRule(absl::string_view pattern, bool allow) {
  if (!pattern.empty()) rules_.push_back({OneSpelling(pattern), allow});
}

void Robots::AddDelay(absl::string_view text) {
  double seconds;
  if (!absl::SimpleAtod(text, &seconds) || !std::isfinite(seconds) || seconds < 0) return;
  crawl_delay_ = absl::Seconds(seconds);
}

size_t Robots::bytes() const {
  size_t bytes = sizeof(*this) + rules_.capacity() * sizeof(Rule);
  for (const Rule& rule : rules_) bytes += rule.pattern.capacity();
  return bytes;
}

bool Robots::Allows(absl::string_view target) const {
  if (target == "/robots.txt") return true;
  const std::string spelled = OneSpelling(target);
  size_t longest = 0;
  bool allowed = true;
  for (const Rule& rule : rules_) {
    const size_t length = rule.pattern.size();
    const bool decides = length > longest || (length == longest && rule.allow && !allowed);
    if (!decides || !Matches(rule.pattern, spelled)) continue;
    longest = length;
    allowed = rule.allow;
  }
  return allowed;
}

}  // namespace akin
