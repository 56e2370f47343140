#include "common/filter/filter.h"

#include <gtest/gtest.h>

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {
namespace {

enum Id { kSource, kTags, kSize, kTime, kState };

FilterSchema Schema() {
  return {{.id = kSource, .name = "source"},
          {.id = kTags, .name = "tags", .repeated = true},
          {.id = kSize, .name = "size", .type = FilterType::kInt},
          {.id = kTime, .name = "time", .type = FilterType::kTime},
          {.id = kState, .name = "state", .type = FilterType::kEnum, .enum_values = {"ON", "OFF"}}};
}

class MapSubject : public FilterSubject {
 public:
  explicit MapSubject(std::multimap<int, FilterValue> values) : values_(std::move(values)) {}

  bool AnyValue(int field_id,
                absl::FunctionRef<bool(const FilterValue&)> predicate) const override {
    const auto [begin, end] = values_.equal_range(field_id);
    return std::any_of(begin, end, [&](const auto& entry) { return predicate(entry.second); });
  }

 private:
  const std::multimap<int, FilterValue> values_;
};

absl::Time Noon() { return absl::FromUnixSeconds(1714564800); }  // 2024-05-01T12:00:00Z

// source "bbc", tags "a" and "b c", size -5, noon, ON.
MapSubject Subject() {
  return MapSubject({{kSource, absl::string_view("bbc")},
                     {kTags, absl::string_view("a")},
                     {kTags, absl::string_view("b c")},
                     {kSize, int64_t{-5}},
                     {kTime, Noon()},
                     {kState, absl::string_view("ON")}});
}

TEST(Filter, MatchesWhatItSays) {
  const std::pair<absl::string_view, bool> cases[] = {
      {"", true},
      {"  ", true},
      {"source = \"bbc\"", true},
      {"source=bbc", true},
      {"source = 'cnn'", false},
      {"source != cnn", true},
      {"source:bbc", true},
      {"source > \"abc\" AND source < \"c\"", true},
      {"source = \"b*\"", true},
      {"source = b*", true},
      {"source != \"b*\"", false},
      {"source = \"b\\*\"", false},
      {"source:*", true},
      {"tags:a", true},
      {"tags:\"b c\"", true},
      {"tags:b", false},
      {"tags = \"b*\"", true},
      {"tags != a", false},
      {"tags != z", true},
      {"size = -5", true},
      {"size < -4", true},
      {"size <= -5", true},
      {"size > -5", false},
      {"size >= -5", true},
      {"time = \"2024-05-01T12:00:00Z\"", true},
      {"time = 2024-05-01T14:00:00+02:00", true},
      {"time > 2024-05-01", true},
      {"time >= 2024-05-01T12:00:00.001Z", false},
      {"state = ON", true},
      {"state != ON", false},
      {"NOT source = cnn", true},
      {"-source = bbc", false},
      {"-(source = cnn OR size = 0)", true},
      {"source = bbc size = -5", true},
      {"source = bbc size = 0", false},
      {"(source = cnn AND size = 0) OR tags:a", true},
      // OR binds tighter: (cnn or -5) and z.
      {"source = cnn OR size = -5 AND tags:z", false},
      {"tags:z AND source = cnn OR size = -5", false},
  };
  for (const auto& [text, expected] : cases) {
    const auto filter = Filter::Parse(Schema(), text);
    ASSERT_TRUE(filter.ok()) << text << ": " << filter.status();
    EXPECT_EQ(filter->Matches(Subject()), expected) << text;
  }
}

TEST(Filter, AnUnsetFieldEqualsNothing) {
  const MapSubject nothing({});
  for (const absl::string_view text : {"source = \"\"", "source:*", "size < 5", "source = *"}) {
    EXPECT_FALSE(Filter::Parse(Schema(), text)->Matches(nothing)) << text;
  }
  EXPECT_TRUE(Filter::Parse(Schema(), "source != bbc")->Matches(nothing));
}

TEST(Filter, ErrorsNameTheColumnAndTheWish) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"sorce = bbc", "filter: column 1: unknown field 'sorce', want one of source, tags"},
      {"source = \"ü\" AND x = 1", "filter: column 18: unknown field 'x'"},
      {"source", "filter: column 7: want =, !=, <, <=, >, >= or : after 'source'"},
      {"source = ", "filter: column 10: want a value for 'source'"},
      {"source == bbc", "filter: column 8: want =, !="},
      {"source = \"bbc", "filter: column 10: the quote is not closed"},
      {"(source = bbc", "filter: column 1: '(' is not closed"},
      {"source = bbc)", "filter: column 13: unexpected ')'"},
      {"source = bbc AND", "filter: column 17: ends too early"},
      {"source = bbc and size = 1", "filter: column 14: operators are written AND, OR, NOT"},
      {"source = a*c", "filter: column 11: '*' is a wildcard at the end only"},
      {"source = \"a*c\"", "filter: column 12: '*' is a wildcard at the end only"},
      {"size = big", "filter: column 8: 'big', want an integer"},
      {"size = 99999999999999999999", "filter: column 8: '99999999999999999999', want an integer"},
      {"size = 1*", "filter: column 8: a wildcard goes with"},
      {"time > yesterday", "filter: column 8: 'yesterday', want a time such as"},
      {"time > 10000-01-01T00:00:00Z", "filter: column 8: '10000-01-01T00:00:00Z', want a time"},
      {"time > 0000-01-01T00:00:00Z", "filter: column 8: '0000-01-01T00:00:00Z', want a time"},
      {"tags < a", "filter: column 6: 'tags' compares with =, != and : only"},
      {"state = on", "filter: column 9: 'on', want one of ON, OFF"},
      {"OR source = bbc", "filter: column 1: unknown field 'OR'"},
      {"source = bbc OR", "filter: column 16: ends too early"},
      {"!source", "filter: column 1: unexpected '!'"},
      {"\"bbc\"", "filter: column 1: want a field's name"},
      {"()", "filter: column 2: want a field's name"},
  };
  for (const auto& [text, message] : cases) {
    const absl::Status status = Filter::Parse(Schema(), text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_TRUE(absl::StartsWith(status.message(), message)) << text << " → " << status.message();
    EXPECT_EQ(ErrorField(status), "filter") << text;
  }
}

TEST(Filter, SizeAndDepthAreLimited) {
  const std::string nested(1000, '(');
  const std::string negated = absl::StrCat(std::string(1000, '-'), "size = 1");
  std::string wide = "size = 0";
  for (int i = 1; i < 300; ++i) absl::StrAppend(&wide, " OR size = ", i);
  const std::string big = absl::StrCat("source = \"", std::string(9000, 'x'), "\"");
  for (const std::string& text : {nested, negated, wide, big}) {
    EXPECT_EQ(Filter::Parse(Schema(), text).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(Filter, ConjunctsAreWhatEveryMatchSatisfies) {
  const auto filter = Filter::Parse(
      Schema(),
      "source = bbc AND (size = 1 OR size = 2) AND (time > 2024-05-01 time <= 2024-05-02)");
  ASSERT_TRUE(filter.ok());
  EXPECT_EQ(filter->Conjuncts().size(), 3u);
  ASSERT_NE(ConjunctString(*filter, kSource), nullptr);
  EXPECT_EQ(*ConjunctString(*filter, kSource), "bbc");
  EXPECT_EQ(ConjunctString(*filter, kTags), nullptr);
  const FilterTimeRange range = ConjunctTimeRange(*filter, kTime);
  const absl::Time may1 = Noon() - absl::Hours(12);
  EXPECT_GT(range.from, may1);
  EXPECT_LT(range.from, may1 + absl::Nanoseconds(1));
  EXPECT_GT(range.to, may1 + absl::Hours(24));
  EXPECT_LT(range.to, may1 + absl::Hours(24) + absl::Nanoseconds(1));
}

TEST(Filter, ADisjunctionOrNegationFixesNothing) {
  for (const absl::string_view text :
       {"source = bbc OR size = 1", "-source = bbc", "source != x"}) {
    EXPECT_EQ(ConjunctString(*Filter::Parse(Schema(), text), kSource), nullptr) << text;
  }
}

TEST(Filter, AnyBytesParseOrFailCleanly) {
  const absl::string_view alphabet = "source=<>!:\"'()* -ANDORNOT\\5\xFF";
  uint32_t seed = 1;
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) {
      seed = seed * 1664525 + 1013904223;
      text.push_back(alphabet[(seed >> 16) % alphabet.size()]);
    }
    const auto filter = Filter::Parse(Schema(), text);
    if (filter.ok()) {
      filter->Matches(Subject());
    } else {
      EXPECT_EQ(ErrorField(filter.status()), "filter");
    }
  }
}

}  // namespace
}  // namespace akin
