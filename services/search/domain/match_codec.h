#ifndef AKIN_SERVICES_SEARCH_DOMAIN_MATCH_CODEC_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_MATCH_CODEC_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/search/domain/article_index.h"

namespace akin {

// What is kept of a result in caches: everything but how the cache had part in it. Ids and weights,
// no text of articles.
std::string EncodeMatchResult(const MatchResult& result);

// DATA_LOSS for bytes that are none.
absl::StatusOr<MatchResult> DecodeMatchResult(absl::string_view bytes);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_MATCH_CODEC_H_
