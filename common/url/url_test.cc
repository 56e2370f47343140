#include "common/url/url.h"

#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace akin {
namespace {

constexpr absl::string_view kBase = "http://a/b/c/d;p?q";

std::string Resolve(absl::string_view base, absl::string_view reference) {
  return ResolveUrl(base, reference).value_or("none");
}

// RFC 3986, 5.4.1 and 5.4.2.
TEST(ResolveUrl, AnswersTheExamplesOfTheStandard) {
  const std::vector<std::pair<std::string, std::string>> examples = {
      {"g", "http://a/b/c/g"},      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},    {"/g", "http://a/g"},
      {"//g", "http://g"},          {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},  {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},  {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},    {"g;x", "http://a/b/c/g;x"},
      {".", "http://a/b/c/"},       {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},        {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},     {"../..", "http://a/"},
      {"../../g", "http://a/g"},    {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},       {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},    {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},   {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"}, {"g?y/../x", "http://a/b/c/g?y/../x"},
  };
  for (const auto& [reference, want] : examples)
    EXPECT_EQ(Resolve(kBase, reference), want) << reference;
}

TEST(ResolveUrl, KeepsOnlyWebAddresses) {
  for (const char* bad : {"javascript:alert(1)", "mailto:a@b.example", "data:text/html,x",
                          "file:///etc/passwd", "tag:example.com,2024:1", "http://", "https:///x",
                          "http://a:b/", "http://a::/", "http://[x]/", "http://a<b>/", "", "  "}) {
    EXPECT_EQ(Resolve("", bad), "none") << bad;
  }
  EXPECT_EQ(Resolve("", "/relative/without/base"), "none");
  EXPECT_EQ(Resolve("ftp://example.com/", "x"), "none");
}

TEST(ResolveUrl, ForgivesBlanksAndBackSlashes) {
  EXPECT_EQ(Resolve("", "\n  https://example.com/a b\n"), "https://example.com/a%20b");
  EXPECT_EQ(Resolve("http://example.com/", "\\x\\y?z=\\"), "http://example.com/x/y?z=\\");
  EXPECT_EQ(Resolve("", "HTTPS://Example.com/A"), "https://Example.com/A");
}

TEST(UrlHost, IsLowerCaseWithoutUserAndPort) {
  EXPECT_EQ(UrlHost("https://me:pw@News.Example.COM:8443/x"), "news.example.com");
  EXPECT_EQ(UrlHost("http://[2001:DB8::1]:80/"), "[2001:db8::1]");
  EXPECT_EQ(UrlHost("/x"), "");
}

TEST(NormalizeUrl, GivesOnePageOneAddress) {
  const std::vector<std::pair<std::string, std::string>> examples = {
      {"HTTPS://News.Example.com:443/a/../b?x=1#top", "https://news.example.com/b?x=1"},
      {"http://example.com:80", "http://example.com/"},
      {"http://example.com:8080/", "http://example.com:8080/"},
      {"https://u:p@example.com/", "https://example.com/"},
      {"https://example.com/a?utm_source=rss&id=7&fbclid=x", "https://example.com/a?id=7"},
      {"https://example.com/a?utm_source=rss", "https://example.com/a"},
      {"https://example.com/a?source=rss&source=wire", "https://example.com/a?source=wire"},
      {"https://m.example.com/a", "https://example.com/a"},
      {"https://en.m.example.org/a", "https://en.example.org/a"},
      {"https://m.com/a", "https://m.com/a"},
      {"https://amp.example.com/a", "https://example.com/a"},
      {"https://example.com/a/amp/", "https://example.com/a"},
      {"https://example.com/a.amp.html", "https://example.com/a.html"},
      {"https://example.com/amp/a", "https://example.com/a"},
      {"https://example.com/a?amp=1", "https://example.com/a"},
      {"https://www.google.com/amp/s/example.com/a", "https://example.com/a"},
      {"https://example-com.cdn.ampproject.org/c/s/example.com/a/amp", "https://example.com/a"},
      {"https://example.com/caf\xC3\xA9", "https://example.com/caf%C3%A9"},
      {"https://example.com/%7ename%c3%a9", "https://example.com/~name%C3%A9"},
      {"https://example.com/%", "https://example.com/%25"},
      {"https://example.com../a", "https://example.com/a"},
      {"mailto:a@example.com", ""},
  };
  for (const auto& [url, want] : examples) {
    EXPECT_EQ(NormalizeUrl(url), want) << url;
    EXPECT_EQ(NormalizeUrl(want), want) << "not idempotent";
  }
}

TEST(UrlKey, IsSharedByTheAddressesOfOnePage) {
  for (const char* url : {"http://example.com/a/", "https://www.example.com/a",
                          "https://m.example.com/a?utm_id=1#x"}) {
    EXPECT_EQ(UrlKey(url), "example.com/a") << url;
  }
  EXPECT_EQ(UrlKey("https://example.com/a/?x=1"), "example.com/a?x=1");
  EXPECT_EQ(UrlKey("not a url"), "");
}

}  // namespace
}  // namespace akin
