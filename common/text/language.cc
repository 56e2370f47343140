#include "common/text/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/locid.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

constexpr absl::string_view kUnknown = "und";

// More text says nothing more about the language, and costs time.
constexpr size_t kMaxDetectBytes = 16 << 10;

// Below this the detector errs even where it claims to be reliable ("CEO quits").
constexpr int kMinDetectBytes = 24;

bool IsTagShaped(absl::string_view tag) {
  const absl::string_view language = PrimaryLanguage(tag);
  return language.size() >= 2 && language.size() <= 3 && tag.size() <= 35 &&
         std::all_of(language.begin(), language.end(), absl::ascii_isalpha) &&
         std::all_of(tag.begin(), tag.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

struct Detection {
  std::string language = std::string(kUnknown);
  bool reliable = false;
};

Detection Detect(absl::string_view text) {
  CLD2::Language languages[3];
  int percents[3];
  double scores[3];
  int text_bytes = 0;
  bool reliable = false;
  const absl::string_view sample = TruncateUtf8(text, kMaxDetectBytes);
  int valid_prefix = 0;
  const CLD2::CLDHints no_hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING,
                                   CLD2::UNKNOWN_LANGUAGE};
  const CLD2::Language best = CLD2::ExtDetectLanguageSummaryCheckUTF8(
      sample.data(), static_cast<int>(sample.size()), /*is_plain_text=*/true, &no_hints,
      /*flags=*/0, languages, percents, scores, /*resultchunkvector=*/nullptr, &text_bytes,
      &reliable, &valid_prefix);
  if (best == CLD2::UNKNOWN_LANGUAGE || text_bytes < kMinDetectBytes) return {};
  return {NormalizeLanguageTag(CLD2::LanguageCode(best)), reliable};
}

}  // namespace

std::string NormalizeLanguageTag(absl::string_view tag) {
  const std::string dashed = absl::StrReplaceAll(absl::StripAsciiWhitespace(tag), {{"_", "-"}});
  if (!IsTagShaped(dashed)) return std::string(kUnknown);
  UErrorCode error = U_ZERO_ERROR;
  icu::Locale locale = icu::Locale::forLanguageTag(dashed, error);
  locale.canonicalize(error);
  const std::string canonical = locale.toLanguageTag<std::string>(error);
  return U_FAILURE(error) || canonical.empty() ? std::string(kUnknown) : canonical;
}

absl::string_view PrimaryLanguage(absl::string_view tag) {
  return tag.substr(0, tag.find_first_of("-_"));
}

std::string DetectLanguage(absl::string_view text, absl::string_view hint) {
  const std::string declared = NormalizeLanguageTag(hint);
  const Detection detected = Detect(text);
  if (!detected.reliable) return declared;
  const bool agree = PrimaryLanguage(declared) == PrimaryLanguage(detected.language);
  return agree ? declared : detected.language;
}

std::vector<std::string> KnownLanguages() {
  std::vector<std::string> known;
  for (int i = 0; i < CLD2::NUM_LANGUAGES; ++i) {
    std::string tag = NormalizeLanguageTag(CLD2::LanguageCode(static_cast<CLD2::Language>(i)));
    if (tag != kUnknown) known.push_back(std::move(tag));
  }
  return known;
}

}  // namespace akin
