#include "services/recommendation/domain/index/article_record.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

Analysis Example() {
  Analysis analysis;
  analysis.meta = {.id = "a1",
                   .revision = 12345678901,
                   .language = "en",
                   .source = "sources/one",
                   .authors = {"Ann", "Bob"},
                   .categories = {"world"},
                   .keywords = {"rain", "", "rain"},
                   .publish_time = absl::FromUnixMillis(1'700'000'000'123),
                   .create_time = absl::FromUnixMillis(-5)};
  analysis.names = {"Sankt Elva", "Morwen", "Jean-Luc"};
  analysis.numbers = {"40", "6.8"};
  analysis.title_numbers = 1;
  analysis.words = 321;
  return analysis;
}

const uint8_t* Bytes(const std::string& record) {
  return reinterpret_cast<const uint8_t*>(record.data());
}

TEST(ArticleRecordTest, GivesBackTermsWhateverTheirGaps) {
  std::mt19937 random(5);
  for (size_t count = 0; count <= ArticleRecord::kMaxTerms; ++count) {
    std::vector<IndexedTerm> terms;
    uint32_t id = 0;
    for (size_t i = 0; i < count; ++i) {
      id += 1 + random() % (1u << random() % 26);
      terms.push_back({id, static_cast<uint8_t>(random()), random() % 2 == 0, random() % 3 == 0});
    }
    StringPool pool;
    const std::string bytes = ArticleRecord::Encode(Example(), terms, 3, pool);
    const ArticleRecord record(Bytes(bytes));
    EXPECT_EQ(record.size(), bytes.size());
    EXPECT_EQ(record.language(), 3);
    ASSERT_EQ(record.term_count(), count);
    const std::vector<IndexedTerm> read = record.Terms();
    for (size_t i = 0; i < count; ++i) {
      EXPECT_EQ(read[i].id, terms[i].id);
      EXPECT_EQ(read[i].weight, terms[i].weight);
      EXPECT_EQ(read[i].in_title, terms[i].in_title);
      EXPECT_EQ(read[i].is_name, terms[i].is_name);
    }
  }
}

TEST(ArticleRecordTest, GivesBackMetadataAndDetails) {
  StringPool pool;
  Analysis analysis = Example();
  for (uint32_t i = 0; i < 90; ++i) analysis.shingles.push_back(i * 40'000'000);
  const std::string bytes = ArticleRecord::Encode(analysis, {}, 0, pool);
  const ArticleRecord record(Bytes(bytes));
  EXPECT_EQ(record.id(), "a1");
  const DocMeta meta = record.WholeMeta(pool);
  EXPECT_EQ(meta.revision, analysis.meta.revision);
  EXPECT_EQ(meta.language, "en");
  EXPECT_EQ(meta.source, "sources/one");
  EXPECT_EQ(meta.authors, analysis.meta.authors);
  EXPECT_EQ(meta.categories, analysis.meta.categories);
  EXPECT_EQ(meta.keywords, analysis.meta.keywords);
  EXPECT_EQ(meta.publish_time, analysis.meta.publish_time);
  EXPECT_EQ(meta.update_time, absl::InfinitePast());
  EXPECT_EQ(meta.create_time, analysis.meta.create_time);
  EXPECT_EQ(record.Meta(pool).EventTime(), analysis.meta.publish_time);

  const ArticleRecord::Details details = record.ReadDetails();
  EXPECT_EQ(details.words, 321u);
  EXPECT_EQ(details.title_numbers, 1u);
  EXPECT_THAT(details.numbers, ElementsAre("40", "6.8"));
  EXPECT_THAT(details.names, ElementsAre("Sankt Elva", "Jean-Luc"));  // One word is a term.
  const ShingleSketch sketch = ShingleSketch::Of(analysis.shingles);
  EXPECT_EQ(details.sketch.limit, sketch.limit);
  EXPECT_THAT(details.sketch.shingles, ElementsAreArray(sketch.shingles));
}

TEST(ShingleSketchTest, SamplesOfTwoTextsAreOfTheSameShingles) {
  std::mt19937 random(9);
  std::vector<uint32_t> all(2000);
  for (uint32_t& shingle : all) shingle = random();
  std::sort(all.begin(), all.end());
  std::vector<uint32_t> half;
  for (size_t i = 0; i < all.size(); i += 2) half.push_back(all[i]);
  const ShingleSketch a = ShingleSketch::Of(all);
  const ShingleSketch b = ShingleSketch::Of(half);
  EXPECT_LE(a.shingles.size(), ShingleSketch::kMaxShingles);
  EXPECT_GT(a.shingles.size(), ShingleSketch::kMaxShingles / 3);
  const uint32_t limit = std::min(a.limit, b.limit);
  // All of the half's are in the whole, and they are about half of it.
  std::vector<uint32_t> shared;
  std::set_intersection(a.shingles.begin(), a.shingles.begin() + a.CountBelow(limit),
                        b.shingles.begin(), b.shingles.begin() + b.CountBelow(limit),
                        std::back_inserter(shared));
  EXPECT_EQ(shared.size(), b.CountBelow(limit));
  EXPECT_NEAR(static_cast<double>(shared.size()) / a.CountBelow(limit), 0.5, 0.15);
}

}  // namespace
}  // namespace akin
