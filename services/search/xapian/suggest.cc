#include "services/search/xapian/suggest.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/analysis.h"
#include "common/text/unicode.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using search::v1::QuerySuggestion;
using Xapian::Query;
using Words = std::vector<std::string>;

// Headlines that completions are made from.
constexpr Xapian::doccount kSampleSize = 200;
// A completion adds at most this many words to the one being typed.
constexpr size_t kMaxAddedWords = 2;
constexpr Xapian::termcount kMaxExpansion = 200;

// What was typed: whole words, then the beginning of one (empty after a space).
struct Typed {
  Words words;
  std::string begun;
};

Typed ReadTyped(absl::string_view prefix) {
  Typed typed;
  const std::string text = ToNfc(prefix);
  const std::vector<Token> tokens = AnalyzeWords(text, "und");
  for (const Token& token : tokens) typed.words.push_back(token.folded);
  const bool in_word = !tokens.empty() && tokens.back().end == text.size();
  if (!in_word) return typed;
  typed.begun = std::move(typed.words.back());
  typed.words.pop_back();
  return typed;
}

std::string HeadlineTerm(absl::string_view word) {
  return xapian_schema::Term(xapian_schema::kHeadline, word);
}

Query HeadlinePhrase(const Words& words) {
  std::vector<Query> terms;
  for (const std::string& word : words) terms.emplace_back(HeadlineTerm(word));
  return Query(Query::OP_PHRASE, terms.begin(), terms.end(), terms.size());
}

Query Candidates(const Typed& typed) {
  std::vector<Query> all;
  if (!typed.words.empty()) all.push_back(HeadlinePhrase(typed.words));
  if (!typed.begun.empty()) {
    all.emplace_back(Query::OP_WILDCARD, HeadlineTerm(typed.begun), kMaxExpansion,
                     Query::WILDCARD_LIMIT_MOST_FREQUENT, Query::OP_OR);
  }
  return Query(Query::OP_AND, all.begin(), all.end());
}

// Counts runs of words, and remembers how each is written.
class Runs {
 public:
  void Add(const Words& words, std::string written) {
    Run& run = runs_[words];
    ++run.count;
    if (run.written.empty()) run.written = std::move(written);
  }

  // The most frequent `size` of them.
  std::vector<std::pair<Words, std::string>> Best(size_t size) const {
    std::vector<std::pair<int, const std::pair<const Words, Run>*>> order;
    for (const auto& entry : runs_) order.emplace_back(-entry.second.count, &entry);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    if (order.size() > size) order.resize(size);
    std::vector<std::pair<Words, std::string>> best;
    for (const auto& [count, entry] : order) best.emplace_back(entry->first, entry->second.written);
    return best;
  }

 private:
  struct Run {
    int count = 0;
    std::string written;
  };
  std::map<Words, Run> runs_;
};

// The runs of `headline` that begin with what was typed. One that would end in a function word
// ("minister of") is no completion.
void AddRuns(const std::string& headline, absl::string_view language, const Typed& typed,
             Runs& runs) {
  const std::vector<Token> tokens = AnalyzeWords(headline, language);
  const size_t typed_size = typed.words.size();
  for (size_t at = 0; at + typed_size < tokens.size(); ++at) {
    Words run;
    for (size_t i = 0; i < typed_size; ++i) run.push_back(tokens[at + i].folded);
    const size_t next = at + typed_size;
    if (run != typed.words || !absl::StartsWith(tokens[next].folded, typed.begun)) continue;
    for (size_t end = next; end < tokens.size() && end <= next + kMaxAddedWords; ++end) {
      run.push_back(tokens[end].folded);
      if (tokens[end].is_stop) continue;
      runs.Add(run, headline.substr(tokens[at].begin, tokens[end].end - tokens[at].begin));
    }
  }
}

Runs CollectRuns(const IndexReader& reader, const Typed& typed) {
  Runs runs;
  Xapian::Enquire enquire(reader.database);
  enquire.set_query(Candidates(typed));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_sort_by_value(xapian_schema::kPublishTime, /*reverse=*/true);
  const Xapian::MSet newest = enquire.get_mset(0, kSampleSize);
  for (auto match = newest.begin(); match != newest.end(); ++match) {
    news::v1::Article card;
    if (!xapian_schema::DecodeCard(match.get_document().get_data(), card)) continue;
    AddRuns(card.headline(), card.language(), typed, runs);
  }
  return runs;
}

int64_t CountHeadlines(const IndexReader& reader, const Words& words) {
  Xapian::Enquire enquire(reader.database);
  enquire.set_query(HeadlinePhrase(words));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  return enquire.get_mset(0, 0, reader.database.get_doccount()).get_matches_estimated();
}

}  // namespace

std::vector<QuerySuggestion> SuggestFromHeadlines(const IndexReader& reader,
                                                  absl::string_view prefix, int max_results) {
  const Typed typed = ReadTyped(prefix);
  if (typed.words.empty() && typed.begun.empty()) return {};
  std::vector<QuerySuggestion> suggestions;
  const size_t size = static_cast<size_t>(max_results);
  for (const auto& [words, written] : CollectRuns(reader, typed).Best(2 * size)) {
    QuerySuggestion suggestion;
    suggestion.set_query(FoldCase(written));
    suggestion.set_article_count(CountHeadlines(reader, words));
    suggestions.push_back(std::move(suggestion));
  }
  std::stable_sort(suggestions.begin(), suggestions.end(),
                   [](const QuerySuggestion& a, const QuerySuggestion& b) {
                     return a.article_count() > b.article_count();
                   });
  if (suggestions.size() > size) suggestions.resize(size);
  return suggestions;
}

}  // namespace akin
