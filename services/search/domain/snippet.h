#ifndef AKIN_SERVICES_SEARCH_DOMAIN_SNIPPET_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_SNIPPET_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "common/text/analysis.h"
#include "services/search/domain/query.h"

namespace akin {

// The words of a query, as they are found again in text of one language. Thread-compatible.
class QueryWords {
 public:
  QueryWords(const QueryNode& query, absl::string_view language);

  bool empty() const { return folded_.empty() && stems_.empty() && prefixes_.empty(); }
  bool Contains(const Token& token) const;

 private:
  absl::flat_hash_set<std::string> folded_;  // of phrases
  absl::flat_hash_set<std::string> stems_;   // of words
  std::vector<std::string> prefixes_;
};

// An extract of at most about 240 bytes of the article's summary or body, around the most of the
// query's words, which are highlighted. Without any of them: how the text begins.
search::v1::Snippet MakeSnippet(const news::v1::Article& article, const QueryNode& query);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_SNIPPET_H_
