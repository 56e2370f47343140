#include "services/recommendation/domain/tables/record_arena.h"

#include <cstring>
#include <map>
#include <random>

#include "gtest/gtest.h"
#include "services/recommendation/domain/tables/string_pool.h"

namespace akin {
namespace {

absl::string_view At(const RecordArena& arena, RecordArena::Ref ref, size_t size) {
  return absl::string_view(reinterpret_cast<const char*>(arena[ref]), size);
}

TEST(RecordArenaTest, HoldsRecordsOfAnySizeWhileOthersComeAndGo) {
  std::mt19937 random(3);
  RecordArena arena;
  std::map<RecordArena::Ref, std::string> records;
  for (int i = 0; i < 3000; ++i) {
    const size_t size = i % 500 == 0 ? 300'000 : 1 + random() % 900;
    const std::string bytes(size, static_cast<char>(random()));
    ASSERT_TRUE(records.emplace(arena.Add(bytes), bytes).second);
    if (i % 3 != 0) continue;
    const auto gone = records.begin();
    arena.Free(gone->first, gone->second.size());
    records.erase(gone);
  }
  for (const auto& [ref, bytes] : records) EXPECT_EQ(At(arena, ref, bytes.size()), bytes);
}

TEST(RecordArenaTest, UsesFreedMemoryAgain) {
  RecordArena arena;
  const std::string bytes(700, 'x');
  RecordArena::Ref last = arena.Add(bytes);
  const size_t before = arena.memory_bytes();
  for (int i = 0; i < 10'000; ++i) {
    arena.Free(last, bytes.size());
    last = arena.Add(bytes);
  }
  EXPECT_EQ(arena.memory_bytes(), before);
}

TEST(StringArenaTest, GivesBackTextsOfAnySize) {
  StringArena arena;
  EXPECT_EQ(arena[arena.Add("")], "");
  std::map<StringArena::Ref, std::string> texts;
  for (int i = 0; i < 5000; ++i) {
    const std::string text(i % 1000 == 7 ? 100'000 : 1 + i % 300, static_cast<char>('a' + i % 26));
    ASSERT_TRUE(texts.emplace(arena.Add(text), text).second);
  }
  for (const auto& [ref, text] : texts) EXPECT_EQ(arena[ref], text);
}

TEST(StringPoolTest, GivesATextOneNumber) {
  StringPool pool;
  EXPECT_EQ(pool.Intern(""), 0u);
  const uint32_t one = pool.Intern("one");
  EXPECT_EQ(pool.Intern("two"), one + 1);
  EXPECT_EQ(pool.Intern("one"), one);
  EXPECT_EQ(pool.Find("two"), one + 1);
  EXPECT_EQ(pool.Find("three"), 0u);
  EXPECT_EQ(pool[one], "one");
}

}  // namespace
}  // namespace akin
