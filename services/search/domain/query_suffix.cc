#include "services/search/domain/query_suffix.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

using Kind = QueryNode::Kind;

constexpr int kMaxEdits = 2;
constexpr int kMaxDistance = 100;
constexpr double kMaxBoost = 100;

bool IsBoost(double boost) { return boost > 0 && boost <= kMaxBoost; }

SuffixFault BoostFault(size_t at) {
  return {at, absl::StrCat("want ^ with a number above 0, at most ", kMaxBoost)};
}

// The digits and points that `text` begins with.
absl::string_view LeadingNumber(absl::string_view text) {
  const auto is_part = [](char c) { return absl::ascii_isdigit(c) || c == '.'; };
  const auto end = std::find_if_not(text.begin(), text.end(), is_part);
  return text.substr(0, static_cast<size_t>(end - text.begin()));
}

absl::optional<SuffixFault> TakeBoost(absl::string_view& text, QueryNode& leaf) {
  const size_t at = text.rfind('^');
  double boost = 0;
  const bool is_boost =
      at != absl::string_view::npos && at > 0 && absl::SimpleAtod(text.substr(at + 1), &boost);
  if (!is_boost) return absl::nullopt;
  if (!IsBoost(boost)) return BoostFault(at);
  leaf.boost = boost;
  text = text.substr(0, at);
  return absl::nullopt;
}

absl::optional<SuffixFault> TakeEdits(absl::string_view& text, QueryNode& leaf) {
  const size_t at = text.rfind('~');
  if (at == absl::string_view::npos || at == 0) return absl::nullopt;
  const absl::string_view number = text.substr(at + 1);
  if (LeadingNumber(number) != number) return absl::nullopt;
  leaf.distance = kAnyEdits;
  if (!number.empty() && (!absl::SimpleAtoi(number, &leaf.distance) || leaf.distance > kMaxEdits)) {
    return SuffixFault{at, absl::StrCat("want ~ with 0 to ", kMaxEdits, " edits")};
  }
  leaf.kind = Kind::kFuzzy;
  text = text.substr(0, at);
  return absl::nullopt;
}

}  // namespace

absl::optional<SuffixFault> TakeWordSuffixes(absl::string_view& text, QueryNode& leaf) {
  leaf.kind = Kind::kWord;
  if (auto fault = TakeBoost(text, leaf)) return fault;
  if (auto fault = TakeEdits(text, leaf)) return fault;
  if (leaf.kind == Kind::kWord && text.size() > 1 && text.back() == '*') {
    leaf.kind = Kind::kPrefix;
    text.remove_suffix(1);
  }
  return absl::nullopt;
}

absl::optional<SuffixFault> ReadBehind(absl::string_view rest, bool is_phrase,
                                       BehindQuery& behind) {
  if (is_phrase && !rest.empty() && rest[0] == '~') {
    const absl::string_view number = LeadingNumber(rest.substr(1));
    const auto distance = ReadDistance(number);
    if (!number.empty() && !distance) return SuffixFault{0, DistanceWish()};
    if (distance) behind = {1 + number.size(), *distance};
  }
  const absl::string_view number = absl::ClippedSubstr(rest, behind.size + 1);
  if (absl::ClippedSubstr(rest, behind.size, 1) != "^" ||
      !absl::SimpleAtod(number, &behind.boost)) {
    behind.boost = 1;
    return absl::nullopt;
  }
  if (!IsBoost(behind.boost)) return BoostFault(behind.size);
  behind.size = rest.size();
  return absl::nullopt;
}

absl::optional<int> ReadDistance(absl::string_view digits) {
  int distance = 0;
  const bool fits =
      absl::SimpleAtoi(digits, &distance) && distance >= 1 && distance <= kMaxDistance;
  return fits ? absl::make_optional(distance) : absl::nullopt;
}

std::string DistanceWish() { return absl::StrCat("want a distance of 1 to ", kMaxDistance); }

void Boost(double boost, QueryNode& node) {
  if (node.children.empty()) node.boost = std::min(node.boost * boost, kMaxBoost);
  for (QueryNode& child : node.children) Boost(boost, child);
}

}  // namespace akin
