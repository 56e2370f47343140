#include "services/search/xapian/matcher.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <numeric>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/text/search_text.h"
#include "services/search/xapian/facet_spy.h"
#include "services/search/xapian/schema.h"
#include "services/search/xapian/story_sizes.h"

namespace akin {
namespace {

using Xapian::Query;

// Totals are exact up to this.
constexpr Xapian::doccount kExactTotal = 1000;

// Of more terms than this it is not told what each weighs.
constexpr size_t kMaxExplained = 64;

// Queries of more words were pasted, and a spelling takes longer to find than an article.
constexpr size_t kMaxCorrected = 16;

// The languages whose stems the query's words may have.
std::vector<std::string> StemmedLanguages(const IndexReader& reader, const MatchRequest& request) {
  if (request.language.empty()) return reader.languages;
  if (!HasStemmer(request.language)) return {};
  return {request.language};
}

std::string NameOf(const Xapian::Document& document) {
  return document.get_value(xapian_schema::kNameValue);
}

std::vector<SecondLook::Match> Weighed(const Xapian::MSet& found) {
  std::vector<SecondLook::Match> matches;
  for (auto match = found.begin(); match != found.end(); ++match) {
    matches.push_back({*match, match.get_weight()});
  }
  return matches;
}

Query Filtered(const Query& query, const Query& filter) {
  return Query(Query::OP_FILTER, query, filter);
}

}  // namespace

double RecencyFactor(absl::Duration age, const Recency& recency) {
  const double half_lives = std::max(0.0, absl::FDivDuration(age, recency.half_life));
  return recency.floor + (1 - recency.floor) * std::exp2(-half_lives);
}

Matcher::Matcher(const IndexReader& reader, const MatchRequest& request,
                 const SearchWeights& weights, Use use)
    : reader_(reader),
      request_(request),
      weights_(weights),
      languages_(StemmedLanguages(reader, request)),
      builder_(reader.database, languages_, weights),
      filter_(PushDown(request.filter)),
      decider_(request.filter),
      plan_(Plan(request.query_text, request.query)),
      is_answer_(use == Use::kFind && request.order != search::v1::SEARCH_ORDER_STORY_SIZE) {
  if (request_.query.kind == QueryNode::Kind::kAll) {
    query_ = Filtered(xapian_schema::EveryArticle(), filter_.query);
  } else if (const auto named = builder_.Named(request_.query_text)) {
    query_ = Filtered(*named, filter_.query);
  } else {
    FindWhatMatches();
  }
}

QueryPlan Matcher::Plan(absl::string_view text, const QueryNode& query) const {
  if (request_.language.empty()) return PlanQuery(text, query, reader_.main_languages);
  return PlanQuery(text, query, {request_.language});
}

// Reads otherwise what nothing has, and then demands less, as long as nothing matches.
void Matcher::FindWhatMatches() {
  DemandAsAsked();
  if (AnythingMatches()) return;
  if (ReadOtherwise() && AnythingMatches()) return;
  Relax();
}

void Matcher::DemandAsAsked() {
  using Demand = QueryBuilder::Demand;
  SetDemand(plan_.wants_all ? Demand::kAll : Demand::kAny, !plan_.is_question);
}

// Takes words that nothing has for similar ones that something has.
bool Matcher::ReadOtherwise() {
  if (plan_.words.size() > kMaxCorrected) return false;
  corrections_ = builder_.Correct(request_.query);
  if (corrections_->empty()) return false;
  const std::string text = Corrected(request_.query_text, *corrections_);
  const auto query = ReadQuery(text, request_.time, *request_.rules);
  if (!query.ok()) return false;
  read_otherwise_ = true;
  plan_ = Plan(text, *query);
  DemandAsAsked();
  return true;
}

void Matcher::Relax() {
  using Demand = QueryBuilder::Demand;
  const bool all = plan_.wants_all;
  const bool can_relax = all ? plan_.words.size() > 1 || !plan_.pairs.empty()
                             : !plan_.words.empty() || !plan_.phrase_words.empty();
  if (!can_relax) return;
  relaxed_ = true;
  SetDemand(Demand::kAny, all);
  if (!all && !AnythingMatches()) SetDemand(Demand::kAnything, false);
}

void Matcher::SetDemand(QueryBuilder::Demand demand, bool with_phrases) {
  query_ = Filtered(builder_.Build(plan_, demand, with_phrases), filter_.query);
  found_.reset();
}

bool Matcher::AnythingMatches() { return is_answer_ ? !FoundInOrder().empty() : Matches(query_); }

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
    const Query has_word = Filtered(builder_.BuildPlain(plain), article);
    if (!Matches(has_word)) left_out.push_back(plain.text);
  }
  for (const QueryNode& phrase : plan_.phrases) {
    const Query has_phrase = Filtered(builder_.BuildStrict(phrase), article);
    if (!Matches(has_phrase)) left_out.push_back(phrase.text);
  }
  return left_out;
}

void Matcher::FindOrdered(MatchResult& result) {
  switch (request_.order) {
    case search::v1::SEARCH_ORDER_RELEVANCE_WITH_RECENCY:
      return FindByRecency(result);
    case search::v1::SEARCH_ORDER_STORY_SIZE:
      return FindByStorySize(result);
    default:
      return FindInOrder(result);
  }
}

MatchResult Matcher::Find() {
  MatchResult result;
  result.position = reader_.state.position;
  FindOrdered(result);
  if (request_.order != search::v1::SEARCH_ORDER_TIME) PlacePicks(result);
  CountFacets(result);
  result.relaxed = relaxed_ && !result.matches.empty();
  if (result.relaxed) result.left_out = LeftOut(result.matches.front().name);
  TellOfSpelling(result);
  return result;
}

// Puts first what editors want first, if the filter lets it, and last what they want last.
void Matcher::PlacePicks(MatchResult& result) const {
  const EditorPick* pick = FindPick(request_.query_text, request_.query, *request_.rules);
  if (pick == nullptr) return;
  absl::flat_hash_map<std::string, double> scores;
  for (const Match& match : result.matches) scores.emplace(match.name, match.score);
  std::vector<Match> first, middle, last;
  absl::flat_hash_set<std::string> placed;
  for (const std::string& name : pick->pinned) {
    const Query article(xapian_schema::Term(xapian_schema::kName, name));
    if (placed.contains(name) || !Matches(Filtered(article, filter_.query))) continue;
    const auto score = scores.find(name);
    if (score == scores.end()) ++result.total;
    first.push_back({name, score == scores.end() ? 0 : score->second, /*is_pinned=*/true});
    placed.insert(name);
    if (request_.collapse_stories) AddStoryOf(article, placed);
  }
  for (Match& match : result.matches) {
    if (placed.contains(match.name)) continue;
    const bool is_buried = absl::c_linear_search(pick->buried, match.name);
    (is_buried ? last : middle).push_back(std::move(match));
  }
  result.matches = std::move(first);
  for (std::vector<Match>* rest : {&middle, &last}) {
    std::move(rest->begin(), rest->end(), std::back_inserter(result.matches));
  }
}

// The other articles of the article's story, which takes one place.
void Matcher::AddStoryOf(const Query& article, absl::flat_hash_set<std::string>& names) const {
  Xapian::Enquire enquire = NewEnquire(article);
  const Xapian::MSet found = enquire.get_mset(0, 1);
  const std::string story =
      found.empty() ? "" : found.begin().get_document().get_value(xapian_schema::kStory);
  if (story.empty()) return;
  const std::string term = xapian_schema::Term(xapian_schema::kExactStory, story);
  for (auto at = reader_.database.postlist_begin(term); at != reader_.database.postlist_end(term);
       ++at) {
    names.insert(NameOf(reader_.database.get_document(*at)));
  }
}

// The range ends with the place itself, whose match comes again, and is passed over.
MatchStretch Matcher::List(absl::string_view behind, int size) const {
  Query query = query_;
  if (!behind.empty()) {
    const Query rest(Query::OP_VALUE_LE, xapian_schema::kTime, std::string(behind));
    query = Filtered(query_, rest);
  }
  Xapian::Enquire enquire = NewEnquire(query);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_sort_by_value(xapian_schema::kTime, /*reverse=*/true);
  const Xapian::MSet found = Run(enquire, static_cast<Xapian::doccount>(size) + 1, 0);
  MatchStretch stretch;
  stretch.position = reader_.state.position;
  stretch.has_more = found.size() > static_cast<Xapian::doccount>(size);
  for (auto match = found.begin(); match != found.end(); ++match) {
    const Xapian::Document document = match.get_document();
    std::string place = document.get_value(xapian_schema::kTime);
    if (place != behind) stretch.matches.push_back({NameOf(document), std::move(place)});
  }
  if (stretch.matches.size() > static_cast<size_t>(size)) stretch.matches.pop_back();
  return stretch;
}

void Matcher::TellOfSpelling(MatchResult& result) {
  if (plan_.words.size() > kMaxCorrected) return;
  if (!corrections_) corrections_ = builder_.Correct(request_.query);
  if (corrections_->empty()) return;
  result.corrected_query = Corrected(request_.query_text, *corrections_);
  if (!read_otherwise_ || result.matches.empty()) return;
  for (const Correction& correction : *corrections_) {
    result.read_as.emplace_back(correction.word, correction.better);
  }
}

Xapian::Enquire Matcher::NewEnquire(const Query& query) const {
  Xapian::Enquire enquire(reader_.database);
  enquire.set_query(query);
  enquire.set_weighting_scheme(Xapian::BM25Weight(weights_.k1, 0, 0, weights_.b, 0));
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
    enquire.set_sort_by_value(xapian_schema::kTime, /*reverse=*/true);
  } else {
    enquire.set_sort_by_relevance_then_value(xapian_schema::kTime, /*reverse=*/true);
  }
  if (request_.collapse_stories) enquire.set_collapse_key(xapian_schema::kStory);
  const auto size = static_cast<Xapian::doccount>(request_.max_matches);
  return Run(enquire, size, kExactTotal + 1);
}

const Xapian::MSet& Matcher::FoundInOrder() {
  if (!found_) found_ = RunInOrder(query_);
  return *found_;
}

// The best by weight are looked at twice, but where a match has all of a few keywords, which tells
// enough.
std::vector<SecondLook::Match> Matcher::Ranked(const Xapian::MSet& found) const {
  std::vector<SecondLook::Match> matches = Weighed(found);
  const bool has_all = plan_.wants_all && !relaxed_;
  if (has_all || request_.order == search::v1::SEARCH_ORDER_TIME) return matches;
  SecondLook(reader_.database, plan_, weights_).Apply(matches);
  return matches;
}

// Counts the matches of each story first.
void Matcher::FindByStorySize(MatchResult& result) {
  StorySizes sizes;
  Xapian::Enquire count = NewEnquire(query_);
  count.set_weighting_scheme(Xapian::BoolWeight());
  count.add_matchspy(&sizes);
  Run(count, 0, reader_.database.get_doccount());
  StorySizeOrder order(sizes);
  Xapian::Enquire enquire = NewEnquire(query_);
  enquire.set_sort_by_key_then_relevance(&order, /*reverse=*/true);
  if (request_.collapse_stories) enquire.set_collapse_key(xapian_schema::kStory);
  const Xapian::MSet found =
      Run(enquire, static_cast<Xapian::doccount>(request_.max_matches), kExactTotal + 1);
  AddMatches(Weighed(found), result);
  result.total = TotalOf(found);
}

// The names stand by the numbers of their documents, so they are read in that order.
void Matcher::AddMatches(const std::vector<SecondLook::Match>& found, MatchResult& result) const {
  std::vector<size_t> by_id(found.size());
  std::iota(by_id.begin(), by_id.end(), 0);
  absl::c_sort(by_id, [&](size_t a, size_t b) { return found[a].id < found[b].id; });
  result.matches.resize(found.size());
  auto names = reader_.database.valuestream_begin(xapian_schema::kNameValue);
  for (const size_t i : by_id) {
    names.skip_to(found[i].id);
    result.matches[i] = {*names, found[i].weight};
  }
}

void Matcher::FindInOrder(MatchResult& result) {
  AddMatches(Ranked(FoundInOrder()), result);
  result.total = TotalOf(FoundInOrder());
}

int64_t Matcher::TotalOf(const Xapian::MSet& found) const {
  const bool all = found.size() < static_cast<Xapian::doccount>(request_.max_matches);
  return all ? found.size() : found.get_matches_estimated();
}

// The best matches of all times and the best recent ones, weighed together. With collapsing, both
// lists have one article per story, and of two the better one stays.
void Matcher::FindByRecency(MatchResult& result) {
  const absl::Time now = reader_.state.as_of;
  // Articles younger than a half-life are looked through by themselves, lest many better but older
  // matches hide them.
  const Query recent(Query::OP_VALUE_GE, xapian_schema::kTime,
                     xapian_schema::EncodeTime(now - request_.recency.half_life));
  const Xapian::MSet& best = FoundInOrder();
  std::vector<Candidate> candidates;
  AddCandidates(Ranked(best), now, candidates);
  if (TotalOf(best) > request_.max_matches) {
    AddCandidates(Ranked(RunInOrder(Filtered(query_, recent))), now, candidates);
  }
  std::sort(candidates.begin(), candidates.end());
  absl::flat_hash_set<Xapian::docid> seen;
  absl::flat_hash_set<absl::string_view> stories;
  std::vector<SecondLook::Match> first;
  for (const Candidate& candidate : candidates) {
    if (first.size() >= static_cast<size_t>(request_.max_matches)) break;
    if (!seen.insert(candidate.id).second) continue;
    if (!candidate.story.empty() && !stories.insert(candidate.story).second) continue;
    first.push_back({candidate.id, candidate.score});
  }
  AddMatches(first, result);
  result.total = TotalOf(best);
}

void Matcher::AddCandidates(const std::vector<SecondLook::Match>& found, absl::Time now,
                            std::vector<Candidate>& candidates) const {
  for (const SecondLook::Match& match : found) {
    const Xapian::Document document = reader_.database.get_document(match.id);
    Candidate candidate;
    candidate.id = match.id;
    candidate.order = document.get_value(xapian_schema::kTime);
    const absl::Duration age = now - xapian_schema::DecodeTime(candidate.order);
    candidate.score = match.weight * RecencyFactor(age, request_.recency);
    if (request_.collapse_stories) candidate.story = document.get_value(xapian_schema::kStory);
    candidates.push_back(std::move(candidate));
  }
}

void Matcher::CountFacets(MatchResult& result) {
  if (request_.facets.empty()) return;
  Xapian::Enquire enquire = NewEnquire(query_);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  std::vector<std::unique_ptr<FacetSpy>> spies;
  for (const search::v1::FacetField field : request_.facets) {
    spies.push_back(NewFacetSpy(field, request_));
    enquire.add_matchspy(spies.back().get());
  }
  Run(enquire, 0, reader_.database.get_doccount());
  for (const auto& spy : spies) result.facets.push_back(spy->Top());
}

std::vector<double> Matcher::TermWeights(const std::string& name) const {
  const Query article(xapian_schema::Term(xapian_schema::kName, name));
  std::vector<double> weights;
  ForEachWantedTerm(request_.query, [&](const QueryNode& term) {
    if (weights.size() == kMaxExplained) return;
    Xapian::Enquire enquire = NewEnquire(Filtered(builder_.Evidence(term), article));
    const Xapian::MSet found = enquire.get_mset(0, 1);
    weights.push_back(found.empty() ? 0 : found.begin().get_weight());
  });
  return weights;
}

int Matcher::CountStory(const std::string& story) {
  const Query member(xapian_schema::Term(xapian_schema::kExactStory, story));
  Xapian::Enquire enquire = NewEnquire(Filtered(query_, member));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return static_cast<int>(Run(enquire, 0, reader_.database.get_doccount()).get_matches_estimated());
}

}  // namespace akin
