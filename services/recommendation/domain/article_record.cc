#include "services/recommendation/domain/article_record.h"

#include <algorithm>
#include <utility>

#include "services/recommendation/domain/codec.h"

namespace akin {
namespace {

constexpr size_t kMaxNumberSize = 40;

// Which times are known; each follows if its bit is set.
enum TimeBits : uint8_t { kPublished = 1, kUpdated = 2, kCreated = 4 };

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
  ShingleSketch Sketch() {
    ShingleSketch sketch;
    sketch.limit >>= Byte();
    sketch.shingles.resize(Number());
    uint32_t last = 0;
    for (uint32_t& shingle : sketch.shingles) shingle = last += static_cast<uint32_t>(Number());
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

// Details follow, so that reading four bytes of the last gap stays within the record.
void WriteTerms(const std::vector<IndexedTerm>& terms, ByteWriter& out) {
  std::vector<uint8_t> sizes, flags, gaps;
  uint32_t last = 0;
  for (const IndexedTerm& term : terms) {
    const size_t before = gaps.size();
    uint32_t gap = term.id - std::exchange(last, term.id);
    do gaps.push_back(static_cast<uint8_t>(gap));
    while ((gap >>= 8) != 0);
    sizes.push_back(static_cast<uint8_t>(gaps.size() - before - 1));
    flags.push_back(static_cast<uint8_t>(term.in_title | term.is_name << 1));
    out.Byte(term.weight);
  }
  WritePairs(sizes, out);
  WritePairs(flags, out);
  for (const uint8_t byte : gaps) out.Byte(byte);
}

void WriteSketch(const ShingleSketch& sketch, ByteWriter& out) {
  uint8_t halved = 0;
  while ((1u << ShingleSketch::kBits) >> halved > sketch.limit) ++halved;
  out.Byte(halved);
  out.Number(sketch.shingles.size());
  uint32_t last = 0;
  for (const uint32_t shingle : sketch.shingles) {
    out.Number(shingle - last);
    last = shingle;
  }
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
    out.String(absl::string_view(number).substr(0, kMaxNumberSize));
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
  WriteTerms(terms, words);
  WriteDetails(analysis, details);
  WriteMeta(analysis.meta, pool, meta);
  const std::string parts[] = {words.Take(), details.Take(), meta.Take()};
  const uint16_t details_at = static_cast<uint16_t>(kHeader + parts[0].size());
  const uint16_t meta_at = static_cast<uint16_t>(details_at + parts[1].size());
  std::string record(kHeader, static_cast<char>(terms.size()));
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
  const uint8_t* const flags = bytes_ + kHeader + term_count() + Quarters();
  ForEachTerm([&](uint32_t id, uint32_t weight) {
    const size_t i = terms.size();
    const int bits = flags[i / 4] >> 2 * (i % 4);
    terms.push_back({.id = id,
                     .weight = static_cast<uint8_t>(weight),
                     .in_title = (bits & 1) != 0,
                     .is_name = (bits & 2) != 0});
  });
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
