#include "common/url/site.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

TEST(Site, NamesBelowOnePublicSuffixAreOneSite) {
  EXPECT_TRUE(AreOneSite("feeds.paper.co.uk", "paper.co.uk"));
  EXPECT_TRUE(AreOneSite("a.wire.example", "b.c.wire.example"));
  EXPECT_TRUE(AreOneSite("localhost", "localhost"));
}

TEST(Site, NeighboursBelowASuffixAreNot) {
  EXPECT_FALSE(AreOneSite("a.co.uk", "b.co.uk"));
  EXPECT_FALSE(AreOneSite("paper.co.uk", "co.uk"));
  EXPECT_FALSE(AreOneSite("one.github.io", "two.github.io"));
  EXPECT_FALSE(AreOneSite("wire.example", "wire.example.com"));
  EXPECT_FALSE(AreOneSite("evilwire.example", "wire.example"));
  EXPECT_FALSE(AreOneSite("com", "org"));
}

TEST(Site, AnAddressIsASiteOfItsOwn) {
  EXPECT_TRUE(AreOneSite("127.0.0.1", "127.0.0.1"));
  EXPECT_FALSE(AreOneSite("127.0.0.1", "10.0.0.1"));
  EXPECT_FALSE(AreOneSite("[::1]", "[::2]"));
  EXPECT_FALSE(AreOneSite("", "wire.example"));
}

}  // namespace
}  // namespace akin
