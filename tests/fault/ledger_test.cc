#include "tests/fault/ledger.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// One article, of which version 2 was acknowledged at revision 5, and version 3 was sent.
class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() {
    for (int version = 1; version <= 3; ++version) ledger_.Sent("w1-1", version);
    ledger_.Acknowledged("w1-1", 1, "articles/a", 4);
    ledger_.Acknowledged("w1-1", 2, "articles/a", 5);
  }

  void Serve(int64_t revision, const std::string& headline) {
    ledger_.Check("search", ledger_.AppliedBy("search"), revision, {{"articles/a", headline}});
  }

  Ledger ledger_;
};

TEST_F(LedgerTest, WhatMayBeServedIs) {
  Serve(4, "w1-1 v1");
  Serve(4, "w1-1 v2");
  Serve(5, "w1-1 v2");
  Serve(5, "w1-1 v3");
  ledger_.CheckAll("search", "w1-", {{"articles/a", "w1-1 v3"}});
  EXPECT_THAT(ledger_.TakeViolations(), IsEmpty());
}

TEST_F(LedgerTest, AnOldVersionAtALaterRevisionIsFound) {
  Serve(5, "w1-1 v1");
  EXPECT_THAT(ledger_.TakeViolations(), ElementsAre(HasSubstr("serves w1-1 v1, not v2")));
}

TEST_F(LedgerTest, WhatNobodyWroteIsFound) {
  Serve(5, "w1-1 v4");
  Serve(5, "w1-2 v1");
  Serve(5, "Something else");
  EXPECT_THAT(
      ledger_.TakeViolations(),
      ElementsAre(HasSubstr("not sent"), HasSubstr("nobody wrote"), HasSubstr("nobody wrote")));
}

TEST_F(LedgerTest, AWithdrawnArticleIsFoundOnceTheWithdrawalWasApplied) {
  ledger_.WithdrawalSent("w1-1");
  ledger_.Withdrawn("w1-1", 6);
  Serve(5, "w1-1 v2");
  EXPECT_THAT(ledger_.TakeViolations(), IsEmpty());
  ledger_.Check("search", 0, 6, {});
  Serve(5, "w1-1 v2");  // from a cache
  EXPECT_THAT(ledger_.TakeViolations(), ElementsAre(HasSubstr("withdrawn at 6")));
  ledger_.CheckAll("storage", "w1-", {{"articles/a", "w1-1 v2"}});
  EXPECT_THAT(ledger_.TakeViolations(), ElementsAre(HasSubstr("which was withdrawn")));
}

TEST_F(LedgerTest, ALostArticleAndALostRevisionAreFound) {
  ledger_.CheckAll("search", "w1-", {});
  ledger_.CheckAll("search", "w1-", {{"articles/a", "w1-1 v1"}});
  ledger_.CheckAll("search", "w2-", {});
  EXPECT_THAT(ledger_.TakeViolations(),
              ElementsAre(HasSubstr("lost w1-1 v2"), HasSubstr("has w1-1 v1, not v2")));
}

TEST_F(LedgerTest, AnArticleThatIsThereTwiceIsFound) {
  ledger_.CheckAll("search", "w1-", {{"articles/a", "w1-1 v2"}, {"articles/b", "w1-1 v2"}});
  EXPECT_THAT(ledger_.TakeViolations(), ElementsAre(HasSubstr("w1-1 twice")));
}

TEST_F(LedgerTest, ARevisionThatWasGivenTwiceIsFound) {
  ledger_.Acknowledged("w1-1", 2, "articles/a", 5);  // again, since the answer was lost
  EXPECT_THAT(ledger_.TakeViolations(), IsEmpty());
  ledger_.Acknowledged("w2-1", 1, "articles/b", 5);
  EXPECT_THAT(ledger_.TakeViolations(), ElementsAre(HasSubstr("revision 5 twice")));
}

}  // namespace
}  // namespace akin
