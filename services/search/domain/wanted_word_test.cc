#include "services/search/domain/wanted_word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::string Shown(const WordSequence& sequence) {
  return absl::StrJoin(
      sequence, " ", [](std::string* out, const SequenceWord& word) { out->append(word.folded); });
}

std::vector<std::string> Shown(const std::vector<WordSequence>& sequences) {
  std::vector<std::string> shown;
  for (const WordSequence& sequence : sequences) shown.push_back(Shown(sequence));
  return shown;
}

WantedWord Only(absl::string_view text) {
  const std::vector<WantedWord> words = WantedWords(text);
  EXPECT_EQ(words.size(), 1u) << text;
  return words.empty() ? WantedWord() : words.front();
}

TEST(WantedWord, ACompoundIsJoinedOrInItsParts) {
  for (const absl::string_view text : {"wi-fi", "Wi‑Fi", "WI-FI,"}) {
    EXPECT_THAT(Only(text).forms, ElementsAre("wifi"));
    EXPECT_THAT(Shown(Only(text).sequences), ElementsAre("wi fi"));
  }
  EXPECT_THAT(Only("l'oréal").forms, ElementsAre("loreal"));
  EXPECT_THAT(Only("h&m").forms, ElementsAre("hm"));
}

TEST(WantedWord, AWordMayBeSpelledOut) {
  EXPECT_THAT(Only("Müller").forms, ElementsAre("muller", "mueller"));
  EXPECT_THAT(Only("Müller").written, ElementsAre("müller"));
  EXPECT_THAT(Only("Müller-Lüdenscheidt").sequences, testing::SizeIs(2));
}

TEST(WantedWord, WhatLinksNoCompoundDivides) {
  EXPECT_EQ(WantedWords("rain,snow").size(), 2u);
  EXPECT_EQ(WantedWords("rain/snow").size(), 2u);
  EXPECT_THAT(WantedWords("…?!"), IsEmpty());
}

TEST(WantedWord, CharactersStandInARow) {
  const WantedWord word = Only("北京市");
  EXPECT_THAT(word.forms, IsEmpty());
  EXPECT_THAT(Shown(word.sequences), ElementsAre("北 京 市"));
  EXPECT_THAT(word.dictionary_words, ElementsAre("北京市"));
}

TEST(WantedWord, AKoreanParticleIsLeftOut) {
  EXPECT_THAT(Shown(Only("대통령이").sequences), UnorderedElementsAre("대 통 령 이", "대 통 령"));
  EXPECT_THAT(Shown(Only("대통령").sequences), ElementsAre("대 통 령"));
  EXPECT_THAT(Shown(Only("나이").sequences), ElementsAre("나 이")) << "too short to lose anything";
}

TEST(WantedWord, APhraseHasAllItsWritings) {
  EXPECT_THAT(Shown(PhraseSequences("wi-fi for Müller")),
              UnorderedElementsAre("wi fi for muller", "wi fi for mueller", "wifi for muller"));
  EXPECT_THAT(Shown(PhraseSequences("new york")), ElementsAre("new york"));
  EXPECT_THAT(PhraseSequences(" ... "), IsEmpty());
}

}  // namespace
}  // namespace akin
