#include "services/search/domain/search_rules.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SearchRules Rules(absl::string_view synonyms, absl::string_view protected_words = "",
                  absl::string_view picks = "") {
  return {*Synonyms::Parse(synonyms), *ProtectedWords::Parse(protected_words),
          *EditorPicks::Parse(picks), "v"};
}

// "word(synonym|…)" for each wanted word, "=" before what stands instead, "!" for protected ones.
std::vector<std::string> Read(absl::string_view text, const SearchRules& rules) {
  std::vector<std::string> words;
  ForEachWantedTerm(ReadQuery(text, {}, rules).value(), [&](const QueryNode& node) {
    std::string word = absl::StrCat(node.is_protected ? "!" : "", node.text);
    if (!node.synonyms.empty()) {
      absl::StrAppend(&word, node.is_replaced ? "=" : "", "(", absl::StrJoin(node.synonyms, "|"),
                      ")");
    }
    words.push_back(word);
  });
  return words;
}

TEST(SearchRules, SynonymsAreFoundInAnyCaseAndOfSeveralWords) {
  const SearchRules rules = Rules(
      "# names\n"
      "Kyiv, Kiev\n"
      "\n"
      "UN, United Nations\r\n"
      "Bombay => Mumbai\n"
      "ipod, i-pod => ipod, i pod\n"
      "a\\,b, comma\n");
  EXPECT_THAT(Read("KIEV summit", rules), ElementsAre("KIEV(Kyiv)", "summit"));
  EXPECT_THAT(Read("united nations vote", rules), ElementsAre("united(UN)", "nations(UN)", "vote"));
  EXPECT_THAT(Read("united airlines", rules), ElementsAre("united", "airlines"));
  EXPECT_THAT(Read("headline:kiev", rules), ElementsAre("kiev(Kyiv)"));
  EXPECT_THAT(Read("united headline:nations", rules), ElementsAre("united", "nations"));
  EXPECT_THAT(Read("bombay", rules), ElementsAre("bombay=(Mumbai)"));
  EXPECT_THAT(Read("ipod", rules), ElementsAre("ipod(i pod)")) << "it is among what is wanted";
  EXPECT_THAT(Read("i-pod", rules), ElementsAre("i-pod(ipod)"));
  EXPECT_THAT(Read("\"kiev\"", rules), ElementsAre("kiev")) << "quotes mean it";
  EXPECT_THAT(Read("comma", rules), ElementsAre("comma(a,b)"));
}

TEST(SearchRules, ProtectedWordsAreMarked) {
  EXPECT_THAT(Read("boeing flights", Rules("", "Boeing\n# more\n")),
              ElementsAre("!boeing", "flights"));
}

TEST(SearchRules, PicksAreOfQueriesOfJustTheseWords) {
  const SearchRules rules =
      Rules("", "", "Budget 2026, budget => articles/a, -articles/c, articles/b\n");
  const auto find = [&](absl::string_view text) {
    return FindPick(text, *ReadQuery(text, {}, rules), rules);
  };
  ASSERT_NE(find("budget  2026!"), nullptr);
  EXPECT_THAT(find("BUDGET")->pinned, ElementsAre("articles/a", "articles/b"));
  EXPECT_THAT(find("BUDGET")->buried, ElementsAre("articles/c"));
  for (const absl::string_view other : {"2026 budget", "-budget", "headline:budget", "tax"}) {
    EXPECT_EQ(find(other), nullptr) << other;
  }
}

TEST(SearchRules, WhatIsWrongIsToldWithItsLine) {
  const std::pair<absl::string_view, absl::string_view> synonyms[] = {
      {"a, b\nalone", "line 2: want two terms"},   {"a, , b", "line 1: a term is empty"},
      {"a => b => c", "line 1: more than one =>"}, {"a =>", "line 1: a term is empty"},
      {"\n\n???, b", "line 3: ???: no word"},      {"a, \xFF", "line 1: not UTF-8"},
  };
  for (const auto& [text, wish] : synonyms) {
    EXPECT_THAT(Synonyms::Parse(text).status().message(), HasSubstr(wish)) << text;
  }
  EXPECT_THAT(ProtectedWords::Parse("a\nb, c").status().message(), HasSubstr("line 2: want one"));
  EXPECT_THAT(EditorPicks::Parse("a => b").status().message(), HasSubstr("line 1: b: want art"));
  EXPECT_THAT(EditorPicks::Parse("a").status().message(), HasSubstr("line 1: want QUERY"));
  EXPECT_THAT(EditorPicks::Parse("a => articles/x\nA => articles/y").status().message(),
              HasSubstr("line 2: A: has a line already"));
}

}  // namespace
}  // namespace akin
