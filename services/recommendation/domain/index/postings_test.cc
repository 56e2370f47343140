#include "services/recommendation/domain/index/postings.h"

#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAreArray;

using Entries = std::vector<Postings::Entry>;
using Levels = std::vector<std::pair<uint32_t, uint32_t>>;

Levels All(const PostingList& list, const PostingArena& arena) {
  Levels all;
  list.ForEach(arena, [&](uint32_t article, uint32_t level) { all.emplace_back(article, level); });
  std::sort(all.begin(), all.end());
  return all;
}

TEST(PostingListTest, GivesBackWhatWasAppendedWhateverTheGaps) {
  std::mt19937 random(7);
  for (const uint32_t spread : {1u, 7u, 300u, 100'000u, 20'000'000u}) {
    PostingArena arena;
    PostingList list;
    Levels model;
    uint32_t article = random() % spread;
    for (int i = 0; i < 3000 && article < (1u << 27); ++i) {
      const uint32_t level = random() % PostingList::kLevels;
      list.Append(arena, article, level);
      model.emplace_back(article, level);
      ASSERT_EQ(list.size(), model.size());
      if (i < 40 || i % 500 == 0) {
        ASSERT_EQ(All(list, arena), model);
      }
      article += 1 + random() % spread;
    }
    EXPECT_EQ(All(list, arena), model);
  }
}

TEST(PostingListTest, UsesFreedMemoryAgain) {
  PostingArena arena;
  size_t bytes = 0;
  for (int round = 0; round < 50; ++round) {
    PostingList list;
    for (uint32_t i = 0; i < 20'000; ++i) list.Append(arena, 100 * i, i % 16);
    EXPECT_EQ(list.size(), 20'000u);
    list.Clear(arena);
    if (round == 0) bytes = arena.memory_bytes();
  }
  EXPECT_EQ(arena.memory_bytes(), bytes);
}

// Articles of random terms, common ones being in most, and a plain map of them beside the index.
class PostingsTest : public testing::Test {
 protected:
  static constexpr uint32_t kTerms = 400;

  Entries RandomEntries() {
    std::map<uint32_t, uint8_t> terms;
    const int count = 5 + random_() % 60;
    for (int i = 0; i < count; ++i) {
      const double unit = (random_() % 10'000 + 1) / 10'000.0;
      terms[static_cast<uint32_t>(kTerms * unit * unit * unit) % kTerms] = 24 + random_() % 60;
    }
    Entries entries;
    for (const auto& [term, weight] : terms) entries.push_back({term, weight});
    return entries;
  }

  void Add(Postings& postings, uint32_t article, const Entries& entries) {
    postings.Add(article, entries);
    articles_[article] = entries;
  }

  void Remove(Postings& postings, uint32_t article) {
    postings.Remove(article, articles_.at(article));
    articles_.erase(article);
  }

  static std::vector<Postings::QueryTerm> Query(const Entries& entries) {
    std::vector<Postings::QueryTerm> query;
    for (const auto& entry : entries) query.push_back({entry.term, entry.weight, entry.term});
    return query;
  }

  // Article and score, best first; equals by article.
  static std::vector<std::pair<uint32_t, uint32_t>> Search(const Postings& postings,
                                                           const Entries& query,
                                                           const Postings::Effort& effort,
                                                           bool* complete = nullptr) {
    std::vector<std::pair<uint32_t, uint32_t>> found;
    Postings::Matches matches = postings.Search(Query(query), effort);
    for (auto best = matches.NextBest(7); !best.empty(); best = matches.NextBest(7)) {
      const size_t before = found.size();
      for (const Postings::Match& match : best) found.emplace_back(match.article, match.score);
      std::sort(found.begin() + static_cast<ptrdiff_t>(before), found.end(),
                [](const auto& a, const auto& b) {
                  return a.second != b.second ? a.second > b.second : a.first < b.first;
                });
    }
    if (complete != nullptr) *complete = matches.complete();
    return found;
  }

  std::mt19937 random_{11};
  std::map<uint32_t, Entries> articles_;
};

TEST_F(PostingsTest, FindsExactlyTheLiveArticlesThatShareATermByFallingScore) {
  Postings postings;
  for (uint32_t article = 0; article < 3000; ++article) {
    Add(postings, article, RandomEntries());
    if (random_() % 4 != 0) continue;
    Remove(postings, std::next(articles_.begin(), random_() % articles_.size())->first);
  }
  size_t count = 0;
  for (const auto& [article, entries] : articles_) count += entries.size();
  EXPECT_EQ(postings.count(), count);
  for (int i = 0; i < 20; ++i) {
    const Entries query = RandomEntries();
    std::set<uint32_t> terms, sharing, found;
    for (const auto& entry : query) terms.insert(entry.term);
    for (const auto& [article, entries] : articles_) {
      for (const auto& entry : entries) {
        if (terms.contains(entry.term)) sharing.insert(article);
      }
    }
    bool complete = false;
    const auto matches = Search(postings, query, {}, &complete);
    EXPECT_TRUE(complete);
    for (size_t j = 0; j < matches.size(); ++j) {
      found.insert(matches[j].first);
      if (j > 0) {
        EXPECT_GE(matches[j - 1].second, matches[j].second);
      }
    }
    EXPECT_EQ(found.size(), matches.size());
    EXPECT_THAT(found, ElementsAreArray(sharing));
  }
}

TEST_F(PostingsTest, ScoresComeNearTheCosine) {
  Postings postings;
  for (uint32_t article = 0; article < 500; ++article) Add(postings, article, RandomEntries());
  const Entries query = RandomEntries();
  const auto norm = [](const Entries& entries) {
    double sum = 0;
    for (const auto& entry : entries) sum += entry.weight * entry.weight;
    return std::sqrt(sum);
  };
  const double unit = norm(query) * (1 << 12) / 16;
  for (const auto& [article, score] : Search(postings, query, {})) {
    double dot = 0;
    for (const auto& a : query) {
      for (const auto& b : articles_[article]) dot += a.term == b.term ? a.weight * b.weight : 0;
    }
    const double cosine = dot / norm(query) / norm(articles_[article]);
    EXPECT_NEAR(score / unit, cosine, 0.15 * cosine + 0.01);
  }
}

// The same answers as an index that was built of the live articles alone, in spite of other splits.
TEST_F(PostingsTest, WhatWasRemovedShowsInNoAnswer) {
  Postings postings;
  std::vector<uint32_t> order;
  for (uint32_t article = 0; article < 4000; ++article) {
    Add(postings, article, RandomEntries());
    if (article % 3 != 0) order.push_back(article);
  }
  for (uint32_t article = 0; article < 4000; article += 3) Remove(postings, article);
  Postings fresh;
  for (const uint32_t article : order) fresh.Add(article, articles_[article]);
  for (const size_t budget : {100, 1000, 5000, 1'000'000}) {
    for (int i = 0; i < 10; ++i) {
      const Entries query = RandomEntries();
      const Postings::Effort effort = {budget, budget / 4};
      EXPECT_EQ(Search(postings, query, effort), Search(fresh, query, effort));
    }
  }
}

TEST_F(PostingsTest, LittleEffortReadsTheHeaviestListsAndSaysWhatItLeftOut) {
  Postings postings;
  for (uint32_t article = 0; article < 2000; ++article) {
    Entries entries = {{0, 24}, {1, 90}};
    if (article % 100 == 0) entries.push_back({2, 60});
    Add(postings, article, entries);
  }
  bool complete = true;
  const Entries query = {{0, 50}, {1, 51}, {2, 200}};
  const auto few = Search(postings, query, {.postings = 100}, &complete);
  EXPECT_FALSE(complete);
  EXPECT_EQ(few.size(), 20u);
  for (const auto& [article, score] : few) EXPECT_EQ(article % 100, 0u);

  // No more articles, but the ones found get their whole score.
  const auto scored = Search(postings, query, {.finding = 20}, &complete);
  EXPECT_FALSE(complete);
  auto whole = Search(postings, query, {});
  whole.resize(20);
  EXPECT_EQ(scored, whole);
}

TEST_F(PostingsTest, MemoryOfRemovedArticlesIsUsedAgain) {
  Postings postings;
  size_t bytes = 0;
  for (uint32_t article = 0; article < 30'000; ++article) {
    Add(postings, article, RandomEntries());
    if (article >= 1000) Remove(postings, article - 1000);
    if (article == 3000) bytes = postings.memory_bytes();
  }
  EXPECT_LT(postings.memory_bytes(), 2 * bytes);
}

}  // namespace
}  // namespace akin
