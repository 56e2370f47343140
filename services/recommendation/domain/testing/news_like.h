#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TESTING_NEWS_LIKE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TESTING_NEWS_LIKE_H_

#include <vector>

#include "services/recommendation/domain/text/document.h"

namespace akin {

// The first `count` articles of a made-up news corpus, the same each time.
std::vector<Document> NewsLikeDocuments(int count);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TESTING_NEWS_LIKE_H_
