#include "services/storage/domain/article_store_contract.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/status/error_metadata.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"

namespace akin {

using news::v1::Article;
using storage::v1::Change;
using storage::v1::StoryAssignment;
using storage::v1::StoryMerge;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

namespace {

constexpr int64_t kToken = 7;

std::string NewTempDir() {
  std::string path = (std::filesystem::temp_directory_path() / "akin-store-XXXXXX").string();
  return mkdtemp(path.data());
}

std::string Name(const std::string& id) { return "articles/" + id; }
std::string Id(const std::string& name) { return name.substr(name.find('/') + 1); }

std::string Describe(const Change& change) {
  const std::string at = absl::StrCat(change.revision(), " ");
  switch (change.kind_case()) {
    case Change::kArticle:
      return at + "article " + Id(change.article().name());
    case Change::kWithdrawn:
      return at + "withdrawn " + Id(change.withdrawn());
    case Change::kAssignment:
      return at + Id(change.assignment().article()) + " in " + Id(change.assignment().story());
    case Change::kMerge:
      return at + Id(change.merge().story()) + " into " + Id(change.merge().into());
    case Change::KIND_NOT_SET:
      break;
  }
  return at + "nothing";
}

void SetTime(google::protobuf::Timestamp* timestamp, int64_t seconds) {
  *timestamp = ToProto(absl::FromUnixSeconds(seconds));
}

}  // namespace

ArticleStoreContract::ArticleStoreContract() : dir_(NewTempDir()) { Open(); }

ArticleStoreContract::~ArticleStoreContract() {
  store_.reset();
  std::filesystem::remove_all(dir_);
}

void ArticleStoreContract::Open(RevisionRetention retention) {
  store_.reset();
  store_ = GetParam()(dir_, {clock_, retention, [this](int64_t r) { committed_.push_back(r); }});
}

Article ArticleStoreContract::NewArticle(const std::string& id, const std::string& headline) {
  Article article;
  article.set_name(Name(id));
  article.set_headline(headline);
  article.set_body("Body of " + headline);
  return article;
}

PutItem ArticleStoreContract::Put(const Article& article) {
  auto put = store_->Put({article});
  EXPECT_TRUE(put.ok()) << put.status();
  return put.ok() ? put->items.at(0) : PutItem();
}

PutItem ArticleStoreContract::Put(const std::string& id, const std::string& headline) {
  return Put(NewArticle(id, headline));
}

int64_t ArticleStoreContract::Withdraw(const std::string& id) {
  return store_->Withdraw(Name(id), "a complaint").value();
}
int64_t ArticleStoreContract::Undelete(const std::string& id) {
  return store_->Undelete(Name(id)).value();
}
int64_t ArticleStoreContract::Purge(const std::string& id) {
  return store_->Purge(Name(id)).value();
}

int64_t ArticleStoreContract::Assign(const std::string& id, const std::string& story) {
  StoryAssignment assignment;
  assignment.set_article(Name(id));
  assignment.set_story("stories/" + story);
  return store_->AssignStories(kToken, {assignment}, {}).value();
}

int64_t ArticleStoreContract::Merge(const std::string& story, const std::string& into) {
  StoryMerge merge;
  merge.set_story("stories/" + story);
  merge.set_into("stories/" + into);
  return store_->AssignStories(kToken, {}, {merge}).value();
}

void ArticleStoreContract::TakeLease(int64_t token, const std::string& name) {
  LeaseRecord lease;
  lease.set_lease(name);
  lease.set_holder("me");
  lease.set_fencing_token(token);
  ASSERT_TRUE(store_->SaveLeases({lease}).ok());
}

FeedRecord ArticleStoreContract::CreateFeed(const std::string& id, bool paused) {
  FeedSettings settings;
  settings.set_url("https://wire.example/" + id);
  settings.set_paused(paused);
  return store_->CreateFeed("feeds/" + id, settings).value();
}

absl::StatusOr<FeedRecord> ArticleStoreContract::RecordPoll(
    const std::string& id, absl::optional<absl::Duration> next_poll_delay) {
  FeedProgress progress;
  progress.set_http_etag("\"v1\"");
  TakeLease(kToken, "feeds/" + id);
  return store_->RecordPoll("feeds/" + id, kToken, progress, next_poll_delay);
}

std::vector<std::string> ArticleStoreContract::DueFeeds() {
  std::vector<std::string> ids = Snapshot()->DueFeeds(clock_.Now(), 0, 1'000).value();
  for (std::string& id : ids) id = Id(id);
  return ids;
}

Article ArticleStoreContract::NewHeld(const std::string& id, const std::string& headline,
                                      absl::Duration embargo) {
  Article article = NewArticle(id, headline);
  article.set_source("sources/wire.example");
  article.set_external_id("guid-" + id);
  article.set_canonical_url("https://wire.example/" + id);
  *article.mutable_embargo_time() = ToProto(clock_.Now() + embargo);
  return article;
}

int ArticleStoreContract::ReleaseDue() {
  std::vector<std::string> names;
  for (const auto& place : Snapshot()->Embargoed(absl::nullopt, clock_.Now(), 1'000).value())
    names.push_back(place.name);
  return store_->ReleaseDue(names).value();
}

std::vector<std::string> ArticleStoreContract::Held() {
  std::vector<std::string> ids;
  const auto snapshot = Snapshot();
  for (const auto& place : snapshot->Embargoed({}, absl::InfiniteFuture(), 1'000).value())
    ids.push_back(Id(place.name));
  EXPECT_EQ(snapshot->embargoed_count(), static_cast<int64_t>(ids.size()));
  return ids;
}

std::string ArticleStoreContract::AllThatReadersSee(const std::string& id) {
  const auto snapshot = Snapshot();
  std::string seen = absl::StrCat(snapshot->revision(), " ", snapshot->article_count(), " ",
                                  absl::StrJoin(Log(), ","), " ", absl::StrJoin(List(""), ","));
  for (const absl::Status& status :
       {snapshot->Get(Name(id)).status(), snapshot->Revisions(Name(id), 1'000'000, 10).status(),
        snapshot->FindByUrl("https://wire.example/" + id).status(),
        snapshot->FindByExternalId("sources/wire.example", "guid-" + id).status()}) {
    absl::StrAppend(&seen, "\n", status.ToString(absl::StatusToStringMode::kWithEverything));
  }
  return absl::StrReplaceAll(seen, {{Name(id), "articles/?"},
                                    {"wire.example/" + id, "wire.example/?"},
                                    {"guid-" + id, "guid-?"}});
}

std::unique_ptr<ArticleSnapshot> ArticleStoreContract::Snapshot() {
  return store_->Snapshot().value();
}

absl::StatusOr<Article> ArticleStoreContract::Get(const std::string& id) {
  return Snapshot()->Get(Name(id));
}

std::vector<std::string> ArticleStoreContract::Log(int64_t after) {
  std::vector<std::string> log;
  const ChangeBatch batch = Snapshot()->Changes(after, {.max_changes = 100'000}).value();
  for (const Change& change : batch.changes) log.push_back(Describe(change));
  return log;
}

std::vector<std::string> ArticleStoreContract::List(const std::string& order_by,
                                                    const std::string& filter, int limit) {
  ArticleListQuery query;
  query.filter = ParseArticleFilter(filter).value();
  query.order = ParseArticleOrder(order_by).value();
  query.limit = limit;
  std::vector<std::string> ids;
  do {
    ArticleListPage page = Snapshot()->List(query).value();
    EXPECT_LE(page.articles.size(), static_cast<size_t>(limit));
    for (const Article& article : page.articles) ids.push_back(Id(article.name()));
    query.after = page.next;
  } while (query.after);
  return ids;
}

std::vector<std::string> ArticleStoreContract::RevisionHeadlines(const std::string& id) {
  std::vector<std::string> headlines;
  const auto revisions = Snapshot()->Revisions(Name(id), INT64_MAX, 1000).value();
  for (const Article& article : revisions) headlines.push_back(article.headline());
  return headlines;
}

// --- Putting ---

TEST_P(ArticleStoreContract, PutOfANewArticleIsCreatedAndServed) {
  const PutItem item = Put("a", "One");
  EXPECT_EQ(item.outcome, storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_EQ(item.revision, 1);
  const Article article = Get("a").value();
  EXPECT_EQ(article.headline(), "One");
  EXPECT_EQ(article.revision(), 1);
  EXPECT_EQ(article.state(), news::v1::ARTICLE_STATE_ACTIVE);
  EXPECT_EQ(FromProto(article.create_time()), clock_.Now());
}

TEST_P(ArticleStoreContract, TheSameContentAgainIsUnchangedAndTakesNoRevision) {
  Put("a", "One");
  clock_.Advance(absl::Minutes(1));
  const PutItem item = Put("a", "One");
  EXPECT_EQ(item.outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
  EXPECT_EQ(item.revision, 1);
  EXPECT_EQ(Snapshot()->revision(), 1);
}

TEST_P(ArticleStoreContract, ChangedContentIsANewRevisionThatKeepsTheCreateTime) {
  Put("a", "One");
  const absl::Time created = clock_.Now();
  clock_.Advance(absl::Minutes(1));
  const PutItem item = Put("a", "Two");
  EXPECT_EQ(item.outcome, storage::v1::PUT_OUTCOME_REVISED);
  EXPECT_EQ(item.revision, 2);
  EXPECT_EQ(FromProto(Get("a")->create_time()), created);
}

TEST_P(ArticleStoreContract, OutputOnlyFieldsOfWhatIsPutDoNotCount) {
  Put("a", "One");
  Article again = NewArticle("a", "One");
  again.set_revision(99);
  again.set_story("stories/x");
  again.set_state(news::v1::ARTICLE_STATE_WITHDRAWN);
  SetTime(again.mutable_create_time(), 5);
  EXPECT_EQ(Put(again).outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
  again.set_name("articles/b");
  EXPECT_EQ(Put(again).outcome, storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_EQ(Get("b")->story(), "");
  EXPECT_EQ(Get("b")->revision(), 2);
}

TEST_P(ArticleStoreContract, ANameThatComesTwiceInOneCallIsPutInOrder) {
  const auto put =
      store_->Put({NewArticle("a", "One"), NewArticle("a", "Two"), NewArticle("a", "Two")});
  ASSERT_TRUE(put.ok());
  EXPECT_EQ(put->items[0].outcome, storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_EQ(put->items[1].outcome, storage::v1::PUT_OUTCOME_REVISED);
  EXPECT_EQ(put->items[2].outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
  EXPECT_EQ(put->revision, 2);
  EXPECT_EQ(Get("a")->headline(), "Two");
  EXPECT_THAT(Log(), ElementsAre("2 article a"));
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("Two", "One"));
}

TEST_P(ArticleStoreContract, TryPutTellsOutcomesAndStoresNothing) {
  Put("a", "One");
  const auto tried =
      store_->TryPut({NewArticle("a", "Two"), NewArticle("b", "New"), NewArticle("b", "New")});
  ASSERT_TRUE(tried.ok());
  EXPECT_EQ(tried->items[0].outcome, storage::v1::PUT_OUTCOME_REVISED);
  EXPECT_EQ(tried->items[0].revision, 1);
  EXPECT_EQ(tried->items[1].outcome, storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_EQ(tried->items[1].revision, 0);
  EXPECT_EQ(tried->items[2].outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
  EXPECT_EQ(tried->revision, 1);
  EXPECT_EQ(Snapshot()->revision(), 1);
  EXPECT_EQ(Get("a")->headline(), "One");
  EXPECT_EQ(Get("b").status().code(), absl::StatusCode::kNotFound);
}

TEST_P(ArticleStoreContract, AnUnknownArticleIsNotFound) {
  EXPECT_EQ(Get("a").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorReason(Get("a").status()), "ARTICLE_NOT_FOUND");
}

TEST_P(ArticleStoreContract, ASnapshotStaysAsItWas) {
  Put("a", "One");
  const auto snapshot = Snapshot();
  Put("a", "Two");
  Put("b", "New");
  EXPECT_EQ(snapshot->revision(), 1);
  EXPECT_EQ(snapshot->article_count(), 1);
  EXPECT_EQ(snapshot->Get("articles/a")->headline(), "One");
  EXPECT_FALSE(snapshot->Get("articles/b").ok());
  EXPECT_EQ(snapshot->Changes(0, {})->changes.size(), 1u);
  EXPECT_EQ(Snapshot()->article_count(), 2);
}

TEST_P(ArticleStoreContract, CommitTimesDoNotGoBackWithTheClock) {
  Put("a", "One");
  clock_.Advance(-absl::Hours(1));
  Put("b", "Two");
  const auto changes = Snapshot()->Changes(0, {})->changes;
  EXPECT_EQ(FromProto(changes[0].commit_time()), FromProto(changes[1].commit_time()));
}

TEST_P(ArticleStoreContract, EachCommitThatMadeARevisionIsTold) {
  Put("a", "One");
  Put("a", "One");
  ASSERT_TRUE(store_->Put({NewArticle("b", "x"), NewArticle("c", "x")}).ok());
  EXPECT_FALSE(store_->Withdraw("articles/none", "").ok());
  EXPECT_THAT(committed_, ElementsAre(1, 3));
}

// --- Withdrawing ---

TEST_P(ArticleStoreContract, AWithdrawnArticleIsNotFoundWithTheReasonAndNoHeadline) {
  Put("a", "Secret");
  EXPECT_EQ(Withdraw("a"), 2);
  const absl::Status status = Get("a").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorReason(status), "ARTICLE_WITHDRAWN");
  EXPECT_THAT(std::string(status.message()), ::testing::Not(::testing::HasSubstr("Secret")));
  EXPECT_EQ(ErrorReason(Snapshot()->Revisions("articles/a", INT64_MAX, 10).status()),
            "ARTICLE_WITHDRAWN");
  EXPECT_THAT(List(""), IsEmpty());
  EXPECT_EQ(Snapshot()->article_count(), 0);
  EXPECT_THAT(Log(), ElementsAre("2 withdrawn a"));
}

TEST_P(ArticleStoreContract, WithdrawingAgainAnswersWithTheSameRevision) {
  Put("a", "One");
  const int64_t revision = Withdraw("a");
  Put("b", "Two");
  EXPECT_EQ(Withdraw("a"), revision);
  EXPECT_EQ(Snapshot()->revision(), 3);
  EXPECT_EQ(store_->Withdraw("articles/none", "").status().code(), absl::StatusCode::kNotFound);
}

TEST_P(ArticleStoreContract, AWithdrawnIdentityThatIsPublishedAgainStaysWithdrawn) {
  Put("a", "One");
  Withdraw("a");
  EXPECT_EQ(Put("a", "One").outcome, storage::v1::PUT_OUTCOME_WITHDRAWN);
  EXPECT_EQ(Put("a", "Two").outcome, storage::v1::PUT_OUTCOME_WITHDRAWN);
  EXPECT_EQ(Snapshot()->revision(), 2);
  Undelete("a");
  EXPECT_EQ(Get("a")->headline(), "One");
}

TEST_P(ArticleStoreContract, UndeleteServesTheLastContentAgainAtItsOldRevision) {
  Put("a", "One");
  Put("a", "Two");
  Withdraw("a");
  EXPECT_EQ(Undelete("a"), 4);
  EXPECT_EQ(Get("a")->headline(), "Two");
  EXPECT_EQ(Get("a")->revision(), 2);
  EXPECT_THAT(Log(), ElementsAre("4 article a"));
  EXPECT_THAT(List(""), ElementsAre("a"));
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("Two", "One"));
  EXPECT_EQ(Snapshot()->article_count(), 1);
}

TEST_P(ArticleStoreContract, UndeleteOfAnActiveArticleChangesNothing) {
  Put("a", "One");
  Put("b", "Two");
  EXPECT_EQ(Undelete("a"), 2);
  EXPECT_EQ(Snapshot()->revision(), 2);
  EXPECT_EQ(store_->Undelete("articles/none").status().code(), absl::StatusCode::kNotFound);
}

TEST_P(ArticleStoreContract, APurgedArticleLeavesOnlyItsTakenName) {
  Article article = NewArticle("a", "One");
  article.set_canonical_url("https://example.com/one");
  article.set_source("sources/example.com");
  article.set_external_id("1");
  Put(article);
  article.set_headline("Two");
  Put(article);
  EXPECT_EQ(Purge("a"), 3);
  EXPECT_EQ(ErrorReason(Get("a").status()), "ARTICLE_WITHDRAWN");
  EXPECT_EQ(ErrorReason(store_->Undelete("articles/a").status()), "ARTICLE_WITHDRAWN");
  EXPECT_EQ(ErrorReason(Snapshot()->FindByUrl("https://example.com/one").status()),
            "ARTICLE_NOT_FOUND");
  EXPECT_FALSE(Snapshot()->FindByExternalId("sources/example.com", "1").ok());
  EXPECT_EQ(Put(article).outcome, storage::v1::PUT_OUTCOME_WITHDRAWN);
  EXPECT_EQ(Put(article).revision, 0);
  EXPECT_THAT(Log(), ElementsAre("3 withdrawn a"));
}

TEST_P(ArticleStoreContract, PurgingAgainChangesNothing) {
  Put("a", "One");
  Withdraw("a");
  const int64_t revision = Purge("a");
  EXPECT_EQ(revision, 3);
  Put("b", "Two");
  EXPECT_EQ(Purge("a"), revision);
  EXPECT_EQ(Withdraw("a"), revision);
  EXPECT_EQ(store_->Purge("articles/none").status().code(), absl::StatusCode::kNotFound);
}

// --- Looking up ---

TEST_P(ArticleStoreContract, AnArticleIsFoundByAnySpellingOfItsUrl) {
  Article article = NewArticle("a", "One");
  article.set_canonical_url("https://Example.com/story?id=5&utm_source=x#top");
  Put(article);
  EXPECT_EQ(Snapshot()->FindByUrl("https://example.com/story?id=5")->name(), "articles/a");
  EXPECT_FALSE(Snapshot()->FindByUrl("https://example.com/story?id=6").ok());
  EXPECT_FALSE(Snapshot()->FindByUrl("not a url").ok());
}

TEST_P(ArticleStoreContract, TheArticlesOfOnePageAreFoundByTheirFragments) {
  Article article = NewArticle("a", "One");
  for (const std::string id : {"a", "b"}) {
    article = NewArticle(id, "One");
    article.set_canonical_url("https://example.com/live#post-" + id);
    Put(article);
  }
  const auto found = [&](absl::string_view fragment) {
    auto article = Snapshot()->FindByUrl(absl::StrCat("https://example.com/live", fragment));
    return article.ok() ? Id(article->name()) : "none";
  };
  EXPECT_EQ(found("#post-a"), "a");
  EXPECT_EQ(found("#post-b"), "b");
  EXPECT_EQ(found("#post-c"), "none");
  EXPECT_EQ(found(""), "b");
  article = NewArticle("page", "Whole");
  article.set_canonical_url("http://www.example.com/live/");
  Put(article);
  EXPECT_EQ(found(""), "page");
  EXPECT_EQ(found("#post-c"), "page");
  EXPECT_EQ(found("#post-a"), "a");
}

TEST_P(ArticleStoreContract, AUrlThatARevisionGaveUpIsNotFoundAnyMore) {
  Article article = NewArticle("a", "One");
  article.set_canonical_url("https://example.com/old");
  Put(article);
  article.set_canonical_url("https://example.com/new");
  Put(article);
  EXPECT_FALSE(Snapshot()->FindByUrl("https://example.com/old").ok());
  EXPECT_TRUE(Snapshot()->FindByUrl("https://example.com/new").ok());
}

TEST_P(ArticleStoreContract, OfSeveralArticlesWithAUrlTheNewestContentIsFound) {
  for (const std::string id : {"b", "a", "c"}) {
    Article article = NewArticle(id, "One");
    article.set_canonical_url("https://example.com/one");
    Put(article);
  }
  EXPECT_EQ(Snapshot()->FindByUrl("https://example.com/one")->name(), "articles/c");
  Withdraw("c");
  EXPECT_EQ(Snapshot()->FindByUrl("https://example.com/one")->name(), "articles/a");
  Withdraw("a");
  Withdraw("b");
  EXPECT_EQ(ErrorReason(Snapshot()->FindByUrl("https://example.com/one").status()),
            "ARTICLE_WITHDRAWN");
}

TEST_P(ArticleStoreContract, WhatTheUrlsOwnHostPublishedIsFoundWhateverOthersSay) {
  const auto put = [this](const std::string& id, const std::string& source) {
    Article article = NewArticle(id, "One");
    article.set_canonical_url("https://www.wire.example/one");
    article.set_source(source);
    Put(article);
  };
  put("own", "sources/wire.example");
  put("newer", "sources/evil.example");
  EXPECT_EQ(Snapshot()->FindByUrl("https://wire.example/one")->name(), "articles/own");
  Withdraw("own");
  const absl::Status withdrawn = Snapshot()->FindByUrl("https://wire.example/one").status();
  EXPECT_EQ(ErrorReason(withdrawn), "ARTICLE_WITHDRAWN");
  EXPECT_EQ(ErrorMetadata(withdrawn)["source"], "sources/wire.example");
}

TEST_P(ArticleStoreContract, AnExternalIdBelongsToItsSource) {
  Article article = NewArticle("a", "One");
  article.set_source("sources/x");
  article.set_external_id("id 1");
  Put(article);
  EXPECT_EQ(Snapshot()->FindByExternalId("sources/x", "id 1")->name(), "articles/a");
  EXPECT_FALSE(Snapshot()->FindByExternalId("sources/x", "id").ok());
  EXPECT_FALSE(Snapshot()->FindByExternalId("sources/y", "id 1").ok());
  EXPECT_FALSE(Snapshot()->FindByExternalId("sources/x", "").ok());
}

// --- Revisions ---

TEST_P(ArticleStoreContract, RevisionsComeNewestFirstInPages) {
  for (const char* headline : {"One", "Two", "Three", "Four"}) Put("a", headline);
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("Four", "Three", "Two", "One"));
  const auto page = Snapshot()->Revisions("articles/a", 4, 2).value();
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].headline(), "Three");
  EXPECT_EQ(page[1].headline(), "Two");
  EXPECT_EQ(page[1].revision(), 2);
}

TEST_P(ArticleStoreContract, OnlyTheConfiguredNumberOfRevisionsIsKept) {
  Open({.max_count = 2});
  for (const char* headline : {"One", "Two", "Three", "Four"}) Put("a", headline);
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("Four", "Three", "Two"));
}

TEST_P(ArticleStoreContract, RevisionsAreKeptForTheConfiguredTimeAfterTheyWereSuperseded) {
  Open({.max_age = absl::Hours(2)});
  Put("a", "One");
  clock_.Advance(absl::Hours(1));
  Put("a", "Two");
  clock_.Advance(absl::Hours(1));
  Put("a", "Three");
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("Three", "Two", "One"));
  clock_.Advance(absl::Hours(1) + absl::Seconds(1));
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("Three", "Two"));
  Put("a", "Four");
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("Four", "Three", "Two"));
}

// --- Stories ---

TEST_P(ArticleStoreContract, AnAssignmentIsAnEntryAndNoRevisionOfTheArticle) {
  TakeLease(kToken);
  Put("a", "One");
  EXPECT_EQ(Assign("a", "s"), 2);
  EXPECT_EQ(Get("a")->story(), "stories/s");
  EXPECT_EQ(Get("a")->revision(), 1);
  EXPECT_THAT(Log(), ElementsAre("1 article a", "2 a in s"));
  EXPECT_EQ(Snapshot()->Changes(0, {})->changes[0].article().story(), "") << "told before its time";
}

TEST_P(ArticleStoreContract, ARevisedArticleCarriesItsStoryInOneEntry) {
  TakeLease(kToken);
  Put("a", "One");
  Assign("a", "s");
  EXPECT_EQ(Put("a", "Two").outcome, storage::v1::PUT_OUTCOME_REVISED);
  EXPECT_THAT(Log(), ElementsAre("3 article a"));
  EXPECT_EQ(Snapshot()->Changes(0, {})->changes[0].article().story(), "stories/s");
  EXPECT_EQ(Put("a", "Two").outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
}

TEST_P(ArticleStoreContract, AReassignmentReplacesTheOlderEntry) {
  TakeLease(kToken);
  Put("a", "One");
  Assign("a", "s");
  Assign("a", "t");
  EXPECT_EQ(Assign("a", "t"), 3) << "the same again takes no revision";
  EXPECT_THAT(Log(), ElementsAre("1 article a", "3 a in t"));
}

TEST_P(ArticleStoreContract, UnknownAndWithdrawnArticlesAreNotAssigned) {
  TakeLease(kToken);
  Put("a", "One");
  Withdraw("a");
  EXPECT_EQ(Assign("a", "s"), 2);
  EXPECT_EQ(Assign("none", "s"), 2);
  EXPECT_THAT(Log(), ElementsAre("2 withdrawn a"));
}

TEST_P(ArticleStoreContract, AnUndeletedArticleHasItsStory) {
  TakeLease(kToken);
  Put("a", "One");
  Assign("a", "s");
  Withdraw("a");
  EXPECT_THAT(Log(), ElementsAre("3 withdrawn a"));
  Undelete("a");
  EXPECT_THAT(Log(), ElementsAre("4 article a"));
  EXPECT_EQ(Snapshot()->Changes(0, {})->changes[0].article().story(), "stories/s");
}

TEST_P(ArticleStoreContract, AMergeIsOneEntryPerStory) {
  TakeLease(kToken);
  EXPECT_EQ(Merge("s", "t"), 1);
  EXPECT_EQ(Merge("s", "t"), 1) << "the same again takes no revision";
  EXPECT_EQ(Merge("s", "u"), 2);
  EXPECT_THAT(Log(), ElementsAre("2 s into u"));
}

TEST_P(ArticleStoreContract, AssignmentsWithAnotherTokenThanTheNewestAreRefused) {
  TakeLease(kToken - 1);
  Put("a", "One");
  StoryAssignment assignment;
  assignment.set_article("articles/a");
  assignment.set_story("stories/s");
  for (int64_t stale : {kToken, kToken - 2}) {
    const absl::Status status = store_->AssignStories(stale, {assignment}, {}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ErrorReason(status), "STALE_LEASE");
  }
  EXPECT_EQ(Get("a")->story(), "");
  EXPECT_EQ(Snapshot()->revision(), 1);
}

TEST_P(ArticleStoreContract, LeasesAreKeptOutsideTheLog) {
  TakeLease(3);
  TakeLease(4);
  const auto leases = Snapshot()->Leases().value();
  ASSERT_EQ(leases.size(), 1u);
  EXPECT_EQ(leases[0].fencing_token(), 4);
  EXPECT_EQ(leases[0].holder(), "me");
  EXPECT_EQ(Snapshot()->revision(), 0);
}

TEST_P(ArticleStoreContract, WhatIsPutUnderALeaseNeedsItsNewestToken) {
  TakeLease(3, "feeds/x");
  const Article article = NewArticle("a", "One");
  EXPECT_EQ(store_->Put({article}, {"feeds/x", 3})->revision, 1);
  for (const Fence& fence : {Fence{"feeds/x", 2}, Fence{"feeds/x", 4}, Fence{"feeds/y", 3}}) {
    const absl::Status status = store_->Put({NewArticle("b", "Two")}, fence).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ErrorReason(status), "STALE_LEASE");
  }
  EXPECT_TRUE(absl::IsNotFound(Get("b").status()));
}

// --- Feeds ---

TEST_P(ArticleStoreContract, ANewFeedIsKeptAndDueAtOnce) {
  const FeedRecord created = CreateFeed("x");
  EXPECT_EQ(created.name(), "feeds/x");
  EXPECT_EQ(created.settings().url(), "https://wire.example/x");
  EXPECT_EQ(FromProto(created.create_time()), clock_.Now());
  EXPECT_EQ(created.settings_version(), 1);
  EXPECT_EQ(Snapshot()->GetFeed("feeds/x")->SerializeAsString(), created.SerializeAsString());
  EXPECT_THAT(DueFeeds(), ElementsAre("x"));
  EXPECT_EQ(Snapshot()->revision(), 0) << "the log knows nothing of feeds";
}

TEST_P(ArticleStoreContract, ANameIsSubscribedToOnce) {
  CreateFeed("x", /*paused=*/true);
  EXPECT_TRUE(absl::IsAlreadyExists(store_->CreateFeed("feeds/x", {}).status()));
  EXPECT_TRUE(Snapshot()->GetFeed("feeds/x")->settings().paused());
}

TEST_P(ArticleStoreContract, AnUnknownFeedIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(Snapshot()->GetFeed("feeds/x").status()));
  EXPECT_TRUE(absl::IsNotFound(store_->UpdateFeed("feeds/x", {}, 0, true).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->DeleteFeed("feeds/x")));
  EXPECT_TRUE(absl::IsNotFound(RecordPoll("x", absl::Hours(1)).status()));
}

TEST_P(ArticleStoreContract, FeedsAreListedByNameInPages) {
  for (const char* id : {"c", "a", "d", "b"}) CreateFeed(id);
  const auto first = Snapshot()->ListFeeds("", 3).value();
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[0].name(), "feeds/a");
  const auto rest = Snapshot()->ListFeeds(first.back().name(), 3).value();
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].name(), "feeds/d");
}

TEST_P(ArticleStoreContract, DueFeedsComeInTheOrderOfTheirTimes) {
  CreateFeed("later");
  ASSERT_TRUE(RecordPoll("later", absl::Seconds(30)).ok());
  clock_.Advance(absl::Seconds(10));
  CreateFeed("b");
  CreateFeed("a");
  EXPECT_THAT(DueFeeds(), ElementsAre("a", "b"));
  clock_.Advance(absl::Seconds(19));
  ASSERT_TRUE(RecordPoll("a", absl::Seconds(60)).ok());
  EXPECT_THAT(DueFeeds(), ElementsAre("b"));
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(DueFeeds(), ElementsAre("b", "later"));
  EXPECT_THAT(Snapshot()->DueFeeds(clock_.Now(), 1, 5).value(), ElementsAre("feeds/later"));
  EXPECT_THAT(Snapshot()->DueFeeds(clock_.Now(), 0, 1).value(), ElementsAre("feeds/b"));
}

TEST_P(ArticleStoreContract, APollsResultsAreKeptUnderItsLeaseOnly) {
  CreateFeed("x");
  const FeedRecord polled = RecordPoll("x", absl::Minutes(5)).value();
  EXPECT_EQ(polled.progress().http_etag(), "\"v1\"");
  EXPECT_EQ(FromProto(polled.next_poll_time()), clock_.Now() + absl::Minutes(5));
  FeedProgress late;
  late.set_last_error("late");
  for (int64_t token : {kToken - 1, kToken + 1}) {
    const absl::Status refused =
        store_->RecordPoll("feeds/x", token, late, absl::Hours(1)).status();
    EXPECT_EQ(ErrorReason(refused), "STALE_LEASE");
  }
  EXPECT_EQ(Snapshot()->GetFeed("feeds/x")->SerializeAsString(), polled.SerializeAsString());
}

TEST_P(ArticleStoreContract, PausedAndGoneFeedsAreNeverDue) {
  CreateFeed("paused", /*paused=*/true);
  CreateFeed("gone");
  ASSERT_TRUE(RecordPoll("gone", absl::nullopt).ok());
  ASSERT_TRUE(RecordPoll("paused", absl::Seconds(1)).ok()) << "paused while it was being polled";
  clock_.Advance(absl::Hours(24 * 365));
  EXPECT_THAT(DueFeeds(), IsEmpty());
}

TEST_P(ArticleStoreContract, AnUpdateKeepsProgressAndWakesAFeed) {
  CreateFeed("x");
  ASSERT_TRUE(RecordPoll("x", absl::Hours(1)).ok());
  FeedSettings settings = Snapshot()->GetFeed("feeds/x")->settings();
  settings.set_source("sources/wire");
  FeedRecord updated = store_->UpdateFeed("feeds/x", settings, 1, false).value();
  EXPECT_EQ(updated.progress().http_etag(), "\"v1\"");
  EXPECT_EQ(updated.settings().source(), "sources/wire");
  EXPECT_THAT(DueFeeds(), IsEmpty());
  settings.set_paused(true);
  ASSERT_TRUE(store_->UpdateFeed("feeds/x", settings, 2, false).ok());
  clock_.Advance(absl::Hours(2));
  EXPECT_THAT(DueFeeds(), IsEmpty());
  settings.set_paused(false);
  ASSERT_TRUE(store_->UpdateFeed("feeds/x", settings, 3, false).ok());
  EXPECT_THAT(DueFeeds(), ElementsAre("x"));
}

TEST_P(ArticleStoreContract, AnUpdateOfOtherSettingsThanTheNewestChangesNothing) {
  CreateFeed("x");
  FeedSettings settings = Snapshot()->GetFeed("feeds/x")->settings();
  settings.set_paused(true);
  const absl::Status refused = store_->UpdateFeed("feeds/x", settings, 2, false).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorReason(refused), "FEED_CHANGED");
  EXPECT_FALSE(Snapshot()->GetFeed("feeds/x")->settings().paused());
}

TEST_P(ArticleStoreContract, ADeletedFeedIsNeitherListedNorDue) {
  CreateFeed("x");
  ASSERT_TRUE(store_->DeleteFeed("feeds/x").ok());
  EXPECT_THAT(Snapshot()->ListFeeds("", 10).value(), IsEmpty());
  EXPECT_THAT(DueFeeds(), IsEmpty());
  EXPECT_EQ(CreateFeed("x").settings_version(), 1);
}

// --- Embargoes ---

TEST_P(ArticleStoreContract, WhatIsUnderEmbargoLooksToReadersAsIfItHadNeverBeenPut) {
  Put("a", "One");
  const std::string before = AllThatReadersSee("b");
  const PutItem item = Put(NewHeld("b", "Secret", absl::Hours(1)));
  EXPECT_EQ(item.outcome, storage::v1::PUT_OUTCOME_EMBARGOED);
  EXPECT_EQ(item.revision, 0);
  EXPECT_EQ(item.release_time, clock_.Now() + absl::Hours(1));
  EXPECT_EQ(AllThatReadersSee("b"), before);
  EXPECT_THAT(Held(), ElementsAre("b"));
  EXPECT_EQ(Snapshot()->GetEmbargoed(Name("b"))->article().headline(), "Secret");
  EXPECT_TRUE(IsUnknownArticle(Snapshot()->GetEmbargoed(Name("a")).status()));
}

TEST_P(ArticleStoreContract, WhatIsHeldIsPublishedOnceWhenItsTimeHasComeAndNotBefore) {
  Put(NewHeld("b", "Secret", absl::Hours(1)));
  Put("a", "One");
  clock_.Advance(absl::Hours(1) - absl::Nanoseconds(1));
  EXPECT_EQ(ReleaseDue(), 0);
  EXPECT_EQ(store_->ReleaseDue({Name("b")}).value(), 0) << "also if it is asked for by name";
  clock_.Advance(absl::Nanoseconds(1));
  EXPECT_EQ(ReleaseDue(), 1);
  EXPECT_EQ(ReleaseDue(), 0);
  EXPECT_EQ(store_->ReleaseDue({Name("b"), Name("b")}).value(), 0);
  EXPECT_THAT(Log(), ElementsAre("1 article a", "2 article b"));
  const auto article = Get("b");
  ASSERT_TRUE(article.ok());
  EXPECT_EQ(article->headline(), "Secret");
  EXPECT_FALSE(article->has_embargo_time());
  EXPECT_EQ(FromProto(article->create_time()), clock_.Now());
  EXPECT_THAT(Held(), IsEmpty());
}

TEST_P(ArticleStoreContract, WhatIsReleasedTogetherComesByTimeThenName) {
  Put(NewHeld("c", "One", absl::Hours(1)));
  Put(NewHeld("b", "One", absl::Hours(2)));
  Put(NewHeld("a", "One", absl::Hours(2)));
  clock_.Advance(absl::Hours(3));
  EXPECT_EQ(ReleaseDue(), 3);
  EXPECT_THAT(Log(), ElementsAre("1 article c", "2 article a", "3 article b"));
  EXPECT_THAT(committed_, ElementsAre(3));
}

TEST_P(ArticleStoreContract, AClockThatWentBackReleasesNothingEarly) {
  clock_.Advance(absl::Hours(10));
  Put("a", "One");
  clock_.Advance(-absl::Hours(10));
  Put(NewHeld("b", "Secret", absl::Hours(1)));
  EXPECT_THAT(Held(), ElementsAre("b")) << "although the log's time is later";
  EXPECT_EQ(ReleaseDue(), 0);
}

TEST_P(ArticleStoreContract, TheSameAfterItsReleaseIsUnchangedWithAndWithoutItsEmbargo) {
  Article article = NewHeld("b", "Secret", absl::Hours(1));
  Put(article);
  clock_.Advance(absl::Hours(1));
  ReleaseDue();
  const PutItem again = Put(article);
  EXPECT_EQ(again.outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
  EXPECT_EQ(again.revision, 1);
  article.clear_embargo_time();
  EXPECT_EQ(Put(article).outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
  *article.mutable_embargo_time() = ToProto(clock_.Now() + absl::Hours(1));
  EXPECT_EQ(Put(article).outcome, storage::v1::PUT_OUTCOME_UNCHANGED) << "it is out";
  EXPECT_THAT(Held(), IsEmpty());
}

TEST_P(ArticleStoreContract, AnUpdateBeforeItsTimeReplacesWhatIsHeld) {
  const Article first = NewHeld("b", "One", absl::Hours(1));
  Put(first);
  EXPECT_EQ(Put(first).outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
  EXPECT_EQ(Put(first).release_time, clock_.Now() + absl::Hours(1));
  const PutItem moved = Put(NewHeld("b", "Two", absl::Hours(2)));
  EXPECT_EQ(moved.outcome, storage::v1::PUT_OUTCOME_EMBARGOED);
  EXPECT_THAT(Held(), ElementsAre("b"));
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(ReleaseDue(), 0);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(ReleaseDue(), 1);
  EXPECT_THAT(RevisionHeadlines("b"), ElementsAre("Two"));
}

TEST_P(ArticleStoreContract, AnEmbargoThatIsLiftedOrOverIsNone) {
  Put(NewHeld("b", "Secret", absl::Hours(1)));
  Article lifted = NewHeld("b", "Secret", absl::Hours(1));
  lifted.clear_embargo_time();
  EXPECT_EQ(Put(lifted).outcome, storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_THAT(Held(), IsEmpty());
  EXPECT_EQ(Put(NewHeld("c", "Past", -absl::Hours(1))).outcome, storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_FALSE(Get("c")->has_embargo_time());
}

TEST_P(ArticleStoreContract, ARevisionUnderEmbargoWaitsBehindThePublicOne) {
  Article article = NewHeld("a", "One", absl::Hours(1));
  article.clear_embargo_time();
  Put(article);
  const PutItem held = Put(NewHeld("a", "Two", absl::Hours(1)));
  EXPECT_EQ(held.outcome, storage::v1::PUT_OUTCOME_EMBARGOED);
  EXPECT_EQ(held.revision, 1) << "of what is public";
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("One"));
  EXPECT_EQ(Put(article).outcome, storage::v1::PUT_OUTCOME_UNCHANGED);
  EXPECT_THAT(Held(), ElementsAre("a")) << "the public content again takes nothing back";
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(ReleaseDue(), 1);
  EXPECT_THAT(RevisionHeadlines("a"), ElementsAre("Two", "One"));
  EXPECT_THAT(Log(), ElementsAre("2 article a"));
}

TEST_P(ArticleStoreContract, TryPutTellsOfAnEmbargoAndHoldsNothing) {
  const auto tried = store_->TryPut({NewHeld("a", "One", absl::Hours(1))});
  EXPECT_EQ(tried->items.at(0).outcome, storage::v1::PUT_OUTCOME_EMBARGOED);
  EXPECT_THAT(Held(), IsEmpty());
}

TEST_P(ArticleStoreContract, WhatIsWithdrawnUnderEmbargoNeverAppearsAndLeavesNoTrace) {
  const std::string before = AllThatReadersSee("b");
  Put(NewHeld("b", "Secret", absl::Hours(1)));
  EXPECT_EQ(Withdraw("b"), 0);
  EXPECT_EQ(Withdraw("b"), 0);
  EXPECT_THAT(Held(), IsEmpty());
  clock_.Advance(absl::Hours(2));
  EXPECT_EQ(ReleaseDue(), 0);
  EXPECT_EQ(AllThatReadersSee("b"), before);
  EXPECT_EQ(Put(NewHeld("b", "Secret", absl::Hours(1))).outcome,
            storage::v1::PUT_OUTCOME_WITHDRAWN);
  EXPECT_EQ(Put("b", "Not under embargo").outcome, storage::v1::PUT_OUTCOME_WITHDRAWN);
  EXPECT_EQ(AllThatReadersSee("b"), before);
  EXPECT_EQ(ErrorReason(Snapshot()->GetEmbargoed(Name("b")).status()), "ARTICLE_WITHDRAWN");
}

TEST_P(ArticleStoreContract, UndeleteHoldsAgainWhatWasWithdrawnUnderEmbargo) {
  Put(NewHeld("b", "Secret", absl::Hours(1)));
  Withdraw("b");
  EXPECT_EQ(Undelete("b"), 0);
  EXPECT_THAT(Held(), ElementsAre("b"));
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(ReleaseDue(), 1);
  EXPECT_EQ(Get("b")->headline(), "Secret");
}

TEST_P(ArticleStoreContract, WhatIsPurgedUnderEmbargoKeepsOnlyItsTakenName) {
  const std::string before = AllThatReadersSee("b");
  Put(NewHeld("b", "Secret", absl::Hours(1)));
  EXPECT_EQ(Purge("b"), 0);
  EXPECT_EQ(Purge("b"), 0);
  EXPECT_EQ(ErrorReason(store_->Undelete(Name("b")).status()), "ARTICLE_WITHDRAWN");
  EXPECT_EQ(Put(NewHeld("b", "Secret", absl::Hours(1))).outcome,
            storage::v1::PUT_OUTCOME_WITHDRAWN);
  EXPECT_EQ(AllThatReadersSee("b"), before);
}

TEST_P(ArticleStoreContract, ARevisionThatWaitsIsGoneWithTheArticlesWithdrawal) {
  for (const char* id : {"a", "b"}) {
    Put(id, "One");
    Put(NewHeld(id, "Two", absl::Hours(1)));
  }
  Withdraw("a");
  Purge("b");
  EXPECT_THAT(Held(), IsEmpty());
  Undelete("a");
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(ReleaseDue(), 0);
  EXPECT_EQ(Get("a")->headline(), "One");
  EXPECT_EQ(Put(NewHeld("b", "Two", absl::Hours(1))).outcome, storage::v1::PUT_OUTCOME_WITHDRAWN);
}

TEST_P(ArticleStoreContract, AnEditorReleasesEarlierOrLaterUntilThePublisherSaysOtherwise) {
  const Article article = NewHeld("b", "One", absl::Hours(1));
  Put(article);
  const absl::Time later = clock_.Now() + absl::Hours(5);
  EXPECT_EQ(store_->Release(Name("b"), later)->release_time, later);
  EXPECT_EQ(Put(article).release_time, later) << "the publisher says nothing new";
  Article edited = article;
  edited.set_headline("Two");
  EXPECT_EQ(Put(edited).release_time, later);
  *edited.mutable_embargo_time() = ToProto(clock_.Now() + absl::Hours(2));
  EXPECT_EQ(Put(edited).release_time, clock_.Now() + absl::Hours(2));
  const PutItem now = store_->Release(Name("b"), absl::InfinitePast()).value();
  EXPECT_EQ(now.outcome, storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_EQ(now.revision, 1);
  EXPECT_EQ(Get("b")->headline(), "Two");
  EXPECT_THAT(Held(), IsEmpty());
  EXPECT_TRUE(IsUnknownArticle(store_->Release(Name("b"), later).status()));
}

TEST_P(ArticleStoreContract, SeveralWhoReleaseAtOnceReleaseEachArticleOnce) {
  constexpr int kArticles = 40;
  std::vector<std::string> names;
  for (int i = 0; i < kArticles; ++i) {
    Put(NewHeld(absl::StrCat("a", i), "One", absl::Hours(1)));
    names.push_back(Name(absl::StrCat("a", i)));
  }
  clock_.Advance(absl::Hours(1));
  std::atomic<int> released = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kArticles; ++i) {
        const std::string& name = names[(i + 10 * t) % kArticles];
        released += store_->ReleaseDue({name}).value();
        if (t == 3) released += store_->Release(name, absl::InfinitePast()).ok();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(released, kArticles);
  EXPECT_EQ(Snapshot()->revision(), kArticles);
  EXPECT_THAT(Held(), IsEmpty());
}

TEST_P(ArticleStoreContract, PlacesOfWhatIsHeldComeInPages) {
  for (int i = 9; i > 0; --i) Put(NewHeld(absl::StrCat("a", i), "One", absl::Hours(i)));
  std::vector<std::string> ids;
  absl::optional<ArticlePosition> after;
  for (;;) {
    const auto page = Snapshot()->Embargoed(after, clock_.Now() + absl::Hours(7), 3).value();
    if (page.empty()) break;
    for (const ArticlePosition& place : page) ids.push_back(Id(place.name));
    after = page.back();
  }
  EXPECT_THAT(ids, ElementsAre("a1", "a2", "a3", "a4", "a5", "a6", "a7"));
}

// --- The log ---

TEST_P(ArticleStoreContract, TheLogHasEachArticleOnceInItsLatestState) {
  Put("a", "One");
  Put("b", "One");
  Put("a", "Two");
  Put("c", "One");
  Withdraw("b");
  EXPECT_THAT(Log(), ElementsAre("3 article a", "4 article c", "5 withdrawn b"));
  EXPECT_THAT(Log(3), ElementsAre("4 article c", "5 withdrawn b"));
  EXPECT_THAT(Log(5), IsEmpty());
  EXPECT_EQ(Snapshot()->Changes(0, {})->changes[0].article().headline(), "Two");
}

TEST_P(ArticleStoreContract, TheLogIsReadInBoundedBatches) {
  for (int i = 0; i < 10; ++i) Put(absl::StrCat("a", i), "One");
  const auto by_count = Snapshot()->Changes(0, {.max_changes = 4}).value();
  EXPECT_EQ(by_count.changes.size(), 4u);
  EXPECT_EQ(by_count.through_revision, 4);
  const auto by_bytes = Snapshot()->Changes(4, {.max_bytes = 1}).value();
  EXPECT_EQ(by_bytes.changes.size(), 1u);
  EXPECT_EQ(by_bytes.through_revision, 5);
  const auto rest = Snapshot()->Changes(5, {}).value();
  EXPECT_EQ(rest.changes.size(), 5u);
  EXPECT_EQ(rest.through_revision, 10);
}

// --- Listing ---

TEST_P(ArticleStoreContract, ListsAreOrderedByTimeThenNameAndArticlesWithoutTimeComeLast) {
  for (const auto& [id, seconds] : std::map<std::string, int64_t>{
           {"a", 300}, {"b", 100}, {"c", 0}, {"d", 300}, {"e", 200}, {"f", 0}, {"g", -100}}) {
    Article article = NewArticle(id, "One");
    if (seconds != 0) SetTime(article.mutable_publish_time(), seconds);
    Put(article);
  }
  for (int limit : {1, 2, 1000}) {
    EXPECT_THAT(List("publish_time", "", limit), ElementsAre("g", "b", "e", "a", "d", "c", "f"));
    EXPECT_THAT(List("publish_time desc", "", limit),
                ElementsAre("a", "d", "e", "b", "g", "c", "f"));
  }
  EXPECT_EQ(List(""), List("publish_time desc"));
  EXPECT_THAT(List("update_time"), ElementsAre("a", "b", "c", "d", "e", "f", "g"));
}

TEST_P(ArticleStoreContract, AMovedArticleIsNotListedTwice) {
  for (int i = 0; i < 4; ++i) {
    Article article = NewArticle(absl::StrCat("a", i), "One");
    SetTime(article.mutable_update_time(), 100 + i);
    Put(article);
  }
  ArticleListQuery query;
  query.order = ParseArticleOrder("update_time").value();
  query.limit = 2;
  query.placed_by_revision = Snapshot()->revision();
  const ArticleListPage first = Snapshot()->List(query).value();
  Article moved = NewArticle("a0", "Two");
  SetTime(moved.mutable_update_time(), 1000);
  Put(moved);
  Article stays = NewArticle("a3", "Two");
  SetTime(stays.mutable_update_time(), 103);
  Put(stays);
  Put("late", "One");
  query.after = first.next;
  const ArticleListPage second = Snapshot()->List(query).value();
  std::vector<std::string> rest;
  for (const Article& article : second.articles) {
    rest.push_back(Id(article.name()) + " " + article.headline());
  }
  EXPECT_THAT(rest, ElementsAre("a2 One", "a3 Two"));
}

// Every order and filter, in pages of every size, against a scan of all articles.
TEST_P(ArticleStoreContract, ListsAreWhatAScanWouldFind) {
  std::mt19937 random(11);
  for (int i = 0; i < 300; ++i) {
    Article article = NewArticle(absl::StrCat("a", random() % 80), absl::StrCat(i));
    article.set_source(absl::StrCat("sources/s", random() % 4));
    if (random() % 4 == 0) article.clear_source();
    article.set_language(random() % 2 ? "en" : "de");
    if (random() % 5) SetTime(article.mutable_publish_time(), 1000 + random() % 40);
    if (random() % 3) SetTime(article.mutable_update_time(), 1000 + random() % 40);
    Put(article);
    clock_.Advance(absl::Seconds(random() % 3));
    if (random() % 20 == 0) Withdraw(Id(article.name()));
  }
  const std::string filters[] = {
      "",
      "source = \"sources/s1\"",
      "source = \"sources/s1\" AND language = de",
      "publish_time >= \"1970-01-01T00:17:00Z\" AND publish_time < \"1970-01-01T00:17:10Z\"",
      "source = \"sources/s2\" AND publish_time > \"1970-01-01T00:17:00Z\"",
      "update_time <= \"1970-01-01T00:17:00Z\"",
      "source = \"sources/s2\" OR language = en",
      "NOT source = \"sources/s2\"",
      "source = \"sources/none\"",
  };
  for (const std::string& filter : filters) {
    const Filter parsed = ParseArticleFilter(filter).value();
    for (const std::string field : {"publish_time", "update_time", "create_time"}) {
      for (const std::string direction : {"", " desc"}) {
        const ArticleOrder order = ParseArticleOrder(field + direction).value();
        std::vector<ArticlePosition> expected;
        for (int i = 0; i < 80; ++i) {
          const auto article = Get(absl::StrCat("a", i));
          if (!article.ok() || !MatchesArticle(parsed, *article)) continue;
          expected.push_back(PositionOf(*article, order.field));
        }
        std::sort(expected.begin(), expected.end(),
                  [&](const auto& a, const auto& b) { return Precedes(a, b, order.descending); });
        std::vector<std::string> ids;
        for (const auto& position : expected) ids.push_back(Id(position.name));
        for (int limit : {3, 1000}) {
          EXPECT_THAT(List(field + direction, filter, limit), ElementsAreArray(ids))
              << filter << " by " << field << direction << " in pages of " << limit;
        }
      }
    }
  }
}

// --- All together ---

// Someone who follows the log in small steps, and someone who replays it at the end, both know what
// the store serves.
TEST_P(ArticleStoreContract, FollowersKnowWhatTheStoreServes) {
  TakeLease(kToken);
  std::mt19937 random(5);
  std::map<std::string, Article> follower;
  int64_t followed = 0;
  const auto follow = [&](std::map<std::string, Article>& view, int64_t& cursor, int batch) {
    const ChangeBatch changes = Snapshot()->Changes(cursor, {.max_changes = batch}).value();
    for (const Change& change : changes.changes) {
      EXPECT_GT(change.revision(), cursor);
      cursor = change.revision();
      if (change.has_article()) view[change.article().name()] = change.article();
      if (!change.withdrawn().empty()) view.erase(change.withdrawn());
      if (change.has_assignment() && view.count(change.assignment().article()) > 0) {
        view[change.assignment().article()].set_story(change.assignment().story());
      }
    }
    cursor = changes.through_revision;
  };
  for (int i = 0; i < 600; ++i) {
    const std::string id = absl::StrCat("a", random() % 20);
    switch (random() % 8) {
      case 0:
        (void)store_->Withdraw(Name(id), "");
        break;
      case 1:
        (void)store_->Undelete(Name(id));
        break;
      case 2:
      case 3:
        Assign(id, absl::StrCat("s", random() % 5));
        break;
      case 4:
        if (random() % 20 == 0) (void)store_->Purge(Name(id));
        break;
      default:
        Put(id, absl::StrCat("headline ", random() % 4));
    }
    if (random() % 3 == 0) follow(follower, followed, 1 + random() % 5);
  }
  while (followed < Snapshot()->revision()) follow(follower, followed, 7);
  std::map<std::string, Article> replay;
  int64_t replayed = 0;
  follow(replay, replayed, 100'000);
  std::map<std::string, std::string> served, seen, rebuilt;
  for (int i = 0; i < 20; ++i) {
    const auto article = Get(absl::StrCat("a", i));
    if (article.ok()) served[article->name()] = article->DebugString();
  }
  for (const auto& [name, article] : follower) seen[name] = article.DebugString();
  for (const auto& [name, article] : replay) rebuilt[name] = article.DebugString();
  EXPECT_EQ(seen, served);
  EXPECT_EQ(rebuilt, served);
  EXPECT_EQ(Snapshot()->article_count(), static_cast<int64_t>(served.size()));
}

TEST_P(ArticleStoreContract, ConcurrentWritersGetRevisionsOfTheirOwn) {
  constexpr int kThreads = 8, kPuts = 25;
  std::vector<std::vector<int64_t>> revisions(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kPuts; ++i) {
        const auto put = store_->Put({NewArticle("shared", absl::StrCat(t, " ", i)),
                                      NewArticle(absl::StrCat("own-", t, "-", i), "x")});
        ASSERT_TRUE(put.ok());
        for (const PutItem& item : put->items) revisions[t].push_back(item.revision);
        ASSERT_GE(Snapshot()->revision(), put->revision);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<int64_t> all;
  for (const auto& own : revisions) {
    EXPECT_TRUE(std::is_sorted(own.begin(), own.end()));
    all.insert(all.end(), own.begin(), own.end());
  }
  std::sort(all.begin(), all.end());
  ASSERT_EQ(all.size(), size_t{2 * kThreads * kPuts});
  for (size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], static_cast<int64_t>(i + 1));
  EXPECT_EQ(Log().size(), size_t{kThreads * kPuts + 1});
  EXPECT_TRUE(std::is_sorted(committed_.begin(), committed_.end()));
  EXPECT_EQ(committed_.back(), 2 * kThreads * kPuts);
}

}  // namespace akin
