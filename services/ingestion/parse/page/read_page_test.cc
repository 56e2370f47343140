#include "services/ingestion/parse/page/read_page.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr absl::string_view kUrl = "https://www.wire.example/news/ferry";

constexpr absl::string_view kFirst =
    "The ferry to the island sails again, the company said on Wednesday, two days after the storm.";
constexpr absl::string_view kSecond =
    "Divers found no damage to the hull, and the harbour has power again, said its master.";

std::string P(absl::string_view text) { return absl::StrCat("<p>", text, "</p>\n"); }

std::string Page(absl::string_view body, absl::string_view head = "") {
  return absl::StrCat("<!doctype html><html><head><title>Ferry sails again | Kiruna Wire</title>",
                      head, "</head><body>", body, "</body></html>");
}

ParsedItem Read(absl::string_view html) {
  const auto document = ReadPage(html, kUrl);
  EXPECT_TRUE(document.ok()) << document.status() << "\n" << html.substr(0, 300);
  return document.ok() ? document->items.at(0) : ParsedItem{};
}

std::string Body(absl::string_view body) { return Read(Page(body)).content; }

std::string TwoParagraphs() { return absl::StrCat(kFirst, "\n\n", kSecond); }

std::string Day(const absl::optional<absl::Time>& time) {
  return time ? absl::FormatTime("%Y-%m-%d", *time, absl::UTCTimeZone()) : "unknown";
}

TEST(ReadPage, ReadsAWholeArticle) {
  const std::string html =
      Page(absl::StrCat("<nav><a href='/'>Home</a></nav><article><h1>Ferry sails again</h1>",
                        "<div class='article-body'>", P(kFirst), P(kSecond), "</div></article>"),
           R"(<meta property="og:site_name" content="Kiruna Wire">
         <meta property="og:image" content="/a.jpg"><link rel="canonical" href="/news/1">
         <meta name="description" content="Boats sail."><meta property="article:section" content="Sea">
         <meta name="keywords" content="ferry, storm"><meta name="author" content="By Maja Lindqvist">
         <meta property="article:published_time" content="2023-08-16T04:21:07Z">
         <meta property="article:modified_time" content="2023-08-17T10:00:00Z">)");
  const auto document = ParseDocument(html, {.url = std::string(kUrl)});
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->format, DocumentFormat::kHtml);
  EXPECT_EQ(document->feed.title, "Kiruna Wire");
  const ParsedItem& item = document->items.at(0);
  EXPECT_EQ(item.title, "Ferry sails again");
  EXPECT_EQ(item.content, TwoParagraphs());
  EXPECT_EQ(item.summary, "Boats sail.");
  EXPECT_EQ(item.link, "https://www.wire.example/news/1");
  EXPECT_EQ(item.image, "https://www.wire.example/a.jpg");
  EXPECT_THAT(item.authors, ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(item.categories, ElementsAre("Sea"));
  EXPECT_THAT(item.keywords, ElementsAre("ferry", "storm"));
  EXPECT_EQ(Day(item.published), "2023-08-16");
  EXPECT_EQ(Day(item.updated), "2023-08-17");
}

TEST(ReadPage, LeavesOutWhatStandsAroundTheText) {
  for (const char* around :
       {"<nav>Menu of it all, with a sentence. And another one, long enough to be text.</nav>",
        "<footer>All of it is ours, all rights reserved, whatever you may think of it.</footer>",
        "<div class='cookie-banner'>We use cookies, as you know, to do what we do with them.</div>",
        "<div id='comments'><p>Finally somebody did something about it, I say, as a "
        "reader.</p></div>",
        "<div class='relatedPosts'><p>Storm closes harbour, and nobody knows for how "
        "long.</p></div>",
        "<section class='newsletter-signup'><p>Get it all by mail, every morning, for "
        "free.</p></section>",
        "<div class='author-bio'><p>Maja Lindqvist has written about the sea, and of "
        "boats.</p></div>",
        "<figure><img src='a.jpg'><figcaption>The ferry, as it was in June, in "
        "port.</figcaption></figure>",
        "<p>Photo: Bo Ek</p>", "<p>Read more: <a href='/b'>Storm closes harbour</a></p>",
        "<ul><li><a href='/b'>Storm closes harbour</a></li><li><a href='/c'>Sea</a></li></ul>",
        "<script>var text = 'This is no text at all, whatever it may look like.';</script>",
        "<p style='display: none'>This is hidden from everybody, so it is not to be read.</p>",
        "<p>Follow us on Facebook and Twitter.</p>"}) {
    EXPECT_EQ(
        Body(absl::StrCat("<div class='entry-content'>", P(kFirst), P(kSecond), around, "</div>")),
        TwoParagraphs())
        << around;
  }
}

TEST(ReadPage, KeepsSubheadsListsQuotesAndTables) {
  const std::string text =
      Body(absl::StrCat("<article><h1>Ferry sails again</h1>", P(kFirst), "<h2>No damage</h2>",
                        P(kSecond), "<ul><li>First boat at 6</li><li>Last boat at 22</li></ul>",
                        "<blockquote><p>We are glad, all of us, that it is over.</p></blockquote>",
                        "<table><tr><td>Adults</td><td>12</td></tr></table></article>"));
  EXPECT_EQ(text, absl::StrCat(kFirst, "\n\nNo damage\n\n", kSecond,
                               "\n\nFirst boat at 6\n\nLast boat at 22\n\n",
                               "We are glad, all of us, that it is over.\n\nAdults 12"));
}

TEST(ReadPage, ReadsPagesThatAreDivisionsAndBreaksOnly) {
  EXPECT_EQ(Body(absl::StrCat("<div><a href='/'>Home</a> <a href='/n'>News</a></div><div>", kFirst,
                              "<br><br>", kSecond, "</div><div><a href='/b'>Next</a></div>")),
            TwoParagraphs());
}

TEST(ReadPage, DecodesEntitiesOnceAndComposes) {
  EXPECT_THAT(
      Body(P("Fish &amp;amp; chips, cafe\xCC\x81 and more &lt;b&gt;, said the cook, at noon.")),
      HasSubstr("Fish &amp; chips, café and more <b>, said"));
}

TEST(ReadPage, TakesNoTeasersOfOtherArticles) {
  std::string teasers;
  for (int i = 0; i < 8; ++i) {
    absl::StrAppend(&teasers, "<li><h3><a href='/", i, "'>Another headline of the day</a></h3>",
                    "<p>What happened somewhere else, told in a sentence or two.</p></li>");
  }
  EXPECT_EQ(Body(absl::StrCat("<div>", P(kFirst), P(kSecond), "</div><ul>", teasers, "</ul>")),
            TwoParagraphs());
}

TEST(ReadPage, LeavesTheSummaryOutOfTheText) {
  const std::string lead =
      "Two days after the storm the boats sail again, and the island, which had run out of milk "
      "and "
      "of patience, has both, at least for a while, and until the next storm.";
  const std::string html = absl::StrCat("<article><h1>Ferry sails again</h1><p class='lead'>", lead,
                                        "</p><div class='article-body'>", P(kFirst), P(kSecond),
                                        P(kFirst), P(kSecond), "</div></article>");
  EXPECT_THAT(Body(html), HasSubstr(lead));
  const std::string meta = absl::StrCat("<meta name='description' content=\"", lead, "\">");
  EXPECT_THAT(Read(Page(html, meta)).content, Not(HasSubstr(lead)));
}

TEST(ReadPage, ShowsTextThatScriptsWouldShow) {
  EXPECT_EQ(Body(absl::StrCat("<div style='display:none'>", P(kFirst), P(kSecond), "</div>")),
            TwoParagraphs());
}

// Where only some of it is unseen, that is not to be read.
TEST(ReadPage, LeavesOutWhatIsThereUnseen) {
  for (const char* style : {"opacity:0", "visibility: hidden", "font-size:0", "max-height:0"}) {
    EXPECT_EQ(Body(absl::StrCat("<div>", P(kFirst), P(kSecond), "</div><div style='", style, "'>",
                                P("A teaser for the mail, which is not part of it, as we know."),
                                "</div>")),
              TwoParagraphs())
        << style;
  }
  EXPECT_EQ(Body(absl::StrCat("<div style='opacity:0'>", P(kFirst), "</div><div style='opacity:0'>",
                              P(kSecond), "</div>")),
            TwoParagraphs());
}

constexpr absl::string_view kLinked =
    "<p><strong><a href='/live'>The master told the court that he had seen no "
    "light.</a></strong></p>";

TEST(ReadPage, ReadsParagraphsThatAreLinks) {
  EXPECT_EQ(Body(absl::StrCat("<div>", P(kFirst), "<div>", kLinked, "</div>", kLinked, P(kSecond),
                              "</div>")),
            absl::StrCat(kFirst,
                         "\n\nThe master told the court that he had seen no light.\n\nThe "
                         "master told the court that he had seen no light.\n\n",
                         kSecond));
}

TEST(ReadPage, TakesNoLinkedHeadlineForAParagraph) {
  for (const char* linked :
       {"<p><a href='/b'>Crane falls into the harbour on a windy Saturday</a></p>",
        "<p><a href='/b'>Will the crane ever be lifted out of the harbour?</a></p>",
        "<p><a href='/b'>More on cranes.</a></p>"}) {
    EXPECT_EQ(Body(absl::StrCat("<div>", P(kFirst), linked, P(kSecond), "</div>")), TwoParagraphs())
        << linked;
  }
}

TEST(ReadPage, LeavesReadingsOutOfTitleAndText) {
  const ParsedItem item = Read(
      absl::StrCat("<html><body><h1><ruby>船<rt>ふね</rt></ruby>が走る</h1><p>",
                   "<ruby>嵐<rp>(</rp><rt>あらし</rt><rp>)</rp></"
                   "ruby>で壊れた橋を直して、月曜日から島への船がまた走ります。",
                   "町の人はとても喜んでいて、港には朝から人が集まりました。</p></body></html>"));
  EXPECT_EQ(item.title, "船が走る");
  EXPECT_THAT(item.content, HasSubstr("嵐で壊れた"));
}

TEST(ReadPage, TakesTheWholeTextFromMetadataWhereThePageShowsItsBeginning) {
  std::string whole;
  for (int i = 0; i < 5; ++i) absl::StrAppend(&whole, kFirst, " ", kSecond, " ");
  EXPECT_THAT(Read(Page(P(kFirst),
                        absl::StrCat("<script type='application/ld+json'>{\"@type\":",
                                     "\"NewsArticle\",\"articleBody\":\"", whole, "\"}</script>")))
                  .content,
              HasSubstr(kSecond));
}

TEST(ReadPage, SaysWhyAPageIsNoArticle) {
  std::string links, teasers;
  for (int i = 0; i < 20; ++i) {
    absl::StrAppend(&links, "<li><a href='/", i, "'>Headline number ", i, "</a></li>");
    absl::StrAppend(&teasers, "<div><h2><a href='/", i, "'>A headline of the day</a></h2>",
                    "<p>What happened there, told in a sentence or two, number ", i, ".</p></div>");
  }
  const struct {
    std::string body;
    std::string why;
  } kCases[] = {
      {"", "without an article's text"},
      {"<div id='app'></div>", "without an article's text"},
      {absl::StrCat("<ul>", links, "</ul>"), "without an article's text"},
      {teasers, "lists articles"},
      {P("Please enable JavaScript and cookies to continue, then reload this page."), "blocks"},
      {P("Access denied. You don't have permission to see this on our server."), "blocks"},
  };
  for (const auto& c : kCases) {
    const absl::Status status = ReadPage(Page(c.body), kUrl).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.body.substr(0, 100);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.why)) << c.body.substr(0, 100);
  }
}

TEST(ReadPage, TakesNoSitesAddressForAnArticles) {
  const std::string body = absl::StrCat("<h1>Ferry</h1>", P(kFirst), P(kSecond));
  EXPECT_EQ(Read(Page(body, "<link rel='canonical' href='https://www.wire.example/'>")).link, kUrl);
  EXPECT_EQ(Read(Page(body, "<meta property='og:url' content='/news/1'>")).link,
            "https://www.wire.example/news/1");
  EXPECT_EQ(Read(Page(body, "<link rel='canonical' href='javascript:x'>")).link, kUrl);
}

TEST(ReadPage, NamesNobodyAndNoDayWhereThePageDoesNot) {
  const ParsedItem item = Read(Page(absl::StrCat("<h1>Ferry</h1>", P(kFirst), P(kSecond))));
  EXPECT_THAT(item.authors, IsEmpty());
  EXPECT_EQ(item.published, absl::nullopt);
  EXPECT_EQ(item.link, kUrl);
}

TEST(ReadPage, FindsDatesWhereverPagesHaveThem) {
  for (const char* html :
       {"<meta itemprop='datePublished' content='2021-05-03T10:00:00Z'>",
        "<time datetime='2021-05-03'>Monday</time>", "<span class='date'>May 3, 2021</span>",
        "<div class='post-meta'>Published on 3 May 2021 by Maja</div>", "<p>3. Mai 2021</p>",
        "<script>window.data = {\"datePublished\": \"2021-05-03\"}</script>"}) {
    EXPECT_EQ(
        Day(Read(Page(absl::StrCat("<h1>Ferry</h1>", html, P(kFirst), P(kSecond)))).published),
        "2021-05-03")
        << html;
  }
}

TEST(ReadPage, FindsAuthorsWhereverPagesHaveThem) {
  for (const char* html :
       {"<span itemprop='author'>Maja Lindqvist</span>",
        "<a rel='author' href='/m'>Maja Lindqvist</a>",
        "<div class='byline'>By Maja Lindqvist, Staff Writer</div>",
        "<span class='post-author'>von Maja Lindqvist</span>", "<p>By Maja Lindqvist</p>",
        "<p>3 May 2021 - Author: Maja Lindqvist (Press)</p>"}) {
    EXPECT_THAT(Read(Page(absl::StrCat("<h1>Ferry</h1>", html, P(kFirst), P(kSecond)))).authors,
                ElementsAre("Maja Lindqvist"))
        << html;
  }
}

TEST(ReadPage, FindsAuthorsInWhicheverMetaNamesThem) {
  const std::string body = absl::StrCat("<h1>Ferry</h1>", P(kFirst), P(kSecond));
  for (const char* head :
       {"<meta name='author' content='admin'><meta name='dc.creator' content='Maja Lindqvist'>",
        "<meta property='article:author' content='https://social.example/maja'>"
        "<meta name='twitter:label1' content='Written by'>"
        "<meta name='twitter:data1' content='Maja Lindqvist'>",
        "<meta name='parsely-author' content='Maja Lindqvist'>"}) {
    EXPECT_THAT(Read(Page(body, head)).authors, ElementsAre("Maja Lindqvist")) << head;
  }
}

TEST(ReadPage, PrefersPeopleToTheSite) {
  const std::string head =
      "<meta property='og:site_name' content='Kiruna Wire'><meta name='author' content='Kiruna "
      "Wire'>";
  EXPECT_THAT(
      Read(
          Page(absl::StrCat("<h1>Ferry</h1><p>By Maja Lindqvist</p>", P(kFirst), P(kSecond)), head))
          .authors,
      ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(Read(Page(absl::StrCat("<h1>Ferry</h1>", P(kFirst), P(kSecond)), head)).authors,
              ElementsAre("Kiruna Wire"));
}

TEST(ReadPage, NeedsNoRoot) {
  for (absl::string_view start : {"<title>Ferry</title>", "<div>", "<meta charset=utf-8>", "<P>"}) {
    const auto document =
        ParseDocument(absl::StrCat(start, P(kFirst), P(kSecond)), {.url = std::string(kUrl)});
    ASSERT_TRUE(document.ok()) << start << document.status();
    EXPECT_EQ(document->format, DocumentFormat::kHtml) << start;
    EXPECT_EQ(document->items.at(0).content, TwoParagraphs()) << start;
  }
}

TEST(ReadPage, SurvivesWrongCharacterSets) {
  const std::string text = "Die Fähre fährt wieder, sagt die Reederei, und alle sind darüber froh.";
  std::string latin1 =
      "<html><head><meta charset='utf-8'></head><body><p>Die F\xE4hre f\xE4hrt "
      "wieder, sagt die Reederei, und alle sind dar\xFC"
      "ber froh.</p></body></html>";
  const std::string utf8 = absl::StrCat("<html><head><meta charset='iso-8859-1'></head><body>",
                                        P(text), "</body></html>");
  for (const std::string& html : {latin1, utf8}) {
    const auto document = ParseDocument(html, {.url = std::string(kUrl)});
    ASSERT_TRUE(document.ok()) << document.status();
    EXPECT_EQ(document->items.at(0).content, text);
  }
}

TEST(ReadPage, ReadsCharacterSetsThatMetaDeclares) {
  // "Волна" is windows-1251 here.
  const auto document = ParseDocument(
      "<html><head><meta http-equiv='Content-Type' content='text/html; "
      "charset=windows-1251'></head>"
      "<body><p>\xC2\xEE\xEB\xED\xE0, and then a sentence that is long enough to be some text.</p>",
      {.url = std::string(kUrl)});
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_THAT(document->items.at(0).content, HasSubstr("Волна, and"));
}

}  // namespace
}  // namespace akin
