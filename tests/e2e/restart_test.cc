// What survives: kill -9, a deleted view, a storage that goes away under its followers.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

// An answer without what says how it was made, as bytes.
template <typename Response>
std::string Bytes(Response response) {
  response.clear_info();
  return response.SerializeAsString();
}

class RestartTest : public ::testing::Test {
 protected:
  // The sample news, with its stories.
  void SetUp() override {
    const ProgramResult loaded =
        RunAkin(cluster_, {"ingest", SamplesFolder() + "/feeds", SamplesFolder() + "/stories"});
    ASSERT_EQ(loaded.code, 0) << loaded.err;
    AwaitStories(cluster_, NewestRevision(cluster_));
    revision_ = NewestRevision(cluster_);
    const auto page = Search(cluster_, "", revision_);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& hit : page->hits()) seeds_.push_back(hit.article().name());
    ASSERT_FALSE(seeds_.empty());
  }

  // Similar lists and searches, read at one revision. A server that has just started may refuse
  // until it is up to date.
  std::vector<std::string> Answers() {
    std::vector<std::string> out;
    for (const std::string& seed : seeds_)
      out.push_back(Bytes(*Patiently([&] { return Similar(cluster_, seed, revision_); })));
    for (const char* query : {"earthquake", "strike OR ferry", "headline:hurricane"})
      out.push_back(Bytes(*Patiently([&] { return Search(cluster_, query, revision_); })));
    return out;
  }

  template <typename Read>
  auto Patiently(Read read) -> decltype(read()) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (true) {
      auto response = read();
      if (response.ok()) return response;
      if (!absl::IsUnavailable(response.status()) || absl::Now() > give_up) {
        ADD_FAILURE() << response.status();
        return typename decltype(response)::value_type();
      }
      absl::SleepFor(absl::Milliseconds(50));
    }
  }

  Cluster cluster_;
  int64_t revision_ = 0;
  std::vector<std::string> seeds_;
};

TEST_F(RestartTest, KillingEveryProcessChangesNoAnswer) {
  const std::vector<std::string> before = Answers();
  cluster_.recommendation().Kill();
  cluster_.search().Kill();
  cluster_.ingestion().Kill();
  cluster_.storage().Kill();
  cluster_.storage().Start();
  cluster_.ingestion().Start();
  cluster_.search().Start();
  cluster_.recommendation().Start();
  const std::vector<std::string> after = Answers();
  ASSERT_EQ(after.size(), before.size());
  for (size_t i = 0; i < before.size(); ++i) EXPECT_EQ(after[i], before[i]) << "answer " << i;
}

TEST_F(RestartTest, ADeletedViewRebuildsItselfFromTheLog) {
  const auto found_before = Search(cluster_, "earthquake", revision_);
  const auto similar_before = Similar(cluster_, seeds_[0], revision_);
  ASSERT_TRUE(found_before.ok() && similar_before.ok());
  cluster_.search().Kill();
  cluster_.recommendation().Kill();
  std::filesystem::remove_all(cluster_.data_dir("search"));
  std::filesystem::remove_all(cluster_.data_dir("recommendation"));
  cluster_.search().Start();
  cluster_.recommendation().Start();
  const auto found = Patiently([&] { return Search(cluster_, "earthquake", revision_); });
  EXPECT_EQ(found->total_size(), found_before->total_size());
  const auto similar = Patiently([&] { return Similar(cluster_, seeds_[0], revision_); });
  ASSERT_EQ(similar->hits().empty(), similar_before->hits().empty());
  // Scores may differ after a rebuild, stories may not.
  for (const auto& hit : similar->hits()) {
    for (const auto& old : similar_before->hits()) {
      if (old.article().name() == hit.article().name()) {
        EXPECT_EQ(hit.article().story(), old.article().story());
      }
    }
  }
}

TEST_F(RestartTest, ViewsGoOnWhereTheyWereWhenStorageComesBack) {
  cluster_.storage().Kill();
  cluster_.storage().Start();
  const auto result =
      Patiently([&] {
        return TryIngest(cluster_, NewArticle("late", "Glacier Umbra breaks off Fjordland",
                                              "The glacier Umbra broke off."));
      })->result();
  const auto found =
      Patiently([&] { return Search(cluster_, "Umbra glacier", result.revision()); });
  ASSERT_EQ(found->hits_size(), 1);
  EXPECT_EQ(found->hits(0).article().name(), result.name());
  const auto similar =
      Patiently([&] { return Similar(cluster_, result.name(), result.revision()); });
  EXPECT_GE(similar->info().revision(), result.revision());
}

TEST_F(RestartTest, AProcessThatIsAskedToStopEndsWithCodeZero) {
  EXPECT_EQ(cluster_.recommendation().Terminate(), 0);
  EXPECT_EQ(cluster_.search().Terminate(), 0);
  EXPECT_EQ(cluster_.ingestion().Terminate(), 0);
  EXPECT_EQ(cluster_.storage().Terminate(), 0);
}

}  // namespace
}  // namespace akin
