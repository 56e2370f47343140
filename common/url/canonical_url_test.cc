#include "common/url/canonical_url.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace akin {
namespace {

using Examples = std::vector<std::pair<std::string, std::string>>;

TEST(CanonicalUrl, IsWhatThePublisherWrote) {
  for (const char* url :
       {"http://m.example.com/a/", "https://www.example.com/a/amp/?amp=1",
        "https://Example.com:443/A?b=&c", "https://example.com", "https://example.com/?p=501",
        "https://example.com/#/news/101", "https://example.com/live#post-7",
        "https://example.com/a?ref=rss&source=wire", "https://example.com/a;jsessionid=1F?x=1",
        "https://example.com/%7ename%c3%a9", "https://example.com/a?x=1&y=2#top"}) {
    EXPECT_EQ(CanonicalUrl(url), url);
  }
}

TEST(CanonicalUrl, LeavesOutTrackersAndPasswordsAndEncodesWhatIsNoAddress) {
  const Examples examples = {
      {"HTTPS://example.com/a?utm_source=rss&id=7&fbclid=x", "https://example.com/a?id=7"},
      {"https://example.com/a?UTM_Source=rss", "https://example.com/a"},
      {"https://example.com/a?utm_source=rss#part", "https://example.com/a#part"},
      {"https://example.com/a?x=1#xtor=RSS-32", "https://example.com/a?x=1"},
      {"https://u:p@example.com/a", "https://example.com/a"},
      {" https://example.com/caf\xC3\xA9 \"x\" ", "https://example.com/caf%C3%A9%20%22x%22"},
      {"mailto:a@example.com", ""},
      {"/a", ""},
  };
  for (const auto& [url, want] : examples) {
    EXPECT_EQ(CanonicalUrl(url), want) << url;
    EXPECT_EQ(CanonicalUrl(want), want) << "not idempotent";
  }
}

TEST(CanonicalUrl, IsWhereAKnownRedirectorLeads) {
  const std::string target = "https://quay.example/a?page=2";
  for (const char* url : {
           "https://www.google.com/url?rct=j&sa=t&url=https://quay.example/a%3Fpage%3D2&ct=ga",
           "https://www.google.co.uk/url?q=https%3A%2F%2Fquay.example%2Fa%3Fpage%3D2",
           "http://news.google.de/news/url?sa=t&url=https%3A%2F%2Fquay.example%2Fa%3Fpage%3D2",
           "https://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fquay.example%2fa%3fpage"
           "%3d2&c=1",
           "https://l.facebook.com/l.php?u=https%253A%252F%252Fquay.example%252Fa%253Fpage%253D2",
           "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fquay.example%2Fa%3F"
           "page%3D2&data=x",
           "https://t.umblr.com/redirect?z=https%3A%2F%2Fquay.example%2Fa%3Fpage%3D2&t=x",
           "https://href.li/?https://quay.example/a?page=2",
           "https://r.search.yahoo.com/_ylt=A/RU=https%3a%2f%2fquay.example%2fa%3fpage%3d2/RK=2/",
           "http://us.rd.yahoo.com/news/rss/*https://quay.example/a%3Fpage=2",
           "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9xdWF5LmV4YW1wbGUvYT9wYWdlPTI&ntb=1",
           "https://news.google.com/rss/articles/"
           "CBMiHWh0dHBzOi8vcXVheS5leGFtcGxlL2E_cGFnZT0y0gEA?oc=5",
           "https://www.google.com/amp/s/quay.example/a?page=2",
           "https://quay-example.cdn.ampproject.org/c/s/quay.example/a?page=2",
           "https://www.google.com/url?q=https://out.reddit.com/t3_x?url%3Dhttps%253A%252F%252F"
           "quay.example%252Fa%253Fpage%253D2%2526utm_source%253Drss",
       }) {
    EXPECT_EQ(CanonicalUrl(url), target) << url;
    EXPECT_EQ(UrlKey(url), "quay.example/a?page=2") << url;
  }
}

TEST(CanonicalUrl, OtherAddressesThatCarryAddressesAreTheirOwn) {
  for (const char* url : {"https://quay.example/url?url=https://other.example/",
                          "https://notbing.com/news/apiclick.aspx?url=https://other.example/",
                          "https://google.quay.example/url?q=https://other.example/",
                          "https://www.google.com/url?q=/relative",
                          "https://www.google.com/search?q=https://other.example/"}) {
    EXPECT_EQ(CanonicalUrl(url), url);
  }
}

// Ids of stored articles are made of these.
TEST(UrlKey, GivesOnePageOneKey) {
  const Examples examples = {
      {"HTTPS://WWW.News.Example.com:443/a/../b?x=1#top", "news.example.com/b?x=1"},
      {"http://example.com:80", "example.com"},
      {"http://example.com:8080/", "example.com:8080"},
      {"https://u:p@example.com/", "example.com"},
      {"https://example.com/a/?utm_source=rss&id=7&fbclid=x", "example.com/a?id=7"},
      {"https://example.com/a?source=rss&source=wire", "example.com/a?source=wire"},
      {"https://m.example.com/a", "example.com/a"},
      {"https://en.m.example.org/a", "en.example.org/a"},
      {"https://m.com/a", "m.com/a"},
      {"https://amp.example.com/a", "example.com/a"},
      {"https://example.com/a/amp/", "example.com/a"},
      {"https://example.com/a.amp.html", "example.com/a.html"},
      {"https://example.com/amp/a?amp=1", "example.com/a"},
      {"https://example.com/caf\xC3\xA9", "example.com/caf%C3%A9"},
      {"https://example.com/%7ename%c3%a9", "example.com/~name%C3%A9"},
      {"https://example.com/%", "example.com/%25"},
      {"https://example.com../a", "example.com/a"},
      {"https://example.com/a;jsessionid=1F?x=1", "example.com/a?x=1"},
      {"https://example.com/a?PHPSESSID=1f&x=1", "example.com/a?x=1"},
      {"https://example.com/a?sid=0123456789abcdef0123456789abcdef", "example.com/a"},
      {"https://example.com/a?sid=26/11/29", "example.com/a?sid=26/11/29"},
      {"not a url", ""},
  };
  for (const auto& [url, want] : examples) {
    EXPECT_EQ(UrlKey(url), want) << url;
    EXPECT_EQ(UrlKey(CanonicalUrl(url)), want) << url;
  }
}

TEST(UrlKey, HasTheFragmentThatNamesAnArticle) {
  for (const char* fragment : {"/news/101", "!news/101", "post-7", "7", "id=7"}) {
    EXPECT_EQ(UrlKey(std::string("https://example.com/live/#") + fragment),
              std::string("example.com/live#") + fragment);
  }
  for (const char* fragment : {"", "top", "Comments", "more", "more-12", "xtor=RSS-32",
                               "utm_source=x&ref=rss", ".Uab12.twitter", ":~:text=ferry"}) {
    EXPECT_EQ(UrlKey(std::string("https://example.com/live#") + fragment), "example.com/live")
        << fragment;
  }
}

TEST(UrlPageKey, IsOfThePageUnlessTheFragmentIsOne) {
  EXPECT_EQ(UrlPageKey("https://example.com/live#post-7"), "example.com/live");
  EXPECT_EQ(UrlPageKey("https://example.com/#/news/101"), "example.com#/news/101");
  EXPECT_EQ(UrlPageKey("https://example.com/a"), "example.com/a");
  EXPECT_EQ(UrlPageKey("x"), "");
}

}  // namespace
}  // namespace akin
