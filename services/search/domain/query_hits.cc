#include "services/search/domain/query_hits.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/text/analysis.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

constexpr int kNoTerm = -1;

bool IsText(QueryField field) {
  return field == QueryField::kText || field == QueryField::kBody ||
         field == QueryField::kSummary || field == QueryField::kHeadline;
}

size_t LettersOf(absl::string_view word) {
  return std::count_if(word.begin(), word.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool IsAt(const WordSequence& sequence, const SearchText& text, size_t at) {
  if (at + sequence.size() > text.words.size()) return false;
  for (size_t i = 0; i < sequence.size(); ++i) {
    const SearchWord& word = text.words[at + i];
    const std::string& wanted = sequence[i].folded;
    if (word.folded != wanted && word.spelled_out != wanted) return false;
  }
  return true;
}

// Of hits that overlap, the one that begins first and is longest.
std::vector<QueryHit> WithoutOverlap(std::vector<QueryHit> hits) {
  std::sort(hits.begin(), hits.end(), [](const QueryHit& a, const QueryHit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<QueryHit> kept;
  for (const QueryHit& hit : hits) {
    if (kept.empty() || hit.begin >= kept.back().end) kept.push_back(hit);
  }
  return kept;
}

}  // namespace

QueryHitFinder::QueryHitFinder(const QueryNode& query, absl::string_view language, QueryField field)
    : language_(language), field_(field) {
  ForEachWantedTerm(query, [this](const QueryNode& node) {
    if (IsIn(node.field)) AddTerm(node);
    node_of_term_.resize(static_cast<size_t>(terms_), nodes_);
    ++nodes_;
  });
}

bool QueryHitFinder::IsIn(QueryField wanted) const {
  if (field_ == QueryField::kText) return IsText(wanted);
  return wanted == QueryField::kText || wanted == field_;
}

void QueryHitFinder::AddTerm(const QueryNode& node) {
  if (node.kind == QueryNode::Kind::kPhrase) {
    AddSequences(PhraseSequences(node.text));
    ++terms_;
    return;
  }
  if (node.kind == QueryNode::Kind::kNear) return AddNear(node);
  if (node.kind == QueryNode::Kind::kFuzzy) AddFuzzy(node);
  if (node.kind == QueryNode::Kind::kPrefix && AddPrefix(node.text)) return;
  std::vector<WantedWord> words = WantedWords(node.text);
  for (WantedWord& word : words) {
    if (node.is_protected) word.written.clear();
    const bool tells = words.size() > 1 || !IsNothingButStop(word);
    if (tells && !node.is_replaced) AddWord(word);
    ++terms_;
  }
  if (!words.empty()) AddSynonyms(node);
}

// They are the term that was added last.
void QueryHitFinder::AddSynonyms(const QueryNode& node) {
  --terms_;
  for (const std::string& synonym : node.synonyms) {
    const std::vector<WantedWord> words = WantedWords(synonym);
    words.size() == 1 ? AddWord(words.front()) : AddSequences(PhraseSequences(synonym));
  }
  ++terms_;
}

// Each of the words by itself, as it stands.
void QueryHitFinder::AddNear(const QueryNode& node) {
  for (const absl::string_view piece : absl::StrSplit(node.text, ' ', absl::SkipEmpty())) {
    AddSequences(PhraseSequences(piece));
    ++terms_;
  }
}

void QueryHitFinder::AddFuzzy(const QueryNode& node) {
  const std::string word = FoldForSearch(ToNfc(node.text));
  const int edits = node.distance == kAnyEdits ? EditsAllowed(LettersOf(word)) : node.distance;
  fuzzy_.push_back({NearSpelling(word, edits), edits, terms_});
}

// Of several words the last one is the beginning of one. False where words have no end to be seen.
bool QueryHitFinder::AddPrefix(absl::string_view text) {
  const std::vector<SearchWord> words = AnalyzeForSearch(ToNfc(text)).words;
  if (words.empty() || words.back().is_character) return false;
  for (size_t i = 0; i + 1 < words.size(); ++i) forms_.emplace(words[i].folded, terms_);
  prefixes_.emplace_back(words.back().folded, terms_);
  ++terms_;
  return true;
}

bool QueryHitFinder::IsNothingButStop(const WantedWord& word) const {
  return word.sequences.empty() && !word.forms.empty() && IsStopWord(word.forms.front(), language_);
}

void QueryHitFinder::AddWord(const WantedWord& word) {
  if (!word.with_signs.empty()) signed_.emplace(word.with_signs, terms_);
  for (const std::string& form : word.forms) forms_.emplace(form, terms_);
  for (const std::string& written : word.written) {
    for (const std::string& stem : SearchStems(written, language_)) stems_.emplace(stem, terms_);
  }
  AddSequences(word.sequences);
}

void QueryHitFinder::AddSequences(const std::vector<WordSequence>& sequences) {
  for (const WordSequence& sequence : sequences) {
    if (sequence.size() == 1 && !sequence.front().is_character) {
      forms_.emplace(sequence.front().folded, terms_);
    } else {
      sequences_[sequence.front().folded].push_back({sequence, terms_});
    }
  }
}

int QueryHitFinder::TermOf(absl::string_view folded, absl::string_view written,
                           bool has_stems) const {
  if (const auto form = forms_.find(folded); form != forms_.end()) return form->second;
  for (const auto& [prefix, term] : prefixes_) {
    if (absl::StartsWith(folded, prefix)) return term;
  }
  for (const Fuzzy& fuzzy : fuzzy_) {
    if (fuzzy.spelling.EditsTo(folded) <= fuzzy.max_edits) return fuzzy.term;
  }
  if (!has_stems || stems_.empty()) return kNoTerm;
  for (const std::string& stem : SearchStems(written, language_)) {
    if (const auto found = stems_.find(stem); found != stems_.end()) return found->second;
  }
  return kNoTerm;
}

void QueryHitFinder::FindWord(const SearchWord& word, std::vector<QueryHit>& hits) const {
  int term = TermOf(word.folded, word.written(), word.is_inflected);
  if (term == kNoTerm && !word.spelled_out.empty()) term = TermOf(word.spelled_out, "", false);
  if (term != kNoTerm) hits.push_back({word.begin, word.end, term});
}

void QueryHitFinder::FindCompound(const SearchCompound& compound,
                                  std::vector<QueryHit>& hits) const {
  int term = kNoTerm;
  if (compound.kind == SearchCompound::Kind::kJoined) {
    term = TermOf(compound.folded, compound.written(), true);
  } else if (const auto found = signed_.find(compound.folded); found != signed_.end()) {
    term = found->second;
  }
  if (term != kNoTerm) hits.push_back({compound.begin, compound.end, term});
}

void QueryHitFinder::FindSequences(const SearchText& text, size_t at,
                                   std::vector<QueryHit>& hits) const {
  for (const std::string* first : {&text.words[at].folded, &text.words[at].spelled_out}) {
    const auto found = sequences_.find(*first);
    if (first->empty() || found == sequences_.end()) continue;
    for (const Sequence& sequence : found->second) {
      if (!IsAt(sequence.words, text, at)) continue;
      const size_t last = at + sequence.words.size() - 1;
      hits.push_back({text.words[at].begin, text.words[last].end, sequence.term});
    }
  }
}

// Where the text has "C++", the "C" of "vitamin C" is not what was meant.
void QueryHitFinder::KeepSigned(const SearchText& text, std::vector<QueryHit>& hits) const {
  for (const SearchCompound& compound : text.compounds) {
    const auto meant = signed_.find(compound.folded);
    if (compound.kind != SearchCompound::Kind::kSigned || meant == signed_.end()) continue;
    const size_t size = compound.end - compound.begin;
    const auto is_other = [&](const QueryHit& hit) {
      return hit.term == meant->second && hit.end - hit.begin != size;
    };
    hits.erase(std::remove_if(hits.begin(), hits.end(), is_other), hits.end());
    return;
  }
}

std::vector<QueryHit> QueryHitFinder::FindIn(absl::string_view text) const {
  if (terms_ == 0) return {};
  const SearchText analysed = AnalyzeForSearch(text, /*join_elisions=*/true);
  std::vector<QueryHit> hits;
  for (size_t i = 0; i < analysed.words.size(); ++i) {
    FindWord(analysed.words[i], hits);
    FindSequences(analysed, i, hits);
  }
  for (const SearchCompound& compound : analysed.compounds) FindCompound(compound, hits);
  KeepSigned(analysed, hits);
  for (QueryHit& hit : hits) hit.node = node_of_term_[static_cast<size_t>(hit.term)];
  return WithoutOverlap(std::move(hits));
}

}  // namespace akin
