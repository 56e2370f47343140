#include "common/status/shown.h"

#include "gtest/gtest.h"

namespace akin {
namespace {

std::string Times(int count, absl::string_view text) {
  std::string out;
  for (int i = 0; i < count; ++i) out.append(text.data(), text.size());
  return out;
}

TEST(Shown, ShortTextIsShownAsItIs) {
  EXPECT_EQ(Shown(""), "");
  EXPECT_EQ(Shown("articles/größer"), "articles/größer");
}

TEST(Shown, LongTextIsCutBetweenCharacters) {
  for (const char* character : {"a", "é", "漢", "😀"}) {
    EXPECT_EQ(Shown(Times(60'000, character), 5), Times(5, character) + "…");
    EXPECT_EQ(Shown(Times(5, character), 5), Times(5, character));
  }
}

TEST(Shown, WhatIsNoTextBecomesReplacementCharacters) {
  EXPECT_EQ(Shown("a\xE9"), "a\uFFFD");
  EXPECT_EQ(Shown(absl::string_view("a\0b\nc\x7F", 6)), "a\uFFFDb\uFFFDc\uFFFD");
}

}  // namespace
}  // namespace akin
