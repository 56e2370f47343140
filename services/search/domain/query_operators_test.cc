// Operators with numbers: what they mean, and what is said of numbers that cannot be.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "services/search/domain/edit_distance.h"
#include "services/search/domain/query.h"

namespace akin {
namespace {

using Kind = QueryNode::Kind;
using ::testing::HasSubstr;

// 2026-10-31T12:00Z.
QueryTime Noon(absl::string_view zone = "") {
  return {absl::FromUnixSeconds(1'793'448'000), TimeZoneNamed(zone).value()};
}

QueryNode Parsed(absl::string_view text, const QueryTime& time = Noon()) {
  const auto query = ParseQuery(text, time);
  EXPECT_TRUE(query.ok()) << text << query.status();
  return query.ok() ? *query : QueryNode();
}

std::string Seconds(const QueryNode& node) {
  const auto show = [](absl::Time time) {
    return time == absl::InfinitePast() || time == absl::InfiniteFuture()
               ? std::string("-")
               : absl::FormatTime("%Y-%m-%dT%H:%M:%S", time, absl::UTCTimeZone());
  };
  if (node.kind != Kind::kTime) return absl::StrCat("words ", node.text);
  return absl::StrCat(show(node.published.from), " ", show(node.published.to));
}

TEST(QueryOperators, TimesAreReadInTheTimeZoneOfTheRequest) {
  const std::tuple<absl::string_view, absl::string_view, absl::string_view> cases[] = {
      {"after:2026-10-01", "", "2026-10-01T00:00:00 -"},
      {"before:2026-10-01", "", "- 2026-10-01T00:00:00"},
      {"after:2026-10-01", "Europe/Berlin", "2026-09-30T22:00:00 -"},
      {"AFTER:2026-10", "", "2026-10-01T00:00:00 -"},
      {"before:2026", "", "- 2026-01-01T00:00:00"},
      {"after:2026-10-01T18:30", "America/New_York", "2026-10-01T22:30:00 -"},
      {"after:2026-10-01T18:30:15Z", "Europe/Berlin", "2026-10-01T18:30:15 -"},
      {"after:2026-10-01t18:30:15.5+02:00", "", "2026-10-01T16:30:15 -"},
      {"after:today", "Pacific/Auckland", "2026-10-31T11:00:00 -"},
      {"before:Yesterday", "", "- 2026-10-30T00:00:00"},
      {"last:7d", "", "2026-10-24T12:00:00 -"},
      {"last:90m", "", "2026-10-31T10:30:00 -"},
      {"last:2w", "Europe/Berlin", "2026-10-17T12:00:00 -"},
      {"after:effects", "", "words after:effects"},
      {"last:orders", "", "words last:orders"},
  };
  for (const auto& [text, zone, span] : cases) {
    EXPECT_EQ(Seconds(Parsed(text, Noon(zone))), span) << text;
  }
  EXPECT_EQ(Parsed("floods -last:7d").children[1].kind, Kind::kNot);
}

TEST(QueryOperators, OnlyNamesOfTimeZonesAreOnes) {
  EXPECT_TRUE(TimeZoneNamed("Asia/Kolkata").has_value());
  for (const absl::string_view name :
       {"Mars/Olympus", "/etc/localtime", "../../etc/passwd", "file:/etc/localtime", "a\nb"}) {
    EXPECT_FALSE(TimeZoneNamed(name).has_value()) << name;
  }
  EXPECT_FALSE(TimeZoneNamed(std::string(100'000, 'x')).has_value());
}

TEST(QueryOperators, BoostsGoToTheTermsOfAGroup) {
  EXPECT_EQ(Parsed("mine^2").boost, 2);
  EXPECT_EQ(Parsed("mine^2").text, "mine");
  EXPECT_EQ(Parsed("\"a mine\"^0.5").boost, 0.5);
  const QueryNode group = Parsed("(a b^3 (c OR d)^2)^4");
  EXPECT_EQ(group.children[0].boost, 4);
  EXPECT_EQ(group.children[1].boost, 12);
  EXPECT_EQ(group.children[2].children[1].boost, 8);
  EXPECT_EQ(Parsed("((a^100)^100)^100").boost, 100);
  EXPECT_EQ(Parsed("x^y").text, "x^y");
  EXPECT_EQ(Parsed("^2").text, "^2");
}

TEST(QueryOperators, NearnessIsOfPhrasesAndOfNeighbours) {
  const QueryNode near = Parsed("headline:\"lithium mine\"~5^2");
  EXPECT_EQ(near.kind, Kind::kNear);
  EXPECT_EQ(near.field, QueryField::kHeadline);
  EXPECT_EQ(near.distance, 5);
  EXPECT_EQ(near.boost, 2);
  const QueryNode chain = Parsed("a NEAR/3 \"b c\" NEAR/10 d");
  ASSERT_EQ(chain.children.size(), 2u);
  EXPECT_EQ(chain.children[0].text, "a b c");
  EXPECT_EQ(chain.children[0].distance, 3);
  EXPECT_EQ(chain.children[1].text, "b c d");
  EXPECT_EQ(chain.children[1].distance, 10);
  EXPECT_EQ(Parsed("NEAR/5").text, "NEAR/5");
  EXPECT_EQ(Parsed("fire NEAR Paris").children.size(), 3u);
}

TEST(QueryOperators, FieldsGoToTheTermsOfAGroup) {
  const QueryNode group = Parsed("headline:(flood OR \"heavy rain\" body:x)");
  EXPECT_EQ(group.children[0].children[1].field, QueryField::kHeadline);
  EXPECT_EQ(group.children[1].field, QueryField::kBody);
  EXPECT_EQ(Parsed("keyword:\"grand prix\"").field, QueryField::kKeyword);
}

TEST(QueryOperators, FuzzyWordsSayHowManyEdits) {
  EXPECT_EQ(Parsed("word~1").distance, 1);
  EXPECT_EQ(Parsed("word~").distance, kAnyEdits);
  EXPECT_EQ(Parsed("word~1^3").boost, 3);
  EXPECT_EQ(Parsed("word~x").kind, Kind::kWord);
  EXPECT_EQ(Parsed("~5").kind, Kind::kWord);
}

TEST(QueryOperators, NumbersThatCannotBeAreRefusedWithTheirColumn) {
  const std::pair<std::string, absl::string_view> cases[] = {
      {"a after:2026-13-01", "query: column 9: want a date"},
      {"before:2026-02-30", "query: column 8: want a date"},
      {"after:20261-01-01", "query: column 7: want a date"},
      {"last:7", "query: column 6: want a number with"},
      {"last:0d", "query: column 6"},
      {"last:99999999999d", "query: column 6"},
      {"last:2147483647w", "query: column 6"},
      {"ä b^1000", "query: column 4: want ^"},
      {"a^NaN", "query: column 2: want ^"},
      {"a^-1", "query: column 2"},
      {"a^0", "query: column 2"},
      {"a^1e999", "query: column 2"},
      {"(a b)^inf", "query: column 6"},
      {"\"a b\"^nan", "query: column 6"},
      {"\"a b\"~0", "query: column 6: want a distance of 1 to 100"},
      {"\"a b\"~99999999999", "query: column 6"},
      {"a NEAR/x b", "query: column 3: want a distance"},
      {"a NEAR/5 (b OR c)", "query: column 3: want NEAR between"},
      {"headline:a NEAR/5 body:b", "query: column 12: want NEAR between"},
      {"word~3", "query: column 5: want ~ with 0 to 2 edits"},
      {"word~0.8", "query: column 5"},
      {"a~ b~ c~ d~ e~ f~ g~ h~ i~", "more than 8 words with ~"},
      {std::string(4000, '('), "query: column 34: nested deeper than 32"},
  };
  for (const auto& [text, wish] : cases) {
    const absl::Status status = ParseQuery(text, Noon()).status();
    EXPECT_EQ(ErrorField(status), "query") << text;
    EXPECT_THAT(status.message(), HasSubstr(wish)) << text;
  }
}

TEST(NearSpelling, CountsEditsOfWordsThatBeginAlike) {
  const std::tuple<absl::string_view, absl::string_view, int> cases[] = {
      {"lithium", "lithium", 0},
      {"lithium", "lithum", 1},
      {"lithium", "litihum", 1},
      {"lithium", "lithiums", 1},
      {"lithium", "litium", 1},
      {"lithium", "lethiom", 2},
      {"lithium", "mithium", 3},
      {"lithium", "lit", 3},
      {"straße", "strasse", 2},
      {"münchen", "munchen", 1},
      {"a", "", 3},
  };
  for (const auto& [word, other, edits] : cases) {
    EXPECT_EQ(NearSpelling(word, 2).EditsTo(other), edits) << word << " " << other;
  }
}

}  // namespace
}  // namespace akin
