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

}  // namespace
}  // namespace akin
