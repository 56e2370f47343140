#include "services/ingestion/fetch/curl_fetcher.h"

#include <sys/resource.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/errors.h"
#include "common/testing/http_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using End = TestHttpServer::End;
using Reply = TestHttpServer::Reply;

AddressPolicy Allowing(absl::string_view blocks) {
  return AddressPolicy(CidrList::Parse(blocks).value());
}

class CurlFetcherTest : public testing::Test {
 protected:
  // The server plays each of these hosts; internal.example is a host that must not be reached.
  static CurlFetcher::Options Options() {
    return {.user_agent = CurlFetcher::UserAgent("https://akin.example/bot"),
            .policy = Allowing("127.0.0.1"),
            .hosts = {{"wire.example", "127.0.0.1"},
                      {"other.example", "127.0.0.1"},
                      {"internal.example", "127.0.0.2"}}};
  }

  absl::StatusOr<FetchResponse> Get(absl::string_view path) {
    return fetcher_.Fetch({.url = server_.UrlAt("wire.example", path)});
  }
  FetchResponse GetOk(absl::string_view path) {
    const auto response = Get(path);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(FetchResponse());
  }
  absl::StatusOr<FetchResponse> GetWithin(absl::string_view path, FetchLimits limits) {
    return fetcher_.Fetch({.url = server_.UrlAt("wire.example", path), .limits = limits});
  }
  std::string ReasonOf(absl::string_view path) { return ErrorReason(Get(path).status()); }

  TestHttpServer server_;
  FakeClock clock_;
  CurlFetcher fetcher_{Options(), clock_};
};

TEST_F(CurlFetcherTest, AnswersBodyAndFieldsAsSent) {
  server_.Serve("/feed", {.headers = {{"Content-Type", "application/rss+xml; charset=\"x\""},
                                      {"Content-Location", "/feeds/all"},
                                      {"Content-Language", "de-AT"},
                                      {"ETag", "W/\"a b\""},
                                      {"Last-Modified", "Tue, 3 Nov 26 1:2:3 GMT"},
                                      {"Cache-Control", "public"},
                                      {"Cache-Control", "max-age=900"},
                                      {"Age", "100"},
                                      {"Date", "Tue, 03 Nov 2026 10:00:00 GMT"},
                                      {"Expires", "Tue, 03 Nov 2026 11:00:00 GMT"}},
                          .body = "<rss/>"});
  const FetchResponse response = GetOk("/feed?x=1#top");
  EXPECT_EQ(response.http_status, 200);
  EXPECT_EQ(response.body, "<rss/>");
  EXPECT_FALSE(response.body_incomplete);
  EXPECT_EQ(response.media_type, "application/rss+xml; charset=\"x\"");
  EXPECT_EQ(response.content_location, "/feeds/all");
  EXPECT_EQ(response.content_language, "de-AT");
  EXPECT_EQ(response.etag, "W/\"a b\"");
  EXPECT_EQ(response.last_modified, "Tue, 3 Nov 26 1:2:3 GMT");
  EXPECT_EQ(response.max_age, absl::Seconds(800));
  EXPECT_EQ(response.expires, clock_.Now() + absl::Hours(1));
  EXPECT_EQ(response.retry_after, absl::nullopt);
  EXPECT_EQ(response.final_url, server_.UrlAt("wire.example", "/feed?x=1"));
  EXPECT_EQ(response.redirects, 0);
  EXPECT_EQ(response.moved_to_url, "");
}

TEST_F(CurlFetcherTest, WhatWasKeptIsSentBackVerbatim) {
  server_.Serve("/feed", {.status = 304});
  const auto response = fetcher_.Fetch({.url = server_.Url("/feed"),
                                        .etag = "W/\"a \xff b\"",
                                        .last_modified = "Tue, 3 Nov 26 1:2:3 GMT"});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->http_status, 304);
  const auto request = server_.Requests().at(0);
  EXPECT_EQ(request.Header("If-None-Match"), "W/\"a \xff b\"");
  EXPECT_EQ(request.Header("If-Modified-Since"), "Tue, 3 Nov 26 1:2:3 GMT");
}

TEST_F(CurlFetcherTest, WhatIsNoHeaderIsNotSent) {
  const auto response = fetcher_.Fetch(
      {.url = server_.Url("/feed"), .etag = "x\r\nCookie: a=b", .last_modified = " "});
  ASSERT_TRUE(response.ok()) << response.status();
  const auto request = server_.Requests().at(0);
  EXPECT_FALSE(request.headers.contains("if-none-match"));
  EXPECT_FALSE(request.headers.contains("if-modified-since"));
  EXPECT_FALSE(request.headers.contains("cookie"));
}

TEST_F(CurlFetcherTest, SaysWhoAsksForWhat) {
  GetOk("/feed");
  const auto request = server_.Requests().at(0);
  EXPECT_EQ(request.Header("User-Agent"), "Akin/1.0 (+https://akin.example/bot)");
  EXPECT_THAT(request.Header("Accept"), HasSubstr("application/rss+xml"));
  EXPECT_THAT(request.Header("Accept-Encoding"), HasSubstr("gzip"));
  EXPECT_THAT(request.Header("Accept-Encoding"), HasSubstr("br"));
}

TEST_F(CurlFetcherTest, NothingIsTakenFromTheEnvironment) {
  const auto home = std::filesystem::temp_directory_path() / absl::StrCat("akin_home_", getpid());
  std::filesystem::create_directory(home);
  std::ofstream(home / ".netrc") << "machine wire.example login ann password secret\n";
  setenv("HOME", home.c_str(), 1);
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"}) {
    setenv(name, "http://127.0.0.1:1", 1);
  }
  server_.Serve("/feed", {.headers = {{"Set-Cookie", "a=b"}}});
  GetOk("/feed");
  GetOk("/feed");
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"}) {
    unsetenv(name);
  }
  std::filesystem::remove_all(home);
  for (const auto& request : server_.Requests()) {
    EXPECT_FALSE(request.headers.contains("authorization"));
    EXPECT_FALSE(request.headers.contains("cookie"));
  }
}

// A gate: without its cookie it goes round for ever.
TestHttpServer::Handler Gate(const std::string& cookie) {
  return [cookie](const TestHttpServer::Request& request) {
    if (request.Header("Cookie") == "seen=1") return Reply{.body = "x"};
    Reply reply = TestHttpServer::Redirect(302, request.target);
    reply.headers.push_back({"Set-Cookie", cookie});
    return reply;
  };
}

TEST_F(CurlFetcherTest, CookiesGoOnTheWayAndAreForgottenWithTheFetch) {
  server_.Handle("/feed", Gate("seen=1; Path=/; HttpOnly"));
  EXPECT_EQ(GetOk("/feed").body, "x");
  EXPECT_EQ(GetOk("/feed").body, "x");
  EXPECT_THAT(server_.Requests(), SizeIs(4)) << "the second fetch begins without a cookie";
}

TEST_F(CurlFetcherTest, CookiesGoToNoOtherHost) {
  server_.Handle("/feed", [&](const TestHttpServer::Request&) {
    Reply reply = TestHttpServer::Redirect(302, server_.UrlAt("other.example", "/other"));
    reply.headers.push_back({"Set-Cookie", "seen=1; Path=/"});
    reply.headers.push_back({"Set-Cookie", "evil=1; Domain=other.example"});
    return reply;
  });
  server_.Serve("/other", {.body = "y"});
  EXPECT_EQ(GetOk("/feed").body, "y");
  EXPECT_FALSE(server_.Requests("/other").at(0).headers.contains("cookie"));
}

TEST_F(CurlFetcherTest, AConfiguredProxyIsUsed) {
  CurlFetcher::Options options = Options();
  options.proxy = server_.Url("");
  CurlFetcher fetcher(std::move(options), clock_);
  server_.Handle("http://far.example/feed", [](const auto&) { return Reply{.body = "by proxy"}; });
  const auto response = fetcher.Fetch({.url = "http://far.example/feed"});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "by proxy");
  EXPECT_EQ(ErrorReason(fetcher.Fetch({.url = "http://10.0.0.1/feed"}).status()),
            fetch_errors::kAddressRefused);
}

TEST_F(CurlFetcherTest, ErrorsOfHttpAreAnswersWithoutBody) {
  server_.Serve("/busy", {.status = 429, .headers = {{"Retry-After", "120"}}, .body = "go away"});
  server_.Serve("/down", {.status = 503,
                          .headers = {{"Date", "Tue, 03 Nov 2026 10:00:00 GMT"},
                                      {"Retry-After", "Tue, 03 Nov 2026 10:05:00 GMT"}}});
  const FetchResponse busy = GetOk("/busy");
  EXPECT_EQ(busy.http_status, 429);
  EXPECT_EQ(busy.body, "");
  EXPECT_EQ(busy.retry_after, clock_.Now() + absl::Minutes(2));
  EXPECT_EQ(GetOk("/down").retry_after, clock_.Now() + absl::Minutes(5));
  EXPECT_EQ(GetOk("/none").http_status, 404);
}

TEST_F(CurlFetcherTest, ConnectionsAreUsedAgain) {
  server_.Serve("/feed", {.body = "x"});
  server_.Serve("/missing", {.status = 410, .body = std::string(5'000, 'x')});
  for (int i = 0; i < 3; ++i) GetOk("/feed");
  GetOk("/missing");
  GetOk("/feed");
  for (const auto& request : server_.Requests()) EXPECT_EQ(request.connection, 1);
}

TEST_F(CurlFetcherTest, ManyThreadsFetchAtOnce) {
  server_.Handle("/feed", [](const auto& request) { return Reply{.body = request.target}; });
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string target = absl::StrCat("/feed?", t, ".", i);
        const auto response = Get(target);
        right += response.ok() && response->body == target;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 400);
}

// Packing.

TEST_F(CurlFetcherTest, BodiesAreUnpacked) {
  const std::string brotli("\x0b\x02\x80hello\x03", 9);
  server_.Serve("/gzip", {.headers = {{"Content-Encoding", "gzip"}}, .body = Gzip("hello")});
  server_.Serve("/br", {.headers = {{"Content-Encoding", "br"}}, .body = brotli});
  server_.Serve("/chunked", {.headers = {{"Content-Encoding", "gzip"}},
                             .body = Gzip("hello"),
                             .chunked = true,
                             .piece_bytes = 2});
  for (const char* path : {"/gzip", "/br", "/chunked"})
    EXPECT_EQ(GetOk(path).body, "hello") << path;
}

TEST_F(CurlFetcherTest, ABombIsAnErrorAndTakesNoMemory) {
  server_.Serve("/bomb", {.headers = {{"Content-Encoding", "gzip"}},
                          .body = GzipBomb(100 << 20),
                          .piece_bytes = 4096});
  server_.Serve("/nested", {.headers = {{"Content-Encoding", "gzip, gzip"}},
                            .body = Gzip(GzipBomb(100 << 20))});
  rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  for (const char* path : {"/bomb", "/nested"}) {
    const auto response = GetWithin(path, {.max_unpacked_bytes = 1 << 20});
    EXPECT_EQ(ErrorReason(response.status()), fetch_errors::kTooLarge) << response.status();
  }
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 16 << 10) << "KiB";
}

TEST_F(CurlFetcherTest, ABombOfManyLayersEndsSoon) {
  std::string layers = "gzip", body = GzipBomb(100 << 20);
  for (int i = 0; i < 4; ++i) {
    layers += ", gzip";
    body = Gzip(body);
  }
  server_.Serve("/layers", {.headers = {{"Content-Encoding", layers}}, .body = body});
  const absl::Time start = absl::Now();
  EXPECT_FALSE(GetWithin("/layers", {.max_unpacked_bytes = 1 << 20}).ok());
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
}

TEST_F(CurlFetcherTest, UnpackedBytesMayReachTheLimitExactly) {
  server_.Serve("/feed",
                {.headers = {{"Content-Encoding", "gzip"}}, .body = Gzip(std::string(1'000, 'x'))});
  EXPECT_TRUE(GetWithin("/feed", {.max_unpacked_bytes = 1'000}).ok());
  EXPECT_FALSE(GetWithin("/feed", {.max_unpacked_bytes = 999}).ok());
}

TEST_F(CurlFetcherTest, PackedBytesAreLimitedToo) {
  const std::string packed = Gzip(std::string(1'000, 'x'));
  const auto size = static_cast<int64_t>(packed.size());
  const Reply told{.headers = {{"Content-Encoding", "gzip"}}, .body = packed};
  Reply untold = told;
  untold.chunked = true;
  server_.Serve("/told", told);
  server_.Serve("/untold", untold);
  for (const char* path : {"/told", "/untold"}) {
    EXPECT_TRUE(GetWithin(path, {.max_packed_bytes = size}).ok()) << path;
    EXPECT_EQ(ErrorReason(GetWithin(path, {.max_packed_bytes = size - 1}).status()),
              fetch_errors::kTooLarge)
        << path;
  }
}

TEST_F(CurlFetcherTest, APackingThatDoesNotExistIsAskedForAgainUnpacked) {
  server_.Serve("/feed", {.headers = {{"Content-Encoding", "utf-8"}}, .body = "plain"});
  server_.Handle("/broken", [](const auto& request) {
    const bool packed = !request.Header("Accept-Encoding").empty();
    return packed ? Reply{.headers = {{"Content-Encoding", "gzip"}}, .body = "no gzip at all"}
                  : Reply{.body = "plain"};
  });
  EXPECT_EQ(GetOk("/feed").body, "plain");
  EXPECT_EQ(GetOk("/broken").body, "plain");
}

// Lengths.

TEST_F(CurlFetcherTest, ABodyThatIsNotPackedAsItSaysIsTakenAsItIs) {
  for (const char* packing : {"gzip", "deflate", "br", "zstd", "x-gzip", "gzip, br", "none"}) {
    server_.Serve("/feed",
                  {.headers = {{"Content-Encoding", packing}}, .body = "<rss>plain</rss>"});
    EXPECT_EQ(GetOk("/feed").body, "<rss>plain</rss>") << packing;
  }
}

TEST_F(CurlFetcherTest, ABodyShorterThanItsLengthIsIncomplete) {
  const std::vector<std::pair<std::string, std::string>> etag = {{"ETag", "\"1\""},
                                                                 {"Last-Modified", "yesterday"}};
  server_.Serve("/feed",
                {.headers = etag, .body = "<rss>", .content_length = "100", .end = End::kClose});
  server_.Serve("/chunked",
                {.headers = etag, .body = "<rss>", .chunked = true, .end = End::kClose});
  for (const char* path : {"/feed", "/chunked"}) {
    const FetchResponse response = GetOk(path);
    EXPECT_EQ(response.body, "<rss>") << path;
    EXPECT_TRUE(response.body_incomplete) << path;
    EXPECT_EQ(response.etag + response.last_modified, "") << path;
  }
}

TEST_F(CurlFetcherTest, ABodyLongerThanItsLengthEndsThere) {
  server_.Serve("/feed", {.body = "<rss/>garbage", .content_length = "6", .end = End::kClose});
  EXPECT_EQ(GetOk("/feed").body, "<rss/>");
  EXPECT_EQ(GetOk("/feed").body, "<rss/>");
}

TEST_F(CurlFetcherTest, ABodyWithoutLengthEndsWithTheConnection) {
  server_.Serve("/feed", {.body = "<rss/>", .content_length = "", .end = End::kClose});
  const FetchResponse response = GetOk("/feed");
  EXPECT_EQ(response.body, "<rss/>");
  EXPECT_FALSE(response.body_incomplete);
}

TEST_F(CurlFetcherTest, ALengthThatIsTooLargeOrNoneIsAnErrorAtOnce) {
  server_.Serve("/huge", {.content_length = "99999999999", .end = End::kHang});
  server_.Serve("/negative", {.content_length = "-1", .end = End::kHang});
  EXPECT_EQ(ReasonOf("/huge"), fetch_errors::kTooLarge);
  EXPECT_EQ(ReasonOf("/negative"), fetch_errors::kBadAnswer);
}

TEST_F(CurlFetcherTest, EndlessBodiesAndHeadersAreErrors) {
  server_.Serve("/body", {.body = std::string(10'000, 'x'), .endless = true});
  server_.Serve("/headers",
                {.raw = absl::StrCat("HTTP/1.1 200 OK\r\n", std::string(400 << 10, 'x'))});
  std::string interim;
  for (int i = 0; i < 20'000; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  server_.Serve("/interim", {.raw = interim});
  EXPECT_EQ(ErrorReason(GetWithin("/body", {.max_unpacked_bytes = 100'000}).status()),
            fetch_errors::kTooLarge);
  EXPECT_FALSE(Get("/headers").ok());
  EXPECT_FALSE(Get("/interim").ok());
}

TEST_F(CurlFetcherTest, LargeBodiesAreCutWhereAskedFor) {
  server_.Serve("/robots.txt", {.headers = {{"ETag", "\"1\""}}, .body = std::string(5'000, 'x')});
  const auto response =
      GetWithin("/robots.txt",
                {.max_packed_bytes = 1'000, .max_unpacked_bytes = 1'000, .cut_large_bodies = true});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->body, SizeIs(1'000));
  EXPECT_TRUE(response->body_incomplete);
  EXPECT_EQ(response->etag, "");
}

TEST_F(CurlFetcherTest, TheEndlessBodyOfARedirectHoldsNobodyUp) {
  Reply redirect = TestHttpServer::Redirect(302, "/feed");
  redirect.body = std::string(10'000, 'x');
  redirect.endless = true;
  server_.Serve("/old", redirect);
  server_.Serve("/feed", {.body = "x"});
  EXPECT_EQ(GetOk("/old").body, "x");
}

// Time.

TEST_F(CurlFetcherTest, ASlowDripEnds) {
  server_.Serve("/drip", {.body = std::string(1'000, 'x'),
                          .piece_bytes = 1,
                          .piece_interval = absl::Milliseconds(200)});
  const absl::Time start = absl::Now();
  const auto response = GetWithin("/drip", {.low_speed_time = absl::Seconds(1)});
  EXPECT_EQ(ErrorReason(response.status()), fetch_errors::kTooSlow) << response.status();
  EXPECT_EQ(response.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_LT(absl::Now() - start, absl::Seconds(4));
}

TEST_F(CurlFetcherTest, NoAnswerEnds) {
  server_.Serve("/hang", {.delay = absl::Seconds(30)});
  const auto response = GetWithin("/hang", {.total_timeout = absl::Milliseconds(300)});
  EXPECT_EQ(ErrorReason(response.status()), fetch_errors::kTimeout) << response.status();
}

TEST_F(CurlFetcherTest, AHandshakeThatHangsEnds) {
  const absl::Time start = absl::Now();
  const auto status = fetcher_
                          .Fetch({.url = absl::StrCat("https://wire.example:", server_.port()),
                                  .limits = {.connect_timeout = absl::Milliseconds(300)}})
                          .status();
  EXPECT_EQ(ErrorReason(status), fetch_errors::kTimeout) << status;
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
}

TEST_F(CurlFetcherTest, TheDeadlineHoldsForAllRedirectsTogether) {
  Reply slow = TestHttpServer::Redirect(302, "/loop");
  slow.delay = absl::Milliseconds(200);
  server_.Serve("/loop", slow);
  const absl::Time start = absl::Now();
  const auto response =
      GetWithin("/loop", {.total_timeout = absl::Milliseconds(500), .max_redirects = 100});
  EXPECT_EQ(ErrorReason(response.status()), fetch_errors::kTimeout) << response.status();
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
}

TEST_F(CurlFetcherTest, StoppingEndsRunningFetchesSoonAndLaterOnes) {
  server_.Serve("/hang", {.delay = absl::Seconds(30)});
  std::thread stopper([&] {
    while (server_.Requests().empty()) absl::SleepFor(absl::Milliseconds(5));
    fetcher_.Stop();
  });
  const absl::Time start = absl::Now();
  EXPECT_EQ(Get("/hang").status().code(), absl::StatusCode::kCancelled);
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
  stopper.join();
  EXPECT_EQ(ReasonOf("/feed"), fetch_errors::kCancelled);
}

TEST_F(CurlFetcherTest, ACallerMayCancelHisFetch) {
  server_.Serve("/drip", {.body = "x", .piece_interval = absl::Milliseconds(20), .endless = true});
  const absl::Time start = absl::Now();
  const auto response = fetcher_.Fetch({.url = server_.Url("/drip"), .cancelled = [&] {
                                          return absl::Now() - start > absl::Milliseconds(200);
                                        }});
  EXPECT_EQ(ErrorReason(response.status()), fetch_errors::kCancelled);
  EXPECT_LT(absl::Now() - start, absl::Seconds(1));
}

// Connections.

TEST_F(CurlFetcherTest, BrokenConnectionsAreNamed) {
  server_.Serve("/reset", {.body = "<rss>", .content_length = "100", .end = End::kReset});
  server_.Serve("/closed", {.end = End::kClose, .raw = ""});
  server_.Serve("/garbage", {.end = End::kClose, .raw = "SSH-2.0-OpenSSH_9\r\n"});
  EXPECT_EQ(ReasonOf("/reset"), fetch_errors::kConnection);
  EXPECT_EQ(ReasonOf("/closed"), fetch_errors::kConnection);
  EXPECT_EQ(ReasonOf("/garbage"), fetch_errors::kBadAnswer);
  EXPECT_EQ(ErrorReason(fetcher_.Fetch({.url = "http://127.0.0.1:1/"}).status()),
            fetch_errors::kConnection);
}

TEST_F(CurlFetcherTest, AConnectionClosedWhileIdleIsReplaced) {
  server_.ServeInTurn("/feed", {{.body = "1"}, {.end = End::kReset, .raw = ""}, {.body = "2"}});
  EXPECT_EQ(GetOk("/feed").body, "1");
  EXPECT_EQ(GetOk("/feed").body, "2");
}

// localhost is often ::1 too, which is refused here; what failed is the address that is allowed.
TEST_F(CurlFetcherTest, AHostOfWhichSomeAddressIsAllowedFailsByThatOne) {
  const auto status = fetcher_.Fetch({.url = "http://localhost:1/"}).status();
  EXPECT_EQ(ErrorReason(status), fetch_errors::kConnection) << status;
}

TEST_F(CurlFetcherTest, AHostThatDoesNotExistIsNamed) {
  const auto response = fetcher_.Fetch({.url = "http://wire.invalid/feed?token=secret",
                                        .limits = {.total_timeout = absl::Seconds(20)}});
  EXPECT_EQ(ErrorReason(response.status()), fetch_errors::kDns) << response.status();
  EXPECT_THAT(std::string(response.status().message()), HasSubstr("http://wire.invalid/feed: "));
  EXPECT_THAT(std::string(response.status().message()), Not(HasSubstr("secret")));
}

// Redirects.

class MovedTest : public CurlFetcherTest {
 protected:
  // "/0" redirects to "/1" with the first status, and so on; the end answers 200.
  FetchResponse Follow(const std::vector<int>& statuses) {
    for (size_t i = 0; i < statuses.size(); ++i) {
      server_.Serve(absl::StrCat("/", i),
                    TestHttpServer::Redirect(statuses[i], absl::StrCat("/", i + 1)));
    }
    server_.Serve(absl::StrCat("/", statuses.size()), {.body = "x"});
    return GetOk("/0");
  }
  std::string At(absl::string_view path) { return server_.UrlAt("wire.example", path); }
};

TEST_F(MovedTest, TheLeadingRunOfPermanentRedirectsMovesTheAddress) {
  struct Case {
    std::vector<int> statuses;
    std::string moved_to;
  };
  for (const Case& c : std::vector<Case>{{{301}, "/1"},
                                         {{308}, "/1"},
                                         {{302}, ""},
                                         {{303}, ""},
                                         {{307}, ""},
                                         {{301, 308, 301}, "/3"},
                                         {{301, 302, 301}, "/1"},
                                         {{307, 301, 308}, ""}}) {
    const FetchResponse response = Follow(c.statuses);
    const std::string end = absl::StrCat("/", c.statuses.size());
    EXPECT_EQ(response.final_url, At(end));
    EXPECT_EQ(response.redirects, static_cast<int>(c.statuses.size()));
    EXPECT_EQ(response.moved_to_url, c.moved_to.empty() ? "" : At(c.moved_to))
        << testing::PrintToString(c.statuses);
  }
}

TEST_F(MovedTest, AMoveToWhatDoesNotAnswerIsNone) {
  server_.Serve("/old", TestHttpServer::Redirect(301, "/gone"));
  const FetchResponse response = GetOk("/old");
  EXPECT_EQ(response.http_status, 404);
  EXPECT_EQ(response.moved_to_url, "");
}

TEST_F(MovedTest, A304AfterAPermanentRedirectMovesToo) {
  server_.Serve("/old", TestHttpServer::Redirect(301, "/new"));
  server_.Serve("/new", {.status = 304});
  EXPECT_EQ(GetOk("/old").moved_to_url, At("/new"));
}

TEST_F(CurlFetcherTest, ValidatorsAndAcceptGoToTheEndOfTheWay) {
  server_.Serve("/old", TestHttpServer::Redirect(302, server_.UrlAt("other.example", "/feed")));
  ASSERT_TRUE(
      fetcher_.Fetch({.url = server_.Url("/old"), .etag = "\"1\"", .accept = "text/x"}).ok());
  EXPECT_EQ(server_.Requests("/feed").at(0).Header("If-None-Match"), "\"1\"");
  EXPECT_EQ(server_.Requests("/feed").at(0).Header("Accept"), "text/x");
}

TEST_F(CurlFetcherTest, RedirectsAreLimited) {
  server_.Serve("/loop", TestHttpServer::Redirect(301, "/loop"));
  const auto response = GetWithin("/loop", {.max_redirects = 3});
  EXPECT_EQ(ErrorReason(response.status()), fetch_errors::kTooManyRedirects);
  EXPECT_THAT(server_.Requests(), SizeIs(4));
  EXPECT_EQ(ErrorReason(GetWithin("/loop", {.max_redirects = 0}).status()),
            fetch_errors::kTooManyRedirects);
}

TEST_F(CurlFetcherTest, RedirectsLeadToHttpAndHttpsOnly) {
  for (const char* target : {"ftp://wire.example/x", "file:///etc/passwd", "gopher://127.0.0.1/x",
                             "javascript:alert(1)", "dict://127.0.0.1/"}) {
    server_.Serve("/old", TestHttpServer::Redirect(302, target));
    const auto status = Get("/old").status();
    EXPECT_EQ(ErrorReason(status), fetch_errors::kBadScheme) << target;
    EXPECT_THAT(std::string(status.message()), HasSubstr("wire.example"));
  }
  server_.Serve("/old", TestHttpServer::Redirect(302, "http://"));
  EXPECT_EQ(ReasonOf("/old"), fetch_errors::kBadUrl);
}

TEST_F(CurlFetcherTest, ARedirectWithoutTargetIsAnAnswer) {
  server_.Serve("/old", {.status = 302});
  EXPECT_EQ(GetOk("/old").http_status, 302);
}

TEST_F(CurlFetcherTest, EachHopIsAskedFor) {
  server_.Serve("/old", TestHttpServer::Redirect(302, "/private"));
  std::vector<std::string> asked;
  const auto response = fetcher_.Fetch({.url = server_.UrlAt("ann:pw@wire.example", "/old"),
                                        .may_fetch = [&](absl::string_view url) {
                                          asked.emplace_back(url);
                                          return absl::EndsWith(url, "/private")
                                                     ? absl::PermissionDeniedError("robots")
                                                     : absl::OkStatus();
                                        }});
  EXPECT_EQ(response.status(), absl::PermissionDeniedError("robots"));
  EXPECT_EQ(asked, (std::vector<std::string>{server_.UrlAt("wire.example", "/old"),
                                             server_.UrlAt("wire.example", "/private")}));
  EXPECT_THAT(server_.Requests("/private"), IsEmpty());
}

// Addresses.

TEST_F(CurlFetcherTest, RefusedAddressesAreNotConnectedTo) {
  CurlFetcher strict({.hosts = {{"rebound.example", "127.0.0.1"}}}, clock_);
  for (const char* host :
       {"127.0.0.1", "localhost", "rebound.example", "2130706433", "0x7f.1", "127.1", "[::1]",
        "[::ffff:127.0.0.1]", "%31%32%37.0.0.1", "127.0.0.%31"}) {
    const auto status = strict.Fetch({.url = server_.UrlAt(host, "/")}).status();
    EXPECT_EQ(ErrorReason(status), fetch_errors::kAddressRefused) << host << ": " << status;
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  }
  EXPECT_THAT(server_.Requests(), IsEmpty());
}

TEST_F(CurlFetcherTest, ARedirectToARefusedAddressIsNotFollowed) {
  for (const char* host : {"127.0.0.2", "[::1]", "169.254.169.254", "internal.example", "10.0.0.1",
                           "192.168.0.1", "0x7f.2"}) {
    server_.Serve("/old", TestHttpServer::Redirect(301, server_.UrlAt(host, "/inside")));
    const auto status = Get("/old").status();
    EXPECT_EQ(ErrorReason(status), fetch_errors::kAddressRefused) << host << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(", redirected to http://")) << host;
  }
  EXPECT_THAT(server_.Requests("/inside"), IsEmpty());
}

TEST_F(CurlFetcherTest, AnAllowedAddressMayBeNamedByANumber) {
  server_.Serve("/feed", {.body = "x"});
  EXPECT_TRUE(fetcher_.Fetch({.url = server_.UrlAt("2130706433", "/feed")}).ok());
}

// Who asks.

std::string AuthorizationOf(const TestHttpServer& server, absl::string_view path) {
  return server.Requests(path).at(0).Header("Authorization");
}

constexpr char kAnn[] = "Basic YW5uOnNAY3JldA==";  // ann:s@cret

TEST_F(CurlFetcherTest, UserInfoIsSentToItsOwnOrigin) {
  server_.Serve("/old", TestHttpServer::Redirect(301, "/feed"));
  server_.Serve("/feed", {.body = "x"});
  const auto response =
      fetcher_.Fetch({.url = server_.UrlAt("ann:s%40cret@wire.example", "/old?q=1")});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(AuthorizationOf(server_, "/old"), kAnn);
  EXPECT_EQ(AuthorizationOf(server_, "/feed"), kAnn);
  EXPECT_EQ(response->final_url, server_.UrlAt("wire.example", "/feed"));
  EXPECT_EQ(response->moved_to_url, server_.UrlAt("ann:s%40cret@wire.example", "/feed"));
}

TEST_F(CurlFetcherTest, UserInfoGoesToNoOtherHostPortOrSchemeAndNotBackAgain) {
  TestHttpServer elsewhere;
  server_.Serve("/old", TestHttpServer::Redirect(301, server_.UrlAt("other.example", "/host")));
  server_.Serve("/host", TestHttpServer::Redirect(301, elsewhere.UrlAt("wire.example", "/port")));
  elsewhere.Serve("/port", TestHttpServer::Redirect(301, server_.UrlAt("wire.example", "/back")));
  const auto response = fetcher_.Fetch({.url = server_.UrlAt("ann:secret@wire.example", "/old")});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(AuthorizationOf(server_, "/host"), "");
  EXPECT_EQ(AuthorizationOf(elsewhere, "/port"), "");
  EXPECT_EQ(AuthorizationOf(server_, "/back"), "");
}

TEST_F(CurlFetcherTest, AMoveToAnotherHostLeavesUserInfoBehind) {
  server_.Serve("/old", TestHttpServer::Redirect(301, server_.UrlAt("other.example", "/feed")));
  server_.Serve("/feed", {.body = "x"});
  EXPECT_EQ(fetcher_.Fetch({.url = server_.UrlAt("ann:secret@wire.example", "/old")})->moved_to_url,
            server_.UrlAt("other.example", "/feed"));
}

TEST_F(CurlFetcherTest, UserInfoThatAServerGivesIsNotSent) {
  server_.Serve("/old",
                TestHttpServer::Redirect(302, server_.UrlAt("eve:x@other.example", "/feed")));
  GetOk("/old");
  EXPECT_EQ(AuthorizationOf(server_, "/feed"), "");
}

TEST_F(CurlFetcherTest, ErrorsTellNoSecrets) {
  const auto status =
      fetcher_.Fetch({.url = "http://ann:hidden@10.0.0.1/feed?token=hidden#hidden"}).status();
  EXPECT_EQ(status.message(), "http://10.0.0.1/feed: 10.0.0.1 is a private address");
}

// TLS.

class CurlFetcherTlsTest : public CurlFetcherTest {
 protected:
  CurlFetcherTlsTest()
      : ca_file_(std::filesystem::temp_directory_path() / absl::StrCat("akin_ca_", getpid())) {
    std::ofstream(ca_file_) << tls_server_.certificate();
  }
  ~CurlFetcherTlsTest() override { std::filesystem::remove(ca_file_); }

  CurlFetcher::Options Trusting() const {
    CurlFetcher::Options options = Options();
    options.ca_file = ca_file_;
    options.hosts["unnamed.test"] = "127.0.0.1";
    return options;
  }

  TestHttpServer tls_server_{/*tls=*/true};
  const std::filesystem::path ca_file_;
};

TEST_F(CurlFetcherTlsTest, CertificatesAreChecked) {
  tls_server_.Serve("/feed", {.body = "x"});
  CurlFetcher trusting(Trusting(), clock_);
  const std::string url = tls_server_.UrlAt("wire.example", "/feed");
  EXPECT_TRUE(trusting.Fetch({.url = url}).ok());
  EXPECT_EQ(ErrorReason(fetcher_.Fetch({.url = url}).status()), fetch_errors::kTls);
  EXPECT_EQ(ErrorReason(trusting.Fetch({.url = tls_server_.UrlAt("unnamed.test", "/")}).status()),
            fetch_errors::kTls);
}

TEST_F(CurlFetcherTlsTest, FromHttpsToHttpNeitherUserInfoNorTheSubscriptionGoes) {
  tls_server_.Serve("/old", TestHttpServer::Redirect(301, "/new"));
  tls_server_.Serve("/new", TestHttpServer::Redirect(301, server_.UrlAt("wire.example", "/plain")));
  server_.Serve("/plain", {.body = "x"});
  CurlFetcher trusting(Trusting(), clock_);
  const auto response =
      trusting.Fetch({.url = tls_server_.UrlAt("ann:s%40cret@wire.example", "/old")});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(AuthorizationOf(tls_server_, "/new"), kAnn);
  EXPECT_EQ(AuthorizationOf(server_, "/plain"), "");
  EXPECT_EQ(response->moved_to_url, tls_server_.UrlAt("ann:s%40cret@wire.example", "/new"));
  EXPECT_EQ(response->final_url, server_.UrlAt("wire.example", "/plain"));
}

}  // namespace
}  // namespace akin
