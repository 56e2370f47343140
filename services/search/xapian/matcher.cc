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

// BM25's: how soon more of the same word tells nothing more, and how much a long text is less about
// each of its words. Chosen as those of query_builder.cc.
constexpr double kK1 = 1.3;
constexpr double kB = 0.75;

// Queries of more words were pasted, and a spelling takes longer to find than an article.
constexpr size_t kMaxCorrected = 16;

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
      plan_(PlanQuery(request.query_text, request.query, reader.main_languages)) {
  if (request_.query.kind == QueryNode::Kind::kAll) {
    query_ = Filtered(xapian_schema::EveryArticle(), filter_.query);
  } else if (const auto named = builder_.Named(request_.query_text)) {
    query_ = Filtered(*named, filter_.query);
  } else {
    FindWhatMatches();
  }
}

// Demands less as long as nothing matches.
void Matcher::FindWhatMatches() {
  using Demand = QueryBuilder::Demand;
  const bool all = plan_.wants_all;
  SetDemand(all ? Demand::kAll : Demand::kAny, !plan_.is_question);
  const bool can_relax = all ? plan_.words.size() > 1 || !plan_.pairs.empty()
                             : !plan_.words.empty() || !plan_.phrase_words.empty();
  if (!can_relax || Matches(query_)) return;
  relaxed_ = true;
  SetDemand(Demand::kAny, all);
  if (!all && !Matches(query_)) SetDemand(Demand::kAnything, false);
}

void Matcher::SetDemand(QueryBuilder::Demand demand, bool with_phrases) {
  query_ = Filtered(builder_.Build(plan_, demand, with_phrases), filter_.query);
}

bool Matcher::Matches(const Query& query) const {
  Xapian::Enquire enquire = NewEnquire(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return !Run(enquire, 1, 0).empty();
}

// Which words and phrases of the query the article lacks.
std::vector<std::string> Matcher::LeftOut(const std::string& name) const {
  const Query article(xapian_schema::Term(xapian_schema::kName, name));
  std::vector<std::string> left_out;
  for (const PlainWord& plain : plan_.words) {
    const Query has_word = Filtered(builder_.BuildWord(plain.word), article);
    if (!Matches(has_word)) left_out.push_back(plain.text);
  }
  for (const QueryNode& phrase : plan_.phrases) {
    const Query has_phrase = Filtered(builder_.BuildStrict(phrase), article);
    if (!Matches(has_phrase)) left_out.push_back(phrase.text);
  }
  return left_out;
}

MatchResult Matcher::Find() {
  MatchResult result;
  result.position = reader_.state.position;
  request_.order == search::v1::SEARCH_ORDER_RELEVANCE_WITH_RECENCY ? FindByRecency(result)
                                                                    : FindInOrder(result);
  CountFacets(result);
  result.relaxed = relaxed_ && !result.matches.empty();
  if (result.relaxed) result.left_out = LeftOut(result.matches.front().name);
  if (plan_.words.size() <= kMaxCorrected) {
    result.corrected_query = builder_.Correct(request_.query_text, request_.query);
  }
  return result;
}

Xapian::Enquire Matcher::NewEnquire(const Query& query) const {
  Xapian::Enquire enquire(reader_.database);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BM25Weight(kK1, 0, 0, kB, 0));
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

// The best by weight are looked at twice, but where a match has all of a few keywords, which tells
// enough.
std::vector<SecondLook::Match> Matcher::Ranked(const Xapian::MSet& found) const {
  std::vector<SecondLook::Match> matches;
  for (auto match = found.begin(); match != found.end(); ++match) {
    matches.push_back({*match, match.get_weight()});
  }
  const bool has_all = plan_.wants_all && !relaxed_;
  if (has_all || request_.order == search::v1::SEARCH_ORDER_TIME) return matches;
  SecondLook(reader_.database, plan_).Apply(matches);
  return matches;
}

void Matcher::FindInOrder(MatchResult& result) {
  const Xapian::MSet found = RunInOrder(query_);
  for (const SecondLook::Match& match : Ranked(found)) {
    result.matches.push_back({NameOf(reader_.database.get_document(match.id)), match.weight});
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
  AddCandidates(Ranked(best), now, candidates);
  if (TotalOf(best) > request_.max_matches) {
    AddCandidates(Ranked(RunInOrder(Filtered(query_, recent))), now, candidates);
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

void Matcher::AddCandidates(const std::vector<SecondLook::Match>& found, absl::Time now,
                            std::vector<Candidate>& candidates) const {
  for (const SecondLook::Match& match : found) {
    const Xapian::Document document = reader_.database.get_document(match.id);
    Candidate candidate;
    candidate.id = match.id;
    candidate.order = document.get_value(xapian_schema::kPublishTime);
    candidate.score =
        match.weight * RecencyFactor(now - xapian_schema::DecodeTime(candidate.order));
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
