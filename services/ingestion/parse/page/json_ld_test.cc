#include "services/ingestion/parse/page/json_ld.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;

LinkedMetadata ReadLinked(absl::string_view json,
                          absl::string_view url = "https://wire.example/a") {
  const std::string html =
      absl::StrCat("<script type='application/ld+json'>", json, "</script><p>Text</p>");
  const HtmlTree tree = HtmlTree::ParsePage(html);
  return ReadJsonLd(PageTree(tree), url);
}

TEST(JsonLd, ReadsAnArticle) {
  const PageMetadata article =
      ReadLinked(R"({"@context": "https://schema.org", "@type": "NewsArticle",
      "headline": "Ferry &amp; tram", "datePublished": "2023-08-16", "dateModified": "2023-08-17",
      "author": {"@type": "Person", "name": "Maja Lindqvist"}, "publisher": {"name": "Wire"},
      "image": ["https://wire.example/a.jpg"], "articleSection": "Sea", "keywords": "ferry, tram",
      "inLanguage": "en", "description": "Short.", "url": "https://wire.example/a"})")
          .article;
  EXPECT_TRUE(article.is_article);
  EXPECT_EQ(article.title, "Ferry & tram");
  EXPECT_EQ(article.published, absl::FromUnixSeconds(1692144000));
  EXPECT_EQ(article.updated, absl::FromUnixSeconds(1692230400));
  EXPECT_THAT(article.authors, ElementsAre("Maja Lindqvist"));
  EXPECT_EQ(article.site, "Wire");
  EXPECT_EQ(article.image, "https://wire.example/a.jpg");
  EXPECT_THAT(article.categories, ElementsAre("Sea"));
  EXPECT_THAT(article.keywords, ElementsAre("ferry", "tram"));
  EXPECT_EQ(article.language, "en");
  EXPECT_EQ(article.link, "https://wire.example/a");
}

TEST(JsonLd, FollowsReferencesInAGraph) {
  const PageMetadata article = ReadLinked(R"({"@graph": [{"@type": "WebPage", "name": "Page"},
      {"@type": ["Article", "BlogPosting"], "headline": "H", "author": {"@id": "#m"}},
      {"@type": "Person", "@id": "#m", "name": "Maja Lindqvist"}]})")
                                   .article;
  EXPECT_EQ(article.title, "H");
  EXPECT_THAT(article.authors, ElementsAre("Maja Lindqvist"));
}

TEST(JsonLd, TakesTheArticleThatHasThePagesAddress) {
  constexpr char kTwo[] =
      R"([{"@type": "Article", "headline": "Other", "url": "https://wire.example/b"},
      {"@type": "Article", "headline": "This", "url": "http://www.wire.example/a/"}])";
  EXPECT_EQ(ReadLinked(kTwo).article.title, "This");
  EXPECT_EQ(ReadLinked(kTwo, "https://wire.example/c").article.title, "Other");
}

TEST(JsonLd, TellsOrganisationsFromPeople) {
  const PageMetadata article = ReadLinked(R"({"@type": "Article", "author": [
      {"@type": "Organization", "name": "Wire"}, {"@type": "Person", "name": "Bo Ek"}, "Cy Dee"]})")
                                   .article;
  EXPECT_THAT(article.authors, ElementsAre("Bo Ek", "Cy Dee"));
  EXPECT_THAT(article.organisations, ElementsAre("Wire"));
}

TEST(JsonLd, RepairsWhatTemplatesBreak) {
  for (const char* json :
       {"{\"@type\": \"Article\", \"headline\": \"One\",}",
        "{\"@type\": \"Article\", \"headline\": \"One\", \"text\": \"cut of",
        "<!-- {\"@type\": \"Article\", \"headline\": \"One\"} -->",
        "{\"@type\": \"Article\", \"description\": \"a\nb\", \"headline\": \"One\"};"}) {
    EXPECT_EQ(ReadLinked(json).article.title, "One") << json;
  }
}

TEST(JsonLd, KeepsRecipesAndPagesApart) {
  const LinkedMetadata data = ReadLinked(R"([{"@type": "Recipe", "name": "Cake"}])");
  EXPECT_FALSE(data.article.is_article);
  EXPECT_EQ(data.article.title, "");
  EXPECT_EQ(data.page.title, "Cake");
}

TEST(JsonLd, SurvivesWhatIsNoArticle) {
  for (const char* json :
       {"", "7", "[]", "{\"@type\": 5}", "{\"@type\": \"Article\", \"author\": 5}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[{\"@type\": \"Article\"}",
        "{\"@type\": \"Article\", \"author\": {\"@id\": \"#a\"}, \"@id\": \"#a\"}"}) {
    EXPECT_EQ(ReadLinked(json).article.title, "") << json;
  }
}

}  // namespace
}  // namespace akin
