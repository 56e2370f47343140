#include <stdlib.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/status/errors.h"
#include "common/testing/fake_storage.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/recommendation_app.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Stub = v1::RecommendationService::Stub;

std::string NewFolder() {
  std::string folder = ::testing::TempDir() + "recommendation_XXXXXX";
  return mkdtemp(folder.data());
}

// Two stories about one dam, one about football, and a seed for none of them.
constexpr char kDam[] =
    "Engineers at the Kestrel Dam opened the spillway on Tuesday after the reservoir rose four "
    "metres overnight. Governor Maria Halloran ordered Ashby and Brenton evacuated downstream.";
constexpr char kDamLater[] =
    "Families returned to Ashby as the Kestrel Dam reservoir fell. Engineers will inspect the "
    "spillway, and Governor Maria Halloran promised an inquiry into the overnight evacuation.";
constexpr char kCup[] =
    "Striker Tomas Verlinden scored twice as Rovers won the cup final against United on penalties "
    "in front of a record crowd at the Meadow stadium.";

// The whole service behind a real server, with a log of its own.
class RecommendationServiceTest : public ::testing::Test {
 protected:
  RecommendationServiceTest() { Start(); }
  ~RecommendationServiceTest() override { StopService(); }

  void Start() {
    RecommendationApp::Options options;
    options.data_dir = folder_;
    options.stories.poll = absl::Milliseconds(20);
    app_ = RecommendationApp::Open(options, clock_, metrics_).value();
    server_ = Server::Start({.drain_timeout = absl::ZeroDuration()}, {&app_->service()}).value();
    stub_ = v1::RecommendationService::NewStub(NewChannel(server_->address()));
    app_->Start(storage_.channel());
  }

  void StopService() {
    app_->Stop();
    server_.reset();
    app_.reset();
  }

  int64_t Put(absl::string_view id, absl::string_view headline, absl::string_view body,
              absl::Time published = absl::FromUnixSeconds(1'790'000'000),
              absl::string_view source = "example.com") {
    news::v1::Article article;
    article.set_name(absl::StrCat("articles/", id));
    article.set_headline(std::string(headline));
    article.set_body(std::string(body));
    article.set_language("en");
    article.set_source(absl::StrCat("sources/", source));
    *article.mutable_publish_time() = ToProto(published);
    return storage_.Put(article);
  }

  void PutDamAndCup() {
    Put("dam", "Kestrel Dam spillway opened", kDam);
    Put("later", "Families return after Kestrel Dam scare", kDamLater);
    Put("cup", "Rovers win the cup", kCup);
  }

  v1::ListSimilarArticlesRequest Ask(absl::string_view id) {
    v1::ListSimilarArticlesRequest request;
    request.add_seeds()->set_article(absl::StrCat("articles/", id));
    request.set_min_revision(storage_.revision());
    return request;
  }

  absl::StatusOr<v1::ListSimilarArticlesResponse> List(
      const v1::ListSimilarArticlesRequest& request) {
    return CallUnary(CallContext(), *stub_, &Stub::ListSimilarArticles, request);
  }

  std::vector<std::string> Names(const v1::ListSimilarArticlesRequest& request) {
    const auto response = List(request);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> names;
    if (!response.ok()) return names;
    for (const auto& hit : response->hits()) names.push_back(hit.article().name());
    return names;
  }

  // Waits until the keeper has given every article its story.
  void AwaitStories(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      while (storage_.Get(id).story().empty()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    }
  }

  const std::string folder_ = NewFolder();
  FakeStorage storage_;
  SystemClock clock_;
  Metrics metrics_;
  std::unique_ptr<RecommendationApp> app_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Stub> stub_;
};

TEST_F(RecommendationServiceTest, WhatIsAlikeIsListedWithCardAndReasonsAtItsRevision) {
  PutDamAndCup();
  const auto response = List(Ask("dam"));
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->hits_size(), 1);
  const v1::SimilarHit& hit = response->hits(0);
  EXPECT_EQ(hit.article().headline(), "Families return after Kestrel Dam scare");
  EXPECT_EQ(hit.article().body(), "") << "a card has no body";
  EXPECT_GT(hit.similarity(), 0.2);
  EXPECT_FALSE(hit.reasons().empty());
  EXPECT_GE(response->info().revision(), 3);
  EXPECT_EQ(response->info().log_id(), storage_.log_id());
  EXPECT_EQ(response->info().cache_status(), news::v1::CACHE_STATUS_MISS);
}

TEST_F(RecommendationServiceTest, TheFullViewHasBodies) {
  PutDamAndCup();
  auto request = Ask("dam");
  request.set_view(news::v1::ARTICLE_VIEW_FULL);
  const auto response = List(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->hits_size(), 1);
  EXPECT_EQ(response->hits(0).article().body(), kDamLater);
}

TEST_F(RecommendationServiceTest, ATextThatIsNotStoredIsASeedToo) {
  PutDamAndCup();
  v1::ListSimilarArticlesRequest request = Ask("dam");
  request.clear_seeds();
  request.mutable_arrange()->set_disable_collapsing(true);
  request.add_seeds()->mutable_text()->set_body("Is the Kestrel Dam safe? Halloran visits Ashby.");
  EXPECT_THAT(Names(request), Contains("articles/dam"));
}

TEST_F(RecommendationServiceTest, AWithdrawnArticleIsNoHitAndNoSeedFromItsRevisionOn) {
  PutDamAndCup();
  EXPECT_THAT(Names(Ask("dam")), ElementsAre("articles/later"));
  storage_.Withdraw("later");
  EXPECT_THAT(Names(Ask("dam")), IsEmpty());
  const absl::Status status = List(Ask("later")).status();
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  EXPECT_EQ(ErrorReason(status), "ARTICLE_WITHDRAWN");
  EXPECT_EQ(status.message().find("Families"), absl::string_view::npos) << "no headline leaks";
}

TEST_F(RecommendationServiceTest, ASecondCallIsServedFromTheCacheUntilSomethingNearArrives) {
  PutDamAndCup();
  AwaitStories({"dam", "later", "cup"});
  auto request = Ask("dam");
  ASSERT_TRUE(List(request).ok());
  request.clear_min_revision();
  EXPECT_EQ(List(request)->info().cache_status(), news::v1::CACHE_STATUS_HIT);
  request.set_min_revision(Put("third", "Inquiry into the Kestrel Dam spillway", kDamLater));
  const auto fresh = List(request);
  ASSERT_TRUE(fresh.ok()) << fresh.status();
  EXPECT_NE(fresh->info().cache_status(), news::v1::CACHE_STATUS_HIT);
  EXPECT_GE(fresh->info().revision(), request.min_revision());
}

TEST_F(RecommendationServiceTest, WhatIsAskedForAgainAndAgainIsTheSameUntilAHitChangesOrGoes) {
  PutDamAndCup();
  AwaitStories({"dam", "later", "cup"});
  auto request = Ask("dam");
  auto first = List(request);
  ASSERT_TRUE(first.ok()) << first.status();
  first->clear_info();
  request.clear_min_revision();
  for (int i = 0; i < 4; ++i) {
    auto again = List(request);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->info().cache_status(), news::v1::CACHE_STATUS_HIT);
    EXPECT_EQ(again->info().log_id(), storage_.log_id());
    again->clear_info();
    EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  }
  request.set_min_revision(Put("later", "Families are back in Ashby", kDamLater));
  EXPECT_EQ(List(request)->hits(0).article().headline(), "Families are back in Ashby");
  request.clear_min_revision();
  for (int i = 0; i < 4; ++i) EXPECT_THAT(Names(request), ElementsAre("articles/later"));
  request.set_min_revision(storage_.Withdraw("later"));
  EXPECT_THAT(Names(request), IsEmpty());
  request.clear_min_revision();
  EXPECT_THAT(Names(request), IsEmpty()) << "from its revision on, whatever is asked for";
}

TEST_F(RecommendationServiceTest, WhatManyAskForIsNeverOlderThanOneOfThemWantsIt) {
  PutDamAndCup();
  AwaitStories({"dam", "later", "cup"});
  const auto request = Ask("dam");
  std::atomic<bool> done = false;
  std::vector<std::thread> others;
  for (int t = 0; t < 3; ++t) {
    others.emplace_back([&] {
      auto any = request;
      any.clear_min_revision();
      while (!done) EXPECT_TRUE(List(any).ok());
    });
  }
  for (int i = 0; i < 50; ++i) {
    const std::string headline = absl::StrCat("Families return to Ashby, part ", i);
    auto newest = request;
    newest.set_min_revision(Put("later", headline, kDamLater));
    const auto response = List(newest);
    if (!response.ok() || response->hits_size() != 1) {
      ADD_FAILURE() << response.status();
      break;
    }
    EXPECT_EQ(response->hits(0).article().headline(), headline);
    EXPECT_GE(response->info().revision(), newest.min_revision());
  }
  done = true;
  for (std::thread& other : others) other.join();
}

TEST_F(RecommendationServiceTest, WhatIsAskedForAgainAndAgainIsListedAnewByAnotherModel) {
  PutDamAndCup();
  // One short of the number of articles with which the first model is used.
  for (int i = 3; i < 104; ++i) {
    const std::string word = absl::StrCat("quux", i);
    Put(word, word, absl::StrCat(word, " zyzzy", i, " plugh", i));
  }
  AwaitStories({"dam", "later", "cup", "quux103"});
  auto request = Ask("dam");
  std::string model;
  for (int i = 0; i < 4; ++i) {
    const auto response = List(request);
    ASSERT_TRUE(response.ok()) << response.status();
    model = response->model_version();
    request.clear_min_revision();
  }
  const int64_t revision = Put("quux", "quux", "quux zyzzy plugh");
  while (app_->Status().applied_revision() < revision) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_NE(List(request)->model_version(), model);
}

TEST_F(RecommendationServiceTest, FiltersAndExclusionsAreKeptAndExhaustionIsSaid) {
  PutDamAndCup();
  auto request = Ask("dam");
  request.set_filter("source = \"nowhere.example\"");
  const auto filtered = List(request);
  ASSERT_TRUE(filtered.ok()) << filtered.status();
  EXPECT_TRUE(filtered->hits().empty());
  EXPECT_TRUE(filtered->filter_exhausted());
  request.set_filter("headline = \"Families*\" AND language = \"en\"");
  EXPECT_THAT(Names(request), ElementsAre("articles/later"));
  request.add_exclude("articles/later");
  EXPECT_THAT(Names(request), IsEmpty());
}

TEST_F(RecommendationServiceTest, RestartingServesTheSameAnswerFromDisk) {
  PutDamAndCup();
  AwaitStories({"dam", "later", "cup"});
  auto before = List(Ask("dam"));
  ASSERT_TRUE(before.ok());
  StopService();
  Start();
  auto after = List(Ask("dam"));
  ASSERT_TRUE(after.ok()) << after.status();
  before->clear_info();
  after->clear_info();
  EXPECT_EQ(before->SerializeAsString(), after->SerializeAsString());
}

TEST_F(RecommendationServiceTest, MetricsTellWhatTheIndexHolds) {
  PutDamAndCup();
  ASSERT_TRUE(List(Ask("dam")).ok());
  StopService();
  Start();
  EXPECT_EQ(metrics_.GetGauge("akin_recommendation_articles", "").Value(), 3);
  const auto bytes = [this](const char* part) {
    return metrics_.GetGauge("akin_recommendation_memory_bytes", "", {{"part", part}}).Value();
  };
  EXPECT_GT(bytes("articles"), 100);
  EXPECT_GT(bytes("postings"), 100);
}

TEST_F(RecommendationServiceTest, AnotherLogRebuildsTheView) {
  PutDamAndCup();
  EXPECT_THAT(Names(Ask("dam")), ElementsAre("articles/later"));
  storage_.StartNewLog();
  PutDamAndCup();
  storage_.Withdraw("later");
  while (app_->Status().log_id() != storage_.log_id()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_THAT(Names(Ask("dam")), IsEmpty());
}

TEST_F(RecommendationServiceTest, CopiesBecomeOneStoryInTheLogAndOnePlaceInTheList) {
  const absl::Time noon = absl::FromUnixSeconds(1'790'000'000);
  Put("dam", "Kestrel Dam spillway opened", kDam, noon);
  Put("copy1", "Kestrel Dam spillway opened", kDam, noon + absl::Minutes(5), "copy.example");
  Put("copy2", "Spillway opened at Kestrel Dam", kDam, noon + absl::Minutes(9), "other.example");
  Put("cup", "Rovers win the cup", kCup, noon);
  AwaitStories({"dam", "copy1", "copy2", "cup"});
  const std::string story = storage_.Get("dam").story();
  EXPECT_EQ(storage_.Get("copy1").story(), story);
  EXPECT_EQ(storage_.Get("copy2").story(), story);
  EXPECT_NE(storage_.Get("cup").story(), story);

  const auto collapsed = List(Ask("dam"));
  ASSERT_TRUE(collapsed.ok());
  EXPECT_TRUE(collapsed->hits().empty());
  EXPECT_EQ(collapsed->seed_duplicate_count(), 2);
  auto open = Ask("dam");
  open.mutable_arrange()->set_disable_collapsing(true);
  EXPECT_THAT(Names(open), Contains("articles/copy1"));
}

TEST_F(RecommendationServiceTest, StoriesAreFoundAndListed) {
  Put("dam", "Kestrel Dam spillway opened", kDam);
  Put("copy", "Kestrel Dam spillway opened", kDam, absl::FromUnixSeconds(1'790'000'300));
  Put("cup", "Rovers win the cup", kCup);
  AwaitStories({"dam", "copy", "cup"});
  v1::GetStoryRequest get;
  get.set_name(storage_.Get("dam").story());
  get.set_min_revision(storage_.revision());
  const auto story = CallUnary(CallContext(), *stub_, &Stub::GetStory, get);
  ASSERT_TRUE(story.ok()) << story.status();
  EXPECT_EQ(story->story().article_count(), 2);
  ASSERT_EQ(story->articles_size(), 2);
  EXPECT_EQ(story->articles(0).name(), "articles/copy") << "newest first";

  v1::ListStoriesRequest list;
  list.set_min_revision(storage_.revision());
  const auto stories = CallUnary(CallContext(), *stub_, &Stub::ListStories, list);
  ASSERT_TRUE(stories.ok()) << stories.status();
  ASSERT_EQ(stories->stories_size(), 1) << "of at least two articles";
  EXPECT_EQ(stories->stories(0).name(), get.name());
}

TEST_F(RecommendationServiceTest, PagesOfStoriesHoldEachOnce) {
  Put("dam", "Kestrel Dam spillway opened", kDam);
  Put("cup", "Rovers win the cup", kCup, absl::FromUnixSeconds(1'790'100'000));
  AwaitStories({"dam", "cup"});
  v1::ListStoriesRequest list;
  list.set_min_article_count(1);
  list.set_page_size(1);
  list.set_min_revision(storage_.revision());
  std::map<std::string, int> seen;
  do {
    const auto page = CallUnary(CallContext(), *stub_, &Stub::ListStories, list);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& story : page->stories()) ++seen[story.name()];
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(seen.size(), 2u);
  for (const auto& [name, times] : seen) EXPECT_EQ(times, 1) << name;
}

TEST_F(RecommendationServiceTest, ABatchAnswersOrFailsEachForItself) {
  PutDamAndCup();
  v1::BatchListSimilarArticlesRequest request;
  *request.add_requests() = Ask("dam");
  *request.add_requests() = Ask("unknown");
  request.set_min_revision(storage_.revision());
  const auto response = CallUnary(CallContext(), *stub_, &Stub::BatchListSimilarArticles, request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), 2);
  EXPECT_EQ(response->results(0).response().hits_size(), 1);
  EXPECT_EQ(response->results(1).error().code(), static_cast<int>(absl::StatusCode::kNotFound));
}

TEST_F(RecommendationServiceTest, ExplainingNamesEveryFeatureAndWhyNot) {
  PutDamAndCup();
  v1::ExplainSimilarityRequest request;
  request.set_article("articles/dam");
  request.set_other("articles/cup");
  request.set_min_revision(storage_.revision());
  const auto response = CallUnary(CallContext(), *stub_, &Stub::ExplainSimilarity, request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->rank(), 0);
  EXPECT_NE(response->not_shown_because(), "");
  std::vector<std::string> names;
  for (const auto& feature : response->features()) names.push_back(feature.name());
  EXPECT_THAT(names, Contains("lexical_cosine"));

  request.set_other("articles/later");
  const auto alike = CallUnary(CallContext(), *stub_, &Stub::ExplainSimilarity, request);
  ASSERT_TRUE(alike.ok()) << alike.status();
  EXPECT_EQ(alike->rank(), 1);
  double contributions = 0;
  for (const auto& feature : alike->features()) contributions += feature.contribution();
  EXPECT_GT(contributions, 0);
}

TEST_F(RecommendationServiceTest, BadRequestsNameTheField) {
  PutDamAndCup();
  const std::pair<std::string, std::function<void(v1::ListSimilarArticlesRequest&)>> cases[] = {
      {"seeds", [](auto& r) { r.clear_seeds(); }},
      {"seeds[0].article", [](auto& r) { r.mutable_seeds(0)->set_article("dam"); }},
      {"seeds[0].text", [](auto& r) { r.mutable_seeds(0)->mutable_text(); }},
      {"exclude[0]", [](auto& r) { r.add_exclude(""); }},
      {"filter", [](auto& r) { r.set_filter("sauce = 1"); }},
      {"page_size", [](auto& r) { r.set_page_size(-1); }},
      {"min_revision", [](auto& r) { r.set_min_revision(-1); }},
      {"max_staleness", [](auto& r) { r.mutable_max_staleness()->set_seconds(-1); }},
      {"view", [](auto& r) { r.set_view(static_cast<news::v1::ArticleView>(99)); }},
      {"arrange.recency",
       [](auto& r) { r.mutable_arrange()->set_recency(static_cast<v1::RecencyMode>(99)); }},
  };
  for (const auto& [field, spoil] : cases) {
    auto request = Ask("dam");
    spoil(request);
    const absl::Status status = List(request).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << field << ": " << status;
    EXPECT_EQ(ErrorField(status), field) << status;
  }
}

TEST_F(RecommendationServiceTest, AnUnknownSeedAmongOthersIsNamedAndTheListIsMadeWithoutIt) {
  PutDamAndCup();
  auto request = Ask("dam");
  const auto plain = List(request);
  ASSERT_TRUE(plain.ok()) << plain.status();
  request.add_seeds()->set_article("articles/none");
  request.add_negative_seeds()->set_article("articles/nothing");
  auto response = List(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->missing_seeds(), ElementsAre("articles/none", "articles/nothing"));
  ASSERT_EQ(response->hits_size(), plain->hits_size());
  EXPECT_EQ(response->hits(0).similarity(), plain->hits(0).similarity());
  Put("none", "Kestrel Dam spillway opened again", kDam);
  request.set_min_revision(storage_.revision());
  EXPECT_THAT(List(request)->missing_seeds(), ElementsAre("articles/nothing"));
}

TEST_F(RecommendationServiceTest, AListThatIsTooLargeToSendIsCutAndSaysSo) {
  for (int i = 0; i < 28; ++i) {
    news::v1::Article article;
    article.set_name(absl::StrCat("articles/dam", i));
    article.set_headline(absl::StrCat("Kestrel Dam spillway opened ", i));
    article.set_body(absl::StrCat(kDam, "\n\n", std::string(1'000'000, '-')));
    article.set_language("en");
    article.set_source(absl::StrCat("sources/paper", i, ".example"));
    storage_.Put(article);
  }
  auto request = Ask("dam0");
  request.set_page_size(100);
  request.mutable_arrange()->set_disable_collapsing(true);
  request.mutable_arrange()->set_disable_similarity_floor(true);
  request.set_view(news::v1::ARTICLE_VIEW_FULL);
  const auto cut = List(request);
  ASSERT_TRUE(cut.ok()) << cut.status();
  EXPECT_EQ(cut->hits_size(), 25);  // of a million bytes and some, within 24 MiB
  ASSERT_EQ(cut->info().degradations_size(), 1);
  EXPECT_EQ(cut->info().degradations(0).component(), "answer");
  v1::BatchListSimilarArticlesRequest batch;
  *batch.add_requests() = request;
  *batch.add_requests() = request;
  *batch.add_requests() = Ask("dam1");
  const auto both = CallUnary(CallContext(), *stub_, &Stub::BatchListSimilarArticles, batch);
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_EQ(both->results(0).response().hits_size(), 25);
  EXPECT_EQ(ErrorReason(FromRpcStatus(both->results(1).error())), "ANSWER_TOO_LARGE");
  EXPECT_TRUE(both->results(2).has_response());
}

TEST_F(RecommendationServiceTest, AnUnknownSeedIsNotFound) {
  PutDamAndCup();
  const absl::Status status = List(Ask("unknown")).status();
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
  EXPECT_EQ(ErrorReason(status), "ARTICLE_NOT_FOUND");
}

v1::SimilarEvent NewClick(absl::string_view event_id, absl::string_view article) {
  v1::SimilarEvent event;
  event.set_event_id(std::string(event_id));
  event.set_type(v1::SIMILAR_EVENT_TYPE_CLICK);
  event.set_seed("articles/dam");
  event.set_article(absl::StrCat("articles/", article));
  event.set_place(1);
  return event;
}

TEST_F(RecommendationServiceTest, EventsAreCountedOnceAndAreFeaturesOfThePair) {
  PutDamAndCup();
  v1::RecordEventsRequest request;
  *request.add_events() = NewClick("1", "later");
  *request.add_events() = NewClick("2", "nowhere");
  request.set_min_revision(storage_.revision());
  const auto recorded = CallUnary(CallContext(), *stub_, &Stub::RecordEvents, request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->recorded_count(), 1);
  ASSERT_EQ(recorded->refused_size(), 1);
  EXPECT_EQ(recorded->refused(0).index(), 1);
  EXPECT_EQ(ErrorReason(FromRpcStatus(recorded->refused(0).error())), "ARTICLE_NOT_FOUND");
  StopService();
  Start();
  const auto again = CallUnary(CallContext(), *stub_, &Stub::RecordEvents, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->repeated_count(), 1) << "also after a restart";

  v1::ExplainSimilarityRequest explain;
  explain.set_article("articles/dam");
  explain.set_other("articles/later");
  const auto explained = CallUnary(CallContext(), *stub_, &Stub::ExplainSimilarity, explain);
  ASSERT_TRUE(explained.ok()) << explained.status();
  std::map<std::string, double> features;
  for (const auto& feature : explained->features()) features[feature.name()] = feature.value();
  EXPECT_GT(features["pair_clicks"], 0);
  EXPECT_EQ(features.count("pair_impressions"), 0u) << "nothing happened";
}

TEST_F(RecommendationServiceTest, AnEventThatIsNotWellMadeNamesTheField) {
  PutDamAndCup();
  v1::RecordEventsRequest request;
  *request.add_events() = NewClick("1", "later");
  request.mutable_events(0)->set_place(-1);
  request.set_min_revision(storage_.revision());
  const auto recorded = CallUnary(CallContext(), *stub_, &Stub::RecordEvents, request);
  EXPECT_EQ(ErrorField(recorded.status()), "events[0].place") << recorded.status();
}

}  // namespace
}  // namespace akin
