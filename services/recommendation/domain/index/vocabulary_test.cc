#include "services/recommendation/domain/index/vocabulary.h"

#include <gtest/gtest.h>

#include "common/testing/many_scripts.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

TEST(Vocabulary, ALongWordIsCutBetweenItsCharacters) {
  Vocabulary vocabulary;
  for (const absl::string_view letter : {"x", "ж", "क", "𠮷"}) {
    const std::string word = Repeated(letter, 600);
    const uint32_t term = vocabulary.Intern("und", word, word);
    EXPECT_TRUE(IsValidUtf8(vocabulary.surface(term))) << letter;
    EXPECT_GT(vocabulary.surface(term).size(), 250u);
  }
}

TEST(Vocabulary, AWordThatWasKeptCutIsReadWithoutTheBrokenCharacter) {
  Vocabulary vocabulary;
  const std::string word = Repeated("𠮷", 600);
  vocabulary.RestoreTerm(1, 0, word.substr(0, 255));
  vocabulary.RestoreTerm(2, 0, "short");
  vocabulary.SetSurface(1, word.substr(0, 255));
  EXPECT_EQ(vocabulary.surface(0), word.substr(0, 252));
  EXPECT_EQ(vocabulary.surface(1), word.substr(0, 252));
}

}  // namespace
}  // namespace akin
