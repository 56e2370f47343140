#include "services/recommendation/domain/tables/codec.h"

#include <algorithm>

namespace akin {
namespace {

// Eight bytes at a time: a restart checks gigabytes. Of this machine's byte order.
uint64_t AddToSum(absl::string_view bytes, uint64_t sum) {
  sum ^= bytes.size();
  for (size_t at = 0; at < bytes.size(); at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, std::min(sizeof(word), bytes.size() - at));
    sum = (sum ^ word) * 0xff51afd7ed558ccdULL;
    sum ^= sum >> 32;
  }
  return sum;
}

uint32_t ChecksumOf(absl::string_view key, absl::string_view bytes) {
  return static_cast<uint32_t>(AddToSum(bytes, AddToSum(key, 0)));
}

}  // namespace

std::string Seal(absl::string_view key, std::string bytes) {
  const uint32_t sum = ChecksumOf(key, bytes);
  bytes.append(reinterpret_cast<const char*>(&sum), sizeof(sum));
  return bytes;
}

absl::StatusOr<absl::string_view> Unseal(absl::string_view key, absl::string_view sealed) {
  uint32_t sum;
  if (sealed.size() < sizeof(sum)) return absl::DataLossError("record: too short");
  const absl::string_view bytes = sealed.substr(0, sealed.size() - sizeof(sum));
  std::memcpy(&sum, sealed.data() + bytes.size(), sizeof(sum));
  if (sum != ChecksumOf(key, bytes)) return absl::DataLossError("record: damaged");
  return bytes;
}

}  // namespace akin
