#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_SHINGLE_SKETCH_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_SHINGLE_SKETCH_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace akin {

// A sample of an article's shingles: those whose hash is below a limit, which is halved until few
// enough are left. Two articles' samples below the smaller of their limits are fair samples of the
// same shingles, so that what the texts share can be estimated from them.
struct ShingleSketch {
  static constexpr size_t kMaxShingles = 64;
  // Bits of a hash that are kept: enough to tell the shingles of a million articles apart.
  static constexpr int kBits = 26;

  uint32_t limit = 1u << kBits;
  std::vector<uint32_t> shingles;  // Ascending, distinct, below `limit`.

  // `hashes` ascending.
  static ShingleSketch Of(const std::vector<uint32_t>& hashes) {
    ShingleSketch sketch;
    for (const uint32_t hash : hashes) {
      const uint32_t shingle = hash >> (32 - kBits);
      if (sketch.shingles.empty() || sketch.shingles.back() != shingle) {
        sketch.shingles.push_back(shingle);
      }
    }
    while (sketch.shingles.size() > kMaxShingles) {
      sketch.limit /= 2;
      sketch.shingles.resize(sketch.CountBelow(sketch.limit));
    }
    return sketch;
  }

  size_t CountBelow(uint32_t bound) const {
    return std::lower_bound(shingles.begin(), shingles.end(), bound) - shingles.begin();
  }
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TEXT_SHINGLE_SKETCH_H_
