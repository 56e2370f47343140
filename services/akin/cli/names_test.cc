#include "services/akin/cli/names.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

TEST(Names, IdsAreAcceptedWithAndWithoutTheirCollection) {
  EXPECT_EQ(ArticleName("x1"), "articles/x1");
  EXPECT_EQ(ArticleName("articles/x1"), "articles/x1");
  EXPECT_EQ(StoryName("s"), "stories/s");
  EXPECT_EQ(SourceName("example.com"), "sources/example.com");
  EXPECT_EQ(BareId("sources/example.com"), "example.com");
  EXPECT_EQ(BareId("x1"), "x1");
}

}  // namespace
}  // namespace akin
