#include "services/ingestion/parse/safe_html.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/parse/safe_style.h"

namespace akin {
namespace {

std::string Safe(absl::string_view html) { return SafeHtml(html, "https://wire.example/a/b"); }

TEST(SafeHtml, KeepsHarmlessElementsAndAttributesInOneSpelling) {
  EXPECT_EQ(Safe("<P CLASS='x' align=left>One<BR>two</P>"),
            "<p align=\"left\" class=\"x\">One<br />two</p>");
  EXPECT_EQ(Safe("<td></td>"), "<td></td>");
  EXPECT_EQ(Safe("<b/>x"), "<b></b>x");
  EXPECT_EQ(Safe("a &lt; b &amp;&#38; \"c\""), "a &lt; b &amp;&amp; &quot;c&quot;");
}

TEST(SafeHtml, LeavesOutWhatRuns) {
  EXPECT_EQ(Safe("a<script>alert(1)</script>b"), "ab");
  EXPECT_EQ(Safe("a<style>p{}</style>b<object data=x>c</object>"), "abc");
  EXPECT_EQ(Safe("<img src=x.jpg onerror=alert(1)>"),
            "<img src=\"https://wire.example/a/x.jpg\" />");
  EXPECT_EQ(Safe("<a href='java\tscript:alert(1)'>x</a>"), "<a>x</a>");
  EXPECT_EQ(Safe("<a href='&#106;avascript:alert(1)'>x</a>"), "<a>x</a>");
  EXPECT_EQ(Safe("<img src='data:text/html,x'>"), "<img />");
  EXPECT_EQ(Safe("<svg onload=alert(1)><a xlink:href='javascript:x'><animate to='javascript:x' "
                 "attributeName=href /></a></svg>"),
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><a></a></svg>");
  EXPECT_EQ(Safe("<iframe src=https://x.example/></iframe>a"), "a");
}

TEST(SafeHtml, WhatBrowsersMightReadAnotherWayIsEscaped) {
  EXPECT_EQ(Safe("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>"),
            "<noscript><p title=\"&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;\"></p>"
            "</noscript>");
  EXPECT_EQ(Safe("<textarea><script>x</script></textarea>"), "<textarea></textarea>");
  EXPECT_EQ(Safe("<textarea><i title='</textarea>'>x"),
            "<textarea><i title=\"&lt;/textarea&gt;\">x</i></textarea>");
  EXPECT_EQ(Safe("<b title='\"&gt;<script>'>x"), "<b title=\"&quot;&gt;&lt;script&gt;\">x</b>");
}

TEST(SafeHtml, AddressesAreAbsoluteByTheNearestBase) {
  EXPECT_EQ(Safe("<a href=../c#d>x</a>"), "<a href=\"https://wire.example/c#d\">x</a>");
  EXPECT_EQ(Safe("<div xml:base=/e/><img src=f></div><img src=f>"),
            "<div><img src=\"https://wire.example/e/f\" /></div>"
            "<img src=\"https://wire.example/a/f\" />");
  EXPECT_EQ(SafeHtml("<img src=f>", ""), "<img src=\"f\" />");
}

TEST(SafeHtml, ClosesWhatIsOpenAndNothingElse) {
  EXPECT_EQ(Safe("<div><b><i>x</b></i>y"), "<div><b><i>x</i></b>y</div>");
  EXPECT_EQ(Safe("</div><ul><li>a<li>b</ul><p>c<p>d"),
            "<ul><li>a</li><li>b</li></ul><p>c</p><p>d</p>");
}

TEST(SafeHtml, CommentsAndElementsThatNothingEndsHideNothingElse) {
  EXPECT_EQ(Safe("a<!-- b --><!-- c > d"), "a d");
  EXPECT_EQ(Safe("a<iframe src=x /> b"), "a b");
  EXPECT_EQ(Safe("a<script>b"), "a");
}

TEST(SafeHtml, SpellsSvgAsItIs) {
  EXPECT_EQ(Safe("<svg viewbox='0 0 1 1'><lineargradient id=a /></svg>"),
            "<svg viewBox=\"0 0 1 1\" xmlns=\"http://www.w3.org/2000/svg\">"
            "<linearGradient id=\"a\"></linearGradient></svg>");
}

TEST(SafeHtml, HostileTextStaysSmall) {
  const std::string base = absl::StrCat("https://wire.example/", std::string(1'000, 'x'), "/");
  std::string links;
  for (int i = 0; i < 100'000; ++i) links += "<a href=y>";
  EXPECT_LT(SafeHtml(links, base).size(), 10'000'000u);
}

TEST(SafeStyle, KeepsColoursFontsAndSmallBoxes) {
  for (const char* style :
       {"color: red;", "font-family: 'Lucida Console';", "border: 3px solid #ccc;",
        "margin: 0 15px 0 0;", "padding-left: 4px;", "color: rgb(0, 128, 0);",
        "border: 1px rgb(0, 0, 0);", "TEXT-INDENT: 0.5in;", "white-space: nowrap;"}) {
    EXPECT_EQ(SafeStyle(style), style);
  }
  EXPECT_EQ(SafeStyle("color:red;x;position:absolute;margin:0"), "color: red; margin: 0;");
}

TEST(SafeStyle, LeavesOutWhatLoadsRunsMovesOrCovers) {
  for (const char* style :
       {"background-image: url(x)", "width: expression(alert(1))", "position: fixed", "z-index: 9",
        "margin: 99999em", "margin: -5px", "color: \\75rl(x)", "color: red/**/", "behavior: x",
        "-moz-binding: x", "background: url('x')", "color: url( )", "mso-ansi-language: nl",
        "color"}) {
    EXPECT_EQ(SafeStyle(style), "") << style;
  }
}

TEST(SafeHtml, LoadsTheImagesThatScriptsWould) {
  const std::pair<const char*, const char*> cases[] = {
      {"src='data:image/gif;base64,R0' data-src='/a.jpg'", "src=\"https://wire.example/a.jpg\""},
      {"data-lazy-src=/a.jpg src=/dot.gif", "src=\"https://wire.example/a.jpg\""},
      {"srcset='/s.jpg 480w, /l.jpg 960w'", "src=\"https://wire.example/l.jpg\""},
      {"src=/a.jpg srcset='/l.jpg 2x'", "src=\"https://wire.example/a.jpg\""},
      {"src=/a.jpg data-src='{\"x\":1}'", "src=\"https://wire.example/a.jpg\""},
      {"data-src='javascript:alert(1)'", ""},
  };
  for (const auto& [attributes, src] : cases) {
    EXPECT_EQ(SafeHtml(absl::StrCat("<img ", attributes, ">"), "https://wire.example/news"),
              absl::StrCat("<img", *src == 0 ? "" : " ", src, " />"))
        << attributes;
  }
}

}  // namespace
}  // namespace akin
