#include "common/access/quotas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/access/policy_json.h"
#include "common/status/errors.h"
#include "common/status/quota_error.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

class QuotasTest : public ::testing::Test {
 protected:
  void Limit(const std::string& quota) {
    policy_ = std::make_shared<const AccessPolicy>(
        ParsePolicy(R"({"name": "p", "allow_rules": [{"name": "all"}], "quotas": [)" + quota + "]}")
            .value());
  }

  absl::StatusOr<std::unique_ptr<Quotas::Share>> Enter(const std::string& who,
                                                       const std::string& path = "/s/Read") {
    Caller caller{{who}, "ipv4:10.0.0.1"};
    if (who.empty()) caller.principals.clear();
    return quotas_.Enter(
        policy_, {caller, path, [](const std::string&) { return absl::optional<std::string>(); }});
  }

  FakeClock clock_;
  Quotas quotas_{clock_};
  std::shared_ptr<const AccessPolicy> policy_;
};

TEST_F(QuotasTest, CallsASecondAreCountedForEachCallerAlone) {
  Limit(R"({"name": "reads", "request": {"paths": ["*/Read"]}, "calls_per_second": 2})");
  EXPECT_TRUE(Enter("a").ok());
  EXPECT_TRUE(Enter("a").ok());
  const absl::Status refused = Enter("a").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ErrorReason(refused), "QUOTA_EXCEEDED");
  EXPECT_EQ(ViolatedQuota(refused), "reads");
  EXPECT_EQ(RetryAfter(refused), absl::Milliseconds(500));
  EXPECT_TRUE(Enter("b").ok());
  EXPECT_TRUE(Enter("a", "/s/Write").ok());
  clock_.Advance(absl::Milliseconds(500));
  EXPECT_TRUE(Enter("a").ok());
  EXPECT_FALSE(Enter("a").ok());
}

TEST_F(QuotasTest, CallsInProgressArePlacesThatAreGivenBack) {
  Limit(R"({"name": "q", "calls_in_progress": 1})");
  auto first = Enter("a");
  EXPECT_TRUE(first.ok());
  EXPECT_THAT(std::string(Enter("a").status().message()), HasSubstr("1 calls at a time"));
  first->reset();
  EXPECT_TRUE(Enter("a").ok());
}

TEST_F(QuotasTest, OneLargeAnswerOverdrawsTheBytes) {
  Limit(R"({"name": "q", "bytes_per_second": 100})");
  Enter("a").value()->CountBytes(300);
  EXPECT_FALSE(Enter("a").ok());
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(Enter("a").ok());
  clock_.Advance(absl::Seconds(2));
  EXPECT_TRUE(Enter("a").ok());
}

TEST_F(QuotasTest, ARequestOfAStreamIsACall) {
  Limit(R"({"name": "q", "calls_per_second": 2})");
  auto stream = Enter("a").value();
  EXPECT_TRUE(stream->NextCall().ok());
  EXPECT_FALSE(stream->NextCall().ok());
}

TEST_F(QuotasTest, NothingIsTakenOfOneQuotaWhereAnotherHasNoMore) {
  Limit(R"({"name": "rate", "calls_per_second": 2}, {"name": "places", "calls_in_progress": 1})");
  auto held = Enter("a");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ViolatedQuota(Enter("a").status()), "places");
  held->reset();
  EXPECT_TRUE(Enter("a").ok());
}

TEST_F(QuotasTest, AnonymousCallersAreToldApartByAddress) {
  Limit(R"({"name": "q", "calls_per_second": 1})");
  EXPECT_TRUE(Enter("").ok());
  EXPECT_FALSE(Enter("").ok());
}

TEST_F(QuotasTest, CallersWithoutNumberTakeBoundedMemory) {
  Limit(R"({"name": "q", "calls_per_second": 1})");
  for (int i = 0; i < 11'000; ++i) (void)Enter(std::to_string(i));
  EXPECT_LE(quotas_.size(), 10'001u);
  clock_.Advance(absl::Minutes(2));
  EXPECT_TRUE(Enter("later").ok());
  EXPECT_LE(quotas_.size(), 2u);
}

}  // namespace
}  // namespace akin
