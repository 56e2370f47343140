// Documents of every format that ask the parser to read a file or to call a server.

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::string_view kSecret = "what the file says";

// A port of this machine that notices callers.
class Listener {
 public:
  Listener() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_, generic, size), 0);
    EXPECT_EQ(listen(socket_, 8), 0);
    EXPECT_EQ(getsockname(socket_, generic, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { close(socket_); }

  int port() const { return port_; }

  bool WasCalled() const {
    pollfd waiting = {socket_, POLLIN, 0};
    return poll(&waiting, 1, /*timeout=*/0) > 0;
  }

 private:
  int socket_;
  int port_ = 0;
};

// URL stands for the address of something that must not be read.
std::vector<std::string> GreedyDocuments() {
  const std::string xml =
      "<?xml version='1.0'?><?xml-stylesheet href='URL'?><!DOCTYPE r SYSTEM 'URL' [<!ENTITY x "
      "SYSTEM 'URL'><!ENTITY % p SYSTEM 'URL'> %p;]>";
  const std::string texts =
      "&x;<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='URL'/>";
  return {
      absl::StrCat(xml, "<rss><channel><item><title>", texts, "</title></item></channel></rss>"),
      absl::StrCat(xml, "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>", texts,
                   "</title><content src='URL'/></entry></feed>"),
      absl::StrCat(xml,
                   "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><catalogRef "
                   "href='URL'/><contentMeta><headline>",
                   texts, "</headline></contentMeta><contentSet><remoteContent href='URL'/>",
                   "<inlineXML>", texts, "</inlineXML></contentSet></newsItem>"),
      absl::StrCat(xml, "<nitf><body><body.content><p>", texts, "</p><media><media-reference ",
                   "source='URL'/></media></body.content></body></nitf>"),
      absl::StrCat(xml, "<urlset><url><loc>URL</loc><lastmod>", texts, "</lastmod></url></urlset>"),
      R"({"version": "https://jsonfeed.org/version/1.1", "$ref": "URL", "next_url": "URL",
          "items": [{"content_html": "<iframe src='URL'></iframe><img src='URL'>", "url": "URL"}]})",
      R"({"uri": "URL", "$ref": "URL", "headline": "<object data='URL'></object>",
          "body_xhtml": "<img src='URL'/>", "renditions": {"main": {"href": "URL"}}})",
  };
}

void ExpectNoneIsRead(const std::string& url) {
  for (const std::string& greedy : GreedyDocuments()) {
    const auto document = ParseDocument(absl::StrReplaceAll(greedy, {{"URL", url}}), {});
    ASSERT_TRUE(document.ok()) << document.status() << greedy;
    for (const ParsedItem& item : document->items) {
      EXPECT_THAT(absl::StrCat(item.title, item.summary, item.content), Not(HasSubstr(kSecret)))
          << greedy;
    }
  }
}

TEST(ParseDocument, ReadsNoFile) {
  const std::string path = absl::StrCat(testing::TempDir(), "/parse_safety_", getpid());
  std::ofstream(path) << kSecret;
  ExpectNoneIsRead(absl::StrCat("file://", path));
  ExpectNoneIsRead(path);
  unlink(path.c_str());
}

TEST(ParseDocument, CallsNoServer) {
  const Listener listener;
  ExpectNoneIsRead(absl::StrCat("http://127.0.0.1:", listener.port(), "/x"));
  EXPECT_FALSE(listener.WasCalled());
}

}  // namespace
}  // namespace akin
