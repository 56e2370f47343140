#include "services/search/domain/query.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/errors.h"

namespace akin {
namespace {

// The tree as an s-expression; a field other than text stands before its term.
std::string Show(const QueryNode& node) {
  static constexpr absl::string_view kFields[] = {
      "", "headline:", "summary:", "body:", "author:", "source:", "category:", "keyword:", "lang:"};
  const absl::string_view field = kFields[static_cast<int>(node.field)];
  const auto group = [&](absl::string_view name) {
    return absl::StrCat("(", name, " ",
                        absl::StrJoin(node.children, " ",
                                      [](std::string* out, const QueryNode& child) {
                                        absl::StrAppend(out, Show(child));
                                      }),
                        ")");
  };
  switch (node.kind) {
    case QueryNode::Kind::kAll:
      return "*";
    case QueryNode::Kind::kWord:
      return absl::StrCat(field, node.text);
    case QueryNode::Kind::kPhrase:
      return absl::StrCat(field, "\"", node.text, "\"");
    case QueryNode::Kind::kPrefix:
      return absl::StrCat(field, node.text, "*");
    case QueryNode::Kind::kFuzzy:
      return absl::StrCat(field, node.text, "~");
    case QueryNode::Kind::kNear:
      return absl::StrCat(field, "<", node.text, ">");
    case QueryNode::Kind::kTime:
      return "time";
    case QueryNode::Kind::kAnd:
      return group("and");
    case QueryNode::Kind::kOr:
      return group("or");
    case QueryNode::Kind::kNot:
      return group("not");
  }
  return "";
}

TEST(Query, ParsesAsPeopleMeanIt) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"", "*"},
      {"   ", "*"},
      {"climate", "climate"},
      {"climate summit", "(and climate summit)"},
      {"climate AND summit", "(and climate summit)"},
      {"climate OR weather", "(or climate weather)"},
      {"a b OR c d", "(and a (or b c) d)"},
      {"\"climate summit\"", "\"climate summit\""},
      {"-sport", "(not sport)"},
      {"a -b", "(and a (not b))"},
      {"a NOT b", "(and a (not b))"},
      {"a NOT (b c)", "(and a (not (and b c)))"},
      {"well-known", "well-known"},
      {"a - b", "(and a - b)"},
      {"clim*", "clim*"},
      {"*", "*"},
      {"headline:summit", "headline:summit"},
      {"Title:summit", "headline:summit"},
      {"author:\"ann smith\"", "author:\"ann smith\""},
      {"body:clim*", "body:clim*"},
      {"lang:de source:bbc.com category:sport summary:x",
       "(and lang:de source:bbc.com category:sport summary:x)"},
      {"-headline:x", "(not headline:x)"},
      {"10:30 Watch: live", "(and 10:30 Watch: live)"},
      {"headline: x", "(and headline: x)"},
      {"(a OR b) c", "(and (or a b) c)"},
      {"OR a", "a"},
      {"a OR", "a"},
      {"a OR OR b", "(or a b)"},
      {"ORANGE ANDROID NOTE", "(and ORANGE ANDROID NOTE)"},
      // Typing errors cost nothing.
      {"\"open phrase", "\"open phrase\""},
      {"(a b", "(and a b)"},
      {"a) b", "(and a b)"},
      {")) a", "a"},
      {"()", "*"},
      {"\"\" a", "a"},
      {"-", "-"},
  };
  for (const auto& [text, tree] : cases) {
    const auto query = ParseQuery(text);
    ASSERT_TRUE(query.ok()) << text << ": " << query.status();
    EXPECT_EQ(Show(*query), tree) << text;
  }
}

TEST(Query, QuotesAndBlanksAreThoseOfAllCountries) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"“a b” c", "(and \"a b\" c)"},
      {"„a b“ c", "(and \"a b\" c)"},
      {"»a b« «c d»", "(and \"a b\" \"c d\")"},
      {"x「a b」y", "(and x \"a b\" y)"},
      {"‘a b’ c", "(and \"a b\" c)"},
      {"headline:“a b”", "headline:\"a b\""},
      {"‘Twas o’clock", "(and ‘Twas o’clock)"},
      {"צה\"ל \"a b\"", "(and צה\"ל \"a b\")"},
      {"a\u3000b\u00A0c\u2009d\u200Be", "(and a b c d e)"},
      {"a −b", "(and a (not b))"},
      {"a」b ” c", "(and a b \" c\")"},
  };
  for (const auto& [text, tree] : cases) {
    const auto query = ParseQuery(text);
    ASSERT_TRUE(query.ok()) << text;
    EXPECT_EQ(Show(*query), tree) << text;
  }
}

TEST(Query, AHeadlineInCapitalsHasNoOperators) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"PM WILL NOT RESIGN", "(and PM WILL NOT RESIGN)"},
      {"TRUMP NOT GUILTY", "(and TRUMP NOT GUILTY)"},
      {"SALT AND IRON OR GOLD", "(and SALT AND IRON OR GOLD)"},
      {"ÄRZTE NOT ÖFFNEN", "(and ÄRZTE NOT ÖFFNEN)"},
      {"EU OR NATO", "(or EU NATO)"},
      {"NOT EU", "(not EU)"},
      {"EU NOT Nato", "(and EU (not Nato))"},
      {"北京 OR 上海 OR 天津 OR 重庆", "(or 北京 上海 天津 重庆)"},
  };
  for (const auto& [text, tree] : cases) EXPECT_EQ(Show(*ParseQuery(text)), tree) << text;
}

TEST(Query, WordsKnowWhereTheyStand) {
  const absl::string_view text = "ab headline:cd -ef \"gh\"";
  const auto query = ParseQuery(text);
  std::vector<std::string> words;
  ForEachWantedTerm(*query, [&](const QueryNode& node) {
    if (node.kind == QueryNode::Kind::kWord) {
      words.emplace_back(text.substr(node.begin, node.end - node.begin));
    }
  });
  EXPECT_EQ(words, (std::vector<std::string>{"ab", "cd"}));
}

TEST(Query, SizeIsLimited) {
  std::string terms;
  for (int i = 0; i < 200; ++i) absl::StrAppend(&terms, "w", i, " OR ");
  for (const std::string& text : {std::string(5000, 'x'), absl::StrCat(std::string(64, '('), "a"),
                                  terms, std::string(100, '-')}) {
    const absl::Status status = ParseQuery(text).status();
    if (text[0] == '-') {
      EXPECT_TRUE(status.ok()) << status;
    } else {
      EXPECT_EQ(ErrorField(status), "query") << text.substr(0, 10);
    }
  }
}

// Of 24 characters of the alphabet, chosen by chance.
std::string RandomText(absl::string_view alphabet, uint32_t& seed) {
  std::string text;
  for (int i = 0; i < 24; ++i) {
    seed = seed * 1664525 + 1013904223;
    text.push_back(alphabet[(seed >> 16) % alphabet.size()]);
  }
  return text;
}

TEST(Query, AnyBytesParse) {
  uint32_t seed = 7;
  for (int round = 0; round < 20000; ++round) {
    const std::string text = RandomText("ab \"()-*:OR NOTheadline\xC3\xA4", seed);
    const auto query = ParseQuery(text);
    EXPECT_TRUE(query.ok()) << text << query.status();
  }
}

TEST(Query, AnyNumbersParseOrAreRefusedByName) {
  uint32_t seed = 7;
  for (int round = 0; round < 20000; ++round) {
    const std::string text = RandomText("ab \"()~^*:NEAR/2after:last.-nae\xC3\xA4", seed);
    const auto query = ParseQuery(text);
    EXPECT_TRUE(query.ok() || ErrorField(query.status()) == "query") << text << query.status();
  }
}

}  // namespace
}  // namespace akin
