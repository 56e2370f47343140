#include "common/text/analysis.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "common/text/segment.h"
#include "common/text/stemmer.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

// Titles whose full stop ends no sentence; a capitalised name follows them.
constexpr std::array<absl::string_view, 20> kTitles = {
    "mr", "mrs", "ms",  "dr",  "prof", "sen", "rep", "gov", "gen", "col",
    "lt", "sgt", "rev", "hon", "st",   "jr",  "sr",  "vs",  "maj", "capt"};

bool IsTitle(absl::string_view folded) {
  return std::find(kTitles.begin(), kTitles.end(), folded) != kTitles.end();
}

bool HasAny(absl::string_view gap, std::initializer_list<absl::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](absl::string_view mark) { return absl::StrContains(gap, mark); });
}

// The spans between words decide where sentences start. `before` is null for the first word.
bool StartsSentence(const Token* before, absl::string_view gap) {
  if (before == nullptr) return true;
  if (gap.size() == 1 && gap[0] == ' ') return false;
  if (HasAny(gap, {"!", "?", "\n\n", "\"", "“", "«", "„", "。", "！", "？", "「", "\n\r\n"})) {
    return true;
  }
  const size_t stop = gap.find('.');
  if (stop == absl::string_view::npos) return absl::StrContains(gap, "…");
  const bool initial = before->end - before->begin == 1 && before->is_capitalized;
  return !initial && !before->is_acronym && !IsTitle(before->folded);
}

bool StartsUpper(absl::string_view word) {
  UChar32 first;
  int32_t i = 0;
  U8_NEXT_OR_FFFD(word.data(), i, static_cast<int32_t>(word.size()), first);
  return u_isupper(first) || u_istitle(first);
}

bool HasSeveralLetters(absl::string_view word) {
  return !TruncateUtf8(word, word.size() - 1).empty();
}

bool IsAcronym(absl::string_view word, const WordSpan& span) {
  const bool all_capitals = !span.has_lower && !span.has_digit && HasSeveralLetters(word);
  return span.has_upper && (span.dotted || all_capitals);
}

class Analyzer {
 public:
  Analyzer(absl::string_view text, absl::string_view language)
      : text_(text), words_(WordAnalyzer::ForThread(language)) {}

  std::vector<Token> Run() {
    const std::vector<WordSpan> spans =
        SegmentWords(text_, {.split_at_apostrophe = words_.splits_at_apostrophe()});
    tokens_.reserve(spans.size());
    for (const WordSpan& span : spans) Add(span);
    RestoreStopWordsAmongCapitals();
    return std::move(tokens_);
  }

 private:
  void Add(const WordSpan& span) {
    const absl::string_view word = text_.substr(span.begin, span.end - span.begin);
    Token token;
    token.begin = span.begin;
    token.end = span.end;
    token.is_capitalized = span.has_upper && StartsUpper(word);
    token.is_number = span.has_digit && !span.has_letter;
    token.is_acronym = IsAcronym(word, span);
    SetForms(word, span, token);
    if (token.folded.empty()) return;  // marks alone
    const Token* before = tokens_.empty() ? nullptr : &tokens_.back();
    const uint32_t gap = before == nullptr ? 0 : before->end;
    token.sentence_start = StartsSentence(before, text_.substr(gap, span.begin - gap));
    token.position = static_cast<uint32_t>(tokens_.size());
    tokens_.push_back(std::move(token));
  }

  void SetForms(absl::string_view word, const WordSpan& span, Token& token) {
    if (token.is_number && span.ascii) {
      token.folded = std::string(TruncateUtf8(PlainNumber(word), kMaxWordBytes));
      token.stem = token.folded;
      return;
    }
    const WordForms& forms = words_.Forms(span.dotted ? WithoutDots(word) : word);
    token.folded = forms.folded;
    token.stem = forms.stem;
    token.is_stop = forms.is_stop && !span.dotted;
  }

  // "WHO warns US" names two, "WHO WILL PAY" asks: capitals mark a name only among small letters.
  void RestoreStopWordsAmongCapitals() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (!tokens_[i].is_acronym || !tokens_[i].is_stop) continue;
      const bool shouted = (i > 0 && tokens_[i - 1].is_acronym) ||
                           (i + 1 < tokens_.size() && tokens_[i + 1].is_acronym);
      tokens_[i].is_stop = shouted;
    }
  }

  const absl::string_view text_;
  WordAnalyzer& words_;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> AnalyzeWords(absl::string_view text, absl::string_view language) {
  return Analyzer(text, language).Run();
}

std::string StemWord(absl::string_view word, absl::string_view language) {
  return WordAnalyzer::ForThread(language).Forms(word).stem;
}

bool IsStopWord(absl::string_view word, absl::string_view language) {
  return WordAnalyzer::ForThread(language).Forms(word).is_stop;
}

}  // namespace akin
