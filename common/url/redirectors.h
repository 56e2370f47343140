#ifndef AKIN_COMMON_URL_REDIRECTORS_H_
#define AKIN_COMMON_URL_REDIRECTORS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace akin {

// The absolute http(s) address that an address of a known redirector carries, such as
// "https://www.google.com/url?url=…" and AMP's caches do; nullopt for others. Thread-safe.
absl::optional<std::string> RedirectTarget(absl::string_view url);

}  // namespace akin

#endif  // AKIN_COMMON_URL_REDIRECTORS_H_
