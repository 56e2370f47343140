#ifndef AKIN_SERVICES_WEB_PAGES_PAGE_H_
#define AKIN_SERVICES_WEB_PAGES_PAGE_H_

#include <string>

#include "absl/time/time.h"

namespace akin {

// What every page is made with.
struct PageContext {
  // The site's name.
  std::string site = "Akin";
  absl::TimeZone zone = absl::UTCTimeZone();
  absl::Time now = absl::UnixEpoch();
};

// A page but for what frames it. `body` is HTML that Expand has made.
struct Page {
  std::string title;
  std::string body;
  // What stands in the search field.
  std::string query = {};
  // Addresses of the page as a feed; empty: it is none.
  std::string atom_url = {};
  std::string json_feed_url = {};
  // Not for search engines: results, errors.
  bool no_index = false;
};

// The whole document.
std::string WholePage(const PageContext& context, const Page& page);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_PAGE_H_
