#include "services/recommendation/domain/text/analysis.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/text/analysis.h"
#include "common/text/fingerprint.h"
#include "common/text/language.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

// How much one word of the title counts against one of the text.
constexpr double kTitleFrequency = 1.5;
// And how much more a word weighs for being in the title at all.
constexpr double kTitleFactor = 1.3;

struct TermCount {
  double frequency = 0;
  size_t order = 0;  // Of first appearance.
  std::string surface;
  bool in_title = false;
  int inside = 0;       // Appearances where a capital letter would mean something,
  int capitalized = 0;  // and those that had one.
};

bool IsNumberLike(const Token& token) {
  return !token.folded.empty() && token.folded[0] >= '0' && token.folded[0] <= '9';
}

// Single Latin letters are noise; a single Chinese character is a word.
bool IsTerm(const Token& token) {
  if (token.is_stop || token.stem.empty()) return false;
  return token.stem.size() > 1 || static_cast<uint8_t>(token.stem[0]) >= 0x80;
}

absl::string_view Surface(const Token& token, absl::string_view text) {
  return text.substr(token.begin, token.end - token.begin);
}

// English writes days and months as it writes names.
bool IsCalendarWord(absl::string_view folded) {
  static const auto& words = *new absl::flat_hash_set<absl::string_view>{
      "monday",  "tuesday",   "wednesday", "thursday", "friday",  "saturday", "sunday",
      "january", "february",  "march",     "april",    "may",     "june",     "july",
      "august",  "september", "october",   "november", "december"};
  return words.contains(folded);
}

// Collects what an analysis is made of. One thread, one document.
class Collector {
 public:
  explicit Collector(absl::string_view language) : language_(language) {}

  void AddTitle(absl::string_view text, const std::vector<Token>& tokens) {
    for (const Token& token : tokens) {
      if (IsNumberLike(token)) AddNumber(token);
      if (!IsTerm(token)) continue;
      TermCount& count = Count(token, text);
      count.frequency += kTitleFrequency;
      count.in_title = true;
    }
    title_numbers_ = numbers_.size();
  }

  void AddText(absl::string_view text, const std::vector<Token>& tokens) {
    for (const Token& token : tokens) {
      if (IsNumberLike(token)) AddNumber(token);
      if (!IsTerm(token)) continue;
      TermCount& count = Count(token, text);
      count.frequency += 1;
      if (token.sentence_start) continue;
      ++count.inside;
      count.capitalized += LooksLikeName(token);
    }
  }

  // A German noun has a capital letter too.
  bool LooksLikeName(const Token& token) const {
    return token.is_capitalized && language_ != "de" && !IsCalendarWord(token.folded);
  }

  // Phrases of words with capital letters. One word that only starts sentences is no name.
  void AddNames(absl::string_view text, const std::vector<Token>& tokens) {
    for (size_t i = 0; i < tokens.size();) {
      size_t end = i;
      while (end < tokens.size() && BelongsToName(tokens, i, end, text)) ++end;
      if (end > i) AddName(text, tokens, i, end);
      i = std::max(end, i + 1);
    }
  }

  void AddShingles(const std::vector<Token>& tokens) {
    const Token* previous = nullptr;
    for (const Token& token : tokens) {
      if (token.is_stop || token.folded.empty()) continue;
      if (previous != nullptr) shingles_.push_back(ShingleOf(*previous, token));
      previous = &token;
    }
  }

  void MoveInto(Analysis& analysis) {
    analysis.terms = TakeTerms();
    analysis.names = TakeNames();
    if (numbers_.size() > kMaxNumbers) numbers_.resize(kMaxNumbers);
    analysis.numbers = std::move(numbers_);
    analysis.title_numbers = std::min(title_numbers_, analysis.numbers.size());
    std::sort(shingles_.begin(), shingles_.end());
    shingles_.erase(std::unique(shingles_.begin(), shingles_.end()), shingles_.end());
    if (shingles_.size() > kMaxShingles) shingles_.resize(kMaxShingles);
    analysis.shingles = std::move(shingles_);
  }

 private:
  struct NameCount {
    int count = 0;
    size_t order = 0;
    std::string surface;
  };

  TermCount& Count(const Token& token, absl::string_view text) {
    auto [it, is_new] = terms_.try_emplace(token.stem);
    if (is_new) {
      it->second.order = terms_.size();
      it->second.surface = std::string(Surface(token, text));
    }
    return it->second;
  }

  void AddNumber(const Token& token) {
    if (seen_numbers_.insert(token.folded).second) numbers_.push_back(token.folded);
  }

  static uint32_t ShingleOf(const Token& a, const Token& b) {
    return static_cast<uint32_t>(FingerprintText(b.folded, FingerprintText(a.folded)));
  }

  static bool BelongsToName(const std::vector<Token>& tokens, size_t begin, size_t i,
                            absl::string_view text) {
    const Token& token = tokens[i];
    if (!token.is_capitalized || token.is_number) return false;
    if (i == begin) return !token.is_stop;
    if (token.is_stop || token.sentence_start) return false;
    const absl::string_view gap = text.substr(tokens[i - 1].end, token.begin - tokens[i - 1].end);
    return gap == " " || gap == "-" || gap == ". ";
  }

  void AddName(absl::string_view text, const std::vector<Token>& tokens, size_t begin, size_t end) {
    // Every sentence's first word has a capital letter.
    const bool one_word = end == begin + 1;
    if (one_word && (!LooksLikeName(tokens[begin]) || tokens[begin].sentence_start)) return;
    const absl::string_view surface =
        text.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin);
    if (surface.size() < 2 || surface.size() > 80) return;
    std::string key;
    for (size_t i = begin; i < end; ++i) absl::StrAppend(&key, tokens[i].folded, " ");
    NameCount& name = names_[key];
    if (name.count++ > 0) return;
    name.order = names_.size();
    name.surface = std::string(surface);
  }

  std::vector<Analysis::Term> TakeTerms() {
    std::vector<std::pair<std::string, TermCount>> counts(terms_.begin(), terms_.end());
    std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
      if (a.second.frequency != b.second.frequency) return a.second.frequency > b.second.frequency;
      return a.second.order < b.second.order;
    });
    if (counts.size() > kMaxTerms) counts.resize(kMaxTerms);
    std::vector<Analysis::Term> terms;
    terms.reserve(counts.size());
    for (auto& [stem, count] : counts) terms.push_back(MakeTerm(stem, count));
    return terms;
  }

  static Analysis::Term MakeTerm(const std::string& stem, const TermCount& count) {
    const double weight = kTermWeightUnit * (1 + std::log(std::max(1.0, count.frequency))) *
                          (count.in_title ? kTitleFactor : 1);
    return {.stem = stem,
            .surface = count.surface,
            .weight = static_cast<uint8_t>(std::min(255.0, std::round(weight))),
            .in_title = count.in_title,
            .is_name = count.capitalized > 0 && 2 * count.capitalized >= count.inside};
  }

  std::vector<std::string> TakeNames() {
    std::vector<NameCount> counts;
    for (const auto& [key, name] : names_) counts.push_back(name);
    std::sort(counts.begin(), counts.end(), [](const NameCount& a, const NameCount& b) {
      return a.count != b.count ? a.count > b.count : a.order < b.order;
    });
    if (counts.size() > kMaxNames) counts.resize(kMaxNames);
    std::vector<std::string> names;
    for (NameCount& count : counts) names.push_back(std::move(count.surface));
    return names;
  }

  const absl::string_view language_;
  absl::flat_hash_map<std::string, TermCount> terms_;
  absl::flat_hash_map<std::string, NameCount> names_;
  absl::flat_hash_set<std::string> seen_numbers_;
  std::vector<std::string> numbers_;
  size_t title_numbers_ = 0;
  std::vector<uint32_t> shingles_;
};

DocMeta MetaOf(const Document& document, absl::string_view language) {
  DocMeta meta;
  meta.id = document.id;
  meta.revision = document.revision;
  meta.language = std::string(language);
  meta.source = document.source;
  meta.authors = document.authors;
  meta.categories = document.categories;
  meta.keywords = document.keywords;
  meta.publish_time = document.publish_time;
  meta.update_time = document.update_time;
  meta.create_time = document.create_time;
  return meta;
}

std::string LanguageOf(const Document& document, absl::string_view text) {
  const std::string tag = document.language.empty() ? DetectLanguage(text, "")
                                                    : NormalizeLanguageTag(document.language);
  return std::string(PrimaryLanguage(tag));
}

}  // namespace

Analysis AnalyzeDocument(const Document& document) {
  std::string text = document.summary;
  if (!text.empty() && !document.body.empty()) text += "\n\n";
  text += document.body;

  Analysis analysis;
  analysis.headline = document.headline.empty() ? FirstSentence(text)
                                                : std::string(TruncateUtf8(document.headline, 300));
  const std::string language = LanguageOf(document, absl::StrCat(document.headline, "\n\n", text));
  analysis.meta = MetaOf(document, language);

  const std::vector<Token> title_tokens = AnalyzeWords(analysis.headline, language);
  const std::vector<Token> text_tokens = AnalyzeWords(text, language);
  Collector collector(language);
  collector.AddTitle(analysis.headline, title_tokens);
  collector.AddText(text, text_tokens);
  collector.AddNames(text, text_tokens);
  collector.AddShingles(title_tokens);
  collector.AddShingles(text_tokens);
  collector.MoveInto(analysis);
  analysis.words = static_cast<uint32_t>(title_tokens.size() + text_tokens.size());
  return analysis;
}

}  // namespace akin
