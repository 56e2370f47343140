#include "services/search/xapian/suggest.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/text/analysis.h"
#include "common/text/search_text.h"
#include "common/text/unicode.h"
#include "services/search/xapian/schema.h"

namespace akin {
namespace {

using search::v1::QuerySuggestion;
using Xapian::Query;
// Headlines that completions are made from.
constexpr Xapian::doccount kSampleSize = 200;
// A completion adds at most this many words to the one being typed.
constexpr size_t kMaxAddedWords = 2;
constexpr Xapian::termcount kMaxCompletions = 200;

using Words = std::vector<SearchWord>;

// Words as one string, in which what stands apart has a blank between.
class Joined {
 public:
  void Add(const SearchWord& word) {
    if (!text_.empty() && word.begin != end_) text_ += ' ';
    text_ += word.folded;
    end_ = word.end;
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
  uint32_t end_ = 0;
};

// What was typed: whole words, then the beginning of one (empty after a blank).
struct Typed {
  Words words;
  std::string begun;
  std::string joined;
};

Typed ReadTyped(absl::string_view prefix) {
  Typed typed;
  const std::string text = ToNfc(prefix);
  typed.words = AnalyzeForSearch(text).words;
  if (typed.words.empty()) return typed;
  Joined joined;
  for (const SearchWord& word : typed.words) joined.Add(word);
  typed.joined = joined.text();
  const SearchWord& last = typed.words.back();
  if (last.end < text.size()) {
    typed.joined += ' ';
  } else if (!last.is_character) {
    typed.begun = last.folded;
    typed.words.pop_back();
  }
  return typed;
}

std::string HeadlineTerm(absl::string_view word) {
  return xapian_schema::Term(xapian_schema::kHeadline, word);
}

Query HeadlinePhrase(const Words& words) {
  std::vector<Query> terms;
  for (const SearchWord& word : words) terms.emplace_back(HeadlineTerm(word.folded));
  return Query(Query::OP_PHRASE, terms.begin(), terms.end(), terms.size());
}

Query Candidates(const Typed& typed) {
  std::vector<Query> all;
  if (!typed.words.empty()) all.push_back(HeadlinePhrase(typed.words));
  if (!typed.begun.empty()) {
    all.emplace_back(Query::OP_WILDCARD, HeadlineTerm(typed.begun), kMaxCompletions,
                     Query::WILDCARD_LIMIT_MOST_FREQUENT, Query::OP_OR);
  }
  return Query(Query::OP_AND, all.begin(), all.end());
}

// A run of words in headlines.
struct Run {
  int count = 0;
  Words words;
  std::string written;
};

// Counts runs of words, and remembers how each is written.
class Runs {
 public:
  void Add(const std::string& joined, Words words, absl::string_view written) {
    Run& run = runs_[joined];
    if (run.count++ > 0) return;
    run.words = std::move(words);
    run.written = std::string(written);
  }

  // The most frequent `size` of them.
  std::vector<const Run*> Best(size_t size) const {
    std::vector<const Run*> best;
    for (const auto& entry : runs_) best.push_back(&entry.second);
    std::stable_sort(best.begin(), best.end(),
                     [](const Run* a, const Run* b) { return a->count > b->count; });
    if (best.size() > size) best.resize(size);
    return best;
  }

 private:
  std::map<std::string, Run> runs_;
};

// A headline, and where its words end and begin: those of scripts without blanks as a dictionary
// divides them.
class Headline {
 public:
  Headline(const std::string& text, absl::string_view language)
      : text_(text), language_(language), analysed_(AnalyzeForSearch(text)) {
    const Words& words = analysed_.words;
    starts_.resize(words.size());
    ends_.resize(words.size());
    for (size_t i = 0; i < words.size(); ++i) {
      starts_[i] = !words[i].is_character;
      const bool linked = i + 1 < words.size() && words[i + 1].is_linked;
      ends_[i] = !words[i].is_character && !linked && !IsStopWord(words[i].folded, language_);
    }
    for (const SearchCompound& compound : analysed_.compounds) {
      if (compound.kind != SearchCompound::Kind::kWord) continue;
      starts_[compound.first] = true;
      ends_[compound.last] = true;
    }
  }

  // Adds the runs that begin with what was typed. One that would end in a function word ("minister
  // of") is no completion.
  void AddRuns(const Typed& typed, Runs& runs) const {
    for (size_t at = 0; at < analysed_.words.size(); ++at) {
      if (starts_[at]) AddRunsAt(at, typed, runs);
    }
  }

 private:
  void AddRunsAt(size_t at, const Typed& typed, Runs& runs) const {
    const Words& words = analysed_.words;
    Joined joined;
    size_t added = 0;
    for (size_t end = at; end < words.size() && added <= kMaxAddedWords; ++end) {
      joined.Add(words[end]);
      if (joined.text().size() < typed.joined.size()) {
        if (!absl::StartsWith(typed.joined, joined.text())) return;
        continue;
      }
      if (!absl::StartsWith(joined.text(), typed.joined)) return;
      added += words[end].is_character && !ends_[end] ? 0 : 1;
      if (!ends_[end]) continue;
      const Words run(words.begin() + at, words.begin() + end + 1);
      runs.Add(joined.text(), run,
               absl::string_view(text_).substr(words[at].begin, words[end].end - words[at].begin));
    }
  }

  const std::string& text_;
  const absl::string_view language_;
  const SearchText analysed_;
  std::vector<bool> starts_;
  std::vector<bool> ends_;
};

Runs CollectRuns(const IndexReader& reader, const Typed& typed) {
  Runs runs;
  Xapian::Enquire enquire(reader.database);
  enquire.set_query(Candidates(typed));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_sort_by_value(xapian_schema::kTime, /*reverse=*/true);
  const Xapian::MSet newest = enquire.get_mset(0, kSampleSize);
  for (auto match = newest.begin(); match != newest.end(); ++match) {
    news::v1::Article card;
    if (!xapian_schema::DecodeCard(match.get_document().get_data(), card)) continue;
    Headline(card.headline(), card.language()).AddRuns(typed, runs);
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
  const Runs runs = CollectRuns(reader, typed);
  for (const Run* run : runs.Best(2 * size)) {
    QuerySuggestion suggestion;
    suggestion.set_query(FoldCase(run->written));
    suggestion.set_article_count(CountHeadlines(reader, run->words));
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
