#include "services/search/xapian/query_builder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/text/analysis.h"
#include "common/text/unicode.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using Xapian::Query;
using Words = std::vector<std::string>;

// A prefix stands for at most this many words, the most frequent ones.
constexpr Xapian::termcount kMaxExpansion = 500;

Words Folded(absl::string_view text, absl::string_view language) {
  Words words;
  for (const Token& token : AnalyzeWords(text, language)) words.push_back(token.folded);
  return words;
}

// What `text` is divided into: languages differ only in what an apostrophe does.
std::set<Words> Divisions(absl::string_view text) {
  std::set<Words> divisions;
  for (const absl::string_view language : {"und", "fr"}) {
    Words words = Folded(text, language);
    if (!words.empty()) divisions.insert(std::move(words));
  }
  return divisions;
}

Query Any(const std::vector<Query>& queries) {
  return Query(Query::OP_OR, queries.begin(), queries.end());
}

// `term` where the body has it: see schema.h.
Query InBody(const std::string& term) {
  return Query(Query::OP_AND_NOT, Query(term),
               Query(xapian_schema::Term(xapian_schema::kNotInBody, term)));
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

Query QueryBuilder::Build(const QueryNode& query) const {
  if (query.kind == QueryNode::Kind::kAll) return xapian_schema::EveryArticle();
  return BuildNode(query).value_or(Query::MatchNothing);
}

QueryBuilder::Part QueryBuilder::BuildNode(const QueryNode& node) const {
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
  const Query all = wanted.empty() ? xapian_schema::EveryArticle()
                                   : Query(Query::OP_AND, wanted.begin(), wanted.end());
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
  if (node.field == QueryField::kSource) return Value(node, xapian_schema::kSourceWord);
  if (node.field == QueryField::kLanguage) return Value(node, xapian_schema::kLanguageWord);
  return BuildText(node, PrefixOf(node.field));
}

QueryBuilder::Part QueryBuilder::BuildText(const QueryNode& node, absl::string_view prefix) const {
  const std::string text = ToNfc(node.text);
  // Names are not stemmed, so a word of one is looked for as it stands.
  const bool is_name = node.field == QueryField::kAuthor || node.field == QueryField::kCategory;
  if (node.kind == QueryNode::Kind::kPrefix) return BuildPrefix(text, node.field, prefix);
  if (node.kind == QueryNode::Kind::kPhrase || is_name) {
    return BuildPhrase(text, node.field, prefix);
  }
  return BuildWord(text, node.field, prefix);
}

QueryBuilder::Part QueryBuilder::BuildWord(absl::string_view word, QueryField field,
                                           absl::string_view prefix) const {
  std::set<std::string> stems;
  std::set<Words> phrases;
  for (const std::string& language : languages_) {
    const std::vector<Token> tokens = AnalyzeWords(word, language);
    if (tokens.size() == 1) {
      stems.insert(xapian_schema::StemTerm(language, tokens.front().stem));
    } else if (tokens.size() > 1) {
      phrases.insert(Folded(word, language));
    }
  }
  std::vector<Query> any;
  for (const std::string& stem : stems) {
    any.push_back(field == QueryField::kBody ? InBody(stem)
                                             : Query(xapian_schema::Term(prefix, stem)));
  }
  for (const Words& words : phrases) any.push_back(Phrase(words, field, prefix));
  if (any.empty()) return absl::nullopt;
  // One meaning, one weight: a synonym counts as if its stems were the same term.
  return Query(Query::OP_SYNONYM, any.begin(), any.end());
}

QueryBuilder::Part QueryBuilder::BuildPhrase(absl::string_view text, QueryField field,
                                             absl::string_view prefix) const {
  std::vector<Query> any;
  for (const Words& words : Divisions(text)) any.push_back(Phrase(words, field, prefix));
  return any.empty() ? Part() : Any(any);
}

// In the body: the phrase somewhere, and each of its words in the body.
Query QueryBuilder::Phrase(const Words& words, QueryField field, absl::string_view prefix) const {
  std::vector<Query> terms, elsewhere;
  for (const std::string& word : words) {
    terms.emplace_back(xapian_schema::Term(prefix, word));
    elsewhere.emplace_back(xapian_schema::Term(xapian_schema::kNotInBody, word));
  }
  const Query phrase(Query::OP_PHRASE, terms.begin(), terms.end(), terms.size());
  return field == QueryField::kBody ? Query(Query::OP_AND_NOT, phrase, Any(elsewhere)) : phrase;
}

// Of several words ("well-kno*") the last one is the beginning of one.
QueryBuilder::Part QueryBuilder::BuildPrefix(absl::string_view text, QueryField field,
                                             absl::string_view prefix) const {
  const Words words = Folded(text, "und");
  if (words.empty()) return absl::nullopt;
  std::vector<Query> all = {Wildcard(words.back(), field, prefix)};
  for (size_t i = 0; i + 1 < words.size(); ++i) all.push_back(Phrase({words[i]}, field, prefix));
  return Query(Query::OP_AND, all.begin(), all.end());
}

Query QueryBuilder::Wildcard(absl::string_view begin, QueryField field,
                             absl::string_view prefix) const {
  const std::string terms = absl::StrCat(prefix, begin);
  if (field != QueryField::kBody) {
    return Query(Query::OP_WILDCARD, terms, kMaxExpansion, Query::WILDCARD_LIMIT_MOST_FREQUENT,
                 Query::OP_SYNONYM);
  }
  std::vector<Query> any;
  for (auto term = database_.allterms_begin(terms); term != database_.allterms_end(terms); ++term) {
    if (any.size() < kMaxExpansion) any.push_back(InBody(*term));
  }
  return Any(any);
}

std::string QueryBuilder::Correct(absl::string_view text, const QueryNode& query) const {
  std::vector<std::pair<const QueryNode*, std::string>> corrections;
  ForEachWantedTerm(query, [&](const QueryNode& node) {
    const bool is_text = node.kind == QueryNode::Kind::kWord && node.field <= QueryField::kBody;
    const std::string better = is_text ? Similar(ToNfc(node.text)) : "";
    if (!better.empty()) corrections.emplace_back(&node, better);
  });
  if (corrections.empty()) return "";
  std::string corrected(text);
  // From the end, so that what is replaced later still stands where it stood.
  for (auto it = corrections.rbegin(); it != corrections.rend(); ++it) {
    corrected.replace(it->first->begin, it->first->end - it->first->begin, it->second);
  }
  return corrected;
}

bool QueryBuilder::IsKnown(absl::string_view word) const {
  const auto has_stem = [&](const std::string& language) {
    return database_.term_exists(xapian_schema::StemTerm(language, StemWord(word, language)));
  };
  return std::any_of(languages_.begin(), languages_.end(), has_stem);
}

// A similar word that live articles have; empty if `word` is fine, or none is similar. The spelling
// table is asked, and not believed: it may be behind.
std::string QueryBuilder::Similar(absl::string_view word) const {
  const Words words = Folded(word, "und");
  if (words.size() != 1 || !xapian_schema::IsSpellable(words[0]) || IsKnown(words[0])) return "";
  const unsigned max_edits = words[0].size() >= 6 ? 2 : 1;
  std::string better = database_.get_spelling_suggestion(words[0], max_edits);
  return !better.empty() && database_.term_exists(better) ? better : "";
}

}  // namespace akin
