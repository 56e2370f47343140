#include "services/recommendation/domain/model/weighted_rows.h"

#include <random>

#include "gtest/gtest.h"

namespace akin {
namespace {

TEST(WeightedRowsTest, EveryVariantMakesTheSumsThatOneByOneMakes) {
  std::mt19937 random(7);
  for (const size_t columns : {0, 1, 15, 16, 17, 32, 48, 63, 96, 112}) {
    for (const size_t count : {0, 1, 2, 7, 140}) {
      std::vector<std::vector<int16_t>> values(count, std::vector<int16_t>(columns));
      std::vector<WeightedRow> rows;
      std::vector<int32_t> expected(columns);
      for (auto& row : values) {
        const auto weight = static_cast<int16_t>(random() % 256);
        for (size_t j = 0; j < columns; ++j) {
          row[j] = static_cast<int16_t>(random() % 65535 - 32767);
          expected[j] += weight * row[j];
        }
        rows.push_back({row.data(), weight});
      }
      for (const SumWeightedRowsFunction sum : SumWeightedRowsVariants()) {
        std::vector<int32_t> sums(columns, 99);
        sum(rows, columns, sums.data());
        EXPECT_EQ(sums, expected) << columns << " columns, " << count << " rows";
      }
    }
  }
}

TEST(WeightedRowsTest, TheLargestValuesDoNotOverflow) {
  const std::vector<int16_t> row(16, -32767);
  const std::vector<WeightedRow> rows(140, {row.data(), 255});
  for (const SumWeightedRowsFunction sum : SumWeightedRowsVariants()) {
    std::vector<int32_t> sums(16);
    sum(rows, 16, sums.data());
    EXPECT_EQ(sums, std::vector<int32_t>(16, -140 * 255 * 32767));
  }
}

}  // namespace
}  // namespace akin
