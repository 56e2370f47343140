#include "services/recommendation/domain/index/source_counts.h"

#include <vector>

#include "gtest/gtest.h"

namespace akin {
namespace {

const uint64_t kHerald = SourceCounts::KeyOf("sources/herald");
const uint64_t kGazette = SourceCounts::KeyOf("sources/gazette");
const ShingleSketch kSketch = ShingleSketch::Of({5u << 10, 9u << 20, 3u << 28});
const std::vector<uint64_t> kTerms = {17, 4'000'000'000'000};

TEST(SourceCountsTest, CountsForOneSourceWhatItHas) {
  SourceCounts counts;
  for (int i = 0; i < 3; ++i) counts.Add(kHerald, kSketch, kTerms);
  counts.Add(kGazette, kSketch, std::vector<uint64_t>());
  counts.Remove(kHerald, kSketch, std::vector<uint64_t>{17});
  for (const uint32_t shingle : kSketch.shingles) {
    EXPECT_EQ(counts.CountShingle(kHerald, shingle), 2u);
    EXPECT_EQ(counts.CountShingle(kGazette, shingle), 1u);
  }
  EXPECT_EQ(counts.CountTerm(kHerald, 17), 2u);
  EXPECT_EQ(counts.CountTerm(kHerald, 4'000'000'000'000), 3u);
  EXPECT_EQ(counts.CountTerm(kGazette, 17), 0u);
}

TEST(SourceCountsTest, OfManyArticlesOnlySomeShinglesAreCounted) {
  SourceCounts counts;
  const auto counted = [&counts] {
    int sum = 0;
    for (uint32_t shingle = 0; shingle < 10'000; ++shingle) sum += counts.IsCounted(shingle);
    return sum;
  };
  counts.ResetFor(100'000);
  EXPECT_EQ(counted(), 10'000);
  EXPECT_TRUE(counts.IsWrongSizeFor(1'000'000));
  counts.ResetFor(1'000'000);
  EXPECT_NEAR(counted(), 2'500, 1'250);
  EXPECT_FALSE(counts.IsWrongSizeFor(1'000'000));
}

}  // namespace
}  // namespace akin
