#ifndef AKIN_SERVICES_SEARCH_XAPIAN_MATCHER_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_MATCHER_H_

#include <xapian.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/search/domain/article_index.h"
#include "services/search/xapian/filter_builder.h"
#include "services/search/xapian/query_builder.h"
#include "services/search/xapian/reader_pool.h"
#include "services/search/xapian/second_look.h"
#include "services/search/xapian/weights.h"

namespace akin {

// What is left of a match's weight at an age.
double RecencyFactor(absl::Duration age, const Recency& recency);

// One request against one state of the index. One thread; what it is made of must outlive it.
// Throws Xapian::Error.
class Matcher {
 public:
  // What it is made for.
  enum class Use { kFind, kOther };

  Matcher(const IndexReader& reader, const MatchRequest& request, const SearchWeights& weights,
          Use use = Use::kOther);

  MatchResult Find();

  // The matches behind a place in the order of time, see ArticleIndex::ListMatches.
  MatchStretch List(absl::string_view behind, int size) const;

  // How many matches belong to `story`.
  int CountStory(const std::string& story);

  // What an article weighs of each term that the query wants.
  std::vector<double> TermWeights(const std::string& name) const;

 private:
  QueryPlan Plan(absl::string_view text, const QueryNode& query) const;
  void FindWhatMatches();
  bool ReadOtherwise();
  void Relax();
  void DemandAsAsked();
  void SetDemand(QueryBuilder::Demand demand, bool with_phrases);
  bool Matches(const Xapian::Query& query) const;
  bool AnythingMatches();
  void TellOfSpelling(MatchResult& result);
  void PlacePicks(MatchResult& result) const;
  void AddStoryOf(const Xapian::Query& article, absl::flat_hash_set<std::string>& names) const;
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
  const Xapian::MSet& FoundInOrder();
  std::vector<SecondLook::Match> Ranked(const Xapian::MSet& found) const;
  int64_t TotalOf(const Xapian::MSet& found) const;
  void AddMatches(const std::vector<SecondLook::Match>& found, MatchResult& result) const;
  void FindOrdered(MatchResult& result);
  void FindByStorySize(MatchResult& result);
  void FindInOrder(MatchResult& result);
  void FindByRecency(MatchResult& result);
  void AddCandidates(const std::vector<SecondLook::Match>& found, absl::Time now,
                     std::vector<Candidate>& candidates) const;
  void CountFacets(MatchResult& result);

  const IndexReader& reader_;
  const MatchRequest& request_;
  const SearchWeights& weights_;
  // Those that the query may be in.
  const std::vector<std::string> languages_;
  const QueryBuilder builder_;
  const PushedFilter filter_;
  const FilterDecider decider_;
  QueryPlan plan_;
  // Words that nothing has, of which the query's other reading is made, if it came to that.
  absl::optional<std::vector<Correction>> corrections_;
  bool read_otherwise_ = false;
  // Matches need not have all that was demanded.
  bool relaxed_ = false;
  Xapian::Query query_;
  // What it has, once it was run: what matches is decided by the answer itself where there will be
  // one.
  const bool is_answer_;
  absl::optional<Xapian::MSet> found_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_MATCHER_H_
