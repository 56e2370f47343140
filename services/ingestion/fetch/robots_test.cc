#include "services/ingestion/fetch/robots.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

bool Allows(absl::string_view file, absl::string_view target) {
  return Robots::Parse(file, "Akin").Allows(target);
}

TEST(RobotsTest, WithoutRulesAllIsAllowed) {
  for (const char* file : {"", "User-agent: *", "Disallow: /",
                           "User-agent: *\nDisallow:", "<html><body>Not found: /</body></html>",
                           "User-agent: Other\nDisallow: /"}) {
    EXPECT_TRUE(Allows(file, "/a")) << file;
  }
  EXPECT_FALSE(Robots::DisallowAll().Allows("/a"));
}

TEST(RobotsTest, OurGroupCountsElseTheGroupForAll) {
  const char* file =
      "User-agent: *\nDisallow: /all\n\nUser-agent: aKIN/2.0 (x)\nDisallow: /us\n\n"
      "User-agent: Akinator\nDisallow: /other\n";
  EXPECT_TRUE(Allows(file, "/all"));
  EXPECT_FALSE(Allows(file, "/us"));
  EXPECT_TRUE(Allows(file, "/other"));
  EXPECT_FALSE(Robots::Parse(file, "Other").Allows("/all"));
}

TEST(RobotsTest, AnEmptyGroupOfOursAllowsAll) {
  EXPECT_TRUE(Allows("User-agent: *\nDisallow: /\n\nUser-agent: Akin\nDisallow:\n", "/a"));
}

TEST(RobotsTest, GroupsOfOneNameAreOne) {
  const char* file =
      "User-agent: Akin\nDisallow: /a\nUser-agent: Other\nDisallow: /b\n"
      "User-agent: akin\nDisallow: /c\n";
  EXPECT_FALSE(Allows(file, "/a"));
  EXPECT_TRUE(Allows(file, "/b"));
  EXPECT_FALSE(Allows(file, "/c"));
}

TEST(RobotsTest, AGroupMayNameSeveralRobotsWithOtherLinesBetween) {
  const char* file =
      "User-agent: Other\n# us\n\nSitemap: https://wire.example/map\nUser-agent: Akin\n"
      "Disallow: /a\n";
  EXPECT_FALSE(Allows(file, "/a"));
}

TEST(RobotsTest, LinesAreReadInAllTheirSpellings) {
  EXPECT_FALSE(Allows("\xef\xbb\xbfUSER-AGENT : * # all\rdisallow :/a # b\r\n", "/a"));
  EXPECT_TRUE(Allows("user-agent:*\r\ndisallow:/a#b\r\n", "/b"));
}

// The examples of RFC 9309, section 5, and of Google's page on robots.txt.
TEST(RobotsTest, TheLongestMatchDecides) {
  struct Case {
    const char* rules;
    const char* target;
    bool allowed;
  };
  for (const Case& c :
       std::vector<Case>{{"Allow: /example/page/\nDisallow: /example/page/disallowed.gif",
                          "/example/page/disallowed.gif", false},
                         {"Allow: /example/page/\nDisallow: /example/page/disallowed.gif",
                          "/example/page/x", true},
                         {"Allow: /p\nDisallow: /", "/page", true},
                         {"Allow: /folder\nDisallow: /folder", "/folder/page", true},
                         {"Disallow: /folder\nAllow: /folder", "/folder/page", true},
                         {"Allow: /page\nDisallow: /*.htm", "/page.htm", false},
                         {"Allow: /page\nDisallow: /*.ph", "/page.php5", true},
                         {"Allow: /$\nDisallow: /", "/", true},
                         {"Allow: /$\nDisallow: /", "/page.htm", false},
                         {"Disallow: /", "/robots.txt", true}}) {
    EXPECT_EQ(Allows(absl::StrCat("User-agent: *\n", c.rules), c.target), c.allowed)
        << c.rules << " for " << c.target;
  }
}

TEST(RobotsTest, PatternsMatchAsTheyShould) {
  struct Case {
    const char* pattern;
    const char* target;
    bool matches;
  };
  for (const Case& c : std::vector<Case>{{"/fish", "/fish.html", true},
                                         {"/fish", "/Fish.asp", false},
                                         {"/fish", "/catfish", false},
                                         {"/fish*", "/fishheads/yummy.html", true},
                                         {"/fish/", "/fish", false},
                                         {"/fish/", "/fish/?id=1", true},
                                         {"/*.php", "/folder/any.php?p", true},
                                         {"/*.php", "/windows.PHP", false},
                                         {"/*.php$", "/a.php", true},
                                         {"/*.php$", "/a.php?p", false},
                                         {"/*.php$", "/a.php5", false},
                                         {"/fish*.php", "/fishheads/catfish.php?p", true},
                                         {"/*a*b*c", "/xaxbxc", true},
                                         {"/*a*b*c", "/xaxcxb", false},
                                         {"/*a*$", "/xaxb", true},
                                         {"/ab*ba$", "/aba", false},
                                         {"/ab*ba$", "/abba", true},
                                         {"*", "/x", true},
                                         {"*$", "/x", true},
                                         {"fish", "/fish", false},
                                         {"/a%3cd", "/a%3Cd", true},
                                         {"/a/%7Efoo", "/a/~foo", true},
                                         {"/ü", "/%C3%BC", true},
                                         {"/%C3%BC", "/ü", true},
                                         {"/a%2Fb", "/a/b", false},
                                         {"/$x", "/$x", true},
                                         {"/a?b=*&c", "/a?b=1&c", true},
                                         {"/100%", "/100%", true}}) {
    EXPECT_EQ(!Allows(absl::StrCat("User-agent: *\nDisallow: ", c.pattern), c.target), c.matches)
        << c.pattern << " for " << c.target;
  }
}

TEST(RobotsTest, CrawlDelayIsOfOurGroup) {
  const auto delay = [](absl::string_view file) {
    return Robots::Parse(file, "Akin").crawl_delay();
  };
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 10"), absl::Seconds(10));
  EXPECT_EQ(delay("User-agent: *\nCrawl-delay: 0.5"), absl::Milliseconds(500));
  EXPECT_EQ(delay("User-agent: Other\nCrawl-delay: 10"), absl::nullopt);
  for (const char* text : {"", "-1", "soon", "inf", "nan"}) {
    EXPECT_EQ(delay(absl::StrCat("User-agent: *\nCrawl-delay: ", text)), absl::nullopt) << text;
  }
}

TEST(RobotsTest, WhatIsPastTheLimitIsNotRead) {
  std::string file = "User-agent: *\nDisallow: /a\n";
  file.append(Robots::kMaxBytes, '#');
  file += "\nDisallow: /b\n";
  EXPECT_FALSE(Allows(file, "/a"));
  EXPECT_TRUE(Allows(file, "/b"));
}

// The specification as a recursive definition.
bool MatchesByDefinition(absl::string_view pattern, absl::string_view target) {
  if (pattern.empty()) return true;
  if (pattern == "$") return target.empty();
  if (pattern[0] == '*') {
    return MatchesByDefinition(pattern.substr(1), target) ||
           (!target.empty() && MatchesByDefinition(pattern, target.substr(1)));
  }
  return !target.empty() && pattern[0] == target[0] &&
         MatchesByDefinition(pattern.substr(1), target.substr(1));
}

TEST(RobotsTest, PatternsMatchAsTheirDefinitionSays) {
  std::mt19937 random(7);
  const auto text = [&](absl::string_view alphabet, int most) {
    std::string out = "/";
    for (int length = random() % most; length > 0; --length) {
      out += alphabet[random() % alphabet.size()];
    }
    return out;
  };
  int matches = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string pattern = text("ab*", 7) + (random() % 3 == 0 ? "$" : "");
    const std::string target = text("ab", 9);
    const bool expected = MatchesByDefinition(pattern, target);
    matches += expected;
    ASSERT_EQ(!Allows(absl::StrCat("User-agent: *\nDisallow: ", pattern), target), expected)
        << pattern << " for " << target;
  }
  EXPECT_GT(matches, 2'000);
}

TEST(RobotsTest, AnEnemysFileTakesLittleTime) {
  std::string many = "User-agent: *\n", deep = "User-agent: *\nDisallow: /";
  while (many.size() < Robots::kMaxBytes) many += "Disallow: /*a*b\n";
  while (deep.size() < Robots::kMaxBytes) deep += "*a";
  const std::string target = "/" + std::string(16 << 10, 'a');
  const absl::Time start = absl::Now();
  Allows(many, target);
  Allows(deep + "*b", target);
  Allows("User-agent: *\nDisallow: /*" + std::string(400 << 10, 'a') + "b", target);
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

}  // namespace
}  // namespace akin
