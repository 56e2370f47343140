#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_TITLE_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_TITLE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/page/page_tree.h"
#include "services/ingestion/parse/page/site_names.h"

namespace akin {

// The article's headline: `stated` (by the metadata), else what <title> or the first heading say,
// without the name of the site in front or behind ("Headline | The Daily Wire"), which `site` and
// the heading that the page shows tell.
std::string ChooseTitle(const PageTree& page, absl::string_view stated, const SiteNames& site);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_PAGE_TITLE_H_
