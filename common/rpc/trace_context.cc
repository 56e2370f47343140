#include "common/rpc/trace_context.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

// "<version>-<trace id>-<parent id>-<flags>"
constexpr size_t kTraceAt = 3, kParentAt = 36, kFlagsAt = 53, kLength = 55;

bool IsLowerHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isxdigit(c) && !absl::ascii_isupper(c); });
}

bool IsId(absl::string_view text) {
  return IsLowerHex(text) && text.find_first_not_of('0') != absl::string_view::npos;
}

// Later versions may only add fields behind another '-'.
bool HasKnownShape(absl::string_view text) {
  if (text.size() < kLength || text[kTraceAt - 1] != '-' || text[kParentAt - 1] != '-' ||
      text[kFlagsAt - 1] != '-') {
    return false;
  }
  return text.size() == kLength || (text.substr(0, 2) != "00" && text[kLength] == '-');
}

bool IsTraceparent(absl::string_view text) {
  return HasKnownShape(text) && IsLowerHex(text.substr(0, 2)) && text.substr(0, 2) != "ff" &&
         IsId(text.substr(kTraceAt, 32)) && IsId(text.substr(kParentAt, 16)) &&
         IsLowerHex(text.substr(kFlagsAt, 2));
}

std::string NewTraceparent() {
  thread_local absl::BitGen random;
  const auto digits = [](uint64_t number) { return absl::Hex(number, absl::kZeroPad16); };
  return absl::StrCat("00-", digits(absl::Uniform<uint64_t>(random)),
                      digits(absl::Uniform<uint64_t>(random) | 1), "-",
                      digits(absl::Uniform<uint64_t>(random) | 1), "-01");
}

}  // namespace

std::string ContinueTrace(absl::string_view received) {
  if (!IsTraceparent(received)) return NewTraceparent();
  return absl::StrCat("00", received.substr(2, kLength - 2));
}

}  // namespace akin
