#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "services/web/http/connection_table.h"
#include "services/web/http/finish.h"
#include "services/web/http/form.h"

namespace akin {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(FormTest, ReadsNamesAndValues) {
  EXPECT_THAT(ParseForm("a=1&b=two+words%21&c&=d&a=3"),
              ElementsAre(Pair("a", "1"), Pair("b", "two words!"), Pair("c", ""), Pair("", "d"),
                          Pair("a", "3")));
  EXPECT_THAT(ParseForm("a=%"), ElementsAre(Pair("a", "%")));
  EXPECT_THAT(ParseForm("a=%4"), ElementsAre(Pair("a", "%4")));
  EXPECT_THAT(ParseForm("a=%zz%41"), ElementsAre(Pair("a", "%zzA")));
}

TEST(FormTest, CleansWhatNoTextHas) {
  EXPECT_EQ(ReadableText(std::string("a\0b\x1b[31m\r\n\x7f", 11)), "ab[31m\n");
  EXPECT_THAT(ParseForm("a=%00%ff%C3%A4"), ElementsAre(Pair("a", "\xEF\xBF\xBD\xC3\xA4")));
}

TEST(FormTest, WritesWhatItReads) {
  const HttpFields fields = {{"q", "a&b=c +%/ä"}, {"none", ""}, {"x", "1"}};
  const std::string query = QueryOf(fields);
  EXPECT_EQ(query, "?q=a%26b%3Dc%20%2B%25%2F%C3%A4&x=1");
  EXPECT_THAT(ParseForm(query.substr(1)), ElementsAre(fields[0], fields[2]));
  EXPECT_EQ(QueryOf({{"none", ""}}), "");
}

std::string Unpacked(const std::string& packed) {
  std::string out(1 << 20, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = packed.size();
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = out.size();
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

HttpResponse Finished(const HttpFields& headers, const std::string& body) {
  HttpResponse response;
  response.body = body;
  FinishResponse({.method = "GET", .headers = headers}, response);
  return response;
}

TEST(FinishTest, PacksForThoseWhoTakeIt) {
  const std::string body(5000, 'a');
  const HttpResponse packed = Finished({{"accept-encoding", "br, GZIP;q=0.5"}}, body);
  EXPECT_THAT(packed.headers, Contains(Pair("Content-Encoding", "gzip")));
  EXPECT_EQ(Unpacked(packed.body), body);
  EXPECT_EQ(Finished({{"Accept-Encoding", "gzip;q=0"}}, body).body, body);
  EXPECT_EQ(Finished({}, body).body, body);
  EXPECT_THAT(Finished({}, body).headers, Contains(Pair("Vary", "Accept-Encoding")));
  EXPECT_EQ(Finished({{"Accept-Encoding", "gzip"}}, "short").body, "short");
}

TEST(FinishTest, SaysThatNothingHasChanged) {
  const std::string tag(FieldOf(Finished({}, "page").headers, "ETag"));
  EXPECT_EQ(Finished({{"If-None-Match", absl::StrCat("\"x\", ", tag)}}, "page").status, 304);
  EXPECT_EQ(Finished({{"If-None-Match", "*"}}, "page").status, 304);
  EXPECT_EQ(Finished({{"If-None-Match", tag}}, "another page").status, 200);
}

class ConnectionTableTest : public ::testing::Test {
 protected:
  std::vector<int> Swept() {
    std::vector<int> shut;
    table_.Sweep(now_, [&shut](int socket) { shut.push_back(socket); });
    return shut;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'790'000'000);
  ConnectionTable table_{{.max_wait = absl::Seconds(10), .max_connections = 3}};
};

TEST_F(ConnectionTableTest, ShutsWhoTakesTooLong) {
  table_.Open(1, now_);
  table_.Open(2, now_);
  now_ += absl::Seconds(9);
  table_.Begin(2, now_);  // its request has come
  EXPECT_THAT(Swept(), ElementsAre());
  now_ += absl::Seconds(1);
  EXPECT_THAT(Swept(), ElementsAre(1));
  table_.Close(1);
  now_ += absl::Seconds(9);
  EXPECT_THAT(Swept(), ElementsAre(2));  // and takes no answer
}

TEST_F(ConnectionTableTest, BeyondTheLimitThoseGoThatHaveWaitedLongest) {
  for (int socket = 1; socket <= 5; ++socket) {
    table_.Open(socket, now_);
    now_ += absl::Seconds(1);
  }
  table_.Begin(1, now_);
  EXPECT_THAT(Swept(), UnorderedElementsAre(2, 3));
}

TEST_F(ConnectionTableTest, WhoIsBeingAnsweredStays) {
  for (int socket = 1; socket <= 5; ++socket) table_.Begin(socket, now_);
  EXPECT_THAT(Swept(), ElementsAre());
}

}  // namespace
}  // namespace akin
