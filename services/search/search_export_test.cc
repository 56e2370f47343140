// Whole results: exports and batches.
#include <gmock/gmock.h>

#include <set>

#include "common/status/errors.h"
#include "services/search/search_test_base.h"

namespace akin {
namespace {

using search::v1::ExportArticlesRequest;
using search::v1::ExportArticlesResponse;
using search::v1::SearchArticlesRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SearchExportTest : public SearchTestBase {
 protected:
  SearchExportTest() { StartSearch(); }

  struct Exported {
    std::vector<std::string> ids;
    std::vector<std::string> tokens;  // of each message
    absl::Status status;
  };

  // Everything from the request's token on, or the first `messages` of it, at whatever storage has.
  Exported Export(ExportArticlesRequest request, int messages = 1000) {
    Exported exported;
    const absl::Time give_up = absl::Now() + absl::Seconds(20);
    request.set_min_revision(storage_.revision());
    do {
      exported = {};
      grpc::ClientContext context;
      const auto reader = stub_->ExportArticles(&context, request);
      ExportArticlesResponse some;
      while (messages > 0 && reader->Read(&some)) {
        for (const auto& article : some.articles())
          exported.ids.push_back(article.name().substr(9));
        exported.tokens.push_back(some.resume_token());
        if (--messages == 0) context.TryCancel();
      }
      exported.status = FromGrpcStatus(reader->Finish());
    } while (absl::IsUnavailable(exported.status) && absl::Now() < give_up);
    return exported;
  }

  static ExportArticlesRequest Query(absl::string_view query, absl::string_view filter = "") {
    ExportArticlesRequest request;
    request.set_query(std::string(query));
    request.set_filter(std::string(filter));
    return request;
  }

  void PutMany(int count) {
    for (int i = 0; i < count; ++i) {
      news::v1::Article article = Article(absl::StrCat("n", i), "Storm report", absl::StrCat(i));
      article.mutable_publish_time()->set_seconds(1'700'000'000 + i / 2);  // two at a time
      if (i % 10 == 0) article.set_source("sources/other.org");
      storage_.Put(article);
    }
  }
};

TEST_F(SearchExportTest, EveryMatchComesOnceLatestFirst) {
  PutMany(60);
  storage_.Put(Article("calm", "Calm weather"));
  news::v1::Article undated = Article("undated", "Storm report");
  undated.clear_publish_time();
  storage_.Put(undated);
  const Exported all = Export(Query("storm"));
  EXPECT_TRUE(all.status.ok()) << all.status;
  EXPECT_THAT(all.ids, SizeIs(61));
  EXPECT_THAT(std::set<std::string>(all.ids.begin(), all.ids.end()), SizeIs(61));
  EXPECT_THAT(all.ids.front(), testing::AnyOf("n59", "n58"));
  EXPECT_EQ(all.ids.back(), "undated");
  EXPECT_THAT(Export(Query("storm", "source = other.org")).ids, SizeIs(6));
  const Exported none = Export(Query("unicorn"));
  EXPECT_TRUE(none.status.ok()) << none.status;
  EXPECT_THAT(none.ids, IsEmpty());
}

TEST_F(SearchExportTest, ATokenGoesOnBehindItsMessage) {
  PutMany(60);
  const Exported all = Export(Query("storm"));
  const Exported begun = Export(Query("storm"), 1);
  ASSERT_THAT(begun.tokens, SizeIs(1));
  storage_.Withdraw(all.ids.back());
  ExportArticlesRequest rest = Query("storm");
  rest.set_resume_token(begun.tokens.back());
  const Exported resumed = Export(rest);
  std::vector<std::string> together = begun.ids;
  together.insert(together.end(), resumed.ids.begin(), resumed.ids.end());
  together.push_back(all.ids.back());  // withdrawn since
  EXPECT_EQ(together, all.ids);
  ExportArticlesRequest other = Query("calm");
  other.set_resume_token(begun.tokens.back());
  EXPECT_EQ(ErrorField(Export(other).status), "resume_token");
}

TEST_F(SearchExportTest, WhatIsWrongInARequestIsNamed) {
  EXPECT_EQ(ErrorField(Export(Query("a^NaN")).status), "query");
  EXPECT_EQ(ErrorField(Export(Query("", "no = field")).status), "filter");
  EXPECT_EQ(ErrorField(Export(Query("h*")).status), "query");
}

TEST_F(SearchExportTest, ABatchAnswersEachRequestOrSaysWhyNot) {
  storage_.Put(Article("a", "Alpha story"));
  const int64_t revision = storage_.Put(Article("b", "Beta story"));
  Ids("");  // waits until the view is up to date
  search::v1::BatchSearchArticlesRequest batch;
  batch.set_min_revision(revision);
  for (const absl::string_view query : {"alpha", "b^NaN", "beta", "beta"}) {
    batch.add_requests()->set_query(std::string(query));
  }
  batch.mutable_requests(3)->set_min_revision(revision + 100);
  const auto call = [&] {
    return CallUnary<search::v1::BatchSearchArticlesResponse>(
        CallContext(), *stub_, &search::v1::SearchService::Stub::BatchSearchArticles, batch);
  };
  const auto response = call();
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->results_size(), 4);
  EXPECT_THAT(IdsOf(response->results(0).response()), ElementsAre("a"));
  EXPECT_EQ(response->results(1).error().code(),
            static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(IdsOf(response->results(2).response()), ElementsAre("b"));
  EXPECT_EQ(response->results(3).error().code(), static_cast<int>(absl::StatusCode::kUnavailable));
  for (int i = 0; i < 20; ++i) batch.add_requests();
  EXPECT_EQ(ErrorField(call().status()), "requests");
}

TEST_F(SearchExportTest, StoriesAreSortedByHowManyMatch) {
  for (const absl::string_view id : {"a", "b", "c", "d"}) {
    storage_.Put(Article(id, "Storm hits coast", absl::StrCat("Report ", id)));
  }
  storage_.Assign("b", "stories/big");
  storage_.Assign("c", "stories/big");
  storage_.Assign("a", "stories/small");
  SearchArticlesRequest request;
  request.set_query("storm");
  request.set_order(search::v1::SEARCH_ORDER_STORY_SIZE);
  auto ids = IdsOf(Search(request));
  ASSERT_THAT(ids, SizeIs(4));
  EXPECT_THAT((std::set<std::string>{ids[0], ids[1]}), ElementsAre("b", "c"));
  request.set_collapse_stories(true);
  ids = IdsOf(Search(request));
  ASSERT_THAT(ids, SizeIs(3));
  EXPECT_THAT(ids[0], testing::AnyOf("b", "c"));
}

}  // namespace
}  // namespace akin
