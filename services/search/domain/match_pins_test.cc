#include "services/search/domain/match_pins.h"

#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "services/search/domain/match_codec.h"

namespace akin {
namespace {

MatchPins::Pinned Result(absl::string_view name, int matches = 1) {
  auto result = std::make_shared<MatchResult>();
  result->position = {"log", 7};
  result->total = matches;
  result->corrected_query = "better";
  search::v1::Facet facet;
  facet.set_field(search::v1::FACET_FIELD_SOURCE);
  result->facets.push_back(facet);
  for (int i = 0; i < matches; ++i) result->matches.push_back({std::string(name), 1.5 * i});
  return result;
}

// A shared cache in memory.
class FakeShared : public SharedCache {
 public:
  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) override {
    const auto found = values_.find(std::string(key));
    if (found == values_.end()) return absl::optional<std::string>();
    return absl::make_optional(found->second);
  }
  absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration) override {
    values_[std::string(key)] = std::string(value);
    return absl::OkStatus();
  }

 private:
  std::map<std::string, std::string> values_;
};

TEST(MatchPins, WhatWasPinnedIsFoundUntilItExpires) {
  FakeClock clock;
  MatchPins pins(clock, {.ttl = absl::Minutes(15)});
  pins.Pin("a", Result("x"));
  EXPECT_NE(pins.Find("a"), nullptr);
  EXPECT_EQ(pins.Find("b"), nullptr);
  clock.Advance(absl::Minutes(15));
  EXPECT_EQ(pins.Find("a"), nullptr);
}

TEST(MatchPins, TheLeastRecentlyUsedGiveWay) {
  FakeClock clock;
  MatchPins pins(clock, {.max_bytes = 30'000});
  pins.Pin("a", Result("x", 200));
  pins.Pin("b", Result("x", 200));
  pins.Find("a");
  pins.Pin("c", Result("x", 200));
  EXPECT_NE(pins.Find("a"), nullptr);
  EXPECT_EQ(pins.Find("b"), nullptr);
  EXPECT_NE(pins.Find("c"), nullptr);
}

TEST(MatchPins, OtherReplicasFindItInTheSharedCache) {
  FakeClock clock;
  FakeShared shared;
  MatchPins here(clock, {.shared = &shared});
  MatchPins there(clock, {.shared = &shared});
  here.Pin("a", Result("x", 3));
  const MatchPins::Pinned found = there.Find("a");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(EncodeMatchResult(*found), EncodeMatchResult(*Result("x", 3)));
}

TEST(MatchCodec, BytesThatAreNoResultAreDataLoss) {
  EXPECT_TRUE(absl::IsDataLoss(DecodeMatchResult("\xFF\xFF\xFF").status()));
}

TEST(MatchCodec, KeepsEverything) {
  const auto result = DecodeMatchResult(EncodeMatchResult(*Result("articles/a", 2)));
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->position, (LogPosition{"log", 7}));
  EXPECT_EQ(result->total, 2);
  EXPECT_EQ(result->corrected_query, "better");
  EXPECT_EQ(result->facets.size(), 1u);
  ASSERT_EQ(result->matches.size(), 2u);
  EXPECT_EQ(result->matches[1].name, "articles/a");
  EXPECT_EQ(result->matches[1].score, 1.5);
}

}  // namespace
}  // namespace akin
