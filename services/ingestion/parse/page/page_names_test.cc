// Names of people, sites and articles, and dates, in the lines where pages have them.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/page/author_names.h"
#include "services/ingestion/parse/page/found_dates.h"
#include "services/ingestion/parse/page/page_title.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string NameDay(const absl::optional<absl::Time>& time) {
  return time ? absl::FormatTime("%Y-%m-%d", *time, absl::UTCTimeZone()) : "unknown";
}

TEST(AuthorNames, AreCleanedOfWhatIsNoName) {
  const struct {
    const char* stated;
    std::vector<std::string> names;
  } kCases[] = {
      {"Maja Lindqvist", {"Maja Lindqvist"}},
      {"By Maja Lindqvist", {"Maja Lindqvist"}},
      {"Von Maja Lindqvist und Bo Ek", {"Maja Lindqvist", "Bo Ek"}},
      {"Maja Lindqvist, Staff Writer", {"Maja Lindqvist"}},
      {"Maja Lindqvist & Bo Ek", {"Maja Lindqvist", "Bo Ek"}},
      {"Posted by: Maja Lindqvist on 3 May 2021", {"Maja Lindqvist"}},
      {"Maja Lindqvist (maja@wire.example)", {"Maja Lindqvist"}},
      {"Escrito por Ana García", {"Ana García"}},
      {"https://www.facebook.com/maja", {}},
      {"@maja", {}},
      {"admin", {}},
      {"3 May 2021", {}},
      {"", {}},
  };
  for (const auto& c : kCases) EXPECT_EQ(CleanAuthors({c.stated}), c.names) << c.stated;
}

TEST(AuthorNames, EachIsNamedOnce) {
  EXPECT_THAT(CleanAuthors({"Maja Lindqvist", "By MAJA LINDQVIST", "Bo Ek"}),
              ElementsAre("Maja Lindqvist", "Bo Ek"));
}

TEST(AuthorNames, OnlyBylinesIntroducePeople) {
  EXPECT_THAT(AuthorsInByline("By Maja Lindqvist"), ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(AuthorsInByline("3 May - Autor: Maja Lindqvist"), ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(AuthorsInByline("By the time it was over"), IsEmpty());
  EXPECT_THAT(AuthorsInByline("Von Anfang an"), IsEmpty());
  EXPECT_THAT(AuthorsInByline("Maja Lindqvist"), IsEmpty());
}

std::string Title(absl::string_view in_head, absl::string_view heading, absl::string_view site = "",
                  absl::string_view stated = "") {
  const std::string html = absl::StrCat("<title>", in_head, "</title><h1>", heading, "</h1>");
  const HtmlTree tree = HtmlTree::ParsePage(html);
  return ChooseTitle(PageTree(tree), stated, SiteNames(site, "https://www.kirunawire.example/a"));
}

TEST(PageTitle, LosesTheNameOfTheSite) {
  EXPECT_EQ(Title("Ferry sails again | Kiruna Wire", ""), "Ferry sails again");
  EXPECT_EQ(Title("Ferry sails again - Kiruna Wire", ""), "Ferry sails again");
  EXPECT_EQ(Title("Kiruna Wire: Ferry sails again", ""), "Ferry sails again");
  EXPECT_EQ(Title("Ferry sails again – The Times", "", "The Times"), "Ferry sails again");
  EXPECT_EQ(Title("Ferry sails again - Blah", "Ferry sails again"), "Ferry sails again");
}

TEST(PageTitle, KeepsWhatBelongsToTheHeadline) {
  EXPECT_EQ(Title("Ferry sails again - but slowly", ""), "Ferry sails again - but slowly");
  EXPECT_EQ(Title("Storm: ferry stays in port", ""), "Storm: ferry stays in port");
  EXPECT_EQ(Title("Ferry - tram", "Ferry - tram"), "Ferry - tram");
}

TEST(PageTitle, PrefersWhatIsStatedAndFallsBackOnTheHeading) {
  EXPECT_EQ(Title("Home", "", "", "Ferry sails again"), "Ferry sails again");
  EXPECT_EQ(Title("", "Ferry sails again"), "Ferry sails again");
}

TEST(FoundDates, AreFoundInLines) {
  EXPECT_EQ(NameDay(FindDate("Updated on 3 May 2021 by Maja")), "2021-05-03");
  EXPECT_EQ(NameDay(FindDate("Posted: 2021-05-03 | Sea")), "2021-05-03");
  EXPECT_EQ(NameDay(FindDate("Kiruna, 03.05.2021 - Redaktion")), "2021-05-03");
  EXPECT_EQ(NameDay(FindDate("The ferry of 1912")), "unknown");
  EXPECT_EQ(NameDay(FindDate("no day at all")), "unknown");
}

TEST(FoundDates, AreFoundInAddresses) {
  EXPECT_EQ(NameDay(DateInUrl("https://wire.example/2021/05/03/ferry")), "2021-05-03");
  EXPECT_EQ(NameDay(DateInUrl("https://wire.example/ferry-20210503.html")), "2021-05-03");
  EXPECT_EQ(NameDay(DateInUrl("https://wire.example/ferry/2021/13/03")), "unknown");
  EXPECT_EQ(NameDay(DateInUrl("https://wire.example/12345678")), "unknown");
}

TEST(FoundDates, AreFoundInScripts) {
  EXPECT_EQ(NameDay(DateInScript(R"(x = {"a":1,"datePublished" : "2021-05-03T10:00:00Z"})")),
            "2021-05-03");
  EXPECT_EQ(NameDay(DateInScript(R"({"datePublished": null})")), "unknown");
}

}  // namespace
}  // namespace akin
