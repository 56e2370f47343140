#include "services/storage/domain/validation.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using news::v1::Article;

Article ValidArticle() {
  Article article;
  article.set_name("articles/a-1._~:@Z");
  article.set_headline("A headline");
  return article;
}

absl::Status Validate(const Article& article) {
  return ValidateArticle(article, {}, "articles[3]");
}

TEST(Validation, ANameAndAHeadlineAreEnough) { EXPECT_TRUE(Validate(ValidArticle()).ok()); }

TEST(Validation, EachBadFieldIsNamed) {
  const struct {
    const char* field;
    std::function<void(Article&)> spoil;
  } cases[] = {
      {"name", [](Article& a) { a.clear_name(); }},
      {"name", [](Article& a) { a.set_name("articles/"); }},
      {"name", [](Article& a) { a.set_name("stories/a"); }},
      {"name", [](Article& a) { a.set_name("articles/a/b"); }},
      {"name", [](Article& a) { a.set_name(absl::StrCat("articles/", std::string(257, 'a'))); }},
      {"headline", [](Article& a) { a.clear_headline(); }},
      {"headline", [](Article& a) { a.set_headline(" \t "); }},
      {"headline", [](Article& a) { a.set_headline("one\ntwo"); }},
      {"headline", [](Article& a) { a.set_headline(std::string(2001, 'a')); }},
      {"summary", [](Article& a) { a.set_summary(std::string((16 << 10) + 1, 'a')); }},
      {"body", [](Article& a) { a.set_body(std::string((1 << 20) + 1, 'a')); }},
      {"language", [](Article& a) { a.set_language(std::string(65, 'a')); }},
      {"source", [](Article& a) { a.set_source("example.com"); }},
      {"source", [](Article& a) { a.set_source("sources/"); }},
      {"source", [](Article& a) { a.set_source(std::string("sources/a\0b", 11)); }},
      {"canonical_url", [](Article& a) { a.set_canonical_url("ftp://example.com/"); }},
      {"canonical_url", [](Article& a) { a.set_canonical_url("/relative"); }},
      {"image_url",
       [](Article& a) {
         a.set_image_url(absl::StrCat("https://example.com/", std::string(4096, 'a')));
       }},
      {"external_id", [](Article& a) { a.set_external_id(std::string(2049, 'a')); }},
      {"authors",
       [](Article& a) {
         for (int i = 0; i < 101; ++i) a.add_authors();
       }},
      {"categories[1]",
       [](Article& a) { a.add_categories(), a.add_categories(std::string(501, 'a')); }},
      {"keywords[0]", [](Article& a) { a.add_keywords(std::string(501, 'a')); }},
      {"publish_time", [](Article& a) { a.mutable_publish_time()->set_seconds(253'402'300'800); }},
      {"update_time", [](Article& a) { a.mutable_update_time()->set_nanos(-1); }},
  };
  for (const auto& c : cases) {
    Article article = ValidArticle();
    c.spoil(article);
    const absl::Status status = Validate(article);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.field;
    EXPECT_EQ(ErrorField(status), absl::StrCat("articles[3].", c.field));
  }
}

TEST(Validation, AnEmptyHeadlineReadsAsItSays) {
  Article article = ValidArticle();
  article.clear_headline();
  EXPECT_EQ(Validate(article).message(), "articles[3].headline: empty");
}

TEST(Validation, LeasesAreStoriesOrFeeds) {
  EXPECT_TRUE(ValidateLeaseName("stories", "lease").ok());
  EXPECT_TRUE(ValidateLeaseName("feeds/a", "lease").ok());
  EXPECT_FALSE(ValidateLeaseName("", "lease").ok());
  EXPECT_FALSE(ValidateLeaseName("feeds/", "lease").ok());
  EXPECT_FALSE(ValidateLeaseName("other", "lease").ok());
}

}  // namespace
}  // namespace akin
