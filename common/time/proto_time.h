#ifndef AKIN_COMMON_TIME_PROTO_TIME_H_
#define AKIN_COMMON_TIME_PROTO_TIME_H_

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

// Between protobuf's times and absl's; exact to the nanosecond.
namespace akin {

// The instants that a Timestamp can hold: years 1 to 9999, 0 to 999,999,999 nanoseconds.
bool IsValidTimestamp(const google::protobuf::Timestamp& timestamp);

absl::Time FromProto(const google::protobuf::Timestamp& timestamp);
absl::Duration FromProto(const google::protobuf::Duration& duration);

// Instants outside of years 1 to 9999 become the nearest one within.
google::protobuf::Timestamp ToProto(absl::Time time);
// Durations that protobuf cannot hold become its longest, 10,000 years.
google::protobuf::Duration ToProto(absl::Duration duration);

}  // namespace akin

#endif  // AKIN_COMMON_TIME_PROTO_TIME_H_
