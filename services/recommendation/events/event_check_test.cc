#include "services/recommendation/events/event_check.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "gtest/gtest.h"
#include "services/recommendation/events/testing_events.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

absl::Status Check(const v1::SimilarEvent& event) {
  google::protobuf::RepeatedPtrField<v1::SimilarEvent> events;
  *events.Add() = Click("before", "a", "b", 1);
  *events.Add() = event;
  return CheckEvents(events, kNow);
}

TEST(EventCheckTest, WhatIsWellMadePasses) {
  EXPECT_TRUE(Check(Click("1", "a", "b", 1000)).ok());
  v1::SimilarEvent dwell = Click("2", "a", "b", 1);
  dwell.set_type(v1::SIMILAR_EVENT_TYPE_DWELL);
  *dwell.mutable_dwell_time() = ToProto(absl::Seconds(90));
  *dwell.mutable_time() = ToProto(kNow - absl::Hours(24));
  EXPECT_TRUE(Check(dwell).ok()) << Check(dwell);
}

TEST(EventCheckTest, WhatIsNotIsRefusedWithTheNameOfTheField) {
  const std::pair<std::string, std::function<void(v1::SimilarEvent&)>> cases[] = {
      {"event_id", [](auto& e) { e.clear_event_id(); }},
      {"event_id", [](auto& e) { e.set_event_id(std::string(101, 'x')); }},
      {"type", [](auto& e) { e.clear_type(); }},
      {"type", [](auto& e) { e.set_type(static_cast<v1::SimilarEventType>(77)); }},
      {"seed", [](auto& e) { e.set_seed("a"); }},
      {"seed", [](auto& e) { e.set_seed("articles/"); }},
      {"article", [](auto& e) { e.clear_article(); }},
      {"article", [](auto& e) { e.set_article("articles/" + std::string(10'000, 'x')); }},
      {"place", [](auto& e) { e.set_place(0); }},
      {"place", [](auto& e) { e.set_place(1001); }},
      {"pipeline", [](auto& e) { e.set_pipeline(std::string(101, 'x')); }},
      {"arm", [](auto& e) { e.set_arm(std::string(101, 'x')); }},
      {"list_id", [](auto& e) { e.set_list_id(std::string(101, 'x')); }},
      {"time", [](auto& e) { e.mutable_time()->set_nanos(-1); }},
      {"time", [](auto& e) { *e.mutable_time() = ToProto(kNow + absl::Minutes(6)); }},
      {"time", [](auto& e) { *e.mutable_time() = ToProto(kNow - absl::Hours(24 * 8)); }},
      {"dwell_time", [](auto& e) { e.mutable_dwell_time()->set_seconds(1); }},
      {"dwell_time", [](auto& e) { e.set_type(v1::SIMILAR_EVENT_TYPE_DWELL); }},
      {"dwell_time",
       [](auto& e) {
         e.set_type(v1::SIMILAR_EVENT_TYPE_DWELL);
         e.mutable_dwell_time()->set_seconds(-1);
       }},
      {"dwell_time",
       [](auto& e) {
         e.set_type(v1::SIMILAR_EVENT_TYPE_DWELL);
         e.mutable_dwell_time()->set_seconds(1LL << 62);
       }},
  };
  for (const auto& [field, spoil] : cases) {
    v1::SimilarEvent event = Click("1", "a", "b", 1);
    spoil(event);
    const absl::Status status = Check(event);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << field << ": " << status;
    EXPECT_EQ(ErrorField(status), absl::StrCat("events[1].", field)) << status;
  }
}

TEST(EventCheckTest, NoneOrTooManyAreRefused) {
  google::protobuf::RepeatedPtrField<v1::SimilarEvent> events;
  EXPECT_EQ(ErrorField(CheckEvents(events, kNow)), "events");
  for (int i = 0; i < 1001; ++i) *events.Add() = Click(absl::StrCat(i), "a", "b", 1);
  EXPECT_EQ(ErrorField(CheckEvents(events, kNow)), "events");
  events.RemoveLast();
  EXPECT_TRUE(CheckEvents(events, kNow).ok());
}

}  // namespace
}  // namespace akin
