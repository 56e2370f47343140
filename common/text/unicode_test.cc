#include "common/text/unicode.h"

#include <gtest/gtest.h>

#include "common/testing/many_scripts.h"

namespace akin {
namespace {

std::string Bytes(std::initializer_list<int> values) {
  return std::string(values.begin(), values.end());
}

std::string Repeat(absl::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all.append(text.data(), text.size());
  return all;
}

TEST(Unicode, OnlyWellFormedUtf8IsValid) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("Zürich 東京 \xF0\x9F\x98\x80"));
  for (const absl::string_view bad :
       {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "a\xFF"}) {
    EXPECT_FALSE(IsValidUtf8(bad)) << testing::PrintToString(std::string(bad));
  }
}

TEST(Unicode, NfcComposesAndReplacesWhatIsNotUtf8) {
  EXPECT_EQ(ToNfc("e\xCC\x81t\xC3\xA9"), "été");
  EXPECT_EQ(ToNfc("a\xFF"
                  "b"),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(Unicode, FoldCaseUnifiesCaseAndKeepsDiacritics) {
  EXPECT_EQ(FoldCase("STRASSE"), FoldCase("Straße"));
  EXPECT_EQ(FoldCase("ÉTÉ Ω"), "été ω");
}

TEST(Unicode, FoldForMatchingDropsWhatPeopleDoNotType) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"Müller", "muller"},     {"ÉCOLE", "ecole"}, {"Straße", "strasse"}, {"Łódź", "lodz"},
      {"Ærø", "aero"},          {"Ёлкин", "елкин"}, {"Чайка", "чайка"},    {"ΑΘΉΝΑ", "αθηνα"},
      {"ＦＵＬＬ", "full"},     {"ﬁne", "fine"},    {"ガス", "ガス"},      {"東京", "東京"},
      {"İstanbul", "istanbul"}, {"e\xCC\x81", "e"}, {"don’t", "don't"},    {"서울", "서울"},
      {"co\xC2\xADop", "coop"},
  };
  for (const auto& [text, folded] : cases) EXPECT_EQ(FoldForMatching(text), folded) << text;
}

struct DecodeCase {
  absl::string_view what;
  std::string bytes;
  absl::string_view charset;
  absl::string_view text;
};

TEST(Unicode, ToUtf8FindsTheEncoding) {
  const DecodeCase cases[] = {
      {"UTF-8 needs no label", "Zürich", "", "Zürich"},
      {"UTF-8 mark", "\xEF\xBB\xBFZürich", "iso-8859-1", "Zürich"},
      {"UTF-16LE mark", Bytes({0xFF, 0xFE, 'Z', 0, 0xFC, 0}), "", "Zü"},
      {"UTF-16BE mark", Bytes({0xFE, 0xFF, 0, 'Z', 0, 0xFC}), "utf-8", "Zü"},
      {"UTF-16LE by its zeros", Bytes({'H', 0, 'e', 0, 'y', 0, '!', 0}), "", "Hey!"},
      {"UTF-16BE by its first zeros", Bytes({0, '<', 0, '?', 0x67, 0x71}), "", "<?東"},
      {"UTF-32LE by its first zeros", Bytes({'{', 0, 0, 0, 0xFC, 0, 0, 0}), "latin1", "{ü"},
      {"UTF-32BE by its first zeros", Bytes({0, 0, 0, '{', 0, 0, 0, 0xFC}), "", "{ü"},
      {"windows-1252 when nothing else fits", "\x93Z\xFCrich\x94 \x96 50 \x80", "",
       "“Zürich” – 50 €"},
      {"Latin-1 means windows-1252", "caf\xE9 \x92", "ISO-8859-1", "café ’"},
      {"Latin-1 declared, UTF-8 sent", "café", "latin1", "café"},
      {"UTF-8 declared, windows-1252 sent", "caf\xE9", "utf-8", "café"},
      {"UTF-8 with one broken byte", "Zürich, Köln, \xFF", "utf-8", "Zürich, Köln, \xEF\xBF\xBD"},
      {"Cyrillic by label", "\xCF\xF0\xE8\xE2\xE5\xF2", "windows-1251", "Привет"},
      {"Japanese by label", "\x93\x8C\x8B\x9E", "Shift_JIS", "東京"},
      {"Cyrillic label, UTF-8 sent", "Паром", "windows-1251", "Паром"},
      {"Chinese label, UTF-8 sent", "渡轮恢复", "gbk", "渡轮恢复"},
      {"Chinese label, UTF-8 sent and cut", Repeat("渡轮", 20) + "\xE6\xB8", "gb2312",
       Repeat("渡轮", 20) + "\xEF\xBF\xBD"},
      {"what looks like UTF-8 by chance", "\xD2\xB5", "gbk", "业"},
      {"GBK under its older name", "\xE9\x46", "GB2312", "镕"},
      {"four bytes of GB 18030", "\x81\x39\xEF\x31", "gb2312", "㐂"},
      {"windows-949 under its older name", "\x8C\x63 \xB9\xE6", "ks_c_5601-1987", "똠 방"},
      {"NEC's row under Shift_JIS", "\x87\x40", "x-sjis", "①"},
      {"Turkish under Latin-5", "\xFE\xFD\x80", "iso-8859-9", "şı€"},
      {"Thai", "\xA1\xD2\x85", "tis-620", "กา…"},
      {"Romanian", "\xBA\xFE\xA5", "iso-8859-16", "șț„"},
      {"Hebrew that is written in order", "\xF9\xEC", "iso-8859-8-i", "של"},
      {"Ukrainian", "\xA4\xA7", "koi8-u", "єї"},
      {"Chinese in seven bits", "~{<:Ky~}", "hz-gb-2312", "己所"},
      {"Big5 with Hong Kong's", "\x9D\xF7\x9D\xEF", "big5", "咗嘅"},
      {"control codes", "it\xC2\x92s \xC2\x93so\xC2\x94\xC2\x81", "utf-8", "it’s “so”"},
      {"unknown label", "café", "x-no-such-thing", "café"},
      {"UTF-16 declared in an ASCII file", "plain", "utf-16", "plain"},
      {"nothing", "", "", ""},
  };
  for (const DecodeCase& c : cases) EXPECT_EQ(ToUtf8(c.bytes, c.charset), c.text) << c.what;
}

TEST(Unicode, ToUtf8IsAlwaysValid) {
  std::string all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
  for (const absl::string_view charset : {"", "utf-8", "utf-16", "shift_jis", "gb18030", "utf-7"}) {
    EXPECT_TRUE(IsValidUtf8(ToUtf8(all, charset))) << charset;
  }
}

TEST(Unicode, CollapseWhitespaceLeavesSingleSpaces) {
  EXPECT_EQ(CollapseWhitespace(" \t a\xC2\xA0\r\n b\xE3\x80\x80"
                               "c  "),
            "a b c");
  EXPECT_EQ(CollapseWhitespace(" \n"), "");
}

TEST(Unicode, TruncateUtf8NeverCutsACodePoint) {
  EXPECT_EQ(TruncateUtf8("aü東", 6), "aü東");
  EXPECT_EQ(TruncateUtf8("aü東", 5), "aü");
  EXPECT_EQ(TruncateUtf8("aü東", 2), "a");
  EXPECT_EQ(TruncateUtf8("ü", 1), "");
}

TEST(Unicode, TruncateTextCutsNoCharacterThatReadersSee) {
  const absl::string_view family = "👩‍👩‍👧‍👦";
  EXPECT_EQ(TruncateText(family, family.size()), family);
  EXPECT_EQ(TruncateText(family, family.size() - 1), "");
  EXPECT_EQ(TruncateText("ae\xCC\x81z", 3), "a") << "the accent belongs to its letter";
  EXPECT_EQ(TruncateText("🇩🇪🇫🇷", 12), "🇩🇪") << "half a flag is none";
  EXPECT_EQ(TruncateText("a\r\nb", 2), "a");
  EXPECT_EQ(TruncateText("北京市", 8), "北京");
  EXPECT_EQ(TruncateText("plain", 3), "pla");
  EXPECT_EQ(TruncateText("कि", 4), "") << "a vowel sign belongs to its consonant";
}

TEST(Unicode, ACharacterOfEndlessMarksIsCutBetweenThem) {
  const std::string marks = "z" + Repeated("\xCC\x81", 1000);
  EXPECT_EQ(TruncateText(marks, 600).size(), 599u);
}

TEST(Unicode, CharactersStartWhereNoneIsCut) {
  for (const ScriptSample& sample : kManyScripts) {
    const std::string text = Repeated(sample.text, 600, " ");
    size_t last = 0;
    for (size_t at = 0; at <= text.size() + 2; ++at) {
      const size_t start = CharacterStart(text, at);
      ASSERT_LE(start, at);
      ASSERT_TRUE(IsValidUtf8(absl::string_view(text).substr(0, start))) << sample.language;
      ASSERT_TRUE(start == at || start == last || at > text.size()) << "borders come in order";
      ASSERT_EQ(CharacterStart(text, start), start) << sample.language << " at " << at;
      last = start;
    }
  }
}

TEST(Unicode, FirstSentenceEndsWhereAReaderStops) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"Rain came. It stayed.", "Rain came."},
      {"\n\n  Mr. Smith met the U.S. envoy. They spoke.", "Mr. Smith met the U.S. envoy."},
      {"\"Enough!\" he said. Then left.", "\"Enough!\""},
      {"Prices rose 3.5 percent. More follows.", "Prices rose 3.5 percent."},
      {"A headline without a stop\nThe body.", "A headline without a stop"},
      {"東京で地震。けが人はない。", "東京で地震。"},
      {"", ""},
  };
  for (const auto& [text, sentence] : cases) EXPECT_EQ(FirstSentence(text), sentence) << text;
}

TEST(Unicode, FirstSentenceIsCutAtAWord) {
  EXPECT_EQ(FirstSentence("one two three four", 12), "one two");
  EXPECT_EQ(FirstSentence("éééééé", 5), "éé");
}

}  // namespace
}  // namespace akin
