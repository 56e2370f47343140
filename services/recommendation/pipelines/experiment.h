#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_EXPERIMENT_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_EXPERIMENT_H_

#include <string>

#include "absl/strings/string_view.h"

// Which share of what is asked a request belongs to: a promise to others, who reckon it themselves
// from their own keys (pipeline.proto, Pipeline.arms). It must never change.
namespace akin {

inline constexpr int kBuckets = 10'000;

// The first 8 bytes of SHA-256(text), big-endian, modulo kBuckets.
int BucketOf(absl::string_view text);

// How many buckets a share has: steps of 0.01 %.
int BucketsIn(double percent);

// The first 12 hexadecimal digits of SHA-256(text): a file's version, as sha256sum shows it.
std::string VersionOf(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_EXPERIMENT_H_
