#ifndef AKIN_SERVICES_SEARCH_DOMAIN_ARTICLE_INDEX_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_ARTICLE_INDEX_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "akin/news/v1/article.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "common/cache/cache.h"
#include "common/filter/filter.h"
#include "common/view/revision_gate.h"
#include "services/search/domain/query.h"
#include "services/search/domain/search_rules.h"

namespace akin {

// How the weight of a match goes down as it ages: `floor` of it stays, the half of the rest goes in
// each half-life. By default a much better match wins over any newer one.
struct Recency {
  absl::Duration half_life = absl::Hours(24 * 7);
  double floor = 0.25;
};

// What is looked for, in parsed form. The texts are what the parsed forms were made of, so that
// equal requests can be told by them.
struct MatchRequest {
  std::string query_text;
  QueryNode query;
  std::string filter_text;
  Filter filter;
  // When the query is asked, and by which time zone's days it counts.
  QueryTime time;
  std::string time_zone;
  // What the newsroom says of queries, as `query` was read by.
  std::shared_ptr<const SearchRules> rules = std::make_shared<const SearchRules>();
  // The primary subtag of the query's language; empty: any that many articles have.
  std::string language;
  Recency recency;
  search::v1::SearchOrder order = search::v1::SEARCH_ORDER_RELEVANCE;
  bool collapse_stories = false;
  std::vector<search::v1::FacetField> facets;
  // Values of a facet, at most; and of one over time.
  int facet_size = 10;
  int time_facet_size = 10;
  // Matches that are returned, at most: as many as pages can be turned.
  int max_matches = 1000;
  // Of what is described: the weights of terms.
  bool explain = false;

  // What an index behind a cache must know: see CacheQuery.
  int64_t min_revision = 0;
  absl::Duration max_staleness = absl::InfiniteDuration();
  absl::Time deadline = absl::InfiniteFuture();
};

struct Match {
  std::string name;
  double score = 0;
  bool is_pinned = false;  // an editor wants it first
};

struct MatchResult {
  // What the result is of.
  LogPosition position;
  // Best first, without repetition; one per story if collapsed.
  std::vector<Match> matches;
  // Exact up to 1,000, an estimate above.
  int64_t total = 0;
  // In the order asked for.
  std::vector<search::v1::Facet> facets;
  // The query with each word that no live article has replaced by a similar one that some have;
  // empty if there is none such.
  std::string corrected_query;
  // Nothing has all that was demanded, so that matches need not; what the best one lacks.
  bool relaxed = false;
  std::vector<std::string> left_out;
  // Words of the query that nothing has, with what they were taken for instead: the matches are
  // those of the corrected query.
  std::vector<std::pair<std::string, std::string>> read_as;

  // How the cache had part in it; nothing if there is none.
  absl::optional<CacheInfo> cache;
};

// A live article among the matches.
struct MatchedArticle {
  news::v1::Article article;  // complete
  int story_count = 1;        // with collapse_stories: matching articles of its story
  // What it weighs of each term that the query wants, in order; empty if not asked for.
  std::vector<double> term_weights;
};

struct MatchedArticles {
  LogPosition position;
  // In the order of the names asked for; nothing for those not live any more.
  std::vector<absl::optional<MatchedArticle>> articles;
};

// A match in the order of publication, by the name of the article and its place in that order.
struct PlacedMatch {
  std::string name;
  std::string place;
};

// Matches in the order of publication, latest first.
struct MatchStretch {
  LogPosition position;
  std::vector<PlacedMatch> matches;
  // Whether there are any behind the last.
  bool has_more = false;
};

struct Suggestions {
  LogPosition position;
  std::vector<search::v1::QuerySuggestion> suggestions;  // best first
};

// Full-text search over live articles. Thread-safe. Each call answers from one state of the log,
// whose position it tells; a withdrawn article is in no state from its withdrawal on. Faults of the
// medium surface as UNAVAILABLE.
class ArticleIndex {
 public:
  virtual ~ArticleIndex() = default;

  // The articles that match, as names and weights.
  virtual absl::StatusOr<MatchResult> FindMatches(const MatchRequest& request) const = 0;

  // At most `size` of all articles that match, however many they are, behind a place ("": from the
  // first on). An article keeps its place as long as its time stays.
  virtual absl::StatusOr<MatchStretch> ListMatches(const MatchRequest& request,
                                                   absl::string_view behind, int size) const = 0;

  // What is shown of some of the matches of `request`. Never from a cache: this is where an article
  // withdrawn since then is left out.
  virtual absl::StatusOr<MatchedArticles> Describe(const MatchRequest& request,
                                                   absl::Span<const Match> matches) const = 0;

  // Ways to go on from `prefix`, from the headlines of live articles.
  virtual absl::StatusOr<Suggestions> Suggest(absl::string_view prefix, int max_results) const = 0;

  // What reads see now.
  virtual LogPosition served_position() const = 0;
  virtual int64_t article_count() const = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_ARTICLE_INDEX_H_
