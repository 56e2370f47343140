#ifndef AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_STORE_CONTRACT_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_STORE_CONTRACT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/time/clock.h"
#include "gtest/gtest.h"
#include "services/storage/domain/article_store.h"

// What every ArticleStore does, as tests. An implementation instantiates them:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, ArticleStoreContract, ::testing::Values(&NewMemoryStore));
namespace akin {

// Opens a store that keeps its data, if it has files, in `dir`.
using ArticleStoreFactory = std::unique_ptr<ArticleStore> (*)(const std::string& dir,
                                                              ArticleStore::Options options);

class ArticleStoreContract : public ::testing::TestWithParam<ArticleStoreFactory> {
 protected:
  ArticleStoreContract();
  ~ArticleStoreContract() override;

  void Open(RevisionRetention retention = {});

  // An article that differs from others of the same name in its headline.
  static news::v1::Article NewArticle(const std::string& id, const std::string& headline);

  // Writes, expecting success; the newest revision or the item.
  PutItem Put(const news::v1::Article& article);
  PutItem Put(const std::string& id, const std::string& headline);
  int64_t Withdraw(const std::string& id);
  int64_t Undelete(const std::string& id);
  int64_t Purge(const std::string& id);
  int64_t Assign(const std::string& id, const std::string& story);
  int64_t Merge(const std::string& story, const std::string& into);
  // Takes a lease with this token.
  void TakeLease(int64_t token, const std::string& lease = "stories");
  FeedRecord CreateFeed(const std::string& id, bool paused = false);
  // Records a poll that succeeded, under a lease taken for it.
  absl::StatusOr<FeedRecord> RecordPoll(const std::string& id,
                                        absl::optional<absl::Duration> next_poll_delay);

  // Reads, expecting success.
  std::unique_ptr<ArticleSnapshot> Snapshot();
  absl::StatusOr<news::v1::Article> Get(const std::string& id);
  // "1 article a", "2 withdrawn b", "3 a in s", "4 s into t".
  std::vector<std::string> Log(int64_t after = 0);
  // The ids listed, pages of `limit` put together.
  std::vector<std::string> List(const std::string& order_by, const std::string& filter = "",
                                int limit = 1000);
  std::vector<std::string> RevisionHeadlines(const std::string& id);
  // The ids of all feeds that are due now.
  std::vector<std::string> DueFeeds();

  // An article under embargo for that long from now.
  news::v1::Article NewHeld(const std::string& id, const std::string& headline,
                            absl::Duration embargo);
  // Publishes what is due; the number of them.
  int ReleaseDue();
  // The ids of what is held back, in the order of release.
  std::vector<std::string> Held();
  // What a reader can learn about articles without editors' rights, as text.
  std::string AllThatReadersSee(const std::string& id);

  FakeClock clock_;
  const std::string dir_;
  std::vector<int64_t> committed_;
  std::unique_ptr<ArticleStore> store_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_STORE_CONTRACT_H_
