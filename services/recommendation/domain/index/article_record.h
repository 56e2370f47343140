#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_ARTICLE_RECORD_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_ARTICLE_RECORD_H_

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/recommendation/domain/tables/string_pool.h"
#include "services/recommendation/domain/text/analysis.h"
#include "services/recommendation/domain/text/shingle_sketch.h"

namespace akin {

// A word of an article in the terms of one corpus.
struct IndexedTerm {
  uint32_t id;
  uint8_t weight;
  bool in_title : 1;
  bool is_name : 1;
};

// The bytes in which a corpus keeps what it knows of an article: of a million articles, so every
// byte counts. First the words, which scoring reads most, then what is compared of few, then the
// rest. A view: the bytes must outlive it.
class ArticleRecord {
 public:
  static constexpr size_t kMaxTerms = 140;
  static constexpr size_t kMaxNames = 10;

  explicit ArticleRecord(const uint8_t* bytes) : bytes_(bytes) {}

  // `terms` ascending by id, at most kMaxTerms. Strings that repeat are put into `pool`.
  static std::string Encode(const Analysis& analysis, const std::vector<IndexedTerm>& terms,
                            uint16_t language, StringPool& pool);

  size_t size() const {
    uint32_t size;
    std::memcpy(&size, bytes_, sizeof(size));
    return size;
  }
  absl::string_view bytes() const {
    return absl::string_view(reinterpret_cast<const char*>(bytes_), size());
  }
  size_t term_count() const { return bytes_[kCountAt]; }

  uint16_t language() const {
    uint16_t language;
    std::memcpy(&language, bytes_ + kLanguageAt, sizeof(language));
    return language;
  }

  // Calls `visit(id, weight)` for the terms, ascending by id. Gaps between ids take one to four
  // bytes, as two bits of theirs say: no branch depends on them. Nearly all articles have few
  // different weights, which half a byte names; in the others a weight is a byte.
  // Returns where what follows them is.
  template <typename Visit>
  const uint8_t* ForEachTerm(const Visit& visit) const {
    const uint8_t* const palette = bytes_ + kHeader;
    const uint8_t* const weights = palette + palette_size();
    if (palette_size() == 0) {
      return VisitTerms(
          weights + term_count(), [=](size_t i) { return weights[i]; }, visit);
    }
    return VisitTerms(
        weights + (term_count() + 1) / 2,
        [=](size_t i) { return palette[weights[i / 2] >> 4 * (i % 2) & 15]; }, visit);
  }
  std::vector<IndexedTerm> Terms() const;
  // Calls `title(id)` for each term of the title, and `name(id)` for each that is a name.
  template <typename Title, typename Name>
  void ForEachMarked(const Title& title, const Name& name) const {
    std::array<uint32_t, kMaxTerms> ids;
    size_t count = 0;
    const uint8_t* marks = ForEachTerm([&](uint32_t id, uint32_t) { ids[count++] = id; });
    for (size_t left = *marks++; left > 0; --left) title(ids[*marks++]);
    for (size_t left = *marks++; left > 0; --left) name(ids[*marks++]);
  }

  // Compared with few others. Strings are views of the record.
  struct Details {
    uint32_t words = 0;
    ShingleSketch sketch;
    std::vector<absl::string_view> numbers;
    uint32_t title_numbers = 0;
    std::vector<absl::string_view> names;  // Of more than one word.
  };
  Details ReadDetails() const;
  ShingleSketch sketch() const;

  absl::string_view id() const;
  // Without the story.
  MetaView Meta(const StringPool& pool) const;
  DocMeta WholeMeta(const StringPool& pool) const;

 private:
  // Size, where details are, where meta is, the language, how many terms, how many weights.
  static constexpr size_t kDetailsAt = 4, kMetaAt = 6, kLanguageAt = 8, kCountAt = 10,
                          kPaletteAt = 11, kHeader = 12;
  static constexpr size_t kMaxPalette = 16;

  size_t palette_size() const { return bytes_[kPaletteAt]; }
  const uint8_t* At(size_t header_offset) const {
    uint16_t offset;
    std::memcpy(&offset, bytes_ + header_offset, sizeof(offset));
    return bytes_ + offset;
  }

  // Returns where the gaps end.
  template <typename WeightOf, typename Visit>
  const uint8_t* VisitTerms(const uint8_t* sizes, const WeightOf& weight_of,
                            const Visit& visit) const {
    static constexpr uint32_t kMasks[] = {0xff, 0xffff, 0xffffff, 0xffffffff};
    const size_t count = term_count();
    const uint8_t* gap = sizes + (count + 3) / 4;
    uint32_t id = 0;
    for (size_t i = 0; i < count; ++i) {
      const uint32_t size = sizes[i / 4] >> 2 * (i % 4) & 3;
      uint32_t bytes;
      std::memcpy(&bytes, gap, sizeof(bytes));
      id += bytes & kMasks[size];
      gap += size + 1;
      visit(id, uint32_t{weight_of(i)});
    }
    return gap;
  }

  const uint8_t* bytes_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_ARTICLE_RECORD_H_
