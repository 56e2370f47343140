#ifndef AKIN_SERVICES_WEB_PAGES_FRONT_PAGE_H_
#define AKIN_SERVICES_WEB_PAGES_FRONT_PAGE_H_

#include "absl/status/statusor.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/web/pages/facets.h"
#include "services/web/pages/page.h"

namespace akin {

// What the front page is made of; an error is told in the place of what is missing.
struct FrontNews {
  absl::StatusOr<recommendation::v1::ListStoriesResponse> stories;
  // The newest articles, with facets.
  absl::StatusOr<search::v1::SearchArticlesResponse> latest;
  // Of the newest articles; the stories are left out where it is set.
  Narrowing narrowing;
};

// How many stories it shows.
inline constexpr int kFrontStories = 11;

// Stories that most sources report lead; then the newest articles.
Page FrontPage(const PageContext& context, const FrontNews& news);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_FRONT_PAGE_H_
