// What a feed could carry, in every field and on every page: looked for in the document that a
// browser would make of the answer.
#include <gumbo.h>

#include <functional>
#include <pugixml.hpp>

#include "absl/strings/match.h"
#include "nlohmann/json.hpp"
#include "services/web/testing/site_test_base.h"

namespace akin {
namespace {

// After lists by OWASP and portswigger: ways out of text, of attributes, of addresses.
constexpr const char* kHostile[] = {
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "--><img src=x onerror=alert(1)>",
    "]]><img src=x onerror=alert(1)>",
    "{{%AUTOESCAPE}}{{HEADLINE:none}}",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\xE2\x80\xAE<b>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "`onclick=alert(1)",
};

bool IsUrlAttribute(absl::string_view name) {
  return name == "href" || name == "src" || name == "action" || name == "data-fill";
}

// What the page's own templates never have.
std::string FaultOf(const GumboElement& element) {
  const std::string tag = gumbo_normalized_tagname(element.tag);
  for (const char* never : {"img", "svg", "iframe", "style", "base", "math", "object", "b"}) {
    if (tag == never) return tag;
  }
  if (element.tag == GUMBO_TAG_UNKNOWN) return "an unknown element";
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto& attribute = *static_cast<const GumboAttribute*>(element.attributes.data[i]);
    const absl::string_view name = attribute.name, value = attribute.value;
    if (absl::StartsWith(name, "on") || name == "style" || name == "srcdoc") return attribute.name;
    if (name == "http-equiv" || name == "autofocus") return attribute.name;
    const bool ours = absl::StartsWith(value, "/") && !absl::StartsWith(value, "//");
    if (IsUrlAttribute(name) && !ours && value != "#main" && value != "#" &&
        !absl::StartsWith(value, "https://wire.example/"))
      return absl::StrCat(name, "=", value);
  }
  return "";
}

void FindFaults(const GumboNode& node, std::vector<std::string>& faults) {
  if (node.type != GUMBO_NODE_ELEMENT) return;
  const std::string fault = FaultOf(node.v.element);
  if (!fault.empty()) faults.push_back(fault);
  if (node.v.element.tag == GUMBO_TAG_SCRIPT && node.v.element.children.length > 0)
    faults.push_back("a script in the page");
  for (unsigned i = 0; i < node.v.element.children.length; ++i)
    FindFaults(*static_cast<const GumboNode*>(node.v.element.children.data[i]), faults);
}

std::vector<std::string> FaultsOf(const std::string& page) {
  GumboOutput* const parsed = gumbo_parse(page.c_str());
  std::vector<std::string> faults;
  FindFaults(*parsed->root, faults);
  gumbo_destroy_output(&kGumboDefaultOptions, parsed);
  return faults;
}

news::v1::Article HostileArticle(const std::string& text) {
  news::v1::Article article = SomeArticle("a", text);
  article.set_language(text);
  article.set_source("sources/" + text);
  article.set_canonical_url(text);
  article.set_image_url(text);
  article.set_story("stories/" + text);
  article.add_keywords(text);
  return article;
}

class HostileTextTest : public SiteTest {
 protected:
  // Every answer has it in every field.
  void HaveHostileNews(const std::string& text) {
    HaveArticle(HostileArticle(text));
    auto similar = SimilarHit("b", text);
    *similar.mutable_article() = HostileArticle(text);
    similar.mutable_reasons(0)->set_plugin(text);
    HaveSimilar({similar});
    HaveHostileStories(text);
    HaveHostileRevisions(text);
    HaveHostileResults(text);
  }

 private:
  void HaveHostileRevisions(const std::string& text) {
    storage::v1::ListArticleRevisionsResponse revisions;
    *revisions.add_revisions() = HostileArticle(absl::StrCat("new ", text));
    *revisions.add_revisions() = HostileArticle(text);
    services_.Answer(method::kListArticleRevisions, revisions);
    storage::v1::LookupArticleResponse found;
    *found.mutable_article() = HostileArticle(text);
    services_.Answer(method::kLookupArticle, found);
  }

  void HaveHostileStories(const std::string& text) {
    recommendation::v1::Story hostile;
    hostile.set_name("stories/" + text);
    hostile.set_headline(text);
    hostile.add_sources("sources/" + text);
    recommendation::v1::ListStoriesResponse stories;
    *stories.add_stories() = hostile;
    services_.Answer(method::kListStories, stories);
    recommendation::v1::GetStoryResponse story;
    *story.mutable_story() = hostile;
    *story.add_articles() = HostileArticle(text);
    services_.Answer(method::kGetStory, story);
  }

  void HaveHostileResults(const std::string& text) {
    search::v1::SearchArticlesResponse found;
    auto& hit = *found.add_hits();
    *hit.mutable_article() = HostileArticle(text);
    hit.mutable_snippet()->set_text(text);
    hit.mutable_snippet()->add_highlights()->set_end(3);
    hit.add_headline_highlights()->set_end(1'000'000);
    hit.set_story_count(3);
    for (const auto field : {search::v1::FACET_FIELD_SOURCE, search::v1::FACET_FIELD_LANGUAGE,
                             search::v1::FACET_FIELD_CATEGORY}) {
      auto& facet = *found.add_facets();
      facet.set_field(field);
      facet.add_values()->set_value(text);
    }
    found.set_corrected_query(text);
    found.set_next_page_token(text);
    found.set_relaxed(true);
    found.add_left_out(text);
    services_.Answer(method::kSearchArticles, found);
  }
};

TEST_F(HostileTextTest, StaysTextOnEveryPage) {
  for (const char* text : kHostile) {
    HaveHostileNews(text);
    const std::string escaped = PercentEncoded(text);
    for (const std::string& target :
         {std::string("/"), std::string("/articles/a"), std::string("/articles/a/similar"),
          std::string("/stories/s1"), std::string("/articles/a/revisions"),
          std::string("/embed/similar?url=x"),
          absl::StrCat("/?source=", escaped, "&language=", escaped),
          absl::StrCat("/search?q=", escaped, "&source=", escaped, "&language=", escaped,
                       "&category=", escaped, "&order=", escaped, "&page=", escaped),
          absl::StrCat("/articles/a?recency=", escaped)}) {
      EXPECT_THAT(FaultsOf(Get(target).body), ::testing::IsEmpty()) << target << ": " << text;
    }
    const std::string form =
        absl::StrCat("headline=", escaped, "&text=", escaped, "&recency=", escaped);
    EXPECT_THAT(FaultsOf(Post("/similar", form).body), ::testing::IsEmpty()) << text;
  }
}

TEST_F(HostileTextTest, StaysTextInErrors) {
  for (const char* text : kHostile) {
    const auto wrong = absl::InvalidArgumentError(text);
    services_.Fail(method::kSearchArticles, wrong);
    services_.Fail(method::kListSimilarArticles, wrong);
    EXPECT_THAT(FaultsOf(Get("/search?q=x").body), ::testing::IsEmpty()) << text;
    EXPECT_THAT(FaultsOf(Post("/similar", "text=x").body), ::testing::IsEmpty()) << text;
  }
}

// A text is in a feed as it was sent, and nothing else is.
TEST_F(HostileTextTest, StaysTextInFeeds) {
  for (const char* text : kHostile) {
    HaveHostileNews(text);
    for (const std::string& target :
         {std::string("/search.atom?q=x"), std::string("/stories/s1.atom")}) {
      pugi::xml_document document;
      ASSERT_TRUE(document.load_string(Get(target).body.c_str(),
                                       pugi::parse_default | pugi::parse_ws_pcdata))
          << text;
      const pugi::xml_node entry = document.child("feed").child("entry");
      EXPECT_EQ(entry.child("title").text().get(), std::string(text));
      EXPECT_EQ(entry.child("summary").text().get(), absl::StrCat("summary ", text));
    }
    for (const std::string& target :
         {std::string("/search.json?q=x"), std::string("/stories/s1.json")}) {
      const auto document = nlohmann::json::parse(Get(target).body);
      EXPECT_EQ(document["items"][0]["title"], text);
      EXPECT_FALSE(document["items"][0].contains("content_html"));
    }
  }
}

// That the tests above see what it looks for.
TEST_F(HostileTextTest, FaultsAreFound) {
  EXPECT_THAT(FaultsOf("<p onclick=x>"), ::testing::ElementsAre("onclick"));
  EXPECT_THAT(FaultsOf("<a href='javascript:x'>"), ::testing::ElementsAre("href=javascript:x"));
  EXPECT_THAT(FaultsOf("<script>x</script>"), ::testing::ElementsAre("a script in the page"));
  EXPECT_THAT(FaultsOf("<svg onload=x>"), ::testing::ElementsAre("svg"));
}

}  // namespace
}  // namespace akin
