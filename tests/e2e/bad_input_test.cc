// Bad input gets a clear status from the real processes, and they go on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/rpc/status_conversion.h"
#include "common/status/errors.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

// Bytes as they are, to a method of any name.
absl::Status CallRaw(const std::string& address, const std::string& method,
                     const std::string& bytes) {
  grpc::GenericStub stub(NewChannel(address));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  grpc::Status result;
  absl::Notification done;
  stub.UnaryCall(&context, method, {}, &request, &response, [&](grpc::Status status) {
    result = std::move(status);
    done.Notify();
  });
  done.WaitForNotification();
  return FromGrpcStatus(result);
}

class BadInputTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { cluster_ = new Cluster(); }
  static void TearDownTestSuite() { delete cluster_; }
  // Whatever a test did, everything still works.
  void TearDown() override {
    const auto result = Ingest(*cluster_, NewArticle("alive", "Still alive", "Body."));
    EXPECT_TRUE(Search(*cluster_, "alive", result.revision()).ok());
    EXPECT_TRUE(Similar(*cluster_, result.name(), result.revision()).ok());
  }

  static absl::Status IngestStatus(const news::v1::Article& article) {
    ingestion::v1::IngestArticleRequest request;
    *request.mutable_article() = article;
    return CallUnary<ingestion::v1::IngestArticleResponse>(
               {}, cluster_->ingestion_stub(),
               &ingestion::v1::IngestionService::Stub::IngestArticle, request)
        .status();
  }

  // The error that `akin` reports with --json.
  static std::string AkinError(std::vector<std::string> arguments) {
    arguments.push_back("--json");
    const ProgramResult result = RunAkin(*cluster_, arguments);
    EXPECT_EQ(result.code, 1) << result.out;
    return result.err;
  }

  static Cluster* cluster_;
};
Cluster* BadInputTest::cluster_ = nullptr;

TEST_F(BadInputTest, BytesThatAreNoRequestAreInvalidArgumentOnEveryMethod) {
  const std::pair<std::string, std::string> methods[] = {
      {cluster_->storage().address(), "/akin.storage.v1.StorageService/GetArticle"},
      {cluster_->storage().address(), "/akin.storage.v1.StorageService/PutArticles"},
      {cluster_->ingestion().address(), "/akin.ingestion.v1.IngestionService/IngestArticle"},
      {cluster_->ingestion().address(), "/akin.ingestion.v1.IngestionService/IngestDocument"},
      {cluster_->search().address(), "/akin.search.v1.SearchService/SearchArticles"},
      {cluster_->recommendation().address(),
       "/akin.recommendation.v1.RecommendationService/ListSimilarArticles"},
  };
  // A field of length 5 with 1 byte; a tag without a value; an endless varint.
  for (const std::string& bytes :
       {std::string("\x0a\x05x"), std::string("\x0a"), std::string(12, '\xff')}) {
    for (const auto& [address, method] : methods)
      EXPECT_EQ(CallRaw(address, method, bytes).code(), absl::StatusCode::kInvalidArgument)
          << method;
  }
}

TEST_F(BadInputTest, InvalidUtf8InAStringIsInvalidArgument) {
  const absl::Status status =
      CallRaw(cluster_->storage().address(), "/akin.storage.v1.StorageService/GetArticle",
              "\x0a\x02\xff\xfe");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_FALSE(status.message().empty());
}

TEST_F(BadInputTest, AMethodThatDoesNotExistIsUnimplemented) {
  EXPECT_EQ(
      CallRaw(cluster_->storage().address(), "/akin.storage.v1.StorageService/Nothing", "").code(),
      absl::StatusCode::kUnimplemented);
}

TEST_F(BadInputTest, ArticlesThatCannotBeAreRefusedWithTheField) {
  const auto with = [](auto change) {
    news::v1::Article article = NewArticle("bad", "Headline", "Body");
    change(article);
    return article;
  };
  const std::pair<const char*, news::v1::Article> cases[] = {
      {"headline", with([](auto& a) { a.clear_headline(); })},
      {"headline", with([](auto& a) { a.set_headline(" \n\t "); })},
      {"body", with([](auto& a) { a.set_body(std::string(20 << 20, 'x')); })},
      {"publish_time",
       with([](auto& a) { a.mutable_publish_time()->set_seconds(int64_t{1} << 60); })},
      {"publish_time", with([](auto& a) { a.mutable_publish_time()->set_nanos(-1); })},
      {"update_time", with([](auto& a) { a.mutable_update_time()->set_nanos(2'000'000'000); })},
  };
  for (const auto& [field, article] : cases) {
    const absl::Status status = IngestStatus(article);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << field << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(field));
    EXPECT_THAT(ErrorField(status), HasSubstr(field));
  }
}

TEST_F(BadInputTest, AMessageOverTheLimitIsRefused) {
  const absl::Status status =
      IngestStatus(NewArticle("huge", "Headline", std::string(40 << 20, 'x')));
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
}

TEST_F(BadInputTest, UnknownIdsAreNotFoundEverywhere) {
  for (const auto& command :
       std::vector<std::vector<std::string>>{{"get", "nosuch"},
                                             {"similar", "nosuch"},
                                             {"explain", "nosuch", "nosuch2"},
                                             {"story", "nosuch"},
                                             {"withdraw", "nosuch"},
                                             {"undelete", "nosuch"},
                                             {"purge", "nosuch"},
                                             {"get", "nosuch", "--revisions"},
                                             {"get", "--url", "https://nowhere.example/1"}}) {
    EXPECT_THAT(AkinError(command), HasSubstr("\"code\":5")) << command[0];
  }
}

TEST_F(BadInputTest, NegativeNumbersAreInvalidArgumentWithTheField) {
  for (const auto& command : std::vector<std::vector<std::string>>{
           {"list", "--page_size", "-1"},
           {"search", "x", "--page_size", "-1"},
           {"search", "x", "--facets", "source", "--facet_size", "-1"},
           {"suggest", "x", "--max_results", "-1"},
           {"stories", "--page_size", "-1"},
           {"list", "--min_revision", "-1"},
           {"search", "x", "--min_revision", "-1"},
           {"watch", "--after_revision", "-1", "--replay_only"}}) {
    const std::string error = AkinError(command);
    EXPECT_THAT(error, HasSubstr("\"code\":3")) << command[0];
    EXPECT_THAT(error, HasSubstr("-1")) << command[0];
  }
  const std::string name = Ingest(*cluster_, NewArticle("n", "Negative", "Body")).name();
  EXPECT_THAT(AkinError({"similar", name, "--k", "-1"}), HasSubstr("page_size"));
}

TEST_F(BadInputTest, AFilterWithATypoSaysWhere) {
  const std::string name = Ingest(*cluster_, NewArticle("f", "Filter", "Body")).name();
  for (const auto& command :
       std::vector<std::vector<std::string>>{{"list"}, {"search", "x"}, {"similar", name}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--filter", "source = \"a\" AND langauge = \"de\""});
    const std::string error = AkinError(arguments);
    EXPECT_THAT(error, HasSubstr("\"code\":3")) << command[0];
    EXPECT_THAT(error, HasSubstr("column 18")) << command[0];
  }
}

TEST_F(BadInputTest, PageTokensOfOtherRequestsAndGarbageAreRefused) {
  for (int i = 0; i < 5; ++i)
    Ingest(*cluster_, NewArticle(absl::StrCat("p", i), absl::StrCat("Page ", i), "Body"));
  const int64_t revision = NewestRevision(*cluster_);
  storage::v1::ListArticlesRequest request;
  request.set_page_size(2);
  request.set_min_revision(revision);
  const auto page = CallUnary<storage::v1::ListArticlesResponse>(
      {}, cluster_->storage_stub(), &storage::v1::StorageService::Stub::ListArticles, request);
  ASSERT_TRUE(page.ok()) << page.status();
  const std::string token = page->next_page_token();
  ASSERT_FALSE(token.empty());
  for (const auto& command : std::vector<std::vector<std::string>>{
           {"list", "--page_token", token, "--order_by", "create_time"},
           {"list", "--page_token", token, "--filter", "language = \"de\""},
           {"list", "--page_token", "garbage"},
           {"list", "--page_token", token + "x"},
           {"search", "page", "--page_token", token},
           {"search", "page", "--page_token", "%%%"},
           {"stories", "--page_token", token}}) {
    EXPECT_THAT(AkinError(command), HasSubstr("\"code\":3")) << command[0] << command.back();
  }
}

TEST_F(BadInputTest, DocumentsThatCannotBeReadAreRefusedAndTheOthersGoOn) {
  const auto write = [&](const std::string& name, const std::string& text) {
    const std::string path = cluster_->path(name);
    FILE* file = std::fopen(path.c_str(), "wb");
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
    return path;
  };
  const std::string empty = write("empty.txt", "");
  const std::string binary = write("binary.txt", std::string("\x89PNG\r\n\x1a\n\0\0\0\x0d", 12));
  const std::string large = write("large.txt", std::string(17 << 20, 'x'));
  const std::string good = write("good.txt", "A good headline\n\nA good body.\n");
  for (const std::string& bad : {empty, binary, large})
    EXPECT_THAT(AkinError({"ingest", bad}), HasSubstr("\"code\":3")) << bad;
  const ProgramResult all =
      RunAkin(*cluster_, {"ingest", empty, binary, good, "--source", "e2e.example", "--json"});
  EXPECT_EQ(all.code, 1);
  ASSERT_EQ(all.lines().size(), 1u) << all.out;
  EXPECT_THAT(all.lines()[0], HasSubstr("INGEST_OUTCOME_CREATED"));
  EXPECT_THAT(all.err, HasSubstr("2 could not be ingested"));
}

TEST_F(BadInputTest, JsonLinesThatAreNoArticlesDoNotStopTheOthers) {
  const std::string path = cluster_->path("articles.jsonl");
  FILE* file = std::fopen(path.c_str(), "wb");
  std::fputs(
      "{\"headline\":\"First line\",\"body\":\"x\",\"external_id\":\"l1\"}\n"
      "not json\n"
      "{\"headline\":\"\"}\n"
      "{\"headline\":\"Last line\",\"body\":\"y\",\"external_id\":\"l2\"}\n",
      file);
  std::fclose(file);
  const ProgramResult result =
      RunAkin(*cluster_, {"ingest", path, "--source", "e2e.example", "--json"});
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.lines().size(), 4u) << result.out;
  EXPECT_THAT(result.err, HasSubstr("2 could not be ingested"));
  EXPECT_THAT(result.out, HasSubstr("Last line"));
}

TEST_F(BadInputTest, MistakesInTheCommandLineAreOneLineAndCodeTwo) {
  for (const auto& command :
       std::vector<std::vector<std::string>>{{},
                                             {"nosuch"},
                                             {"get"},
                                             {"similar"},
                                             {"explain", "one"},
                                             {"list", "surplus"},
                                             {"list", "--nosuch"},
                                             {"list", "--page_size"},
                                             {"similar", "x", "--recency", "soon"}}) {
    const ProgramResult result = RunAkin(*cluster_, command);
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_EQ(result.out, "");
  }
}

}  // namespace
}  // namespace akin
