#include "common/page/page_token.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/errors.h"
#include "common/text/fingerprint.h"

namespace akin {
namespace {

constexpr size_t kChecksumSize = 16;

std::string Checksum(absl::string_view content) {
  return absl::StrCat(absl::Hex(FingerprintText(content), absl::kZeroPad16));
}

bool ParseContent(absl::string_view content, PageToken& token) {
  const std::vector<absl::string_view> parts = absl::StrSplit(content, absl::MaxSplits(' ', 3));
  if (parts.size() != 4) return false;
  token.position.log_id = std::string(parts[2]);
  token.cursor = std::string(parts[3]);
  return absl::SimpleHexAtoi(parts[0], &token.arguments) &&
         absl::SimpleAtoi(parts[1], &token.position.revision);
}

}  // namespace

std::string EncodePageToken(const PageToken& token) {
  const std::string content = absl::StrCat(absl::Hex(token.arguments), " ", token.position.revision,
                                           " ", token.position.log_id, " ", token.cursor);
  return absl::WebSafeBase64Escape(absl::StrCat(Checksum(content), content));
}

absl::StatusOr<PageToken> DecodePageToken(absl::string_view text, uint64_t arguments) {
  std::string bytes;
  PageToken token;
  const bool whole = absl::WebSafeBase64Unescape(text, &bytes) && bytes.size() > kChecksumSize &&
                     bytes.substr(0, kChecksumSize) == Checksum(bytes.substr(kChecksumSize)) &&
                     ParseContent(absl::string_view(bytes).substr(kChecksumSize), token);
  if (!whole) return InvalidField("page_token", "not a token of this service");
  if (token.arguments != arguments) {
    return InvalidField("page_token", "belongs to a request with other arguments");
  }
  return token;
}

absl::StatusOr<int> PageSize(int wanted, int unset, int limit) {
  if (wanted < 0) return InvalidField("page_size", absl::StrCat(wanted, ", want >= 0"));
  return wanted == 0 ? unset : std::min(wanted, limit);
}

}  // namespace akin
