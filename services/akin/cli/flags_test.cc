#include "services/akin/cli/flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

enum class Colour { kNone, kRed, kBlue };

class FlagsTest : public ::testing::Test {
 protected:
  FlagsTest() {
    flags_.Switch("all", "", &all_);
    flags_.Text("order_by", "FIELD", "", &order_by_);
    flags_.List("exclude", "ID,…", "", &exclude_);
    flags_.Integer("k", "N", "", &k_);
    flags_.Duration("timeout", "", &timeout_);
    flags_.Time("since", "", &since_);
    flags_.Choice(
        "colour", "",
        std::vector<std::pair<std::string, Colour>>{{"red", Colour::kRed}, {"blue", Colour::kBlue}},
        &colour_);
  }

  std::string ErrorOf(const std::vector<std::string>& arguments) {
    return std::string(flags_.Parse(arguments).status().message());
  }

  Flags flags_;
  bool all_ = false;
  std::string order_by_;
  std::vector<std::string> exclude_;
  int32_t k_ = 0;
  absl::Duration timeout_;
  absl::optional<absl::Time> since_;
  Colour colour_ = Colour::kNone;
};

TEST_F(FlagsTest, FlagsMayStandAnywhereAndBeSpelledBothWays) {
  const auto rest = flags_.Parse({"a", "--k", "-5", "b", "--order-by=publish_time desc", "--all"});
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_THAT(*rest, ElementsAre("a", "b"));
  EXPECT_EQ(k_, -5);
  EXPECT_EQ(order_by_, "publish_time desc");
  EXPECT_TRUE(all_);
}

TEST_F(FlagsTest, TwoDashesEndTheFlagsAndOneIsAnArgument) {
  const auto rest = flags_.Parse({"-", "--", "--all", "-b"});
  ASSERT_TRUE(rest.ok());
  EXPECT_THAT(*rest, ElementsAre("-", "--all", "-b"));
  EXPECT_FALSE(all_);
}

TEST_F(FlagsTest, AListGrowsWithEachFlagAndComma) {
  ASSERT_TRUE(flags_.Parse({"--exclude", "a,b", "--exclude=c"}).ok());
  EXPECT_THAT(exclude_, ElementsAre("a", "b", "c"));
}

TEST_F(FlagsTest, TimesAndDurationsTakeTheirUsualForms) {
  ASSERT_TRUE(flags_.Parse({"--timeout", "90", "--since", "2026-09-14"}).ok());
  EXPECT_EQ(timeout_, absl::Seconds(90));
  EXPECT_EQ(*since_, absl::FromCivil(absl::CivilDay(2026, 9, 14), absl::UTCTimeZone()));
  ASSERT_TRUE(flags_.Parse({"--timeout=1m30s"}).ok());
  EXPECT_EQ(timeout_, absl::Seconds(90));
}

TEST_F(FlagsTest, LeadingFlagsEndAtTheFirstArgument) {
  std::vector<std::string> words = {"--k", "3", "get", "--all"};
  ASSERT_TRUE(flags_.ParseLeading(words).ok());
  EXPECT_THAT(words, ElementsAre("get", "--all"));
  EXPECT_EQ(k_, 3);
}

TEST_F(FlagsTest, MistakesNameTheFlagAndTheWish) {
  EXPECT_EQ(ErrorOf({"--no_such"}), "--no_such: no such flag");
  EXPECT_EQ(ErrorOf({"-x"}), "-x: no such flag");
  EXPECT_EQ(ErrorOf({"--k"}), "--k: a value (N) is missing");
  EXPECT_EQ(ErrorOf({"--k=ten"}), "--k: ten: want a whole number");
  EXPECT_EQ(ErrorOf({"--k=3000000000"}), "--k: 3000000000: want a number of at most 31 bits");
  EXPECT_EQ(ErrorOf({"--all=yes"}), "--all: takes no value");
  EXPECT_EQ(ErrorOf({"--colour=green"}), "--colour: green: want one of red, blue");
  EXPECT_THAT(ErrorOf({"--since=tomorrow"}), HasSubstr("want a time"));
  EXPECT_THAT(ErrorOf({"--timeout=long"}), HasSubstr("want a duration"));
}

}  // namespace
}  // namespace akin
