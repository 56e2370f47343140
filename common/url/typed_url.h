#ifndef AKIN_COMMON_URL_TYPED_URL_H_
#define AKIN_COMMON_URL_TYPED_URL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace akin {

// The http(s) address that people mean by `text` where they give the address of a feed:
// "feed://wire.example/rss" and "feed:https://…" as links to feeds are written, "wire.example/rss"
// and "wire.example:8080" without a scheme, which is http then. nullopt if it is none. Thread-safe.
absl::optional<std::string> ReadTypedUrl(absl::string_view text);

}  // namespace akin

#endif  // AKIN_COMMON_URL_TYPED_URL_H_
