#include "services/recommendation/domain/model/semantic_vector.h"

#include <random>

#include "gtest/gtest.h"
#include "services/recommendation/domain/model/semantic_table.h"

namespace akin {
namespace {

TEST(SemanticVectorTest, AllWaysToMultiplyGiveTheSameNumber) {
  std::mt19937 random(3);
  for (size_t size = 0; size < 300; ++size) {
    std::vector<int8_t> a(size), b(size);
    int64_t expected = 0;
    for (size_t i = 0; i < size; ++i) {
      // The extremes often.
      a[i] = static_cast<int8_t>(random() % 3 == 0 ? -128 : static_cast<int>(random() % 256) - 128);
      b[i] = static_cast<int8_t>(random() % 3 == 0 ? -128 : static_cast<int>(random() % 256) - 128);
      expected += int64_t{a[i]} * b[i];
    }
    for (const DotProductFunction product : DotProductVariants()) {
      EXPECT_EQ(product(a.data(), b.data(), size), expected) << size;
    }
    EXPECT_EQ(DotProduct(a.data(), b.data(), size), expected);
  }
}

TEST(SemanticVectorTest, AllWaysToMultiplyWideValuesGiveTheSameNumber) {
  std::mt19937 random(5);
  for (size_t size = 0; size < 200; ++size) {
    std::vector<int16_t> a(size);
    std::vector<int8_t> b(size);
    int64_t expected = 0;
    for (size_t i = 0; i < size; ++i) {
      a[i] = static_cast<int16_t>(static_cast<int>(random() % 16'385) - 8'192);
      b[i] = static_cast<int8_t>(random() % 3 == 0 ? -128 : static_cast<int>(random() % 256) - 128);
      expected += int64_t{a[i]} * b[i];
    }
    for (const WideDotProductFunction product : WideDotProductVariants()) {
      EXPECT_EQ(product(a.data(), b.data(), size), expected) << size;
    }
    EXPECT_EQ(DotProduct(a.data(), b.data(), size), expected);
  }
}

TEST(SemanticTableTest, GivesBackWhatWasSetAndNothingElse) {
  SemanticTable table;
  EXPECT_TRUE(table[0].empty());
  for (int8_t i = 1; i < 100; ++i) table.Set(100 * i, {.values = {i, 2, 3}, .norm = 1.0f * i});
  table.Set(50, SemanticVector());
  for (int8_t i = 1; i < 100; ++i) {
    const SemanticView view = table[100 * i];
    ASSERT_EQ(view.size, 3u);
    EXPECT_EQ(view.values[0], i);
    EXPECT_EQ(view.norm, i);
    EXPECT_TRUE(table[100 * i + 1].empty());
  }
  EXPECT_TRUE(table[50].empty());
  EXPECT_TRUE(table[1'000'000].empty());
}

}  // namespace
}  // namespace akin
