#ifndef AKIN_SERVICES_STORAGE_DOMAIN_VALIDATION_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_VALIDATION_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"
#include "akin/storage/v1/feed_record.pb.h"

// What storage accepts. All answer INVALID_ARGUMENT "<field>: <wish>".
namespace akin {

struct StoredArticleLimits {
  int64_t max_body_bytes = 1 << 20;
};

// `field` is what the article is called in the request: "articles[3]".
absl::Status ValidateArticle(const news::v1::Article& article, const StoredArticleLimits& limits,
                             absl::string_view field);

// `name` is `articles/{id}`; ids are 1 to 256 letters, digits and -._~:@ characters.
absl::Status ValidateArticleName(absl::string_view name, absl::string_view field);

// `name` is `stories/{id}`, with ids of the same form.
absl::Status ValidateStoryName(absl::string_view name, absl::string_view field);

// `name` is `sources/{id}`: 1 to 512 bytes, no control characters.
absl::Status ValidateSourceName(absl::string_view name, absl::string_view field);

// `name` is `feeds/{id}`, with ids of the same form.
absl::Status ValidateFeedName(absl::string_view name, absl::string_view field);

// `field` is what the settings are called in the request.
absl::Status ValidateFeedSettings(const storage::v1::FeedSettings& settings,
                                  absl::string_view field);

// `lease` is "stories" or `feeds/{id}`.
absl::Status ValidateLeaseName(absl::string_view lease, absl::string_view field);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_VALIDATION_H_
