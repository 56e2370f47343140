#include "common/text/analysis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"

namespace akin {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Folded(absl::string_view text, absl::string_view language = "en") {
  std::vector<std::string> words;
  for (const Token& token : AnalyzeWords(text, language)) words.push_back(token.folded);
  return words;
}

std::vector<std::string> Stems(absl::string_view text, absl::string_view language) {
  std::vector<std::string> stems;
  for (const Token& token : AnalyzeWords(text, language)) stems.push_back(token.stem);
  return stems;
}

// The words for which `flag` is set.
std::vector<std::string> Flagged(absl::string_view text, bool Token::*flag,
                                 absl::string_view language = "en") {
  std::vector<std::string> words;
  for (const Token& token : AnalyzeWords(text, language)) {
    if (token.*flag) words.emplace_back(text.substr(token.begin, token.end - token.begin));
  }
  return words;
}

TEST(Analysis, WordsAreFoldedAndNumbered) {
  const std::vector<Token> tokens = AnalyzeWords("Café, ÜBER—all!", "en");
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[1].folded, "uber");
  EXPECT_EQ(tokens[1].position, 1u);
  EXPECT_EQ(
      absl::string_view("Café, ÜBER—all!").substr(tokens[1].begin, tokens[1].end - tokens[1].begin),
      "ÜBER");
}

TEST(Analysis, PunctuationInsideWords) {
  EXPECT_THAT(Folded("Don't touch Obama's U.S. AT&T phone, O’Brien"),
              ElementsAre("don't", "touch", "obama", "us", "at&t", "phone", "o'brien"));
  EXPECT_THAT(Folded("the end.Next well-known bbc.co.uk 'quoted'"),
              ElementsAre("the", "end", "next", "well", "known", "bbc", "co", "uk", "quoted"));
  EXPECT_THAT(Folded("l'homme d’État", "fr"), ElementsAre("l", "homme", "d", "etat"));
}

TEST(Analysis, NumbersLoseTheirThousands) {
  EXPECT_THAT(Folded("1,000 1.000.000 3.5 2,400.75 $5m 2023"),
              ElementsAre("1000", "1000000", "3.5", "2400.75", "5m", "2023"));
  EXPECT_THAT(Flagged("In 2023, 3.5 of B2 covid19", &Token::is_number), ElementsAre("2023", "3.5"));
}

// Stems as snowballstem.org's vocabularies list them, accents removed.
TEST(Analysis, StemsFollowTheLanguage) {
  EXPECT_THAT(Stems("Elections election elected", "en-GB"), ElementsAre("elect", "elect", "elect"));
  EXPECT_THAT(Stems("Häuser aufeinander", "de"), ElementsAre("haus", "aufeinand"));
  EXPECT_THAT(Stems("continuellement", "fr"), ElementsAre("continuel"));
  EXPECT_THAT(Stems("важная", "ru"), ElementsAre("важн"));
  EXPECT_THAT(Stems("elections", "und"), ElementsAre("elections"));
}

TEST(Analysis, AccentsDoNotDivideStems) {
  EXPECT_EQ(StemWord("cafés", "en"), StemWord("cafes", "en"));
  EXPECT_EQ(StemWord("élections", "fr"), StemWord("elections", "fr"));
  EXPECT_EQ(StemWord("Müller", "de"), StemWord("MULLER", "de"));
}

TEST(Analysis, StopWordsComeFromTheLanguage) {
  EXPECT_THAT(Flagged("The vote is on", &Token::is_stop), ElementsAre("The", "is", "on"));
  EXPECT_THAT(Flagged("Der Streit für die Bahn", &Token::is_stop, "de"),
              ElementsAre("Der", "für", "die"));
  EXPECT_TRUE(Flagged("The vote", &Token::is_stop, "und").empty());
  for (const absl::string_view language :
       {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "fi", "ru"}) {
    const bool known = IsStopWord("a", language) || IsStopWord("in", language) ||
                       IsStopWord("en", language) || IsStopWord("on", language) ||
                       IsStopWord("и", language) || IsStopWord("i", language);
    EXPECT_TRUE(known) << language;
  }
}

TEST(Analysis, AcronymsAreNoStopWordsUnlessAllIsShouted) {
  EXPECT_THAT(Flagged("it told us that WHO and US agree", &Token::is_stop),
              ElementsAre("it", "us", "that", "and"));
  EXPECT_THAT(Flagged("WHO WILL PAY", &Token::is_stop), ElementsAre("WHO", "WILL"));
  EXPECT_TRUE(Flagged("U.S.", &Token::is_stop).empty());
  EXPECT_THAT(Flagged("NATO, U.N. and iPhone A B2", &Token::is_acronym),
              ElementsAre("NATO", "U.N"));
}

TEST(Analysis, SentenceStartsAreWhereCapitalsSayNothing) {
  EXPECT_THAT(Flagged("Rain fell. The mayor, Mr. Ott, said: \"We wait.\" U.S. aid\n\nNext came",
                      &Token::sentence_start),
              ElementsAre("Rain", "The", "We", "U.S", "Next"));
  EXPECT_THAT(Flagged("Angela Merkel besucht Łódź", &Token::is_capitalized, "de"),
              ElementsAre("Angela", "Merkel", "Łódź"));
}

TEST(Analysis, DictionariesDivideScriptsWithoutSpaces) {
  EXPECT_THAT(Folded("東京で地震", "ja"), ElementsAre("東京", "で", "地震"));
  EXPECT_THAT(Folded("ภาษาไทย", "th"), ElementsAre("ภาษา", "ไทย"));
  EXPECT_THAT(Folded("政府宣布 GDP 增长", "zh"), ElementsAre("政府", "宣布", "gdp", "增长"));
  EXPECT_THAT(Folded("서울 시장", "ko"), ElementsAre("서울", "시장"));
}

TEST(Analysis, LongWordsAreCut) {
  const std::vector<Token> tokens = AnalyzeWords(absl::StrCat(std::string(100'000, 'a'), " b"), "en");
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0].folded.size(), static_cast<size_t>(kMaxWordBytes));
  EXPECT_LE(tokens[0].stem.size(), static_cast<size_t>(kMaxWordBytes));
}

TEST(Analysis, AnyBytesGiveWordsInOrder) {
  std::string noise;
  for (int i = 0; i < 20'000; ++i) noise.push_back(static_cast<char>((i * 7919 + i / 13) % 256));
  uint32_t end = 0;
  for (const Token& token : AnalyzeWords(noise, "ja")) {
    EXPECT_GE(token.begin, end);
    EXPECT_GT(token.end, token.begin);
    EXPECT_FALSE(token.folded.empty());
    end = token.end;
  }
  EXPECT_LE(end, noise.size());
}

TEST(Analysis, ThreadsAgree) {
  const std::string text = "Die Häuser der Städte — élections, важная 東京 1,000";
  const std::vector<std::string> expected = Stems(text, "de");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(Stems(text, "de"), expected); });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace akin
