#include "services/recommendation/pipelines/experiment.h"

#include <openssl/sha.h>

#include <array>
#include <cmath>
#include <cstdint>

#include "absl/strings/escaping.h"

namespace akin {
namespace {

using Digest = std::array<uint8_t, SHA256_DIGEST_LENGTH>;

Digest Sha256(absl::string_view text) {
  Digest digest;
  SHA256(reinterpret_cast<const uint8_t*>(text.data()), text.size(), digest.data());
  return digest;
}

}  // namespace

int BucketOf(absl::string_view text) {
  const Digest digest = Sha256(text);
  uint64_t number = 0;
  for (size_t i = 0; i < sizeof(number); ++i) number = number << 8 | digest[i];
  return static_cast<int>(number % kBuckets);
}

int BucketsIn(double percent) { return static_cast<int>(std::lround(percent / 100 * kBuckets)); }

std::string VersionOf(absl::string_view text) {
  constexpr size_t kBytes = 6;
  const Digest digest = Sha256(text);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), kBytes));
}

}  // namespace akin
