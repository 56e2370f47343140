#include "services/recommendation/stories/story_keeper.h"

#include <functional>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/sync/mutex.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/store/memory_state_store.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNoon =
    absl::FromCivil(absl::CivilSecond(2024, 5, 14, 12, 0, 0), absl::UTCTimeZone());

constexpr char kQuake[] =
    "An earthquake of magnitude 6.4 struck the northern province of Valdoria on Tuesday, killing "
    "at least 40 people and destroying hundreds of houses in the town of Sankt Elva. Rescue teams "
    "searched the rubble for survivors while aftershocks shook the region, officials said.";
constexpr char kChess[] =
    "The seventeen year old grandmaster Lena Torvik won the chess championship in Reykjavik after "
    "beating the defending champion in a rook endgame. She is the youngest winner of the title.";

class DecideStoriesTest : public ::testing::Test {
 protected:
  void Put(const std::string& id, const std::string& body, absl::Duration after = {}) {
    Document document;
    document.id = id;
    document.revision = ++revision_;
    document.headline = body.substr(0, 60);
    document.body = absl::StrCat(body, " Report number ", id, ".");
    document.language = "en";
    document.publish_time = kNoon + after;
    engine_.Upsert(document).value();
  }

  SimilarityEngine engine_;
  StoryDrafts drafts_;
  int64_t revision_ = 0;
};

TEST_F(DecideStoriesTest, ReportsOfOneEventShareAStoryThoughNoneIsApplied) {
  Put("q1", kQuake);
  Put("q2", kQuake, absl::Minutes(5));
  Put("c1", kChess);
  Put("q3", kQuake, absl::Minutes(9));
  const StoryBatch first = DecideStories(engine_, {"q1", "q2", "c1"}, drafts_);
  ASSERT_THAT(first.assignments, SizeIs(3));
  EXPECT_EQ(first.assignments[0].story_id, StoryIdFor("q1"));
  EXPECT_EQ(first.assignments[1].story_id, StoryIdFor("q1"));
  EXPECT_EQ(first.assignments[2].story_id, StoryIdFor("c1"));
  EXPECT_THAT(first.merges, IsEmpty());
  const StoryBatch second = DecideStories(engine_, {"q3"}, drafts_);
  EXPECT_EQ(second.assignments.at(0).story_id, StoryIdFor("q1"));
}

// The earliest report arrives last and takes over the story of those that are only drafted.
TEST_F(DecideStoriesTest, AMergeMovesWhatIsAppliedAndWhatIsDraftedOnceEach) {
  Put("late", kQuake, absl::Minutes(30));
  Put("later", kQuake, absl::Minutes(40));
  engine_.SetStory("late", StoryIdFor("late"));
  Put("first", kQuake);
  const StoryBatch batch = DecideStories(engine_, {"later", "first"}, drafts_);
  std::set<std::string> moved;
  for (const StoryAssignment& assignment : batch.assignments) {
    EXPECT_EQ(assignment.story_id, StoryIdFor("first"));
    EXPECT_TRUE(moved.insert(assignment.article_id).second) << assignment.article_id;
  }
  EXPECT_THAT(moved, ElementsAre("first", "late", "later"));
  ASSERT_THAT(batch.merges, SizeIs(1));
  EXPECT_EQ(batch.merges[0].from, StoryIdFor("late"));
  EXPECT_EQ(batch.merges[0].into, StoryIdFor("first"));
}

TEST_F(DecideStoriesTest, WhatWasWithdrawnIsPassedOver) {
  Put("c1", kChess);
  EXPECT_THAT(DecideStories(engine_, {"gone", "c1"}, drafts_).assignments, SizeIs(1));
}

// A log that the view is given by hand, and that can lose its connection before or after a write.
class FakeStoryLog : public StoryLog {
 public:
  enum class Fault { kNone, kBeforeWriting, kAfterWriting };

  absl::StatusOr<int64_t> AcquireLease(absl::Duration) override { return 1; }
  void ReleaseLease(int64_t) override {}
  absl::StatusOr<int64_t> Assign(int64_t, const std::vector<StoryAssignment>& assignments,
                                 const std::vector<StoryMerge>& merges) override {
    MutexLock lock(mu_);
    ++writes_;
    const Fault fault = std::exchange(next_fault_, Fault::kNone);
    if (fault == Fault::kBeforeWriting) return absl::UnavailableError("lost");
    for (const StoryAssignment& assignment : assignments) {
      if (stories_[assignment.article_id] == assignment.story_id) continue;
      stories_[assignment.article_id] = assignment.story_id;
      storage::v1::Change& change = changes_.emplace_back();
      change.mutable_assignment()->set_article(absl::StrCat("articles/", assignment.article_id));
      change.mutable_assignment()->set_story(absl::StrCat("stories/", assignment.story_id));
    }
    for (const StoryMerge& merge : merges) {
      storage::v1::Change& change = changes_.emplace_back();
      change.mutable_merge()->set_story(absl::StrCat("stories/", merge.from));
      change.mutable_merge()->set_into(absl::StrCat("stories/", merge.into));
    }
    if (fault == Fault::kAfterWriting) return absl::UnavailableError("lost");
    return revision();
  }

  void Publish(const std::string& id, const std::string& body, absl::Duration after = {}) {
    MutexLock lock(mu_);
    storage::v1::Change& change = changes_.emplace_back();
    news::v1::Article& article = *change.mutable_article();
    article.set_name(absl::StrCat("articles/", id));
    article.set_revision(revision());
    article.set_headline(body.substr(0, 60));
    article.set_body(absl::StrCat(body, " Report number ", id, "."));
    article.set_language("en");
    *article.mutable_publish_time() = ToProto(kNoon + after);
  }

  void FailNext(Fault fault) {
    MutexLock lock(mu_);
    next_fault_ = fault;
  }

  // What came since the last call, for the view.
  LogBatch TakeNew() {
    MutexLock lock(mu_);
    LogBatch batch;
    batch.changes.assign(changes_.begin() + taken_, changes_.end());
    taken_ = changes_.size();
    batch.position = {"log", revision()};
    return batch;
  }

  int writes() const {
    MutexLock lock(mu_);
    return writes_;
  }
  std::map<std::string, std::string> stories() const {
    MutexLock lock(mu_);
    return stories_;
  }

 private:
  int64_t revision() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return static_cast<int64_t>(changes_.size());
  }

  mutable Mutex mu_;
  std::vector<storage::v1::Change> changes_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::string> stories_ ABSL_GUARDED_BY(mu_);
  size_t taken_ ABSL_GUARDED_BY(mu_) = 0;
  int writes_ ABSL_GUARDED_BY(mu_) = 0;
  Fault next_fault_ ABSL_GUARDED_BY(mu_) = Fault::kNone;
};

class StoryKeeperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(view_->Reset("log").ok());
    keeper_ = std::make_unique<StoryKeeper>(
        *view_, log_, [] { return true; }, StoryKeeper::Options{.poll = absl::Milliseconds(1)});
  }

  void Follow() {
    ASSERT_TRUE(view_->Apply(log_.TakeNew()).ok());
    keeper_->Wake();
  }
  // False after a while.
  static bool Await(const std::function<bool()>& condition) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    while (!condition()) {
      if (absl::Now() > give_up) return false;
      absl::SleepFor(absl::Milliseconds(1));
    }
    return true;
  }
  bool AwaitStories(size_t count) {
    return Await([this, count] { return log_.stories().size() == count; });
  }

  MemoryStateStore store_;
  FakeStoryLog log_;
  std::unique_ptr<SimilarityView> view_ = SimilarityView::Open(store_, nullptr).value();
  std::unique_ptr<StoryKeeper> keeper_;
};

class StoryKeeperFaultTest : public StoryKeeperTest,
                             public ::testing::WithParamInterface<FakeStoryLog::Fault> {};

// It cannot know whether what it wrote is in the log: it decides again, and all is as if nothing
// had happened.
TEST_P(StoryKeeperFaultTest, StartsOverAfterAWriteOfUnknownOutcome) {
  log_.Publish("q1", kQuake);
  Follow();
  ASSERT_TRUE(AwaitStories(1));
  Follow();
  log_.FailNext(GetParam());
  log_.Publish("q2", kQuake, absl::Minutes(5));
  log_.Publish("c1", kChess);
  Follow();
  ASSERT_TRUE(AwaitStories(3));
  Follow();
  log_.Publish("q3", kQuake, absl::Minutes(9));
  Follow();
  ASSERT_TRUE(AwaitStories(4));
  Follow();
  EXPECT_EQ(view_->story_revision(), view_->position().revision);
  for (const std::string id : {"q1", "q2", "q3"}) {
    EXPECT_EQ(log_.stories()[id], StoryIdFor("q1")) << id;
    EXPECT_EQ(view_->engine()->Find(id)->story, StoryIdFor("q1")) << id;
  }
  EXPECT_EQ(log_.stories()["c1"], StoryIdFor("c1"));
  EXPECT_EQ(view_->engine()->ListStories({}).size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(, StoryKeeperFaultTest,
                         ::testing::Values(FakeStoryLog::Fault::kNone,
                                           FakeStoryLog::Fault::kBeforeWriting,
                                           FakeStoryLog::Fault::kAfterWriting));

// While the view is behind what was written before the fault, what it holds is not what the log
// holds: an article whose story is on the way would get another one.
TEST_F(StoryKeeperTest, AfterAFaultItDecidesNothingBeforeTheViewHasWhatItWrote) {
  log_.Publish("late", kQuake, absl::Minutes(30));
  Follow();
  ASSERT_TRUE(AwaitStories(1));  // Written, and not applied by the view.
  const int before = log_.writes();
  log_.FailNext(FakeStoryLog::Fault::kBeforeWriting);
  LogBatch stories = log_.TakeNew();
  log_.Publish("c1", kChess);
  LogBatch article = log_.TakeNew();
  article.position.revision = stories.position.revision - 1;  // Before the story.
  ASSERT_TRUE(view_->Apply(article).ok());
  keeper_->Wake();
  ASSERT_TRUE(Await([&] { return log_.writes() == before + 1; }));  // This one fails.
  for (int i = 0; i < 20; ++i) {
    keeper_->Wake();
    absl::SleepFor(absl::Milliseconds(2));
  }
  EXPECT_EQ(log_.writes(), before + 1) << "decided from a view that is behind";
  stories.position.revision = 3;
  ASSERT_TRUE(view_->Apply(stories).ok());
  keeper_->Wake();
  EXPECT_TRUE(AwaitStories(2));
}

}  // namespace
}  // namespace akin
