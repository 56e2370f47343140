#include "services/ingestion/parse/html_text.h"

#include "absl/strings/match.h"
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

TEST(HtmlToText, LeavesOutWhatNobodyReads) {
  EXPECT_EQ(
      HtmlToText("a<script>alert(1)</script><style>p{}</style><!-- c --><noscript>n</noscript>b"),
      "ab");
  EXPECT_EQ(HtmlToText("a<p hidden>x</p><p style='Display: none'>y</p><iframe>z</iframe>"), "a");
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

TEST(FirstImage, IsTheFirstInDocumentOrder) {
  EXPECT_EQ(FirstImage("<p>x<a><img src='/a.png'></a></p><img src=b.png>"), "/a.png");
  EXPECT_EQ(FirstImage("<p>no image</p>"), "");
}

}  // namespace
}  // namespace akin
