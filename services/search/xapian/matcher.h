#ifndef AKIN_SERVICES_SEARCH_XAPIAN_MATCHER_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_MATCHER_H_

#include <xapian.h>

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/search/domain/article_index.h"
#include "services/search/xapian/filter_builder.h"
#include "services/search/xapian/query_builder.h"
#include "services/search/xapian/reader_pool.h"
#include "services/search/xapian/second_look.h"

namespace akin {

// What is left of a match's weight at an age: the half goes in a week, and a quarter always stays,
// so that a much better match wins over any newer one.
double RecencyFactor(absl::Duration age);

// One request against one state of the index. One thread; what it is made of must outlive it.
// Throws Xapian::Error.
class Matcher {
 public:
  Matcher(const IndexReader& reader, const MatchRequest& request);

  MatchResult Find();

  // How many matches belong to `story`.
  int CountStory(const std::string& story);

 private:
  void FindWhatMatches();
  void SetDemand(QueryBuilder::Demand demand, bool with_phrases);
  bool Matches(const Xapian::Query& query) const;
  std::vector<std::string> LeftOut(const std::string& name) const;

  Xapian::Enquire NewEnquire(const Xapian::Query& query) const;
  Xapian::MSet Run(Xapian::Enquire& enquire, Xapian::doccount size,
                   Xapian::doccount check_at_least) const;

  struct Candidate {
    Xapian::docid id = 0;
    std::string story;  // with collapsing
    std::string order;  // by time, then by name
    double score = 0;
    bool operator<(const Candidate& other) const {
      return score != other.score ? score > other.score : order > other.order;
    }
  };

  Xapian::MSet RunInOrder(const Xapian::Query& query) const;
  std::vector<SecondLook::Match> Ranked(const Xapian::MSet& found) const;
  int64_t TotalOf(const Xapian::MSet& found) const;
  void FindInOrder(MatchResult& result);
  void FindByRecency(MatchResult& result);
  void AddCandidates(const std::vector<SecondLook::Match>& found, absl::Time now,
                     std::vector<Candidate>& candidates) const;
  void CountFacets(MatchResult& result);

  const IndexReader& reader_;
  const MatchRequest& request_;
  const QueryBuilder builder_;
  const PushedFilter filter_;
  const FilterDecider decider_;
  const QueryPlan plan_;
  // Matches need not have all that was demanded.
  bool relaxed_ = false;
  Xapian::Query query_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_MATCHER_H_
