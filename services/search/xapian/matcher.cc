#include "services/search/xapian/matcher.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using search::v1::Facet;
using search::v1::FacetField;
using Xapian::Query;

// Totals are exact up to this.
constexpr Xapian::doccount kExactTotal = 1000;

constexpr absl::Duration kHalfLife = absl::Hours(24 * 7);
// Articles of this age are looked through by themselves, lest many better but older matches hide
// them from the ranking with recency.
constexpr absl::Duration kRecent = absl::Hours(24 * 7);

xapian_schema::Slot SlotOf(FacetField field) {
  if (field == search::v1::FACET_FIELD_LANGUAGE) return xapian_schema::kLanguage;
  if (field == search::v1::FACET_FIELD_CATEGORY) return xapian_schema::kCategories;
  return xapian_schema::kSource;
}

// Counts the values that a slot has in all matches.
class FacetSpy : public Xapian::MatchSpy {
 public:
  explicit FacetSpy(FacetField field) : field_(field), slot_(SlotOf(field)) {}

  void operator()(const Xapian::Document& document, double) override {
    const std::string values = document.get_value(slot_);
    for (const absl::string_view value :
         absl::StrSplit(values, xapian_schema::kSeparator, absl::SkipEmpty())) {
      ++counts_[value];
    }
  }

  Facet Top(size_t size) const {
    std::vector<std::pair<int64_t, absl::string_view>> order;
    for (const auto& [value, count] : counts_) order.emplace_back(-count, value);
    std::sort(order.begin(), order.end());
    if (order.size() > size) order.resize(size);
    Facet facet;
    facet.set_field(field_);
    for (const auto& [negated, value] : order) {
      search::v1::FacetValue& entry = *facet.add_values();
      entry.set_value(std::string(value));
      entry.set_count(-negated);
    }
    return facet;
  }

 private:
  const FacetField field_;
  const xapian_schema::Slot slot_;
  absl::flat_hash_map<std::string, int64_t> counts_;
};

std::string NameOf(const Xapian::Document& document) {
  return document.get_value(xapian_schema::kNameValue);
}

Query Filtered(const Query& query, const Query& filter) {
  return Query(Query::OP_FILTER, query, filter);
}

}  // namespace

double RecencyFactor(absl::Duration age) {
  const double half_lives = std::max(0.0, absl::FDivDuration(age, kHalfLife));
  return 0.25 + 0.75 * std::exp2(-half_lives);
}

Matcher::Matcher(const IndexReader& reader, const MatchRequest& request)
    : reader_(reader),
      request_(request),
      builder_(reader.database, reader.languages),
      filter_(PushDown(request.filter)),
      decider_(request.filter),
      query_(Filtered(builder_.Build(request.query), filter_.query)) {}

MatchResult Matcher::Find() {
  MatchResult result;
  result.position = reader_.state.position;
  request_.order == search::v1::SEARCH_ORDER_RELEVANCE_WITH_RECENCY ? FindByRecency(result)
                                                                    : FindInOrder(result);
  CountFacets(result);
  result.corrected_query = builder_.Correct(request_.query_text, request_.query);
  return result;
}

Xapian::Enquire Matcher::NewEnquire(const Query& query) const {
  Xapian::Enquire enquire(reader_.database);
  enquire.set_query(query);
  return enquire;
}

Xapian::MSet Matcher::Run(Xapian::Enquire& enquire, Xapian::doccount size,
                          Xapian::doccount check_at_least) const {
  return enquire.get_mset(0, size, check_at_least, nullptr, filter_.complete ? nullptr : &decider_);
}

// By weight or by time; equals by time, then by name, so that every replica has the same order.
Xapian::MSet Matcher::RunInOrder(const Query& query) const {
  Xapian::Enquire enquire = NewEnquire(query);
  if (request_.order == search::v1::SEARCH_ORDER_TIME) {
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_sort_by_value(xapian_schema::kPublishTime, /*reverse=*/true);
  } else {
    enquire.set_sort_by_relevance_then_value(xapian_schema::kPublishTime, /*reverse=*/true);
  }
  if (request_.collapse_stories) enquire.set_collapse_key(xapian_schema::kStory);
  const auto size = static_cast<Xapian::doccount>(request_.max_matches);
  return Run(enquire, size, kExactTotal + 1);
}

void Matcher::FindInOrder(MatchResult& result) {
  const Xapian::MSet found = RunInOrder(query_);
  for (auto match = found.begin(); match != found.end(); ++match) {
    result.matches.push_back({NameOf(match.get_document()), match.get_weight()});
  }
  result.total = TotalOf(found);
}

int64_t Matcher::TotalOf(const Xapian::MSet& found) const {
  const bool all = found.size() < static_cast<Xapian::doccount>(request_.max_matches);
  return all ? found.size() : found.get_matches_estimated();
}

// The best matches of all times and the best recent ones, weighed together. With collapsing, both
// lists have one article per story, and of two the better one stays.
void Matcher::FindByRecency(MatchResult& result) {
  const absl::Time now = reader_.state.as_of;
  const Query recent(Query::OP_VALUE_GE, xapian_schema::kPublishTime,
                     xapian_schema::EncodeTime(now - kRecent));
  const Xapian::MSet best = RunInOrder(query_);
  std::vector<Candidate> candidates;
  AddCandidates(best, now, candidates);
  if (TotalOf(best) > request_.max_matches) {
    AddCandidates(RunInOrder(Filtered(query_, recent)), now, candidates);
  }
  std::sort(candidates.begin(), candidates.end());
  absl::flat_hash_set<Xapian::docid> seen;
  absl::flat_hash_set<absl::string_view> stories;
  for (const Candidate& candidate : candidates) {
    if (result.matches.size() >= static_cast<size_t>(request_.max_matches)) break;
    if (!seen.insert(candidate.id).second) continue;
    if (!candidate.story.empty() && !stories.insert(candidate.story).second) continue;
    result.matches.push_back(
        {NameOf(reader_.database.get_document(candidate.id)), candidate.score});
  }
  result.total = TotalOf(best);
}

void Matcher::AddCandidates(const Xapian::MSet& found, absl::Time now,
                            std::vector<Candidate>& candidates) const {
  for (auto match = found.begin(); match != found.end(); ++match) {
    const Xapian::Document document = match.get_document();
    Candidate candidate;
    candidate.id = *match;
    candidate.order = document.get_value(xapian_schema::kPublishTime);
    candidate.score =
        match.get_weight() * RecencyFactor(now - xapian_schema::DecodeTime(candidate.order));
    if (request_.collapse_stories) candidate.story = document.get_value(xapian_schema::kStory);
    candidates.push_back(std::move(candidate));
  }
}

void Matcher::CountFacets(MatchResult& result) {
  if (request_.facets.empty()) return;
  Xapian::Enquire enquire = NewEnquire(query_);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  std::vector<std::unique_ptr<FacetSpy>> spies;
  for (const int field : request_.facets) {
    spies.push_back(std::make_unique<FacetSpy>(static_cast<FacetField>(field)));
    enquire.add_matchspy(spies.back().get());
  }
  Run(enquire, 0, reader_.database.get_doccount());
  for (const auto& spy : spies) {
    result.facets.push_back(spy->Top(static_cast<size_t>(request_.facet_size)));
  }
}

int Matcher::CountStory(const std::string& story) {
  const Query member(xapian_schema::Term(xapian_schema::kExactStory, story));
  Xapian::Enquire enquire = NewEnquire(Filtered(query_, member));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return static_cast<int>(Run(enquire, 0, reader_.database.get_doccount()).get_matches_estimated());
}

}  // namespace akin
