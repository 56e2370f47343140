#include "services/ingestion/parse/xml_repair.h"

#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

TEST(RepairXml, ClosesAndEscapesWhatIsBroken) {
  const std::vector<std::pair<std::string, std::string>> examples = {
      {"<a>AT&T &amp; x</a>", "<a>AT&amp;T &amp; x</a>"},
      {"<a>5 < 7</a>", "<a>5 &lt; 7</a>"},
      {"<a><b>x</a>", "<a><b>x</b></a>"},
      {"<a>x</b></a>", "<a>x</a>"},
      {"<a><b>x", "<a><b>x</b></a>"},
      {"<a>x<b", "<a>x</a>"},
      {"<a b=c d e='f\"'>x</a>", "<a b=\"c\" d=\"\" e=\"f&quot;\">x</a>"},
      {"<a><b/>x</a>", "<a><b></b>x</a>"},
      {"<A Bc='1'>x</A>", "<a bc=\"1\">x</a>"},
      {"<a>x\x01\x0By</a>", "<a>xy</a>"},
      {"<a>&eacute;&#233;&hellip;</a>", "<a>\xC3\xA9\xC3\xA9\xE2\x80\xA6</a>"},
      {"<a><![CDATA[<b>&amp;]]></a>", "<a>&lt;b&gt;&amp;amp;</a>"},
      {"<a><![CDATA[x</a>", "<a>x</a>"},
      {"<a><!-- <b> --><?php x ?>y</a>", "<a>y</a>"},
      {"<a><!-- never closed>y</a>", "<a>y</a>"},
      {"", ""},
  };
  for (const auto& [text, want] : examples) EXPECT_EQ(RepairXml(text), want) << text;
}

TEST(RepairXml, KnowsTheDocumentTypesPlainEntities) {
  EXPECT_EQ(RepairXml("<!DOCTYPE a [<!ENTITY x 'A&#38;B'> <!ENTITY y \">]>\">]><a b='&x;'>&y;</a>"),
            "<a b=\"A&amp;B\">&gt;]&gt;</a>");
}

TEST(RepairXml, ExpandsNoEntityOfFilesMarkupOrOtherEntities) {
  EXPECT_EQ(RepairXml("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y '&z;&z;'>"
                      "<!ENTITY z 'zz'><!ENTITY m '<b/>'>]><a>&x;&y;&m;</a>"),
            "<a>&amp;x;&amp;y;&amp;m;</a>");
  const std::string long_entity(1'000, 'x');
  std::string text = absl::StrCat("<!DOCTYPE a [<!ENTITY x '", long_entity, "'>]><a>");
  for (int i = 0; i < 10'000; ++i) text += "&x;";
  EXPECT_LT(RepairXml(text).size(), 200'000u);
}

TEST(RepairXml, CallsNamespacesByTheirUsualNames) {
  EXPECT_EQ(
      RepairXml("<rss xmlns:d='http://purl.org/dc/elements/1.1/'><d:Creator>x</d:Creator></rss>"),
      "<rss><dc:creator>x</dc:creator></rss>");
  EXPECT_EQ(RepairXml("<rss><dc:creator>undeclared</dc:creator></rss>"),
            "<rss><dc:creator>undeclared</dc:creator></rss>");
  EXPECT_EQ(
      RepairXml("<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>x</a:title></a:feed>"),
      "<feed><title>x</title></feed>");
  EXPECT_EQ(RepairXml("<rss><link xmlns='http://www.w3.org/2005/Atom'/><link>x</link></rss>"),
            "<rss><atom:link></atom:link><link>x</link></rss>");
}

std::string Repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// Each of these makes a careless scanner search the rest of the text again and again.
TEST(RepairXml, TakesLinearTimeOnHostileText) {
  for (const char* unit : {"<!--", "<![CDATA[", "<!a[", "<a b=\"", "<a b='>", "<", "&", "</a",
                           "<a ", "<a><b></a>", "<a xmlns:p='u'>", "]]>", "&#", "<?"}) {
    const std::string repaired = RepairXml(Repeat(unit, 500'000));
    pugi::xml_document tree;
    const auto result = tree.load_string(repaired.c_str(), pugi::parse_fragment);
    EXPECT_TRUE(result) << unit << ": " << result.description();
  }
}

TEST(RepairXml, ManyNamespacesAndManyNamesStayLinear) {
  std::string text = "<a ";
  for (int i = 0; i < 100'000; ++i) absl::StrAppend(&text, "xmlns:p", i, "='u' ");
  absl::StrAppend(&text, ">", Repeat("<p99999:b/>", 200'000));
  EXPECT_LT(RepairXml(text).size(), 20'000'000u);
}

}  // namespace
}  // namespace akin
