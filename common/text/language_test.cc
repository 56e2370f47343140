#include "common/text/language.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

constexpr absl::string_view kGerman =
    "Der Bundestag hat am Donnerstag nach langer Debatte ein Gesetz beschlossen, das die Mieten in "
    "großen Städten bremsen soll.";

TEST(Language, TagsBecomeCanonical) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"EN_us", "en-US"}, {"pt-br", "pt-BR"}, {"iw", "he"}, {"zh-hant", "zh-Hant"}, {" de ", "de"},
      {"", "und"},        {"english", "und"}, {"e", "und"}, {"en<x>", "und"},       {"no", "no"},
  };
  for (const auto& [tag, canonical] : cases) EXPECT_EQ(NormalizeLanguageTag(tag), canonical) << tag;
}

TEST(Language, TheTextDecides) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {kGerman, "de"},
      {"The government said on Thursday that it would raise taxes on large companies.", "en"},
      {"Le gouvernement a annoncé jeudi une hausse des impôts pour les grandes entreprises.", "fr"},
      {"El gobierno anunció el jueves una subida de impuestos para las grandes empresas.", "es"},
      {"Правительство объявило в четверг о повышении налогов для крупных компаний.", "ru"},
      {"政府は木曜日、大企業への増税を発表した。", "ja"},
  };
  for (const auto& [text, language] : cases) EXPECT_EQ(DetectLanguage(text, ""), language) << text;
}

TEST(Language, AWrongHintIsOverruledAndARightOneAddsItsRegion) {
  EXPECT_EQ(DetectLanguage(kGerman, "en-us"), "de");
  EXPECT_EQ(DetectLanguage(kGerman, "de-at"), "de-AT");
}

TEST(Language, ShortTextIsWhatItIsSaidToBe) {
  EXPECT_EQ(DetectLanguage("CEO quits", ""), "und");
  EXPECT_EQ(DetectLanguage("CEO quits", "en"), "en");
  EXPECT_EQ(DetectLanguage("", ""), "und");
  EXPECT_EQ(DetectLanguage("12 34 56", ""), "und");
}

TEST(Language, BytesThatAreNoTextHaveNoLanguage) {
  EXPECT_EQ(DetectLanguage(std::string(100, '\xFF'), ""), "und");
}

}  // namespace
}  // namespace akin
