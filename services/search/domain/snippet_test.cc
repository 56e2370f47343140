#include "services/search/domain/snippet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/testing/many_scripts.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

news::v1::Article Article(absl::string_view summary, absl::string_view body,
                          absl::string_view language = "en") {
  news::v1::Article article;
  article.set_summary(std::string(summary));
  article.set_body(std::string(body));
  article.set_language(std::string(language));
  return article;
}

search::v1::Snippet Snippet(const news::v1::Article& article, absl::string_view query) {
  return MakeSnippet(article, *ParseQuery(query));
}

std::vector<std::string> Marked(const search::v1::Snippet& snippet) {
  std::vector<std::string> marked;
  for (const auto& h : snippet.highlights()) {
    marked.push_back(snippet.text().substr(h.start(), h.end() - h.start()));
  }
  return marked;
}

std::string Filler(int sentences) {
  std::string text;
  for (int i = 0; i < sentences; ++i) absl::StrAppend(&text, "Nothing of note, number ", i, ". ");
  return text;
}

TEST(Snippet, HighlightsEveryFormOfAWord) {
  const auto snippet =
      Snippet(Article("", "Voters elect; an election. Élections too."), "elections");
  EXPECT_THAT(Marked(snippet), ElementsAre("elect", "election", "Élections"));
}

TEST(Snippet, PhrasesAndPrefixesAndLanguages) {
  EXPECT_THAT(Marked(Snippet(Article("", "The prime minister spoke"), "\"prime minister\"")),
              ElementsAre("prime minister"));
  EXPECT_THAT(Marked(Snippet(Article("", "Climate and climbing"), "clim*")),
              ElementsAre("Climate", "climbing"));
  EXPECT_THAT(Marked(Snippet(Article("", "Die Häuser am Fluss", "de"), "haus")),
              ElementsAre("Häuser"));
}

TEST(Snippet, WhatIsNotWantedIsNotMarked) {
  EXPECT_THAT(Marked(Snippet(Article("", "The sport and the source"), "-sport source:x lang:en")),
              IsEmpty());
  EXPECT_THAT(Marked(Snippet(Article("", "The end of it"), "the end")), ElementsAre("end"));
}

TEST(Snippet, IsTakenWhereMostWordsAre) {
  const std::string body = absl::StrCat(Filler(30), "A volcano. ", Filler(30),
                                        "The volcano near Naples erupts. ", Filler(30));
  const auto snippet = Snippet(Article("", body), "volcano naples");
  EXPECT_THAT(Marked(snippet), ElementsAre("volcano", "Naples"));
  EXPECT_EQ(snippet.text().substr(0, 3), "…") << "text was left out before";
  EXPECT_LE(snippet.text().size(), 260u);
}

TEST(Snippet, WithoutWordsIsHowTheTextBegins) {
  const auto snippet = Snippet(Article("The summary.", "The body."), "");
  EXPECT_EQ(snippet.text(), "The summary.  The body.");
  EXPECT_THAT(Marked(snippet), IsEmpty());
  EXPECT_EQ(Snippet(Article("", ""), "x").text(), "");
}

TEST(Snippet, NeverCutsACharacterNorLeavesTheText) {
  const std::string word(500, 'y');
  std::string wide;
  for (int i = 0; i < 200; ++i) absl::StrAppend(&wide, "äöü", i % 7 == 0 ? " tag " : "");
  for (const std::string& body :
       {wide, word + " tag " + word, absl::StrCat("tag\n\n", Filler(40))}) {
    const auto snippet = Snippet(Article("", body), "tag y*");
    EXPECT_TRUE(IsValidUtf8(snippet.text()));
    EXPECT_LE(snippet.text().size(), 300u);
    int last = 0;
    for (const auto& h : snippet.highlights()) {
      EXPECT_GE(h.start(), last);
      EXPECT_LT(h.start(), h.end());
      EXPECT_LE(h.end(), static_cast<int>(snippet.text().size()));
      last = h.end();
    }
  }
}

TEST(Snippet, EveryScriptIsCutBetweenItsCharacters) {
  for (const ScriptSample& sample : kManyScripts) {
    for (const absl::string_view gap : {"", " ", "\n\n"}) {
      for (const absl::string_view query : {"", "x", "天", "bridge 新"}) {
        const std::string body =
            absl::StrCat(Repeated(sample.text, 900, gap), "x 天 ", Repeated(sample.text, 900, gap));
        const std::string text = Snippet(Article("", body, sample.language), query).text();
        EXPECT_TRUE(IsValidUtf8(text)) << sample.language << ": " << query;
        EXPECT_LE(text.size(), 260u) << sample.language;
      }
    }
  }
}

TEST(Snippet, TextWithoutBlanksIsShownFromBeforeTheWord) {
  const std::string body =
      absl::StrCat(Repeated("城市新闻", 600), "地震", Repeated("城市新闻", 600));
  const auto snippet = Snippet(Article("", body, "zh"), "地震");
  EXPECT_THAT(Marked(snippet), ElementsAre("地震"));
  EXPECT_THAT(snippet.text(), HasSubstr("城市新闻地震城市新闻"));
}

}  // namespace
}  // namespace akin
