#include <thread>

#include "common/rpc/rpc_test_base.h"
#include "gmock/gmock.h"

namespace akin {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

class RpcLimitsTest : public RpcTest {
 protected:
  // One call with metadata of our own; its answer's body is the traceparent that the handler saw.
  grpc::Status GetWith(const std::string& key, const std::string& value,
                       GetArticleResponse& response) {
    grpc::ClientContext context;
    context.AddMetadata(key, value);
    GetArticleRequest request;
    request.set_name("articles/a");
    return stub_->GetArticle(&context, request, &response);
  }
};

TEST_F(RpcLimitsTest, ATraceparentThatIsNoneIsReplaced) {
  Serve();
  GetArticleResponse response;
  ASSERT_TRUE(GetWith("traceparent", std::string(55, 'z'), response).ok());
  EXPECT_THAT(response.article().body(), MatchesRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
}

TEST_F(RpcLimitsTest, APackedRequestIsRefused) {
  Serve();
  GetArticleRequest request;
  request.set_name(std::string(1 << 20, 'a'));
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  GetArticleResponse response;
  EXPECT_EQ(stub_->GetArticle(&context, request, &response).error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_TRUE(Get("articles/a").ok());
}

TEST_F(RpcLimitsTest, ARequestOverTheLimitIsRefused) {
  server_options_.max_request_bytes = 4 << 20;
  Serve();
  EXPECT_EQ(Get(std::string(5 << 20, 'a')).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(RpcLimitsTest, MuchMetadataFailsItsOwnCallOnly) {
  Serve();
  auto slow = std::async(std::launch::async, [&] { return Get("articles/slow"); });
  storage_->entered.get_future().wait();
  for (const size_t bytes : {9 << 10, 20 << 10, 100 << 10, 500 << 10}) {
    GetArticleResponse response;
    const absl::Status status =
        FromGrpcStatus(GetWith("cookie", std::string(bytes, 'c'), response));
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << bytes << ": " << status;
  }
  storage_->release.set_value();
  EXPECT_TRUE(slow.get().ok());
}

TEST_F(RpcLimitsTest, UsualMetadataIsServed) {
  Serve();
  GetArticleResponse response;
  EXPECT_TRUE(GetWith("authorization", std::string(6 << 10, 't'), response).ok());
}

// A handler's error of `message` as a caller gets it.
absl::Status AsReceived(const absl::Status& status) {
  const grpc::Status sent = ToGrpcStatus(status);
  // What HTTP/2 trailers take: percent-encoded message, details in base64; 8 KiB is a usual limit.
  size_t bytes = (sent.error_details().size() + 2) / 3 * 4;
  for (const char c : sent.error_message()) bytes += c >= ' ' && c <= '~' && c != '%' ? 1 : 3;
  EXPECT_LT(bytes, 8'000u);
  return FromGrpcStatus(sent);
}

TEST(StatusConversion, LongMessagesFitIntoTrailers) {
  for (const char* character : {"a", "é", "漢", "😀", "\xE9", "%"}) {
    std::string value;
    for (int i = 0; i < 60'000; ++i) value += character;
    const absl::Status status = AsReceived(InvalidField("query", value));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ErrorField(status), "query");
    EXPECT_THAT(std::string(status.message()), StartsWith("query: "));
    const std::string field = ErrorField(AsReceived(InvalidField(value, "empty")));
    EXPECT_THAT(field, AllOf(StartsWith(Shown(character)), EndsWith("…")));
  }
}

TEST(StatusConversion, APlaceInFrontOfTheMessageStaysAndTheFieldIsWhole) {
  const absl::Status status = InvalidField("feed.xml", "empty");
  const google::rpc::Status sent = ToRpcStatus(
      WithField(absl::InvalidArgumentError(absl::StrCat("line 3: ", status.message())), "feed.xml"));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(sent.details(0).UnpackTo(&bad));
  EXPECT_EQ(bad.field_violations(0).field(), "feed.xml");
  EXPECT_EQ(bad.field_violations(0).description(), "line 3: feed.xml: empty");
  EXPECT_EQ(FromRpcStatus(sent).message(), "line 3: feed.xml: empty");
}

TEST(StatusConversion, EveryErrorHasAReason) {
  EXPECT_EQ(ErrorReason(AsReceived(absl::NotFoundError("no such article"))), "NOT_FOUND");
  EXPECT_EQ(ErrorReason(AsReceived(ErrorWithReason(absl::StatusCode::kNotFound,
                                                   "ARTICLE_WITHDRAWN", "withdrawn"))),
            "ARTICLE_WITHDRAWN");
}

TEST_F(RpcLimitsTest, AnAnswerThatIsNotUtf8IsMended) {
#ifdef AKIN_CHECKS
  GTEST_SKIP() << "ends the process in a checked build, so that whoever cut the text is found";
#endif
  Serve();
  storage_->body = "cut \xE6\x9C";
  const auto response = Get("articles/a");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->article().body(), "cut \uFFFD");
}

}  // namespace
}  // namespace akin
