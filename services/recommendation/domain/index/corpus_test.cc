#include "services/recommendation/domain/index/corpus.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

TEST(CorpusTest, ShinglesOfManyMoreArticlesAreCountedAnewAndStayTheSame) {
  Corpus corpus;
  Document document;
  document.language = "en";
  document.body = "Trains between the two towns were late again after a tree fell on the line";
  const std::vector<uint32_t> shingles =
      ShingleSketch::Of(AnalyzeDocument(document).shingles).shingles;
  ASSERT_FALSE(shingles.empty());
  while (!corpus.WantsNewCounts()) {
    document.id = absl::StrCat("a", corpus.size());
    corpus.Put(AnalyzeDocument(document));
    ASSERT_LT(corpus.size(), 100'000u);
  }
  Corpus::Counts counts = corpus.CountAnew();
  corpus.SetCounts(counts);
  EXPECT_FALSE(corpus.WantsNewCounts());
  for (const uint32_t shingle : shingles) {
    EXPECT_EQ(corpus.counts().shingles.Count(shingle), corpus.size());
  }
}

}  // namespace
}  // namespace akin
