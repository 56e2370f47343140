#include "common/memory/large_page.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace akin {
namespace {

TEST(LargePageTest, IsZeroedAlignedAndOfWholePages) {
  const LargePage page(LargePage::kSize + 1);
  EXPECT_EQ(page.size(), 2 * LargePage::kSize);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(page.data()) % LargePage::kSize, 0u);
  EXPECT_TRUE(
      std::all_of(page.data(), page.data() + page.size(), [](uint8_t b) { return b == 0; }));
}

TEST(LargePageTest, StaysWhereItIsWhenItsOwnerMoves) {
  std::vector<LargePage> pages;
  pages.emplace_back(1);
  uint8_t* const first = pages[0].data();
  first[LargePage::kSize - 1] = 7;
  for (int i = 0; i < 20; ++i) pages.emplace_back(1);
  EXPECT_EQ(pages[0].data(), first);
  pages[1] = std::move(pages[0]);
  EXPECT_EQ(pages[1].data(), first);
  EXPECT_EQ(first[LargePage::kSize - 1], 7);
}

}  // namespace
}  // namespace akin
