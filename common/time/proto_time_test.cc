#include "common/time/proto_time.h"

#include "gtest/gtest.h"

namespace akin {
namespace {

google::protobuf::Timestamp At(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(nanos);
  return timestamp;
}

TEST(ProtoTime, TimestampsSurviveTheWayThereAndBack) {
  for (const auto& timestamp : {At(0, 0), At(1'700'000'000, 123'456'789), At(-1, 999'999'999),
                                At(-62'135'596'800, 1), At(253'402'300'799, 0)}) {
    const auto back = ToProto(FromProto(timestamp));
    EXPECT_EQ(back.seconds(), timestamp.seconds());
    EXPECT_EQ(back.nanos(), timestamp.nanos());
  }
}

TEST(ProtoTime, OnlyTheYears1To9999AreValid) {
  EXPECT_TRUE(IsValidTimestamp(At(253'402'300'799, 999'999'999)));
  EXPECT_FALSE(IsValidTimestamp(At(253'402'300'800, 0)));
  EXPECT_FALSE(IsValidTimestamp(At(-62'135'596'801, 0)));
  EXPECT_FALSE(IsValidTimestamp(At(0, 1'000'000'000)));
  EXPECT_FALSE(IsValidTimestamp(At(0, -1)));
}

TEST(ProtoTime, InfiniteTimesBecomeTheFirstAndLastSecond) {
  EXPECT_EQ(ToProto(absl::InfinitePast()).seconds(), -62'135'596'800);
  EXPECT_EQ(ToProto(absl::InfiniteFuture()).seconds(), 253'402'300'799);
}

TEST(ProtoTime, NegativeDurationsKeepOneSign) {
  const auto proto = ToProto(-absl::Milliseconds(1500));
  EXPECT_EQ(proto.seconds(), -1);
  EXPECT_EQ(proto.nanos(), -500'000'000);
  EXPECT_EQ(FromProto(proto), -absl::Milliseconds(1500));
}

}  // namespace
}  // namespace akin
