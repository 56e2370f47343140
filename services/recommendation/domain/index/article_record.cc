#include "services/recommendation/domain/index/article_record.h"

#include <algorithm>
#include <utility>

#include "common/text/unicode.h"
#include "services/recommendation/domain/tables/codec.h"

namespace akin {
namespace {

constexpr size_t kMaxNumberSize = 40;

// Which times are known; each follows if its bit is set.
enum TimeBits : uint8_t { kPublished = 1, kUpdated = 2, kCreated = 4 };

// Numbers below a limit in ascending order, as Elias and Fano store them: of each the low bits, and
// of the higher ones, which repeat and grow, the steps in unary.
struct SketchShape {
  explicit SketchShape(const ShingleSketch& sketch)
      : count(sketch.shingles.size()), limit(sketch.limit) {
    while (count > 0 && limit >> (low + 1) >= count) ++low;
  }
  size_t low_bytes() const { return (count * low + 7) / 8; }
  size_t high_bytes() const { return count == 0 ? 0 : (count + (limit >> low) + 7) / 8; }

  size_t count;
  uint32_t limit;
  uint32_t low = 0;  // How many bits are stored as they are.
};

// Eight bytes, some of which may not be meant: meta follows, so they are the record's.
uint64_t ReadWord(const uint8_t* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

uint32_t ReadBits(const uint8_t* bytes, size_t first, uint32_t count) {
  return static_cast<uint32_t>(ReadWord(bytes + first / 8) >> first % 8 &
                               ((uint64_t{1} << count) - 1));
}

void WriteBits(uint32_t value, size_t first, uint32_t count, std::string& bytes) {
  for (uint32_t i = 0; i < count; ++i) {
    if (value >> i & 1) bytes[(first + i) / 8] |= static_cast<char>(1 << (first + i) % 8);
  }
}

class Reader {
 public:
  explicit Reader(const uint8_t* at) : at_(at) {}

  uint64_t Number() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const uint64_t byte = *at_++;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
  uint8_t Byte() { return *at_++; }
  absl::string_view String() {
    const size_t size = Number();
    const absl::string_view text(reinterpret_cast<const char*>(at_), size);
    at_ += size;
    return text;
  }
  std::vector<absl::string_view> Strings() {
    std::vector<absl::string_view> texts(Number());
    for (absl::string_view& text : texts) text = String();
    return texts;
  }
  std::vector<std::string> Pooled(const StringPool& pool) {
    std::vector<std::string> texts(Number());
    for (std::string& text : texts) text = std::string(pool[static_cast<uint32_t>(Number())]);
    return texts;
  }
  absl::Time Time() {
    const uint64_t zigzag = Number();
    return absl::FromUnixMillis(static_cast<int64_t>(zigzag >> 1) ^
                                -static_cast<int64_t>(zigzag & 1));
  }
  // See WriteSketch.
  ShingleSketch Sketch() {
    ShingleSketch sketch;
    sketch.limit >>= Byte();
    sketch.shingles.resize(Byte());
    const SketchShape shape(sketch);
    const uint8_t* const lows = at_;
    const uint8_t* const highs = at_ + shape.low_bytes();
    at_ = highs + shape.high_bytes();
    size_t i = 0;
    for (size_t first = 0; i < shape.count; first += 64) {
      for (uint64_t ones = ReadWord(highs + first / 8); ones != 0 && i < shape.count;
           ones &= ones - 1, ++i) {
        const auto high = static_cast<uint32_t>(first + __builtin_ctzll(ones) - i);
        sketch.shingles[i] = high << shape.low | ReadBits(lows, i * shape.low, shape.low);
      }
    }
    return sketch;
  }

 private:
  const uint8_t* at_;
};

// Two bits of each, four to a byte.
void WritePairs(const std::vector<uint8_t>& pairs, ByteWriter& out) {
  for (size_t i = 0; i < pairs.size(); i += 4) {
    uint8_t byte = 0;
    for (size_t j = i; j < std::min(i + 4, pairs.size()); ++j) byte |= pairs[j] << 2 * (j - i);
    out.Byte(byte);
  }
}

// The different weights, where they are few enough for `limit`.
std::string PaletteOf(const std::vector<IndexedTerm>& terms, size_t limit) {
  std::string palette;
  for (const IndexedTerm& term : terms) palette.push_back(static_cast<char>(term.weight));
  std::sort(palette.begin(), palette.end());
  palette.erase(std::unique(palette.begin(), palette.end()), palette.end());
  return palette.size() > limit ? std::string() : palette;
}

void WriteWeights(const std::vector<IndexedTerm>& terms, const std::string& palette,
                  ByteWriter& out) {
  std::vector<uint8_t> weights;
  for (const IndexedTerm& term : terms) {
    const size_t place = palette.find(static_cast<char>(term.weight));
    weights.push_back(palette.empty() ? term.weight : static_cast<uint8_t>(place));
  }
  if (palette.empty()) {
    for (const uint8_t weight : weights) out.Byte(weight);
    return;
  }
  weights.resize(weights.size() + weights.size() % 2);
  for (size_t i = 0; i < weights.size(); i += 2) {
    out.Byte(static_cast<uint8_t>(weights[i] | weights[i + 1] << 4));
  }
}

// The places of the few terms that are so.
template <typename Is>
void WritePlaces(const std::vector<IndexedTerm>& terms, const Is& is, ByteWriter& out) {
  out.Byte(static_cast<uint8_t>(std::count_if(terms.begin(), terms.end(), is)));
  for (size_t i = 0; i < terms.size(); ++i) {
    if (is(terms[i])) out.Byte(static_cast<uint8_t>(i));
  }
}

// More follows, so that reading four bytes of the last gap stays within the record.
void WriteTerms(const std::vector<IndexedTerm>& terms, const std::string& palette,
                ByteWriter& out) {
  for (const char weight : palette) out.Byte(static_cast<uint8_t>(weight));
  WriteWeights(terms, palette, out);
  std::vector<uint8_t> sizes, gaps;
  uint32_t last = 0;
  for (const IndexedTerm& term : terms) {
    const size_t before = gaps.size();
    uint32_t gap = term.id - std::exchange(last, term.id);
    do gaps.push_back(static_cast<uint8_t>(gap));
    while ((gap >>= 8) != 0);
    sizes.push_back(static_cast<uint8_t>(gaps.size() - before - 1));
  }
  WritePairs(sizes, out);
  for (const uint8_t byte : gaps) out.Byte(byte);
  WritePlaces(
      terms, [](const IndexedTerm& term) { return term.in_title; }, out);
  WritePlaces(
      terms, [](const IndexedTerm& term) { return term.is_name; }, out);
}

void WriteSketch(const ShingleSketch& sketch, ByteWriter& out) {
  uint8_t halved = 0;
  while ((1u << ShingleSketch::kBits) >> halved > sketch.limit) ++halved;
  out.Byte(halved);
  out.Byte(static_cast<uint8_t>(sketch.shingles.size()));
  const SketchShape shape(sketch);
  std::string lows(shape.low_bytes(), 0), highs(shape.high_bytes(), 0);
  for (size_t i = 0; i < shape.count; ++i) {
    WriteBits(sketch.shingles[i], i * shape.low, shape.low, lows);
    WriteBits(1, i + (sketch.shingles[i] >> shape.low), 1, highs);
  }
  out.Bytes(lows);
  out.Bytes(highs);
}

// A name of one word is a term already.
std::vector<std::string> LongNames(const std::vector<std::string>& names) {
  std::vector<std::string> kept;
  for (const std::string& name : names) {
    if (kept.size() == ArticleRecord::kMaxNames) break;
    if (name.find_first_of(" -") != std::string::npos) kept.push_back(name);
  }
  return kept;
}

void WriteDetails(const Analysis& analysis, ByteWriter& out) {
  WriteSketch(ShingleSketch::Of(analysis.shingles), out);
  out.Number(analysis.words);
  out.Number(analysis.title_numbers);
  out.Number(analysis.numbers.size());
  for (const std::string& number : analysis.numbers) {
    out.String(TruncateUtf8(number, kMaxNumberSize));
  }
  out.Strings(LongNames(analysis.names));
}

void WritePooled(const std::vector<std::string>& texts, StringPool& pool, ByteWriter& out) {
  out.Number(texts.size());
  for (const std::string& text : texts) out.Number(pool.Intern(text));
}

void WriteMeta(const DocMeta& meta, StringPool& pool, ByteWriter& out) {
  out.String(meta.id);
  out.Number(static_cast<uint64_t>(meta.revision));
  out.Number(pool.Intern(meta.language));
  out.Number(pool.Intern(meta.source));
  const auto is_known = [](absl::Time time) { return time != absl::InfinitePast(); };
  out.Byte((is_known(meta.publish_time) ? kPublished : 0) |
           (is_known(meta.update_time) ? kUpdated : 0) |
           (is_known(meta.create_time) ? kCreated : 0));
  for (const absl::Time time : {meta.publish_time, meta.update_time, meta.create_time}) {
    if (is_known(time)) out.Time(time);
  }
  WritePooled(meta.authors, pool, out);
  WritePooled(meta.categories, pool, out);
  WritePooled(meta.keywords, pool, out);
}

MetaView ReadMeta(Reader& in, const StringPool& pool) {
  MetaView meta;
  meta.id = in.String();
  meta.revision = static_cast<int64_t>(in.Number());
  meta.language = pool[static_cast<uint32_t>(in.Number())];
  meta.source = pool[static_cast<uint32_t>(in.Number())];
  const uint8_t known = in.Byte();
  if (known & kPublished) meta.publish_time = in.Time();
  if (known & kUpdated) meta.update_time = in.Time();
  if (known & kCreated) meta.create_time = in.Time();
  return meta;
}

}  // namespace

std::string ArticleRecord::Encode(const Analysis& analysis, const std::vector<IndexedTerm>& terms,
                                  uint16_t language, StringPool& pool) {
  ByteWriter words, details, meta;
  const std::string palette = PaletteOf(terms, kMaxPalette);
  WriteTerms(terms, palette, words);
  WriteDetails(analysis, details);
  WriteMeta(analysis.meta, pool, meta);
  const std::string parts[] = {words.Take(), details.Take(), meta.Take()};
  const uint16_t details_at = static_cast<uint16_t>(kHeader + parts[0].size());
  const uint16_t meta_at = static_cast<uint16_t>(details_at + parts[1].size());
  std::string record(kHeader, 0);
  record[kCountAt] = static_cast<char>(terms.size());
  record[kPaletteAt] = static_cast<char>(palette.size());
  for (const std::string& part : parts) record += part;
  const uint32_t size = static_cast<uint32_t>(record.size());
  std::memcpy(record.data(), &size, sizeof(size));
  std::memcpy(record.data() + kDetailsAt, &details_at, sizeof(details_at));
  std::memcpy(record.data() + kMetaAt, &meta_at, sizeof(meta_at));
  std::memcpy(record.data() + kLanguageAt, &language, sizeof(language));
  return record;
}

std::vector<IndexedTerm> ArticleRecord::Terms() const {
  std::vector<IndexedTerm> terms;
  terms.reserve(term_count());
  Reader flags(ForEachTerm([&](uint32_t id, uint32_t weight) {
    terms.push_back(
        {.id = id, .weight = static_cast<uint8_t>(weight), .in_title = false, .is_name = false});
  }));
  for (size_t left = flags.Byte(); left > 0; --left) terms[flags.Byte()].in_title = true;
  for (size_t left = flags.Byte(); left > 0; --left) terms[flags.Byte()].is_name = true;
  return terms;
}

ArticleRecord::Details ArticleRecord::ReadDetails() const {
  Reader in(At(kDetailsAt));
  Details details;
  details.sketch = in.Sketch();
  details.words = static_cast<uint32_t>(in.Number());
  details.title_numbers = static_cast<uint32_t>(in.Number());
  details.numbers = in.Strings();
  details.names = in.Strings();
  return details;
}

ShingleSketch ArticleRecord::sketch() const { return Reader(At(kDetailsAt)).Sketch(); }

absl::string_view ArticleRecord::id() const { return Reader(At(kMetaAt)).String(); }

MetaView ArticleRecord::Meta(const StringPool& pool) const {
  Reader in(At(kMetaAt));
  return ReadMeta(in, pool);
}

DocMeta ArticleRecord::WholeMeta(const StringPool& pool) const {
  Reader in(At(kMetaAt));
  DocMeta meta = ToMeta(ReadMeta(in, pool));
  meta.authors = in.Pooled(pool);
  meta.categories = in.Pooled(pool);
  meta.keywords = in.Pooled(pool);
  return meta;
}

}  // namespace akin
