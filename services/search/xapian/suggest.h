#ifndef AKIN_SERVICES_SEARCH_XAPIAN_SUGGEST_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_SUGGEST_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/search/xapian/reader_pool.h"

namespace akin {

// Completions of what a reader has begun to type: runs of words as they stand in headlines, that
// begin with it, the most frequent first. Made from the newest headlines that match, counted in
// all.
std::vector<search::v1::QuerySuggestion> SuggestFromHeadlines(const IndexReader& reader,
                                                              absl::string_view prefix,
                                                              int max_results);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_SUGGEST_H_
