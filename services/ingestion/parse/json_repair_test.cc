#include "services/ingestion/parse/json_repair.h"

#include <string>

#include "gtest/gtest.h"

namespace akin {
namespace {

std::string Repaired(absl::string_view text) { return RepairJson(text).value_or("refused"); }

TEST(RepairJson, LeavesJsonAsItIs) {
  const std::string json = R"({"a":[1,-2.5e3,true,null,"\"\\\/\u00e9\ud83d\ude00"],"b":{}})";
  EXPECT_EQ(Repaired(json), json);
}

TEST(RepairJson, ClosesWhatWasCutOffBehindTheLastWholeMember) {
  EXPECT_EQ(Repaired(R"({"a":[{"b":1,"c":"tr)"), R"({"a":[{"b":1}]})");
  EXPECT_EQ(Repaired(R"({"a":[1,2)"), R"({"a":[1]})");
  EXPECT_EQ(Repaired(R"({"a":[1],)"), R"({"a":[1]})");
  EXPECT_EQ(Repaired(R"({"a":)"), "{}");
}

TEST(RepairJson, LeavesOutCommasCommentsAndWhatFollows) {
  EXPECT_EQ(Repaired("[1,,2,/* two */3,// three\n 4 5]"), "[1,2,3,4 5]");
  EXPECT_EQ(Repaired("// <![CDATA[\n{\"a\":1}\n// ]]>"), R"({"a":1})");
  EXPECT_EQ(Repaired("var feed = [,1}];<!-- served in 3 ms -->"), "[1]");
  EXPECT_EQ(Repaired("nothing"), "");
}

TEST(RepairJson, MendsStrings) {
  EXPECT_EQ(Repaired("[\"a\nb\tc\"]"), R"(["a\nb c"])");
  EXPECT_EQ(Repaired(R"({"a": "the "best" day", "b": "x"})"),
            R"({"a": "the \"best\" day","b": "x"})");
  EXPECT_EQ(Repaired(R"(["it\'s \u12"])"), R"(["it's u12"])");
  EXPECT_EQ(Repaired(R"(["\ud83d!","\ude00"])"), "[\"\xEF\xBF\xBD!\",\"\xEF\xBF\xBD\"]");
}

}  // namespace
}  // namespace akin
