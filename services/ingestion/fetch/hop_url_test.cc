#include "services/ingestion/fetch/hop_url.h"

#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/fetch/fetcher.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

HopUrl Hop(absl::string_view url) { return HopUrl::Parse(url).value(); }

std::string ErrorOf(absl::string_view url) { return ErrorReason(HopUrl::Parse(url).status()); }

TEST(HopUrlTest, ReadsAllParts) {
  const HopUrl hop = Hop("HTTPS://ann:s%40cret@Wire.Example:8443/a/../b?q=1#top");
  EXPECT_EQ(hop.url(), "https://Wire.Example:8443/b?q=1");
  EXPECT_EQ(hop.scheme(), "https");
  EXPECT_EQ(hop.host(), "wire.example");
  EXPECT_EQ(hop.port(), "8443");
  EXPECT_EQ(hop.Origin(), "https://wire.example:8443");
  EXPECT_EQ(hop.Target(), "/b?q=1");
  EXPECT_EQ(hop.user(), "ann");
  EXPECT_EQ(hop.password(), "s@cret");
}

TEST(HopUrlTest, BlanksAndOtherAlphabetsAreEncoded) {
  EXPECT_EQ(Hop(" http://wire.example/a b/ü?x=ä ").url(),
            "http://wire.example/a%20b/%c3%bc?x=%c3%a4");
}

TEST(HopUrlTest, HostsOfOtherAlphabetsAreWrittenAsDnsKnowsThem) {
  for (const char* url : {"http://Bücher.example/", "http://b%C3%BCcher.example/",
                          "http://bu\xcc\x88"
                          "cher.example/",
                          "http://bücher。example/"}) {
    EXPECT_EQ(Hop(url).url(), "http://xn--bcher-kva.example/") << url;
    EXPECT_EQ(Hop(url).host(), "xn--bcher-kva.example");
  }
  EXPECT_EQ(Hop("https://faß.example").host(), "xn--fa-hia.example");
  EXPECT_EQ(Hop("http://１２７．０．０．１/").host(), "127.0.0.1");
  EXPECT_EQ(ErrorOf("http://\xff.example/"), fetch_errors::kBadUrl);
  EXPECT_EQ(ErrorOf("http://a\u200b\u05d0.example/"), fetch_errors::kBadUrl);
}

TEST(HopUrlTest, ATargetStartsWithASlash) {
  EXPECT_EQ(Hop("http://wire.example").Target(), "/");
  EXPECT_EQ(Hop("http://wire.example?x=/y").Target(), "/?x=/y");
}

TEST(HopUrlTest, OnlyHttpAndHttpsAreAddresses) {
  for (const char* url : {"ftp://wire.example/", "file:///etc/passwd", "gopher://wire.example/",
                          "javascript:alert(1)", "data:text/html,x", "feed:ftp://x.example/"}) {
    EXPECT_EQ(ErrorOf(url), fetch_errors::kBadScheme) << url;
  }
  for (const char* url : {"", "wire/feed", "/feed", "http://", "http:///x", "http://a b/",
                          "http://[::1/", "http://wire.example:99999/", "https://a@b@c{/"}) {
    EXPECT_EQ(ErrorOf(url), fetch_errors::kBadUrl) << url;
  }
}

TEST(HopUrlTest, AddressesOfFeedsAreReadAsPeopleTypeThem) {
  EXPECT_EQ(Hop("feed://wire.example/rss").url(), "http://wire.example/rss");
  EXPECT_EQ(Hop("wire.example:8080/rss").Origin(), "http://wire.example:8080");
}

TEST(HopUrlTest, NumbersAreNormalisedAndTheirSpellingIsKnown) {
  const HopUrl hop = Hop("http://0x7f.1/");
  EXPECT_EQ(hop.host(), "127.0.0.1");
  EXPECT_EQ(hop.spelled_host(), "0x7f.1");
}

TEST(HopUrlTest, RedirectsResolveAndBringNoUserInfo) {
  const HopUrl hop = Hop("https://ann:secret@wire.example/a/feed?x");
  EXPECT_EQ(hop.Redirected("other")->url(), "https://wire.example/a/other");
  EXPECT_EQ(hop.Redirected("//cdn.example/f")->url(), "https://cdn.example/f");
  EXPECT_EQ(hop.Redirected("http://wire.example/f")->url(), "http://wire.example/f");
  EXPECT_EQ(hop.Redirected("feed://wire.example/f")->url(), "http://wire.example/f");
  const HopUrl other = *hop.Redirected("https://eve:x@other.example/");
  EXPECT_FALSE(other.has_user_info());
  EXPECT_EQ(other.url(), "https://other.example/");
  EXPECT_EQ(ErrorReason(hop.Redirected("ftp://wire.example/").status()), fetch_errors::kBadScheme);
}

TEST(HopUrlTest, OriginIsSchemeHostAndPort) {
  const HopUrl hop = Hop("https://wire.example/a");
  EXPECT_TRUE(hop.IsSameOrigin(Hop("https://WIRE.example:443/b")));
  for (const char* other : {"http://wire.example/a", "https://wire.example:8443/a",
                            "https://www.wire.example/a", "https://wire.example.evil.example/a"}) {
    EXPECT_FALSE(hop.IsSameOrigin(Hop(other))) << other;
  }
}

TEST(HopUrlTest, UserInfoCanBePutBack) {
  EXPECT_EQ(Hop("https://wire.example/b").WithUserInfoOf(Hop("https://ann:s%40cret@wire.example/")),
            "https://ann:s%40cret@wire.example/b");
  EXPECT_EQ(Hop("https://wire.example/b").WithUserInfoOf(Hop("https://wire.example/")),
            "https://wire.example/b");
}

TEST(HopUrlTest, MessagesTellNoSecrets) {
  EXPECT_EQ(Hop("https://ann:secret@wire.example/feed?token=abc#x").ForMessage(),
            "https://wire.example/feed");
  const auto status = HopUrl::Parse("ftp://ann:secret@wire.example/").status();
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  EXPECT_LT(Hop("http://wire.example/" + std::string(5000, 'a')).ForMessage().size(), 250u);
}

}  // namespace
}  // namespace akin
