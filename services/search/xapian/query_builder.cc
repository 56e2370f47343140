#include "services/search/xapian/query_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/search_text.h"
#include "common/text/unicode.h"
#include "common/url/canonical_url.h"
#include "services/search/domain/edit_distance.h"
#include "services/search/xapian/filter_builder.h"
#include "services/search/xapian/schema.h"
#include "services/search/xapian/vocabulary.h"

namespace akin {
namespace {

using Xapian::Query;
// What a word weighs that is so many edits from the one looked for.
constexpr double kNearShares[] = {1, 0.6, 0.3};

// A query looks for at most so many words, forms and pairs of characters.
constexpr size_t kMaxEvidence = 64;

Query Share(double share, const Query& query) {
  return Query(Query::OP_SCALE_WEIGHT, query, share);
}

Query Boosted(double boost, const Query& query) { return boost == 1 ? query : Share(boost, query); }

Query Any(const std::vector<Query>& queries) {
  return Query(Query::OP_OR, queries.begin(), queries.end());
}

Query All(const std::vector<Query>& queries) {
  return Query(Query::OP_AND, queries.begin(), queries.end());
}

// The word as a single term, "" if it is a compound.
std::string PlainForm(const WantedWord& word) {
  if (word.sequences.empty()) return word.forms.empty() ? "" : word.forms.front();
  std::string characters;
  for (const SequenceWord& part : word.sequences.front()) {
    if (!part.is_character) return "";
    characters += part.folded;
  }
  return characters;
}

absl::string_view PrefixOf(QueryField field) {
  switch (field) {
    case QueryField::kHeadline:
      return xapian_schema::kHeadline;
    case QueryField::kSummary:
      return xapian_schema::kSummary;
    case QueryField::kAuthor:
      return xapian_schema::kAuthorWord;
    case QueryField::kCategory:
      return xapian_schema::kCategoryWord;
    case QueryField::kKeyword:
      return xapian_schema::kKeywordWord;
    default:
      return "";
  }
}

// Sources and languages are values, not text.
Query Value(const QueryNode& node, absl::string_view prefix) {
  const std::string lower = absl::AsciiStrToLower(absl::StripPrefix(node.text, "sources/"));
  if (node.kind != QueryNode::Kind::kPrefix) return Query(xapian_schema::Term(prefix, lower));
  return Query(Query::OP_WILDCARD, absl::StrCat(prefix, lower), 0, Query::WILDCARD_LIMIT_ERROR,
               Query::OP_OR);
}

}  // namespace

Query QueryBuilder::Build(const QueryPlan& plan, Demand demand, bool with_phrases) const {
  std::vector<Query> parts;
  if (const Part demanded = BuildNode(plan.demanded)) parts.push_back(*demanded);
  for (const QueryNode& phrase : plan.phrases) {
    const Part part = with_phrases ? BuildNode(phrase) : Part();
    if (part) parts.push_back(*part);
  }
  if (const Part words = BuildWords(plan, demand, with_phrases)) parts.push_back(*words);
  return parts.empty() ? Query::MatchNothing : All(parts);
}

absl::optional<Query> QueryBuilder::Named(absl::string_view text) const {
  text = absl::StripAsciiWhitespace(text);
  const std::string key = UrlKey(text);
  const std::string term = key.empty() ? xapian_schema::Term(xapian_schema::kName, text)
                                       : xapian_schema::Term(xapian_schema::kUrl, key);
  return database_.term_exists(term) ? absl::make_optional(Query(term)) : absl::nullopt;
}

QueryBuilder::Part QueryBuilder::BuildWords(const QueryPlan& plan, Demand demand,
                                            bool with_phrases) const {
  if (demand == Demand::kAll) return plan.words.empty() ? Part() : AllWords(plan);
  std::vector<Query> any = Pairs(plan);
  const bool has_pairs = !any.empty();
  AddAny(plan.words, has_pairs, any);
  AddAny(plan.parts, has_pairs, any);
  if (!with_phrases) AddAny(plan.phrase_words, has_pairs, any);
  if (demand == Demand::kAnything) AddAny(plan.function_words, has_pairs, any);
  if (any.size() > kMaxEvidence) any = Rarest(std::move(any));
  return any.empty() ? Part() : Any(any);
}

// Of a pasted text, the rarest words that are there at all tell what it is about.
std::vector<Query> QueryBuilder::Rarest(std::vector<Query> queries) const {
  std::vector<std::pair<Xapian::doccount, size_t>> order;
  for (size_t i = 0; i < queries.size(); ++i) {
    Xapian::doccount articles = 0;
    for (auto term = queries[i].get_terms_begin(); term != queries[i].get_terms_end(); ++term) {
      articles = std::max(articles, database_.get_termfreq(*term));
    }
    if (articles > 0) order.emplace_back(articles, i);
  }
  std::sort(order.begin(), order.end());
  if (order.size() > kMaxEvidence) order.resize(kMaxEvidence);
  std::vector<Query> rarest;
  for (const auto& [articles, i] : order) rarest.push_back(queries[i]);
  return rarest;
}

Query QueryBuilder::AllWords(const QueryPlan& plan) const {
  std::vector<Query> all;
  for (const PlainWord& plain : plan.words) {
    all.push_back(Boosted(plain.boost, BuildPlain(plain)));
  }
  const std::vector<Query> pairs = Pairs(plan);
  return pairs.empty() ? All(all) : Query(Query::OP_AND_MAYBE, All(all), Any(pairs));
}

void QueryBuilder::AddAny(const std::vector<PlainWord>& words, bool has_pairs,
                          std::vector<Query>& any) const {
  for (const PlainWord& plain : words) AddEvidence(plain, has_pairs, any);
}

std::vector<Query> QueryBuilder::Pairs(const QueryPlan& plan) const {
  std::vector<Query> pairs;
  for (const CharacterPair& pair : plan.pairs) {
    pairs.push_back(Boosted(pair.boost, Query(xapian_schema::Term("", pair.text))));
  }
  return pairs;
}

// Of scripts without blanks the pairs find a word, so that its place need not be looked at.
void QueryBuilder::AddEvidence(const PlainWord& plain, bool has_pairs,
                               std::vector<Query>& any) const {
  const WantedWord& word = plain.word;
  const double boost = plain.boost;
  const bool is_compound = !word.sequences.empty();
  if (!plain.synonyms.empty()) {
    any.push_back(Boosted(boost, BuildPlain(plain)));
  } else if (has_pairs && !word.dictionary_words.empty()) {
    for (const std::string& whole : word.dictionary_words) {
      any.push_back(Share(boost * weights_.whole_word_share, OneTerm(whole, {})));
    }
  } else if (is_compound) {
    const bool is_in_parts = word.dictionary_words.empty();
    any.push_back(Share(boost * (is_in_parts ? weights_.compound_share : 1), BuildWord(word, {})));
  } else if (word.written.empty() || HasSigned(word, "")) {
    any.push_back(Boosted(boost, BuildWord(word, {})));
  } else {
    any.push_back(Boosted(boost, Stems(word)));
    any.push_back(Share(boost * weights_.exact_share, OneTerm(word.forms.front(), {})));
  }
}

// The word in any form, each place of it counted once.
Query QueryBuilder::Stems(const WantedWord& word) const {
  std::vector<Query> any;
  for (const std::string& written : word.written) {
    any.emplace_back(xapian_schema::StemTerm("", FoldForSearch(written)));
    for (const std::string& stem : StemTerms(written)) any.emplace_back(stem);
  }
  for (size_t i = 1; i < word.forms.size(); ++i) any.push_back(OneTerm(word.forms[i], {}));
  return Query(Query::OP_SYNONYM, any.begin(), any.end());
}

std::vector<std::string> QueryBuilder::StemTerms(absl::string_view written) const {
  std::vector<std::string> terms;
  for (const std::string& language : languages_) {
    for (const std::string& stem : SearchStems(written, language)) {
      terms.push_back(xapian_schema::StemTerm(language, stem));
    }
  }
  return terms;
}

QueryBuilder::Part QueryBuilder::BuildNode(const QueryNode& node) const {
  const Part part = BuildUnboosted(node);
  return part ? Boosted(node.boost, *part) : part;
}

QueryBuilder::Part QueryBuilder::BuildUnboosted(const QueryNode& node) const {
  switch (node.kind) {
    case QueryNode::Kind::kAll:
      return absl::nullopt;
    case QueryNode::Kind::kAnd:
    case QueryNode::Kind::kNot:
      return BuildAnd(node);
    case QueryNode::Kind::kOr:
      return BuildOr(node);
    default:
      return BuildLeaf(node);
  }
}

// Also a lone kNot, which is everything but its child.
QueryBuilder::Part QueryBuilder::BuildAnd(const QueryNode& node) const {
  std::vector<Query> wanted, unwanted;
  const bool is_not = node.kind == QueryNode::Kind::kNot;
  for (const QueryNode& child : is_not ? std::vector<QueryNode>{node} : node.children) {
    const bool negated = child.kind == QueryNode::Kind::kNot;
    const Part part = BuildNode(negated ? child.children.front() : child);
    if (part) (negated ? unwanted : wanted).push_back(*part);
  }
  if (wanted.empty() && unwanted.empty()) return absl::nullopt;
  const Query all = wanted.empty() ? xapian_schema::EveryArticle() : All(wanted);
  return unwanted.empty() ? all : Query(Query::OP_AND_NOT, all, Any(unwanted));
}

QueryBuilder::Part QueryBuilder::BuildOr(const QueryNode& node) const {
  std::vector<Query> any;
  for (const QueryNode& child : node.children) {
    if (const Part part = BuildNode(child)) any.push_back(*part);
  }
  return any.empty() ? Part() : Any(any);
}

QueryBuilder::Part QueryBuilder::BuildLeaf(const QueryNode& node) const {
  if (node.kind == QueryNode::Kind::kTime) {
    return TimeWithin(xapian_schema::kTime, node.published);
  }
  if (node.field == QueryField::kSource) return Value(node, xapian_schema::kSourceWord);
  if (node.field == QueryField::kLanguage) return Value(node, xapian_schema::kLanguageWord);
  return BuildText(node, PrefixOf(node.field));
}

QueryBuilder::Part QueryBuilder::BuildText(const QueryNode& node, absl::string_view prefix) const {
  const Field field = {prefix, node.field == QueryField::kBody};
  // Names are not stemmed, so a word of one is looked for as it stands.
  const bool is_name = node.field == QueryField::kAuthor || node.field == QueryField::kCategory ||
                       node.field == QueryField::kKeyword;
  if (node.kind == QueryNode::Kind::kPrefix) return BuildPrefix(node.text, field);
  if (node.kind == QueryNode::Kind::kNear) return BuildNear(node, field);
  if (node.kind == QueryNode::Kind::kFuzzy) return BuildFuzzy(node, field);
  if (node.kind == QueryNode::Kind::kPhrase || is_name) return BuildPhrase(node.text, field);
  return BuildWords(node, field);
}

QueryBuilder::Part QueryBuilder::BuildWords(const QueryNode& node, const Field& field) const {
  std::vector<Query> all;
  for (WantedWord& word : WantedWords(node.text)) {
    if (node.is_protected) word.written.clear();
    all.push_back(BuildWord(word, field));
  }
  if (all.empty()) return absl::nullopt;
  return WithSynonyms(All(all), node.synonyms, node.is_replaced, field);
}

Query QueryBuilder::BuildPlain(const PlainWord& plain) const {
  return WithSynonyms(BuildWord(plain.word, {}), plain.synonyms, plain.is_replaced, {});
}

// A synonym of several words is a phrase.
Query QueryBuilder::WithSynonyms(const Query& word, const std::vector<std::string>& synonyms,
                                 bool is_replaced, const Field& field) const {
  if (synonyms.empty()) return word;
  std::vector<Query> any;
  if (!is_replaced) any.push_back(word);
  for (const std::string& synonym : synonyms) {
    const std::vector<WantedWord> words = WantedWords(synonym);
    const Part other =
        words.size() == 1 ? BuildWord(words.front(), field) : BuildPhrase(synonym, field);
    if (other) any.push_back(*other);
  }
  return Query(Query::OP_SYNONYM, any.begin(), any.end());
}

// What a word is looked for as, but for sequences: as it stands, as it is written, and by its stem
// in each language.
std::vector<std::string> QueryBuilder::TermsOf(const WantedWord& word) const {
  std::vector<std::string> terms = word.forms;
  for (const std::string& written : word.written) {
    if (FoldForSearch(written) != written) terms.push_back(xapian_schema::ExactTerm(written));
    for (std::string& stem : StemTerms(written)) terms.push_back(std::move(stem));
  }
  return terms;
}

Query QueryBuilder::BuildWord(const WantedWord& word, const Field& field) const {
  if (HasSigned(word, field.prefix)) return OneTerm(word.with_signs, field);
  std::vector<Query> any;
  for (const std::string& term : TermsOf(word)) any.push_back(OneTerm(term, field));
  for (const WordSequence& sequence : word.sequences) any.push_back(Sequence(sequence, field));
  // One meaning, one weight: a synonym counts as if its forms were the same term. A text has a word
  // under more of the forms the nearer it writes it to how the query does, so that weighs more.
  const Query found(Query::OP_SYNONYM, any.begin(), any.end());
  std::vector<Query> better;
  for (const std::string& hint : word.dictionary_words) better.push_back(OneTerm(hint, field));
  return better.empty() ? found : Query(Query::OP_AND_MAYBE, found, Any(better));
}

bool QueryBuilder::HasSigned(const WantedWord& word, absl::string_view prefix) const {
  return !word.with_signs.empty() &&
         database_.term_exists(xapian_schema::Term(prefix, word.with_signs));
}

QueryBuilder::Part QueryBuilder::BuildPhrase(absl::string_view text, const Field& field) const {
  std::vector<Query> any;
  for (const WordSequence& sequence : PhraseSequences(text)) {
    any.push_back(Sequence(sequence, field));
  }
  return any.empty() ? Part() : Any(any);
}

// `term` in the field. In the body: where it is not only elsewhere, see schema.h.
Query QueryBuilder::OneTerm(absl::string_view term, const Field& field) const {
  const std::string name = xapian_schema::Term(field.prefix, term);
  if (!field.is_body) return Query(name);
  return Query(Query::OP_AND_NOT, Query(name),
               Query(xapian_schema::Term(xapian_schema::kNotInBody, name)));
}

// The pairs of characters tell most texts without the phrase, quicker than positions are compared.
Query QueryBuilder::Sequence(const WordSequence& sequence, const Field& field) const {
  if (sequence.size() == 1) return OneTerm(sequence.front().folded, field);
  std::vector<Query> pairs, words;
  for (size_t i = 0; i < sequence.size(); ++i) {
    words.push_back(Query(xapian_schema::Term(field.prefix, sequence[i].folded)));
    if (i == 0 || !sequence[i - 1].is_character || !sequence[i].is_character) continue;
    pairs.push_back(OneTerm(absl::StrCat(sequence[i - 1].folded, sequence[i].folded), field));
  }
  if (sequence.size() == 2 && !pairs.empty()) return pairs.front();
  const Query phrase(Query::OP_PHRASE, words.begin(), words.end(), words.size());
  const Query found = field.is_body ? InBody(phrase, sequence) : phrase;
  return pairs.empty() ? found : Query(Query::OP_FILTER, All(pairs), found);
}

// The phrase somewhere, and each of its words in the body.
Query QueryBuilder::InBody(const Query& phrase, const WordSequence& sequence) const {
  std::vector<Query> elsewhere;
  for (const SequenceWord& word : sequence) {
    elsewhere.emplace_back(xapian_schema::Term(xapian_schema::kNotInBody, word.folded));
  }
  return Query(Query::OP_AND_NOT, phrase, Any(elsewhere));
}

// Of several words ("well-kno*") the last one is the beginning of one.
QueryBuilder::Part QueryBuilder::BuildPrefix(absl::string_view text, const Field& field) const {
  const SearchText analysed = AnalyzeForSearch(ToNfc(text));
  const std::vector<SearchWord>& words = analysed.words;
  // Where words have no end that could be seen, all is the beginning of one.
  if (words.empty() || words.back().is_character) {
    QueryNode all;
    all.text = std::string(text);
    return BuildWords(all, field);
  }
  std::vector<Query> all = {Wildcard(words.back().folded, field)};
  for (size_t i = 0; i + 1 < words.size(); ++i) all.push_back(OneTerm(words[i].folded, field));
  return All(all);
}

Query QueryBuilder::Wildcard(absl::string_view begin, const Field& field) const {
  const std::string terms = absl::StrCat(field.prefix, begin);
  if (!field.is_body) {
    return Query(Query::OP_WILDCARD, terms, kMaxWildcardWords, Query::WILDCARD_LIMIT_MOST_FREQUENT,
                 Query::OP_SYNONYM);
  }
  std::vector<Query> any;
  for (auto term = database_.allterms_begin(terms); term != database_.allterms_end(terms); ++term) {
    if (any.size() < kMaxWildcardWords) any.push_back(OneTerm(*term, field));
  }
  return Any(any);
}

// Where a script has no blanks, the words of one piece stand one after another, too.
QueryBuilder::Part QueryBuilder::BuildNear(const QueryNode& node, const Field& field) const {
  std::vector<Query> any, pieces;
  for (const WordSequence& words : PhraseSequences(node.text)) {
    any.push_back(NearEachOther(words, node.distance, field));
  }
  if (any.empty()) return absl::nullopt;
  for (const absl::string_view piece : absl::StrSplit(node.text, ' ', absl::SkipEmpty())) {
    if (const Part phrase = BuildPhrase(piece, field)) pieces.push_back(*phrase);
  }
  return Query(Query::OP_FILTER, Any(any), All(pieces));
}

Query QueryBuilder::NearEachOther(const WordSequence& words, int distance,
                                  const Field& field) const {
  std::vector<Query> terms;
  for (const SequenceWord& word : words) {
    terms.emplace_back(xapian_schema::Term(field.prefix, word.folded));
  }
  const auto window = static_cast<Xapian::termcount>(terms.size()) + distance;
  const Query near(Query::OP_NEAR, terms.begin(), terms.end(), window);
  return field.is_body ? InBody(near, words) : near;
}

// The word in any form, and words spelled nearly as it stands, which weigh less.
QueryBuilder::Part QueryBuilder::BuildFuzzy(const QueryNode& node, const Field& field) const {
  const Part exact = BuildWords(node, field);
  const std::vector<WantedWord> words = WantedWords(node.text);
  const std::string form = words.size() == 1 ? PlainForm(words[0]) : "";
  if (!xapian_schema::IsSpellable(form)) return exact;
  const int allowed = EditsAllowed(xapian_schema::CountLetters(form));
  const int edits = node.distance == kAnyEdits ? allowed : node.distance;
  // By the same measure as its neighbours, too: what all of its forms weigh is an estimate.
  std::vector<Query> any = {*exact, OneTerm(form, field)};
  for (const NearTerm& near : NearTerms(database_, field.prefix, form, edits)) {
    const absl::string_view term = absl::string_view(near.term).substr(field.prefix.size());
    any.push_back(Share(kNearShares[near.edits], OneTerm(term, field)));
  }
  return Query(Query::OP_MAX, any.begin(), any.end());
}

Query QueryBuilder::Evidence(const QueryNode& term) const {
  if (term.kind != QueryNode::Kind::kWord || term.field != QueryField::kText) {
    return BuildStrict(term);
  }
  const QueryPlan plan = PlanQuery(term.text, term, {});
  return BuildWords(plan, Demand::kAny, true).value_or(Query::MatchNothing);
}

std::vector<Correction> QueryBuilder::Correct(const QueryNode& query) const {
  std::vector<Correction> corrections;
  ForEachWantedTerm(query, [&](const QueryNode& node) {
    const bool is_free = node.kind == QueryNode::Kind::kWord && node.field <= QueryField::kBody &&
                         !node.is_protected && node.synonyms.empty();
    const std::string better = is_free ? Similar(node.text) : "";
    if (!better.empty()) corrections.push_back({node.begin, node.end, node.text, better});
  });
  return corrections;
}

// From the end, so that what is replaced later still stands where it stood.
std::string Corrected(absl::string_view text, const std::vector<Correction>& corrections) {
  std::string corrected(text);
  for (auto it = corrections.rbegin(); it != corrections.rend(); ++it) {
    corrected.replace(it->begin, it->end - it->begin, it->better);
  }
  return corrected;
}

// Whether a live article has the word, in any of the forms that a search for it finds.
bool QueryBuilder::IsKnown(const WantedWord& word) const {
  const std::vector<std::string> terms = TermsOf(word);
  const auto exists = [&](const std::string& term) {
    return database_.term_exists(xapian_schema::Term("", term));
  };
  if (std::any_of(terms.begin(), terms.end(), exists)) return true;
  if (word.sequences.empty()) return false;
  Xapian::Enquire enquire(database_);
  enquire.set_query(BuildWord(word, {}));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return !enquire.get_mset(0, 1).empty();
}

// A similar word that live articles have; empty if `text` is fine, or none is similar. The spelling
// table is asked, and not believed: it may be behind. A short word is another one after an edit.
std::string QueryBuilder::Similar(absl::string_view text) const {
  const std::vector<WantedWord> words = WantedWords(text);
  if (words.size() != 1) return "";
  const std::string word = PlainForm(words[0]);
  if (!xapian_schema::IsSpellable(word) || IsKnown(words[0])) return "";
  const auto max_edits = static_cast<unsigned>(EditsAllowed(xapian_schema::CountLetters(word)));
  std::string better = database_.get_spelling_suggestion(word, max_edits);
  return !better.empty() && database_.term_exists(better) ? better : "";
}

}  // namespace akin
