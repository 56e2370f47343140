#include "common/text/accents.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

// One accented letter in place of a plain one, or an ending with several.
struct Accent {
  absl::string_view plain;
  absl::string_view accented;
};

struct LanguageAccents {
  absl::string_view language;
  size_t reach;  // how many letters from the end accents make a difference
  std::vector<Accent> letters;
  std::vector<Accent> endings;
};

const std::vector<LanguageAccents>& AllAccents() {
  static const auto& all = *new std::vector<LanguageAccents>{
      {"es", 6, {{"a", "á"}, {"e", "é"}, {"i", "í"}, {"o", "ó"}, {"u", "ú"}}, {}},
      // The circumflex stands in tenses that news has not, and would make verbs of nouns ("achat").
      {"fr", 6, {{"e", "é"}, {"e", "è"}}, {}},
      {"it", 1, {{"a", "à"}, {"e", "è"}, {"e", "é"}, {"i", "ì"}, {"o", "ò"}, {"u", "ù"}}, {}},
      {"pt",
       6,
       {{"a", "á"},
        {"a", "â"},
        {"e", "é"},
        {"e", "ê"},
        {"i", "í"},
        {"o", "ó"},
        {"o", "ô"},
        {"u", "ú"}},
       {{"cao", "ção"}, {"coes", "ções"}, {"ao", "ão"}, {"oes", "ões"}}},
      {"ca",
       6,
       {{"a", "à"}, {"e", "è"}, {"e", "é"}, {"i", "í"}, {"o", "ò"}, {"o", "ó"}, {"u", "ú"}},
       {}},
  };
  return all;
}

const LanguageAccents* AccentsOf(absl::string_view language) {
  for (const LanguageAccents& accents : AllAccents()) {
    if (accents.language == language) return &accents;
  }
  return nullptr;
}

}  // namespace

bool HasAccentedEndings(absl::string_view primary_language) {
  return AccentsOf(primary_language) != nullptr;
}

std::vector<std::string> AccentedForms(absl::string_view folded,
                                       absl::string_view primary_language) {
  std::vector<std::string> forms = {std::string(folded)};
  const LanguageAccents* accents = AccentsOf(primary_language);
  const bool plain = std::all_of(folded.begin(), folded.end(),
                                 [](unsigned char c) { return absl::ascii_islower(c); });
  if (accents == nullptr || !plain) return forms;
  for (const Accent& ending : accents->endings) {
    if (!absl::EndsWith(folded, ending.plain)) continue;
    const absl::string_view start = folded.substr(0, folded.size() - ending.plain.size());
    forms.push_back(absl::StrCat(start, ending.accented));
  }
  for (size_t at = folded.size() - std::min(accents->reach, folded.size()); at < folded.size();
       ++at) {
    for (const Accent& letter : accents->letters) {
      if (folded[at] != letter.plain[0]) continue;
      forms.push_back(absl::StrCat(folded.substr(0, at), letter.accented, folded.substr(at + 1)));
    }
  }
  return forms;
}

}  // namespace akin
