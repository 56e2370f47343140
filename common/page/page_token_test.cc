#include "common/page/page_token.h"

#include "common/status/errors.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

const PageToken kToken = {.arguments = 42, .position = {"log", 7}, .cursor = "after me, with spaces"};

TEST(PageTokenTest, ComesBackAsItWas) {
  const auto token = DecodePageToken(EncodePageToken(kToken), 42);
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(token->position, kToken.position);
  EXPECT_EQ(token->cursor, kToken.cursor);
}

TEST(PageTokenTest, OfOtherArgumentsIsInvalid) {
  EXPECT_EQ(ErrorField(DecodePageToken(EncodePageToken(kToken), 43).status()), "page_token");
}

TEST(PageTokenTest, AnyChangedByteIsInvalid) {
  const std::string good = EncodePageToken(kToken);
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(DecodePageToken(bad, 42).ok()) << i;
  }
  for (const char* garbage : {"x", "!!!!", "bm90IGEgdG9rZW4gYXQgYWxsLCByZWFsbHk"}) {
    EXPECT_EQ(ErrorField(DecodePageToken(garbage, 42).status()), "page_token") << garbage;
  }
}

TEST(PageSizeTest, NegativeIsInvalidZeroIsTheDefaultAndTooManyIsTheLimit) {
  EXPECT_EQ(ErrorField(PageSize(-3, 10, 100).status()), "page_size");
  EXPECT_EQ(*PageSize(0, 10, 100), 10);
  EXPECT_EQ(*PageSize(7, 10, 100), 7);
  EXPECT_EQ(*PageSize(1000, 10, 100), 100);
}

}  // namespace
}  // namespace akin
