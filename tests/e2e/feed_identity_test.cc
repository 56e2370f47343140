// What becomes of the items of feeds that lie about identities, through ingestion into storage.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

namespace iv1 = ingestion::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FeedIdentityTest : public ::testing::Test {
 protected:
  static std::string Item(absl::string_view guid, absl::string_view page, absl::string_view title,
                          absl::string_view date = "Wed, 16 Aug 2023 04:21:00 GMT") {
    return absl::StrCat("<item><guid isPermaLink='false'>", guid,
                        "</guid><link>https://wire.example/", page, "</link><title>", title,
                        "</title><pubDate>", date, "</pubDate></item>");
  }

  iv1::IngestDocumentResponse Poll(const std::string& items,
                                   const std::string& url = "https://wire.example/feed") {
    iv1::IngestDocumentRequest request;
    request.set_content(absl::StrCat("<rss version='2.0'><channel>", items, "</channel></rss>"));
    request.set_url(url);
    const auto response = CallUnary<iv1::IngestDocumentResponse>(
        {}, cluster_.ingestion_stub(), &iv1::IngestionService::Stub::IngestDocument, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : iv1::IngestDocumentResponse();
  }

  int64_t ArticleCount() {
    storage::v1::ListArticlesRequest request;
    const auto response = CallUnary<storage::v1::ListArticlesResponse>(
        {}, cluster_.storage_stub(), &storage::v1::StorageService::Stub::ListArticles, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->articles_size() : -1;
  }

  Cluster cluster_;
};

TEST_F(FeedIdentityTest, AFeedThatLiesLosesNothingAndDoublesNothing) {
  const auto first = Poll(Item("1", "ferry", "Ferry returns") + Item("2", "vote", "Polls open"));
  ASSERT_EQ(first.results_size(), 2);
  EXPECT_EQ(first.results(0).outcome(), iv1::INGEST_OUTCOME_CREATED);

  // All ids change: neither copies nor revisions.
  const auto renumbered =
      Poll(Item("a1", "ferry", "Ferry returns") + Item("a2", "vote", "Polls open"));
  EXPECT_EQ(renumbered.results(0).name(), first.results(0).name());
  EXPECT_EQ(renumbered.results(0).outcome(), iv1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(renumbered.results(1).name(), first.results(1).name());
  EXPECT_EQ(ArticleCount(), 2);

  // An edit is a revision; the same again is nothing.
  const std::string edited = Item("a1", "ferry", "Ferry returns to port") + Item("a2", "vote", "x");
  EXPECT_EQ(Poll(edited).results(0).outcome(), iv1::INGEST_OUTCOME_REVISED);
  EXPECT_EQ(Poll(edited).results(0).outcome(), iv1::INGEST_OUTCOME_UNCHANGED);

  // An id that another story had once.
  const auto reused = Poll(Item("1", "storm", "Minister resigns over budget"));
  EXPECT_EQ(reused.results(0).outcome(), iv1::INGEST_OUTCOME_CREATED);
  EXPECT_THAT(reused.results(0).remarks(), ElementsAre(HasSubstr("external_id")));
  EXPECT_EQ(Get(cluster_, first.results(0).name())->article().headline(), "Ferry returns to port");
  EXPECT_EQ(ArticleCount(), 3);
}

TEST_F(FeedIdentityTest, AFeedCannotReviseShadowOrBlockAnotherPublishersArticles) {
  const std::string evil = "https://evil.example/feed";
  const std::string item = Item("1", "ferry", "Ferry returns");
  const auto own = Poll(item);
  // The same id and page, with the channel's link of the other publisher.
  const auto copy = Poll("<link>https://wire.example/</link>" +
                             Item("1", "ferry", "Ferry sinks", "Thu, 17 Aug 2023 04:21:00 GMT"),
                         evil);
  ASSERT_EQ(copy.results_size(), 1);
  EXPECT_EQ(copy.results(0).outcome(), iv1::INGEST_OUTCOME_CREATED);
  EXPECT_NE(copy.results(0).name(), own.results(0).name());
  EXPECT_EQ(Get(cluster_, copy.results(0).name())->article().source(), "sources/evil.example");
  EXPECT_EQ(Get(cluster_, own.results(0).name())->article().headline(), "Ferry returns");
  // The page still leads to its own publisher's article, whose ids may still change.
  storage::v1::LookupArticleRequest lookup;
  lookup.set_canonical_url("https://wire.example/ferry");
  EXPECT_EQ(
      CallUnary<storage::v1::LookupArticleResponse>(
          {}, cluster_.storage_stub(), &storage::v1::StorageService::Stub::LookupArticle, lookup)
          ->article()
          .name(),
      own.results(0).name());
  EXPECT_EQ(Poll(Item("a1", "ferry", "Ferry returns")).results(0).name(), own.results(0).name());
  // What was withdrawn of the other's does not keep the publisher from publishing there.
  const auto first = Poll(Item("2", "vote", "Polls open"), evil);
  storage::v1::DeleteArticleRequest withdraw;
  withdraw.set_name(first.results(0).name());
  EXPECT_TRUE(
      CallUnary<storage::v1::DeleteArticleResponse>(
          {}, cluster_.storage_stub(), &storage::v1::StorageService::Stub::DeleteArticle, withdraw)
          .ok());
  EXPECT_EQ(Poll(Item("2", "vote", "Polls open")).results(0).outcome(),
            iv1::INGEST_OUTCOME_CREATED);
}

TEST_F(FeedIdentityTest, ItemsThatTakeTurnsOnOnePageAreArticles) {
  const auto item = [](int id, absl::string_view title, absl::string_view text) {
    return absl::StrCat("<item><guid isPermaLink='false'>", id,
                        "</guid><link>https://wire.example/list</link><title>", title,
                        "</title><description>", text, "</description></item>");
  };
  const std::string ferry = item(1, "Ferry returns", "It sails from Monday on, the port said.");
  const std::string vote = item(2, "Polls open at noon", "Everybody who is of age may vote.");
  const std::string name = Poll(ferry).results(0).name();
  EXPECT_EQ(Poll(vote).results(0).outcome(), iv1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(Get(cluster_, name)->article().headline(), "Ferry returns");
  EXPECT_EQ(Poll(ferry).results(0).outcome(), iv1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(Poll(vote).results(0).outcome(), iv1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(ArticleCount(), 2);
}

TEST_F(FeedIdentityTest, OneBadItemLosesNoOtherAndTheAnswerSaysWhy) {
  const auto polled =
      Poll(Item("1", "a", "Ferry returns") + "<item/>" + Item("3", "c", "Polls open"));
  ASSERT_EQ(polled.results_size(), 3);
  EXPECT_EQ(polled.results(0).outcome(), iv1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(polled.results(1).item_index(), 1);
  EXPECT_THAT(polled.results(1).error().message(), HasSubstr("headline"));
  EXPECT_EQ(polled.results(2).outcome(), iv1::INGEST_OUTCOME_CREATED);
}

TEST_F(FeedIdentityTest, ADateInTheFarFutureIsCappedOnceAndMarked) {
  const std::string item = Item("1", "a", "Ferry returns", "Wed, 16 Aug 2199 04:21:00 GMT");
  const auto first = Poll(item);
  EXPECT_THAT(first.results(0).remarks(), ElementsAre(HasSubstr("publish_time: 2199-08-16")));
  EXPECT_EQ(Poll(item).results(0).outcome(), iv1::INGEST_OUTCOME_UNCHANGED);
  const auto article = Get(cluster_, first.results(0).name());
  EXPECT_LT(article->article().publish_time().seconds(), absl::ToUnixSeconds(absl::Now()) + 60);
}

}  // namespace
}  // namespace akin
