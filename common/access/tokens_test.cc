#include "common/access/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// printf '%s' TOKEN | sha256sum
constexpr char kHashOfSecret[] = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
constexpr char kHashOfOther[] = "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa";

std::string Wrong(const std::string& text) {
  return std::string(Tokens::Parse(text).status().message());
}

TEST(Tokens, ATokenIsWhoseHashIsListed) {
  const auto tokens = Tokens::Parse(std::string("# comment\n\n reader ") + kHashOfSecret +
                                    "\r\nreader\t" + kHashOfOther + "\n");
  ASSERT_TRUE(tokens.ok()) << tokens.status();
  EXPECT_EQ(tokens->size(), 2u);
  EXPECT_EQ(tokens->NameOf("secret"), "reader");
  EXPECT_EQ(tokens->NameOf("other"), "reader");
  EXPECT_EQ(tokens->NameOf("Secret"), absl::nullopt);
  EXPECT_EQ(tokens->NameOf(""), absl::nullopt);
  EXPECT_EQ(tokens->NameOf(kHashOfSecret), absl::nullopt);
}

TEST(Tokens, AWrongLineIsNumberedAndNotRepeated) {
  EXPECT_THAT(Wrong(std::string("a ") + kHashOfSecret + "\nb my-plain-token\n"),
              HasSubstr("line 2: want a SHA-256"));
  EXPECT_THAT(Wrong("b my-plain-token"), Not(HasSubstr("my-plain")));
  EXPECT_THAT(Wrong("alone"), HasSubstr("line 1: want \"NAME SHA256\""));
  EXPECT_THAT(Wrong(std::string("a:b ") + kHashOfSecret), HasSubstr("want a name"));
}

}  // namespace
}  // namespace akin
