#include "common/rpc/trace_context.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

constexpr char kTrace[] = "0af7651916cd43dd8448eb211c80319c";
constexpr char kParent[] = "b7ad6b7169203331";

std::string Traceparent(absl::string_view version, absl::string_view rest = "") {
  return absl::StrCat(version, "-", kTrace, "-", kParent, "-01", rest);
}

TEST(TraceContext, WhatKeepsToTheGrammarGoesOn) {
  EXPECT_EQ(ContinueTrace(Traceparent("00")), Traceparent("00"));
}

TEST(TraceContext, ALaterVersionGoesOnAsFarAsItIsKnown) {
  EXPECT_EQ(ContinueTrace(Traceparent("cc")), Traceparent("00"));
  EXPECT_EQ(ContinueTrace(Traceparent("cc", "-what-may-come")), Traceparent("00"));
}

TEST(TraceContext, AnythingElseBeginsANewTrace) {
  const std::string good = Traceparent("00");
  std::vector<std::string> bad = {"",
                                  "00",
                                  std::string(55, '\xE9'),
                                  std::string(55, '\0'),
                                  std::string(100'000, 'a'),
                                  Traceparent("ff"),
                                  Traceparent("00", "-more"),
                                  Traceparent("cc", "more"),
                                  absl::StrCat("00-", std::string(32, '0'), "-", kParent, "-01"),
                                  absl::StrCat("00-", kTrace, "-", std::string(16, '0'), "-01"),
                                  absl::AsciiStrToUpper(good)};
  for (size_t i = 0; i < good.size(); ++i) {
    for (const char c : {'\xE9', '\n', 'g', '\0'}) {
      bad.push_back(good);
      bad.back()[i] = c;
    }
  }
  for (const std::string& text : bad) {
    const std::string made = ContinueTrace(text);
    EXPECT_THAT(made, testing::MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-01")) << text;
    EXPECT_EQ(made.find(kTrace), std::string::npos) << text;
    EXPECT_EQ(ContinueTrace(made), made);
  }
}

}  // namespace
}  // namespace akin
