#ifndef AKIN_SERVICES_WEB_PAGES_SIMILAR_LIST_H_
#define AKIN_SERVICES_WEB_PAGES_SIMILAR_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/web/pages/modes.h"
#include "services/web/pages/page.h"

namespace akin {

using RecencyChoice = Mode<recommendation::v1::RecencyMode>;
const std::vector<RecencyChoice>& RecencyModes();

// The place of Similar News.
struct SimilarPlace {
  // An error is told in the list's place.
  absl::StatusOr<recommendation::v1::ListSimilarArticlesResponse> list;
  // Key of the mode that it is in.
  std::string recency;
  // Where the page is in another mode: this with "?recency=KEY". Empty: no switch.
  std::string page_url;
  // Where the list is to be had alone, with more patience. Empty: nowhere.
  std::string fill_url;
};

// Adds it as {{>SIMILAR}}.
void AddSimilarList(const PageContext& context, const SimilarPlace& similar,
                    ctemplate::TemplateDictionary& values);

// The list alone, as HTML.
std::string SimilarListAlone(const PageContext& context, const SimilarPlace& similar);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_SIMILAR_LIST_H_
