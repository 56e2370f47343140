#ifndef AKIN_COMMON_URL_SITE_H_
#define AKIN_COMMON_URL_SITE_H_

#include "absl/strings/string_view.h"

namespace akin {

// Whether two hosts, as UrlHost gives them, are of one site: the same name below a public suffix
// (publicsuffix.org, as Debian's libpsl has it). "feeds.paper.co.uk" and "paper.co.uk" are,
// "a.co.uk" and "b.co.uk" are not, nor are two blogs of one host of blogs. An IP address is a site
// of its own. Thread-safe.
bool AreOneSite(absl::string_view host, absl::string_view other);

}  // namespace akin

#endif  // AKIN_COMMON_URL_SITE_H_
