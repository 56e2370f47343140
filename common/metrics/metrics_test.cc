#include "common/metrics/metrics.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/metrics/metrics_server.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

TEST(MetricsTest, TextHoldsEverySeriesWithHelpTypeAndLabels) {
  Metrics metrics;
  metrics.GetCounter("akin_calls_total", "Calls.", {{"method", "Get"}}).Increment(3);
  metrics.GetGauge("akin_open", "Open ones.").Set(2.5);
  metrics.GetHistogram("akin_seconds", "Time.", {}, {0.1, 1}).Observe(0.5);
  const std::string text = metrics.Text();
  EXPECT_THAT(text, HasSubstr("# HELP akin_calls_total Calls.\n# TYPE akin_calls_total counter\n"));
  EXPECT_THAT(text, HasSubstr("akin_calls_total{method=\"Get\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("akin_open 2.5\n"));
  EXPECT_THAT(text, HasSubstr("akin_seconds_bucket{le=\"0.1\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("akin_seconds_bucket{le=\"1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("akin_seconds_sum 0.5\n"));
}

TEST(MetricsTest, SameNameAndLabelsIsTheSameSeries) {
  Metrics metrics;
  Counter first = metrics.GetCounter("akin_calls_total", "Calls.", {{"method", "Get"}});
  Counter again = metrics.GetCounter("akin_calls_total", "Calls.", {{"method", "Get"}});
  Counter other = metrics.GetCounter("akin_calls_total", "Calls.", {{"method", "Put"}});
  first.Increment();
  again.Increment();
  EXPECT_EQ(first.Value(), 2);
  EXPECT_EQ(other.Value(), 0);
}

TEST(MetricsTest, CountsOfManyThreadsAddUp) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&metrics] {
      Counter counter = metrics.GetCounter("akin_calls_total", "Calls.");
      for (int i = 0; i < 1'000; ++i) counter.Increment();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(metrics.GetCounter("akin_calls_total", "Calls.").Value(), 4'000);
}

std::string HttpGet(int port, const std::string& path) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  const std::string request = absl::StrCat("GET ", path, " HTTP/1.0\r\n\r\n");
  EXPECT_EQ(write(fd, request.data(), request.size()), static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t n; (n = read(fd, buffer, sizeof(buffer))) > 0;) answer.append(buffer, n);
  close(fd);
  return answer;
}

TEST(MetricsServerTest, ServesTheTextOverHttp) {
  Metrics metrics;
  metrics.GetCounter("akin_calls_total", "Calls.").Increment();
  auto server = MetricsServer::Start("127.0.0.1:0", metrics);
  ASSERT_TRUE(server.ok()) << server.status();
  const std::string answer = HttpGet((*server)->port(), "/metrics");
  EXPECT_THAT(answer, HasSubstr("200 OK"));
  EXPECT_THAT(answer, HasSubstr("akin_calls_total 1\n"));
}

TEST(MetricsServerTest, ServesNothingOnNoAddress) {
  Metrics metrics;
  auto server = MetricsServer::Start("", metrics);
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ((*server)->port(), 0);
}

TEST(MetricsServerTest, TakenPortIsUnavailableAndNamesTheAddress) {
  Metrics metrics;
  auto first = MetricsServer::Start("127.0.0.1:0", metrics);
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string address = absl::StrCat("127.0.0.1:", (*first)->port());
  auto second = MetricsServer::Start(address, metrics);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(address));
}

}  // namespace
}  // namespace akin
