#ifndef AKIN_TESTS_BENCH_CORPUS_RANDOM_H_
#define AKIN_TESTS_BENCH_CORPUS_RANDOM_H_

#include <cmath>
#include <cstdint>

namespace akin::bench {

// A good 64 bit mix (the finaliser of SplitMix64, Steele, Lea & Flood 2014).
inline uint64_t Mix(uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9u;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

// The seed of a part of something that has a seed.
inline uint64_t Mix(uint64_t seed, uint64_t part) {
  return Mix(seed + 0x9e3779b97f4a7c15u * (part + 1));
}

// SplitMix64, with distributions of our own: those of <random> differ between libraries, and the
// same seed must give the same bytes. Cheap to make, so each thing that is generated has its own.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() { return Mix(state_ += 0x9e3779b97f4a7c15u); }
  double Unit() { return (Next() >> 11) * 0x1.0p-53; }  // [0, 1)
  uint64_t Below(uint64_t n) { return static_cast<unsigned __int128>(Next()) * n >> 64; }
  int Between(int low, int high) { return low + static_cast<int>(Below(high - low + 1)); }
  bool Chance(double p) { return Unit() < p; }
  double Exponential(double mean) { return -mean * std::log(1 - Unit()); }

  // Box and Muller's; the second value is not worth keeping.
  double Normal() { return std::sqrt(-2 * std::log(1 - Unit())) * std::cos(2 * M_PI * Unit()); }
  double LogNormal(double median, double sigma) { return median * std::exp(sigma * Normal()); }

 private:
  uint64_t state_;
};

// Ranks from 0 on, P(rank) falling like (rank + shift)^-exponent up to `size`; exponent not 1
// (Mandelbrot's form of Zipf's law). By the inverse of the continuous distribution: one power.
class Zipf {
 public:
  Zipf(uint64_t size, double exponent, double shift)
      : size_(size),
        exponent_(1 - exponent),
        shift_(shift),
        low_(std::pow(shift, exponent_)),
        span_(std::pow(size + shift, exponent_) - low_) {}

  uint64_t operator()(Random& random) const {
    const double at = std::pow(low_ + random.Unit() * span_, 1 / exponent_) - shift_;
    const uint64_t rank = static_cast<uint64_t>(at);
    return rank < size_ ? rank : size_ - 1;
  }

 private:
  uint64_t size_;
  double exponent_, shift_, low_, span_;
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_CORPUS_RANDOM_H_
