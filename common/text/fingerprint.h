#ifndef AKIN_COMMON_TEXT_FINGERPRINT_H_
#define AKIN_COMMON_TEXT_FINGERPRINT_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace akin {

// A bijection that spreads every input bit over the word (MurmurHash3's finaliser).
inline uint64_t MixBits(uint64_t x) {
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdULL;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

// 64 bits that stand for `text`: FNV-1a, mixed. The same on every machine and in every process,
// unlike absl::Hash, so it may be stored; no defence against forged collisions.
inline uint64_t FingerprintText(absl::string_view text, uint64_t seed = 0) {
  uint64_t h = 0xcbf29ce484222325ULL ^ MixBits(seed);
  for (const char c : text) h = (h ^ static_cast<uint8_t>(c)) * 0x100000001b3ULL;
  return MixBits(h);
}

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_FINGERPRINT_H_
