#ifndef AKIN_COMMON_PAGE_PAGE_TOKEN_H_
#define AKIN_COMMON_PAGE_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/view/revision_gate.h"

namespace akin {

// What a page token says (AIP-158). Opaque to clients, not secret.
struct PageToken {
  uint64_t arguments = 0;  // fingerprint of the request that it belongs to
  LogPosition position;    // what the first page was made of
  std::string cursor;      // where the next page begins, in the service's own terms
};

std::string EncodePageToken(const PageToken& token);

// INVALID_ARGUMENT naming `page_token` for what is none, or belongs to other arguments.
absl::StatusOr<PageToken> DecodePageToken(absl::string_view text, uint64_t arguments);

// INVALID_ARGUMENT naming `page_size` if it is negative; else `wanted` (0: `unset`), at most `limit`.
absl::StatusOr<int> PageSize(int wanted, int unset, int limit);

}  // namespace akin

#endif  // AKIN_COMMON_PAGE_PAGE_TOKEN_H_
