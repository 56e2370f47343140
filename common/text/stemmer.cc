#include "common/text/stemmer.h"

#include <libstemmer.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/text/accents.h"
#include "common/text/analysis.h"
#include "common/text/fold.h"
#include "common/text/language.h"
#include "common/text/stop_words.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

// News repeats its words: the cache nearly always hits, and starts anew when it is full.
constexpr size_t kMaxCachedWords = 100'000;

// Languages one thread keeps analyzers for; a feed of made-up tags must not grow memory.
constexpr size_t kMaxLanguages = 64;

// Snowball knows these by their codes; for others its answer is null.
std::string StemmerCode(absl::string_view language) {
  if (language == "nb" || language == "nn") return "no";
  return std::string(language);
}

bool IsOneOf(absl::string_view language, std::initializer_list<absl::string_view> languages) {
  return std::find(languages.begin(), languages.end(), language) != languages.end();
}

void AppendLower(absl::string_view word, std::string& out) {
  const bool ascii =
      std::all_of(word.begin(), word.end(), [](char c) { return absl::ascii_isascii(c); });
  if (!ascii) return AppendLowerCase(word, out);
  for (const char c : word) out.push_back(absl::ascii_tolower(c));
}

std::string WithoutPossessive(absl::string_view folded) {
  if (!absl::ConsumeSuffix(&folded, "'s")) absl::ConsumeSuffix(&folded, "'");
  return std::string(folded);
}

}  // namespace

void WordAnalyzer::StemmerDeleter::operator()(sb_stemmer* stemmer) const {
  sb_stemmer_delete(stemmer);
}

WordAnalyzer& WordAnalyzer::ForThread(absl::string_view language) {
  static thread_local absl::flat_hash_map<std::string, std::unique_ptr<WordAnalyzer>> analyzers;
  const std::string primary = absl::AsciiStrToLower(PrimaryLanguage(language));
  auto found = analyzers.find(primary);
  if (found == analyzers.end()) {
    if (analyzers.size() >= kMaxLanguages) analyzers.clear();
    found = analyzers.emplace(primary, std::make_unique<WordAnalyzer>(primary)).first;
  }
  return *found->second;
}

bool WordAnalyzer::HasStemmer(absl::string_view primary_language) {
  sb_stemmer* stemmer = sb_stemmer_new(StemmerCode(primary_language).c_str(), nullptr);
  const bool has = stemmer != nullptr;
  sb_stemmer_delete(stemmer);
  return has;
}

WordAnalyzer::WordAnalyzer(absl::string_view primary_language)
    : language_(primary_language),
      stemmer_(sb_stemmer_new(StemmerCode(primary_language).c_str(), nullptr)),
      stop_words_(StopWords(primary_language)),
      splits_at_apostrophe_(IsOneOf(primary_language, {"fr", "it", "ca", "oc"})),
      stems_folded_(primary_language == "en") {}

const WordForms& WordAnalyzer::Forms(absl::string_view word) {
  lower_.clear();
  AppendLower(word, lower_);
  auto found = cache_.find(lower_);
  if (found == cache_.end()) {
    if (cache_.size() >= kMaxCachedWords) cache_.clear();
    found = cache_.emplace(lower_, Compute(lower_)).first;
  }
  return found->second;
}

const std::vector<std::string>& WordAnalyzer::SearchStems(absl::string_view lower) {
  auto found = search_stems_.find(lower);
  if (found == search_stems_.end()) {
    if (search_stems_.size() >= kMaxCachedWords) search_stems_.clear();
    std::string word(lower);
    std::vector<std::string> stems = ComputeSearchStems(word);
    found = search_stems_.emplace(std::move(word), std::move(stems)).first;
  }
  return found->second;
}

// The shortest stem that the word has with any accents, where those tell its ending: a word has
// that with and without its own. Elsewhere the stem without accents, and the one as written.
std::vector<std::string> WordAnalyzer::ComputeSearchStems(const std::string& lower) const {
  if (stemmer_ == nullptr) return {};
  const std::string folded = FoldForSearch(lower);
  std::vector<std::string> stems;
  for (const std::string& form : AccentedForms(folded, language_)) {
    stems.push_back(FoldForSearch(Stem(form, folded)));
  }
  const auto is_before = [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  };
  stems = {*std::min_element(stems.begin(), stems.end(), is_before)};
  if (HasAccentedEndings(language_)) return stems;
  std::string as_written = FoldForSearch(Stem(lower, folded));
  if (as_written != stems.front()) stems.push_back(std::move(as_written));
  return stems;
}

WordForms WordAnalyzer::Compute(const std::string& lower) const {
  WordForms forms;
  AppendFoldedText(lower, forms.folded);
  forms.is_stop = stop_words_.contains(forms.folded);
  if (!forms.is_stop) forms.folded = WithoutPossessive(forms.folded);
  forms.folded = std::string(TruncateUtf8(forms.folded, kMaxWordBytes));
  forms.stem = Stem(lower, forms.folded);
  forms.is_stop = forms.is_stop || stop_words_.contains(forms.folded);
  return forms;
}

// English stemming knows no accents, so "café" and "cafe" must meet before it; other languages'
// stemmers need the accents, so the stem loses them afterwards.
std::string WordAnalyzer::Stem(const std::string& lower, const std::string& folded) const {
  if (stemmer_ == nullptr || absl::ascii_isdigit(folded.empty() ? '0' : folded[0])) return folded;
  const std::string word =
      stems_folded_ ? folded : std::string(TruncateUtf8(WithoutPossessive(lower), kMaxWordBytes));
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                      static_cast<int>(word.size()));
  if (stem == nullptr) return folded;
  std::string result;
  AppendFoldedText(
      absl::string_view(reinterpret_cast<const char*>(stem), sb_stemmer_length(stemmer_.get())),
      result);
  return result.empty() ? folded : std::string(TruncateUtf8(result, kMaxWordBytes));
}

}  // namespace akin
