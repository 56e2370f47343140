#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/bench/corpus/article_writer.h"
#include "tests/bench/corpus/corpus_plan.h"
#include "tests/bench/corpus/statistics.h"
#include "tests/bench/corpus/words.h"

namespace akin::bench {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

struct Written {
  PlannedArticle plan;
  SyntheticArticle article;
};

std::vector<Written> Write(const CorpusOptions& options, int count) {
  CorpusPlan plan(options);
  std::vector<Written> out;
  for (int i = 0; i < count; ++i) {
    const PlannedArticle planned = plan.Next();
    out.push_back({planned, WriteArticle(options, planned)});
  }
  return out;
}

std::string Bytes(const std::vector<Written>& corpus) {
  std::string out;
  for (const auto& [plan, a] : corpus)
    absl::StrAppend(&out, a.id, a.headline, a.summary, a.body, a.source, a.url,
                    absl::FormatTime(a.publish_time), plan.event, plan.storyline);
  return out;
}

std::set<std::string> WordsOf(const std::string& text) {
  return absl::StrSplit(text, absl::ByAnyChar(" \n.,"), absl::SkipEmpty());
}

double ShareOfWordsIn(const std::string& text, const std::string& other) {
  const auto words = WordsOf(text), others = WordsOf(other);
  double common = 0;
  for (const std::string& word : words) common += others.count(word);
  return common / words.size();
}

TEST(Corpus, TheSameSeedGivesTheSameBytes) {
  EXPECT_EQ(Bytes(Write({.seed = 7}, 200)), Bytes(Write({.seed = 7}, 200)));
  EXPECT_NE(Bytes(Write({.seed = 7}, 200)), Bytes(Write({.seed = 8}, 200)));
}

// By value, so that a change of the generator is seen: numbers measured before it do not compare.
TEST(Corpus, TheBytesOfSeedOneAreKnown) {
  uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const unsigned char c : Bytes(Write({.seed = 1}, 300))) hash = (hash ^ c) * 1099511628211u;
  EXPECT_EQ(hash, 2999536877989613038u);
}

TEST(Corpus, MoreArticlesOnlyAddToTheEnd) {
  const std::string less = Bytes(Write({}, 100));
  EXPECT_EQ(Bytes(Write({}, 150)).substr(0, less.size()), less);
}

TEST(Corpus, AnArticleIsWrittenFromItsPlanAlone) {
  const CorpusOptions options;
  const auto corpus = Write(options, 300);
  EXPECT_EQ(WriteArticle(options, corpus[250].plan).body, corpus[250].article.body);
}

TEST(Corpus, ArticlesComeInOrderOfPublicationAtTheWantedRate) {
  CorpusPlan plan({.articles_per_day = 1000});
  absl::Time last = absl::InfinitePast();
  absl::Time start;
  for (int i = 0; i < 20000; ++i) {
    const PlannedArticle article = plan.Next();
    if (i == 10000) start = article.time;
    EXPECT_GE(article.time, last);
    EXPECT_EQ(article.number, i);
    last = article.time;
  }
  EXPECT_NEAR(absl::ToDoubleHours(last - start) / 24, 10, 1.5);
}

TEST(Corpus, AnEventHasOneToThirtyReportsWithinDaysAndManyHaveOne) {
  CorpusPlan plan({});
  std::map<int64_t, std::vector<PlannedArticle>> events;
  for (int i = 0; i < 40000; ++i) {
    const PlannedArticle article = plan.Next();
    events[article.event].push_back(article);
  }
  size_t most = 0, single = 0;
  for (const auto& [event, reports] : events) {
    most = std::max(most, reports.size());
    single += reports.size() == 1;
    EXPECT_LE(reports.back().time - reports.front().time, absl::Hours(24 * 6));
    EXPECT_EQ(reports.front().report, 0);
    EXPECT_EQ(reports.front().kind, ReportKind::kOriginal);
  }
  EXPECT_THAT(most, AllOf(Ge(20u), Le(30u)));
  EXPECT_NEAR(single / double(events.size()), 0.56, 0.05);
}

TEST(Corpus, CopiesShareTheFirstReportsWordsAndOtherReportsDoNot) {
  const auto corpus = Write({}, 4000);
  std::map<int64_t, const SyntheticArticle*> first;
  double copies = 0, copied = 0, originals = 0, shared = 0;
  for (const auto& [plan, article] : corpus) {
    if (plan.report == 0) {
      first[plan.event] = &article;
      continue;
    }
    const double share = ShareOfWordsIn(article.body, first[plan.event]->body);
    if (plan.kind == ReportKind::kCopy) ++copies, copied += share;
    if (plan.kind == ReportKind::kOriginal) ++originals, shared += share;
  }
  EXPECT_GT(copied / copies, 0.85);
  EXPECT_LT(shared / originals, 0.55);
  EXPECT_GT(shared / originals, 0.25);
}

TEST(Corpus, NamesThatNobodyHasReadBeforeKeepComing) {
  const auto corpus = Write({}, 3000);
  std::set<std::string> seen;
  int new_names[3] = {};
  for (size_t i = 0; i < corpus.size(); ++i) {
    for (const std::string& word : WordsOf(corpus[i].article.body)) {
      const bool name = word.size() > 8 && absl::ascii_isupper(word[0]);
      if (seen.insert(word).second && name) ++new_names[i / 1000];
    }
  }
  EXPECT_GT(new_names[2], new_names[0] / 3);
}

TEST(Words, EveryRankHasItsOwnWord) {
  std::set<std::string> words;
  for (uint64_t rank = 0; rank < 200000; ++rank) words.insert(ContentWord(rank));
  EXPECT_EQ(words.size(), 200000u);
}

// The bounds are around what tests/bench/corpus/compare prints for real news.
TEST(Statistics, MadeUpNewsAreLikeRealOnes) {
  StatisticsCollector collector;
  for (const auto& [plan, article] : Write({}, 2000))
    collector.Add(article.headline + "\n\n" + article.body);
  const CorpusStatistics s = collector.Compute();
  EXPECT_THAT(s.median_words, AllOf(Ge(300), Le(600)));
  EXPECT_NEAR(s.heaps_exponent, 0.62, 0.04);
  EXPECT_NEAR(s.types_at_100k_words, 9900, 1500);
  EXPECT_NEAR(s.once_only_share, 0.38, 0.08);
  EXPECT_NEAR(s.zipf_slope_head, 0.93, 0.08);
  EXPECT_NEAR(s.zipf_slope_tail, 1.37, 0.2);
  EXPECT_NEAR(s.top_ten_share, 0.22, 0.02);
  EXPECT_NEAR(s.median_document_share, 0.05, 0.015);
  EXPECT_NEAR(s.mean_document_share, 0.09, 0.03);
  EXPECT_NEAR(s.nearest_p50, 0.39, 0.14);
  EXPECT_NEAR(s.near_copy_share, 0.07, 0.05);
  EXPECT_NEAR(s.random_pair_mean, 0.03, 0.01);
}

TEST(Statistics, AgreeWithWhatIsCountedByHand) {
  StatisticsCollector collector;
  for (int i = 0; i < 12; ++i) collector.Add(absl::StrCat("river boat w", i, "q"));
  collector.Add("river boat w0q");  // a copy of the first
  const CorpusStatistics s = collector.Compute();
  EXPECT_EQ(s.articles, 13);
  EXPECT_EQ(s.median_words, 3);
  EXPECT_EQ(s.median_distinct_stems, 3);
  EXPECT_EQ(s.median_document_share, 1);            // river or boat
  EXPECT_NEAR(s.once_only_share, 11 / 14.0, 1e-9);  // w1q to w11q
  EXPECT_NEAR(s.near_copy_share, 2 / 13.0, 1e-9);
}

}  // namespace
}  // namespace akin::bench
