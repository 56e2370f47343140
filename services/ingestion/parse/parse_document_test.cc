#include "services/ingestion/parse/parse_document.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;

ParsedDocument Parse(absl::string_view bytes, const DocumentHints& hints = {}) {
  auto document = ParseDocument(bytes, hints);
  EXPECT_TRUE(document.ok()) << document.status() << " " << bytes.substr(0, 200);
  return document.ok() ? *std::move(document) : ParsedDocument{};
}

// The one item of a feed around `inside`.
ParsedItem RssItem(absl::string_view inside, const DocumentHints& hints = {}) {
  const ParsedDocument document =
      Parse(absl::StrCat("<rss version='2.0'><channel><title>Wire</title><item>", inside,
                         "</item></channel></rss>"),
            hints);
  EXPECT_EQ(document.items.size(), 1u) << inside;
  return document.items.empty() ? ParsedItem{} : document.items[0];
}

ParsedItem AtomEntry(absl::string_view inside, absl::string_view feed_attributes = "") {
  const ParsedDocument document =
      Parse(absl::StrCat("<feed xmlns='http://www.w3.org/2005/Atom' ", feed_attributes, "><entry>",
                         inside, "</entry></feed>"));
  EXPECT_EQ(document.items.size(), 1u) << inside;
  return document.items.empty() ? ParsedItem{} : document.items[0];
}

std::string Text(const absl::optional<absl::Time>& time) {
  return time ? absl::FormatTime("%Y-%m-%dT%H:%M:%S", *time, absl::UTCTimeZone()) : "unknown";
}

TEST(Rss, ReadsAWholeFeed) {
  const ParsedDocument document = Parse(R"(<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Kiruna Wire</title><link>https://wire.example/</link><description>All of it</description>
<language>en-gb</language><managingEditor>ed@wire.example (Ed Itor)</managingEditor>
<item><title>Ferry &amp; tram</title><link>https://wire.example/a</link><guid isPermaLink="false">a-1</guid>
<pubDate>Wed, 16 Aug 2023 04:21:07 GMT</pubDate><dc:creator>Maja Lindqvist</dc:creator><category>World</category>
<description>&lt;p&gt;Short.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Long one.</p><p>Two.</p>]]></content:encoded>
<enclosure url="https://wire.example/a.mp3" type="audio/mpeg" length="5"/></item>
<item><title>Second</title></item></channel></rss>)");
  EXPECT_EQ(document.format, DocumentFormat::kRss);
  EXPECT_EQ(document.feed.title, "Kiruna Wire");
  EXPECT_EQ(document.feed.link, "https://wire.example/");
  EXPECT_EQ(document.feed.language, "en-gb");
  EXPECT_EQ(document.feed.author, "Ed Itor");
  ASSERT_EQ(document.items.size(), 2u);
  const ParsedItem& item = document.items[0];
  EXPECT_EQ(item.id, "a-1");
  EXPECT_EQ(item.title, "Ferry & tram");
  EXPECT_EQ(item.link, "https://wire.example/a");
  EXPECT_EQ(item.summary, "Short.");
  EXPECT_EQ(item.content, "Long one.\n\nTwo.");
  EXPECT_EQ(Text(item.published), "2023-08-16T04:21:07");
  EXPECT_THAT(item.authors, ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(item.categories, ElementsAre("World"));
  EXPECT_EQ(item.enclosures.at(0).url, "https://wire.example/a.mp3");
  EXPECT_EQ(item.language, "en-gb");
}

TEST(Rss, TakesThePermaLinkWhereThereIsNoLink) {
  EXPECT_EQ(RssItem("<guid>https://wire.example/p</guid>").link, "https://wire.example/p");
  EXPECT_EQ(RssItem("<guid isPermaLink='false'>https://wire.example/p</guid>").link, "");
  EXPECT_EQ(RssItem("<guid>just-an-id</guid>", {.url = "https://wire.example/feed"}).link, "");
  EXPECT_EQ(RssItem("<atom:link rel='self' href='https://wire.example/s'/><atom:link "
                    "href='https://wire.example/p'/>")
                .link,
            "https://wire.example/p");
}

TEST(Rss, KnowsThePublishersLinkBesideTheClickCounters) {
  const ParsedItem item = RssItem(
      "<link>https://count.example/~3/x</link><feedburner:origLink>https://wire.example/a/"
      "</feedburner:origLink><description>&lt;img src='p.png'&gt;</description>");
  EXPECT_EQ(item.link, "https://count.example/~3/x");
  EXPECT_EQ(item.original_link, "https://wire.example/a/");
  EXPECT_EQ(item.image, "https://wire.example/a/p.png");
  EXPECT_EQ(RssItem("<link>https://count.example/~3/x</link><feedburner:origLink>N/A"
                    "</feedburner:origLink>",
                    {.url = "https://wire.example/feed"})
                .original_link,
            "");
}

TEST(Rss, AnItemsAddressIsTheBaseOfWhatIsInIt) {
  const DocumentHints hints = {.url = "https://wire.example/rss/feed.xml"};
  const std::string picture = "<description>&lt;img src='hall.jpg'&gt; A hall.</description>";
  const ParsedItem item = RssItem("<link>https://wire.example/news/hall/</link>" + picture, hints);
  EXPECT_EQ(item.image, "https://wire.example/news/hall/hall.jpg");
  EXPECT_EQ(RssItem(picture, hints).image, "https://wire.example/rss/hall.jpg");
  EXPECT_EQ(RssItem("<link>https://wire.example/a/</link><enclosure url='p.png' "
                    "type='image/png'/>",
                    hints)
                .image,
            "https://wire.example/a/p.png");
}

TEST(Rss, TheChannelsLinkIsTheBaseOfItsItemsLinks) {
  const std::string feed =
      "<rss version='2.0'><channel><link>https://wire.example/en/</link><item><link>mast/</link>"
      "<description>&lt;img src='m.jpg'&gt;</description></item></channel></rss>";
  for (const char* url : {"", "https://cdn.example/feeds/x.xml"}) {
    const ParsedItem item = Parse(feed, {.url = url}).items.at(0);
    EXPECT_EQ(item.link, "https://wire.example/en/mast/");
    EXPECT_EQ(item.image, "https://wire.example/en/mast/m.jpg");
  }
}

TEST(Rss, ResolvesLinksAndDropsOtherSchemes) {
  EXPECT_EQ(RssItem("<link>../a?b=1</link>", {.url = "https://wire.example/feeds/x.xml"}).link,
            "https://wire.example/a?b=1");
  EXPECT_EQ(RssItem("<link>javascript:alert(1)</link>").link, "");
  EXPECT_EQ(RssItem("<link xml:base='https://base.example/x/'>a</link>").link,
            "https://base.example/x/a");
}

TEST(Rss, KnowsItsOlderRelatives) {
  const ParsedDocument rdf = Parse(
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
      "xmlns='http://purl.org/rss/1.0/' "
      "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>R</title></channel>"
      "<item "
      "rdf:about='https://wire.example/a'><title>One</title><dc:date>2023-08-16T04:21:07Z</"
      "dc:date></item></rdf:RDF>");
  EXPECT_EQ(rdf.format, DocumentFormat::kRdf);
  EXPECT_EQ(rdf.feed.title, "R");
  EXPECT_EQ(rdf.items.at(0).title, "One");
  EXPECT_EQ(rdf.items.at(0).link, "https://wire.example/a");
  EXPECT_EQ(Text(rdf.items.at(0).published), "2023-08-16T04:21:07");
}

TEST(Rss, ReadsPeopleInTheirManyForms) {
  EXPECT_THAT(RssItem("<author>maja@wire.example (Maja Lindqvist)</author>").authors,
              ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(RssItem("<author>Maja Lindqvist &lt;maja@wire.example&gt;</author>").authors,
              ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(RssItem("<author>maja@wire.example</author>").authors,
              ElementsAre("maja@wire.example"));
}

TEST(Rss, FindsItemsInsideItems) {
  const std::string inner = "<item><title>Inner</title><link>https://wire.example/i</link></item>";
  for (const std::string& around :
       {inner, "<related>" + inner + "</related>", "<description>Text." + inner + "</description>",
        "<description>Text." + inner}) {
    const ParsedDocument document =
        Parse("<rss version='2.0'><channel><item><title>Outer</title>" + around +
              "</item><item><title>Last</title></item></channel></rss>");
    ASSERT_EQ(document.items.size(), 3u) << around;
    EXPECT_EQ(document.items[0].title, "Outer");
    EXPECT_FALSE(absl::StrContains(document.items[0].summary, "Inner")) << around;
    EXPECT_EQ(document.items[1].link, "https://wire.example/i");
    EXPECT_EQ(document.items[2].title, "Last");
  }
  EXPECT_EQ(RssItem("<title>A</title><tags><item>Sport</item></tags>").title, "A");
}

TEST(Rss, LeavesAnUnreadableDateUnknown) {
  EXPECT_EQ(Text(RssItem("<pubDate>soon</pubDate>").published), "unknown");
  EXPECT_EQ(Text(RssItem("<pubDate>soon</pubDate><dc:date>2023-08-16</dc:date>").published),
            "2023-08-16T00:00:00");
}

TEST(Rss, ReadsTheCategoriesInsidePodcastCategories) {
  EXPECT_THAT(
      RssItem("<itunes:category text='Arts'><itunes:category text='Design'><itunes:category "
              "text='Chairs'/></itunes:category></itunes:category>")
          .categories,
      ElementsAre("Arts", "Design", "Chairs"));
}

TEST(Rss, ReadsTheDatesOfItsNeighbours) {
  const ParsedItem item = RssItem(
      "<dcterms:modified>2023-08-16T04:21:07Z</dcterms:modified><atom:issued>2023-08-15T04:21:07Z"
      "</atom:issued>");
  EXPECT_EQ(Text(item.updated), "2023-08-16T04:21:07");
  EXPECT_EQ(Text(item.published), "2023-08-15T04:21:07");
  EXPECT_EQ(Text(RssItem("<atom:modified>2023-08-16T04:21:07Z</atom:modified>").updated),
            "2023-08-16T04:21:07");
}

TEST(Rss, FindsTheImage) {
  EXPECT_EQ(RssItem("<media:content url='https://i.example/s.jpg' medium='image' width='10'/>"
                    "<media:content url='https://i.example/l.jpg' medium='image' width='800'/>")
                .image,
            "https://i.example/l.jpg");
  EXPECT_EQ(RssItem("<enclosure url='https://i.example/e.png' type='image/png'/>").image,
            "https://i.example/e.png");
  EXPECT_EQ(
      RssItem("<description>&lt;img src='https://i.example/d.png'&gt;text</description>").image,
      "https://i.example/d.png");
}

TEST(Atom, ReadsTextOfEachType) {
  EXPECT_EQ(AtomEntry("<title>5 &lt; 7 &amp;amp; &lt;b&gt;</title>").title, "5 < 7 &amp; <b>");
  EXPECT_EQ(AtomEntry("<title type='html'>&lt;em&gt;Ferry&lt;/em&gt; &amp;amp; tram</title>").title,
            "Ferry & tram");
  EXPECT_EQ(
      AtomEntry("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One</p><p>A "
                "&amp; B<br/>C</p></div></content>")
          .content,
      "One\n\nA & B\nC");
  EXPECT_EQ(
      AtomEntry("<content mode='base64' type='text/html'>PHA+T25lPC9wPjxwPlR3bzwvcD4=</content>")
          .content,
      "One\n\nTwo");
}

TEST(Atom, ChoosesTheAlternateLinkAndResolvesIt) {
  const ParsedItem item = AtomEntry(
      "<link rel='enclosure' href='m.mp3' type='audio/mpeg'/><link rel='self' href='s'/><link "
      "href='story-7'/>",
      "xml:base='https://wire.example/sub/' xml:lang='sv'");
  EXPECT_EQ(item.link, "https://wire.example/sub/story-7");
  EXPECT_EQ(item.enclosures.at(0).url, "https://wire.example/sub/m.mp3");
  EXPECT_EQ(item.language, "sv");
}

TEST(Atom, AnIdThatIsAnAddressServesAsLink) {
  EXPECT_EQ(AtomEntry("<id>https://wire.example/a</id>").link, "https://wire.example/a");
  EXPECT_EQ(AtomEntry("<id>https://wire.example/7</id><link href='https://wire.example/a'/>").link,
            "https://wire.example/a");
  for (const char* id : {"tag:wire.example,2026:7", "urn:uuid:7", "7", "http://undefined"}) {
    EXPECT_EQ(AtomEntry(absl::StrCat("<id>", id, "</id>")).link, "") << id;
  }
}

TEST(Atom, AnEntrysAddressIsTheBaseOfWhatIsInItUnlessOneIsStated) {
  const std::string entry =
      "<link href='https://wire.example/a/'/><content type='html'>&lt;img "
      "src='p.png'&gt;</content>";
  EXPECT_EQ(AtomEntry(entry).image, "https://wire.example/a/p.png");
  EXPECT_EQ(AtomEntry(entry, "xml:base='https://base.example/'").image,
            "https://base.example/p.png");
}

TEST(Atom, TellsPublicationFromUpdate) {
  const ParsedItem item = AtomEntry(
      "<published>2023-08-15T10:00:00Z</published><updated>2023-08-16T04:21:07+02:00</updated>");
  EXPECT_EQ(Text(item.published), "2023-08-15T10:00:00");
  EXPECT_EQ(Text(item.updated), "2023-08-16T02:21:07");
}

TEST(Atom, TakesAuthorsFromTheFeedWhereTheEntryHasNone) {
  const ParsedDocument document = Parse(
      "<feed xmlns='http://www.w3.org/2005/Atom'><author><name>Desk</name></author>"
      "<entry><title>a</title></entry><entry><author><name>Maja</name></author></entry></feed>");
  EXPECT_THAT(document.items.at(0).authors, ElementsAre("Desk"));
  EXPECT_THAT(document.items.at(1).authors, ElementsAre("Maja"));
}

TEST(ParseDocument, TrustsBytesMoreThanDeclarations) {
  const std::string item =
      "<rss><channel><item><title>caf\xE9 \x96 x</title></item></channel></rss>";
  const std::string want = "caf\xC3\xA9 \xE2\x80\x93 x";
  EXPECT_EQ(Parse("<?xml version='1.0' encoding='utf-8'?>" + item).items.at(0).title, want);
  EXPECT_EQ(Parse("<?xml version='1.0' encoding='iso-8859-1'?>" + item).items.at(0).title, want);
  EXPECT_EQ(Parse(item, {.media_type = "text/xml; charset=\"windows-1252\""}).items.at(0).title,
            want);
  EXPECT_EQ(Parse(item, {.media_type = "application/json"}).format, DocumentFormat::kRss);
}

// "Паром" in windows-1251 is no UTF-8; in UTF-8 it is nothing else.
TEST(ParseDocument, BelievesNoServerThatCannotBeRight) {
  const auto title = [](absl::string_view text, absl::string_view declared,
                        absl::string_view http) {
    const std::string feed =
        absl::StrCat("<?xml version='1.0' encoding='", declared, "'?><rss><channel><item><title>",
                     text, "</title></item></channel></rss>");
    return Parse(feed, {.media_type = absl::StrCat("text/xml; charset=", http)}).items.at(0).title;
  };
  EXPECT_EQ(title("\xCF\xE0\xF0\xEE\xEC", "windows-1251", "utf-8"), "Паром");
  EXPECT_EQ(title("\xCF\xE0\xF0\xEE\xEC", "windows-1251", "us-ascii"), "Паром");
  EXPECT_EQ(title("\xCF\xE0\xF0\xEE\xEC", "windows-1251", "binary"), "Паром");
  EXPECT_EQ(title("Паром", "windows-1251", "gbk"), "Паром");
}

TEST(ParseDocument, UndoesEscapedCdata) {
  const ParsedItem item = RssItem(
      "<title> &lt;![CDATA[Tea &amp; salt]]&gt;</title><author>&lt;![CDATA[Ann Lee]]&gt;</author>"
      "<link>&lt;![CDATA[https://wire.example/a]]&gt;</link>"
      "<description>&lt;b&gt;Sea:&lt;/b&gt; "
      "&lt;![CDATA[&lt;p&gt;One.&lt;/p&gt;]]&gt;</description>");
  EXPECT_EQ(item.title, "Tea & salt");
  EXPECT_EQ(item.link, "https://wire.example/a");
  EXPECT_EQ(item.summary, "Sea:\n\nOne.");
  EXPECT_EQ(item.summary_html, "<b>Sea:</b> <p>One.</p>");
  EXPECT_THAT(item.authors, ElementsAre("Ann Lee"));
}

TEST(ParseDocument, UndoesCdataEscapedTwiceOrCutOrNested) {
  for (const char* text :
       {"&amp;lt;![CDATA[&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;]]&amp;gt;", "&lt;![CDATA[One.",
        "<![CDATA[<![CDATA[One.]]>]]>", "<![CDATA[One.]]>]]>"}) {
    EXPECT_EQ(RssItem(absl::StrCat("<description>", text, "</description>")).summary, "One.")
        << text;
  }
  const std::string about = "&lt;![CDATA[ is not XML";
  EXPECT_EQ(RssItem(absl::StrCat("<title>Why ", about, "</title>")).title,
            "Why <![CDATA[ is not XML");
}

TEST(Rss, KeepsInTitlesWhatOnlyLooksLikeMarkup) {
  const ParsedItem item =
      RssItem("<title>&lt;i&gt;Set&lt;/i&gt; has no set&lt;int&gt; &lt;br</title>");
  EXPECT_EQ(item.title, "Set has no set<int> <br");
  EXPECT_EQ(item.title_html, "<i>Set</i> has no set&lt;int&gt; &lt;br");
}

TEST(ParseDocument, ReadsFeedsBehindNoticesAndCutOffOnes) {
  const std::string notice =
      "<br />\n<b>Warning</b>: in feed.php on line 7<br />\n<?xml version='1.0'?>";
  EXPECT_EQ(Parse(notice + "<rss><channel><item><title>One</title></item></channel></rss>")
                .items.at(0)
                .title,
            "One");
  const ParsedDocument cut =
      Parse("<rss><channel><item><title>One</title></item><item><title>Two</title><desc");
  EXPECT_EQ(cut.items.size(), 2u);
  EXPECT_EQ(cut.items.at(1).title, "Two");
}

TEST(ParseDocument, IsNotImpressedByEntityBombs) {
  std::string bomb = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'lol'>";
  for (int i = 1; i < 30; ++i)
    absl::StrAppend(&bomb, "<!ENTITY a", i, " '&a", i - 1, ";&a", i - 1, ";'>");
  absl::StrAppend(
      &bomb,
      "<!ENTITY file SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>x &a29; &file;",
      "</title></item></channel></rss>");
  const std::string title = Parse(bomb).items.at(0).title;
  EXPECT_EQ(title, "x &a29; &file;");
}

TEST(ParseDocument, TellsStoriesInBracketsFromJson) {
  EXPECT_EQ(Parse("[Update] Rain\n\nIt rained.").format, DocumentFormat::kStoryText);
  EXPECT_EQ(
      Parse(" [ {\"uri\": \"u\", \"headline\": \"Rain\"}]", {.media_type = "text/html"}).format,
      DocumentFormat::kNinjs);
}

TEST(ParseDocument, SaysWhatItCannotRead) {
  for (const char* bytes :
       {"<!doctype html><html><body><p>404</p></body></html>", "{\"status\": 7}", "<sitemapindex/>",
        "<conceptItem/>", "<unknown><x/></unknown>"}) {
    const absl::Status status = ParseDocument(bytes, {}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << bytes;
    EXPECT_TRUE(absl::StartsWith(status.message(), "content: ")) << status;
  }
}

TEST(ParseDocument, AFeedSaysHowFarApartItWantsToBeRead) {
  const auto interval = [](const std::string& inside) {
    return Parse(
               "<rss version='2.0' xmlns:s='http://purl.org/rss/1.0/modules/syndication/'>"
               "<channel><title>Wire</title>" +
               inside + "<item><title>T</title></item></channel></rss>")
        .feed.update_interval.value_or(absl::ZeroDuration());
  };
  EXPECT_EQ(interval("<ttl> 45 </ttl>"), absl::Minutes(45));
  EXPECT_EQ(interval("<s:updatePeriod>Hourly</s:updatePeriod>"), absl::Hours(1));
  EXPECT_EQ(interval("<s:updatePeriod>daily</s:updatePeriod><s:updateFrequency>4"
                     "</s:updateFrequency><ttl>5</ttl>"),
            absl::Hours(6));
  for (const char* nothing : {"", "<ttl>soon</ttl>", "<ttl>-5</ttl>", "<ttl>0</ttl>",
                              "<ttl>999999999</ttl>", "<s:updatePeriod>often</s:updatePeriod>"}) {
    EXPECT_EQ(interval(nothing), absl::ZeroDuration()) << nothing;
  }
}

TEST(Rss, BesideASummaryTheDescriptionIsTheStory) {
  const ParsedItem both = RssItem("<description>Long.</description><summary>Short.</summary>");
  EXPECT_EQ(both.summary, "Short.");
  EXPECT_EQ(both.content, "Long.");
  EXPECT_EQ(RssItem("<summary>Short.</summary>").summary, "Short.");
}

TEST(Rss, GivesTextsWithMarkupAsSafeHtmlToo) {
  const ParsedItem item = RssItem(
      "<title>AT&amp;amp;T &lt;b onclick='x'&gt;rises&lt;/b&gt;</title><description "
      "xml:base='http://e.example/'><![CDATA[<a href='a'>x</a><script>y</script>]]></description>");
  EXPECT_EQ(item.title, "AT&T rises");
  EXPECT_EQ(item.title_html, "AT&amp;T <b>rises</b>");
  EXPECT_EQ(item.summary_html, "<a href=\"http://e.example/a\">x</a>");
  EXPECT_EQ(RssItem("<title>plain</title>").title_html, "");
}

TEST(Rss, MakesPathsThatServeAsIdsAddresses) {
  EXPECT_EQ(RssItem("<guid>/2024/a</guid>", {.url = "https://e.example/feed"}).id,
            "https://e.example/2024/a");
  EXPECT_EQ(RssItem("<guid>17</guid>", {.url = "https://e.example/feed"}).id, "17");
}

TEST(ParseDocument, TakesTheLanguageFromHttpWhereTheDocumentIsSilent) {
  EXPECT_EQ(RssItem("<title>x</title>", {.language = "fr"}).language, "fr");
  EXPECT_EQ(RssItem("<title xml:lang='de'>x</title>", {.language = "fr"}).language, "de");
  EXPECT_EQ(RssItem("<title>x</title>", {.language = "fr, en"}).language, "");
}

TEST(ParseDocument, ManyAddressesInManyBasesStayLittleWork) {
  std::string text = "<rss xml:base='http://e.example/" + std::string(400, 'x') + "/'>";
  for (int i = 0; i < 100; ++i) text += "<a xml:base='b/'>";
  for (int i = 0; i < 20'000; ++i) text += "<item><link>y</link><title>z</title></item>";
  const ParsedDocument document = Parse(text);
  size_t bytes = 0;
  for (const ParsedItem& item : document.items) bytes += item.link.size();
  EXPECT_LT(bytes, 20'000u * 600);
  EXPECT_EQ(document.items.size(), 20'000u);
}

}  // namespace
}  // namespace akin
