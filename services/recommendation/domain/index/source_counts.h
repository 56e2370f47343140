#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_SOURCE_COUNTS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_SOURCE_COUNTS_H_

#include <algorithm>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "common/text/fingerprint.h"
#include "services/recommendation/domain/tables/count_table.h"
#include "services/recommendation/domain/text/shingle_sketch.h"

namespace akin {

// In about how many stories a source has a shingle or a word: what is in many is a form that it
// fills in, a header or a footer. Of many articles only some of the shingles are counted, so that
// the table stays small. Thread-compatible.
class SourceCounts {
 public:
  // Names a source; what it has is named by this and a hash of its own.
  static uint64_t KeyOf(absl::string_view source) { return FingerprintText(source); }

  template <typename Terms>  // Keys of words.
  void Add(uint64_t source, const ShingleSketch& sketch, const Terms& terms) {
    ForEach(source, sketch, terms, [this](uint64_t hash) { table_.Add(hash); });
  }
  template <typename Terms>
  void Remove(uint64_t source, const ShingleSketch& sketch, const Terms& terms) {
    ForEach(source, sketch, terms, [this](uint64_t hash) { table_.Remove(hash); });
  }

  bool IsCounted(uint32_t shingle) const { return MixBits(shingle) >> (64 - 8) < sampled_; }
  uint32_t CountShingle(uint64_t source, uint32_t shingle) const {
    return Count(HashOf(source, MixBits(shingle)));
  }
  uint32_t CountTerm(uint64_t source, uint64_t term) const { return Count(HashOf(source, term)); }

  bool IsWrongSizeFor(size_t articles) const {
    return table_.size() != SizeFor(articles) || sampled_ != SampledOf(articles);
  }
  void ResetFor(size_t articles) {
    table_.Reset(SizeFor(articles));
    sampled_ = SampledOf(articles);
  }

  size_t memory_bytes() const { return table_.memory_bytes(); }

 private:
  static constexpr size_t kMaxCells = size_t{1} << 25;
  static constexpr size_t kCellsPerArticle = 128;
  static constexpr uint32_t kAll = 256;
  static constexpr uint32_t kLeast = 32;

  static size_t SizeFor(size_t articles) {
    return CountTable::SizeFor(articles * kCellsPerArticle, kMaxCells);
  }
  // So many of 256 shingles are counted.
  static uint32_t SampledOf(size_t articles) {
    uint32_t sampled = kAll;
    for (size_t i = kMaxCells / kCellsPerArticle; i < articles && sampled > kLeast; i *= 2) {
      sampled /= 2;
    }
    return sampled;
  }

  static uint64_t HashOf(uint64_t source, uint64_t thing) { return MixBits(source ^ thing); }
  // Each has two cells, the lesser of which has been shared less.
  static uint64_t SecondOf(uint64_t hash) { return hash >> 32; }
  uint32_t Count(uint64_t hash) const {
    return std::min(table_.Count(hash), table_.Count(SecondOf(hash)));
  }

  template <typename Terms, typename Visit>
  void ForEach(uint64_t source, const ShingleSketch& sketch, const Terms& terms,
               const Visit& visit) const {
    const auto both = [&visit](uint64_t hash) {
      visit(hash);
      visit(SecondOf(hash));
    };
    for (const uint32_t shingle : sketch.shingles) {
      if (IsCounted(shingle)) both(HashOf(source, MixBits(shingle)));
    }
    for (const uint64_t term : terms) both(HashOf(source, term));
  }

  CountTable table_;
  uint32_t sampled_ = kAll;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_SOURCE_COUNTS_H_
