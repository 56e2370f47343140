#include "common/url/typed_url.h"

#include "gtest/gtest.h"

namespace akin {
namespace {

TEST(ReadTypedUrl, TakesWhatPeopleGiveAsAFeedsAddress) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://wire.example/rss", "https://wire.example/rss"},
      {"feed://wire.example/rss?x=1", "http://wire.example/rss?x=1"},
      {"FEED:https://wire.example/rss", "https://wire.example/rss"},
      {"feed:wire.example/rss", "http://wire.example/rss"},
      {"itpc://wire.example/pod", "http://wire.example/pod"},
      {" wire.example/rss\n", "http://wire.example/rss"},
      {"wire.example", "http://wire.example"},
      {"wire.example:8080/rss", "http://wire.example:8080/rss"},
      {"localhost:80", "http://localhost:80"},
      {"[::1]:8080/rss", "http://[::1]:8080/rss"},
      {"//wire.example/rss", "http://wire.example/rss"},
  };
  for (const auto& [text, url] : cases) EXPECT_EQ(ReadTypedUrl(text).value_or(""), url) << text;
}

TEST(ReadTypedUrl, TakesNothingElse) {
  for (const char* text :
       {"", "feed:", "feed", "/rss", "javascript:alert(1)", "ftp://wire.example/",
        "feed:ftp://wire.example/", "mailto:ann@wire.example", "ann@wire.example",
        "wire.example:x/rss", "two words.example", ".example"}) {
    EXPECT_EQ(ReadTypedUrl(text).value_or(""), "") << text;
  }
}

}  // namespace
}  // namespace akin
