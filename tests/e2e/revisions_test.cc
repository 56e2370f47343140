// What min_revision proves, from one process to another.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

class RevisionsTest : public ::testing::Test {
 protected:
  storage::v1::DeleteArticleResponse Withdraw(const std::string& name) {
    storage::v1::DeleteArticleRequest request;
    request.set_name(name);
    const auto response = CallUnary<storage::v1::DeleteArticleResponse>(
        {}, cluster_.storage_stub(), &storage::v1::StorageService::Stub::DeleteArticle, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : storage::v1::DeleteArticleResponse();
  }

  Cluster cluster_;
};

TEST_F(RevisionsTest, WhoeverPublishesReadsItsOwnWriteEverywhere) {
  for (int i = 0; i < 20; ++i) {
    const auto a =
        Ingest(cluster_, NewArticle(absl::StrCat("a", i),
                                    absl::StrCat("Kestrel", i, " bridge collapses in Norvik"),
                                    absl::StrCat("The Kestrel", i, " bridge collapsed.")));
    const auto b = Ingest(
        cluster_, NewArticle(absl::StrCat("b", i),
                             absl::StrCat("Norvik mourns after Kestrel", i, " bridge collapse"),
                             absl::StrCat("Norvik mourns; the Kestrel", i, " bridge is gone.")));
    ASSERT_GT(b.revision(), a.revision());
    EXPECT_EQ(Get(cluster_, b.name(), b.revision())->article().name(), b.name());
    const auto found = Search(cluster_, absl::StrCat("Kestrel", i, " mourns"), b.revision());
    ASSERT_TRUE(found.ok()) << found.status();
    ASSERT_EQ(found->hits_size(), 1);
    EXPECT_EQ(found->hits(0).article().name(), b.name());
    const auto similar = Similar(cluster_, b.name(), b.revision());
    ASSERT_TRUE(similar.ok()) << similar.status();
    EXPECT_GE(similar->info().revision(), b.revision());
  }
}

TEST_F(RevisionsTest, ARevisionThatIsNotReachedIsUnavailableWithAReason) {
  const auto a = Ingest(cluster_, NewArticle("a", "One headline", "Body"));
  search::v1::SearchArticlesRequest request;
  request.set_query("headline");
  request.set_min_revision(a.revision() + 1000);
  const auto response = CallUnary<search::v1::SearchArticlesResponse>(
      {.deadline = absl::Now() + absl::Milliseconds(500)}, cluster_.search_stub(),
      &search::v1::SearchService::Stub::SearchArticles, request);
  // The client's own deadline may fire first.
  if (response.status().code() == absl::StatusCode::kUnavailable) {
    EXPECT_EQ(ErrorReason(response.status()), "REVISION_NOT_REACHED");
    EXPECT_TRUE(RetryAfter(response.status()).has_value());
  } else {
    EXPECT_EQ(response.status().code(), absl::StatusCode::kDeadlineExceeded);
  }
}

TEST_F(RevisionsTest, AWithdrawnArticleIsServedNowhereFromItsRevisionOn) {
  const auto seed = Ingest(cluster_, NewArticle("a", "Volcano Tambrak erupts near Selwa",
                                                "The volcano Tambrak erupted near Selwa."));
  const auto other = Ingest(cluster_, NewArticle("b", "Selwa evacuated as Tambrak volcano erupts",
                                                 "Selwa was evacuated; Tambrak erupts.", 2));
  ASSERT_TRUE(Similar(cluster_, seed.name(), other.revision()).ok());  // warms the cache
  const int64_t revision = Withdraw(other.name()).revision();

  const auto got = Get(cluster_, other.name());
  EXPECT_EQ(got.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorReason(got.status()), "ARTICLE_WITHDRAWN");
  EXPECT_THAT(std::string(got.status().message()), ::testing::Not(HasSubstr("evacuated")));
  const auto found = Search(cluster_, "Tambrak", revision);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->hits_size(), 1);
  EXPECT_EQ(found->hits(0).article().name(), seed.name());
  const auto similar = Similar(cluster_, seed.name(), revision);
  ASSERT_TRUE(similar.ok()) << similar.status();
  for (const auto& hit : similar->hits()) EXPECT_NE(hit.article().name(), other.name());
  EXPECT_EQ(Similar(cluster_, other.name(), revision).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(RevisionsTest, AWithdrawnIdentityStaysWithdrawnUntilUndeleted) {
  const auto article = NewArticle("a", "Harbour fire in Miravel", "A fire in the harbour.");
  const auto first = Ingest(cluster_, article);
  Withdraw(first.name());
  EXPECT_EQ(Ingest(cluster_, article).outcome(), ingestion::v1::INGEST_OUTCOME_WITHDRAWN);
  EXPECT_FALSE(Get(cluster_, first.name()).ok());
  const ProgramResult undelete = RunAkin(cluster_, {"undelete", first.name(), "--json"});
  EXPECT_EQ(undelete.code, 0) << undelete.err;
  EXPECT_TRUE(Get(cluster_, first.name()).ok());
}

TEST_F(RevisionsTest, TheSameAgainIsUnchangedAndAChangeIsARevision) {
  auto article = NewArticle("a", "Mayor resigns", "The mayor resigned.");
  const auto created = Ingest(cluster_, article);
  EXPECT_EQ(created.outcome(), ingestion::v1::INGEST_OUTCOME_CREATED);
  const auto same = Ingest(cluster_, article);
  EXPECT_EQ(same.outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(same.revision(), created.revision());
  article.set_body("The mayor resigned on Monday.");
  const auto revised = Ingest(cluster_, article);
  EXPECT_EQ(revised.outcome(), ingestion::v1::INGEST_OUTCOME_REVISED);
  EXPECT_EQ(revised.name(), created.name());
  EXPECT_GT(revised.revision(), created.revision());
}

}  // namespace
}  // namespace akin
