#include "services/ingestion/parse/html_text.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

std::string Repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(HtmlToText, TurnsBlocksIntoParagraphs) {
  EXPECT_EQ(HtmlToText("<p>One  <b>bold</b>\nline.</p><div>Two</div><ul><li>a<li>b</ul>"),
            "One bold line.\n\nTwo\n\na\n\nb");
  EXPECT_EQ(HtmlToText("one<br>two<br/><br>three"), "one\ntwo\n\nthree");
  EXPECT_EQ(HtmlToText("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>"), "a b\n\nc");
}

TEST(HtmlToText, DecodesEntitiesOnce) {
  EXPECT_EQ(HtmlToText("<p>AT&amp;T &eacute; &#233; &#x2019; &#146;&nbsp;x</p>"), "AT&T é é ’ ’ x");
  EXPECT_EQ(HtmlToText("<b>&amp;lt;b&amp;gt;</b>"), "&lt;b&gt;");
  EXPECT_EQ(HtmlToText("R&amp;D &bogus; & more"), "R&D &bogus; & more");
}

// Names that only HTML 5 has, of one and of two code points, and what only begins like one.
TEST(HtmlToText, KnowsAllNamesOfEntities) {
  EXPECT_EQ(HtmlToText("&Rcaron;e&zcaron; &lpar;&check;&rpar; &CounterClockwiseContourIntegral;"),
            "Řež (✓) ∳");
  EXPECT_EQ(HtmlToText("a&semi;b &NotEqualTilde; &notit; &copycat;"), "a;b ≂̸ &notit; &copycat;");
}

TEST(HtmlToText, LeavesOutWhatNobodyReads) {
  EXPECT_EQ(
      HtmlToText("a<script>alert(1)</script><style>p{}</style><!-- c --><noscript>n</noscript>b"),
      "ab");
  EXPECT_EQ(HtmlToText("a<p hidden>x</p><p style='Display: none'>y</p><iframe>z</iframe>"), "a");
}

TEST(HtmlToText, LeavesOutWhatAStyleHides) {
  for (const char* style : {"max-height:0;overflow:hidden", "MSO-HIDE: all", "opacity: 0",
                            "visibility:hidden", "height:0px; overflow:hidden", "font-size:0",
                            "max-width:0;overflow:hidden", "opacity:.0"}) {
    EXPECT_EQ(HtmlToText(absl::StrCat("<div style='", style, "'>teaser</div>text")), "text")
        << style;
  }
  for (const char* style : {"opacity:0.5", "max-height:80px", "height:0", "font-size:10px",
                            "height:0;padding-bottom:56%;overflow:hidden"}) {
    EXPECT_EQ(HtmlToText(absl::StrCat("<b style='", style, "'>seen</b>")), "seen") << style;
  }
}

TEST(HtmlToText, ReadsTextThatGetsItsSizeBack) {
  EXPECT_EQ(
      HtmlToText("<div style='font-size:0'>gap<span style='font-size:16px'>text</span>gap</div>"),
      "text");
}

TEST(HtmlToText, LeavesReadingsOutOfTheText) {
  EXPECT_EQ(
      HtmlToText("<ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby>を<ruby>直<rt>なお</ruby>す"),
      "橋を直す");
}

TEST(HtmlToText, DropsSignsThatFillAPreview) {
  EXPECT_EQ(
      HtmlToText("News" + Repeat("&#847;&zwnj;&nbsp;&#8199;&shy;&#65279;", 40) + "<p>Text</p>"),
      "News\n\nText");
  EXPECT_EQ(HtmlToText("one" + Repeat("\u200B", 3) + "two \u2060 three" + Repeat("\u034F ", 9)),
            "onetwo three");
}

// In Persian, Malayalam and pictures these signs mean something.
TEST(HtmlToText, KeepsSignsThatJoinAndPart) {
  for (const std::string text :
       {"می\u200Cخواهم", "ക്\u200D നാ", "👩\u200D👩\u200D👧", "Donau\u00ADdampf"})
    EXPECT_EQ(HtmlToText(text), text);
  EXPECT_EQ(HtmlToText("می\u200C\u200Cخواهم"), "می\u200Cخواهم");
}

TEST(HtmlToText, KeepsTheParagraphsOfPlainText) {
  EXPECT_EQ(HtmlToText("First line\r\nsecond line\r\n\r\n\r\n  Next  paragraph "),
            "First line\nsecond line\n\nNext paragraph");
  EXPECT_EQ(HtmlToText("5 < 7 and 7 > 5"), "5 < 7 and 7 > 5");
}

TEST(HtmlToText, ComposesCharacters) {
  EXPECT_EQ(HtmlToText("<p>cafe\xCC\x81</p>"), "caf\xC3\xA9");
}

TEST(HtmlToLine, HasNoLineBreaks) {
  EXPECT_EQ(HtmlToLine("<h1>One</h1>\n<p>two<br>three</p>"), "One two three");
}

TEST(HtmlToLine, TakesForMarkupOnlyWhatIsMarkup) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"Ships without <marquee>", "Ships without <marquee>"},
      {"How <selectlist> works", "How <selectlist> works"},
      {"Prints map<int, T> & pair<a>", "Prints map<int, T> & pair<a>"},
      {"5 < 7, 7 > 5, <3", "5 < 7, 7 > 5, <3"},
      {"A </p> too many, <?php and <!DOCTYPE html>", "A </p> too many, <?php and <!DOCTYPE html>"},
      {"The <img> element", "The <img> element"},
      {"Court hears <i>Holt <b>v.</i> Port</b>", "Court hears Holt v. Port"},
      {"One<br>two<!-- c --><img src=a.png alt='<'>", "One two"},
      {"<a href='/x'>Cut lin", "Cut lin"},
      {"<ruby>港<rt>みなと</ruby>", "港"},
      {"<script>alert(1)</script>News", "News"},
  };
  for (const auto& [html, line] : cases) EXPECT_EQ(HtmlToLine(html), line) << html;
}

// Each of these would take long if every '<' were looked at to the end.
TEST(HtmlToLine, SurvivesLinesFullOfTags) {
  for (const char* tag : {"<", "<!--", "<b", "<b x='", "<b>", "</b>", "<b x=\"<i y='"})
    EXPECT_LE(HtmlToLine(Repeat(tag, 60'000)).size(), 600'000) << tag;
}

// 20,000 open elements would overflow a recursive walk, and are slow to parse.
TEST(HtmlToText, SurvivesDeepNestingAndAttributes) {
  EXPECT_EQ(HtmlToText(Repeat("<b>", 200'000) + "deep"), "deep");
  EXPECT_EQ(HtmlToText(Repeat("<div><table><td></div></table>", 30'000) + "deep"), "deep");
  EXPECT_TRUE(absl::StrContains(HtmlToText("<p" + Repeat(" a=1", 100'000) + ">text</p>"), "text"));
  EXPECT_EQ(HtmlToText(Repeat("<div title='</div>'>", 30'000) + "deep"), "deep");
  EXPECT_EQ(HtmlToText(Repeat("<div><script></div></script>", 30'000) + "deep"), "deep");
  EXPECT_EQ(HtmlToText(Repeat("<b a=1><p>", 300) + "x"), "x");
}

// Left open, each of these is opened again in every later paragraph.
TEST(HtmlToText, SurvivesElementsThatAreOpenedAgain) {
  std::string html = "<div>";
  for (int i = 0; i < 500; ++i) html += "<b a=" + std::to_string(i) + ">";
  html += "</div>" + Repeat("<p>x</p>", 100'000);
  EXPECT_EQ(HtmlToText(html).size(), 100'000 * 3 - 2);
}

TEST(FirstPicture, IsTheFirstInDocumentOrder) {
  EXPECT_EQ(FirstPicture("<p>x<a><img src='/a.png'></a></p><img src=b.png>"), "/a.png");
  EXPECT_EQ(FirstPicture("<p>no image</p>"), "");
}

TEST(FirstPicture, IsNoCounterAndNoSmiley) {
  for (const char* image :
       {"width=1 height=1 src=/c", "height='2px' src=/c", "style='width:1px;height:1px' src=/c",
        "style='display: none' src=/c", "class='a wp-smiley' src=/s", "style='height:1em' src=/s",
        "src='https://pixel.wp.com/b.gif'", "src='data:image/gif;base64,R0lG'",
        "src='/a/blank.gif'"}) {
    EXPECT_EQ(FirstPicture(absl::StrCat("<img ", image, "><img width=9 src=/b>")), "/b") << image;
  }
}

}  // namespace
}  // namespace akin
