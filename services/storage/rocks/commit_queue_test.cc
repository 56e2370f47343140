#include "services/storage/rocks/commit_queue.h"

#include <algorithm>
#include <thread>

#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace akin::rocks {
namespace {

const std::function<absl::Status(ArticleTransaction&)> kNothing = [](ArticleTransaction&) {
  return absl::OkStatus();
};

// Runs `threads` × `commits` through the queue; how often `commit_group` was called.
int RunAll(int threads, int commits, const CommitQueue::CommitGroup& commit_group) {
  int groups = 0;
  CommitQueue queue([&](const std::vector<PendingCommit*>& group) {
    ++groups;  // calls are one at a time: TSan would tell
    return commit_group(group);
  });
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&] {
      for (int i = 0; i < commits; ++i) {
        PendingCommit commit{kNothing};
        queue.Run(commit);
        EXPECT_EQ(commit.newest_revision, 1) << "not committed, or more than once";
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  return groups;
}

size_t CommitFirst(const std::vector<PendingCommit*>& group, size_t limit) {
  const size_t count = std::min(group.size(), limit);
  for (size_t i = 0; i < count; ++i) ++group[i]->newest_revision;
  return count;
}

TEST(CommitQueue, ALoneWriterCommitsForItself) {
  const int groups = RunAll(1, 10, [](const auto& group) { return CommitFirst(group, 100); });
  EXPECT_EQ(groups, 10);
}

TEST(CommitQueue, WritersThatComeDuringACommitShareTheNext) {
  const int groups = RunAll(16, 20, [](const auto& group) {
    absl::SleepFor(absl::Milliseconds(4));  // a sync
    return CommitFirst(group, 100);
  });
  EXPECT_LT(groups, 16 * 20 / 4);
}

TEST(CommitQueue, WhoeverDoesNotFitIntoAGroupIsInALaterOne) {
  const int groups = RunAll(8, 50, [](const auto& group) { return CommitFirst(group, 2); });
  EXPECT_GE(groups, 8 * 50 / 2);
}

}  // namespace
}  // namespace akin::rocks
