#ifndef AKIN_SERVICES_WEB_PAGES_COMPARE_PAGE_H_
#define AKIN_SERVICES_WEB_PAGES_COMPARE_PAGE_H_

#include <string>

#include "absl/types/optional.h"
#include "services/web/pages/page.h"
#include "services/web/pages/similar_list.h"

namespace akin {

// A text that was pasted.
struct PastedText {
  std::string headline;
  std::string text;
  std::string recency;
};

// The form, with the text that was pasted, and its Similar News once there are some. `wish`: what
// the form still needs.
Page ComparePage(const PageContext& context, const PastedText& pasted, const std::string& wish,
                 const absl::optional<SimilarPlace>& similar);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_COMPARE_PAGE_H_
