#ifndef AKIN_SERVICES_WEB_PAGES_MESSAGE_PAGE_H_
#define AKIN_SERVICES_WEB_PAGES_MESSAGE_PAGE_H_

#include "absl/strings/string_view.h"
#include "services/web/pages/page.h"

namespace akin {

// A small page that says what an HTTP status means here, and where to go from it. `detail`: in the
// words of whoever refused it.
Page MessagePage(int http_status, absl::string_view detail = "");

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_MESSAGE_PAGE_H_
