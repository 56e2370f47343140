// Documents of every format that ask the parser to read a file or to call a server.

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
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
      EXPECT_THAT(absl::StrCat(item.title, item.summary, item.content, item.title_html,
                               item.summary_html, item.content_html),
                  Not(HasSubstr(kSecret)))
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

// The process dies when it opens a file or a socket from here on, or starts a program.
bool ForbidFilesAndSockets() {
  std::vector<sock_filter> filter = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
  };
  for (unsigned call : {SYS_openat, SYS_openat2, SYS_socket, SYS_connect, SYS_execve}) {
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1));
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  }
  filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  sock_fprog program = {static_cast<unsigned short>(filter.size()), filter.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// What `run` ends a process of its own with: 0 if nothing kept it from its end.
int StatusOfProcess(void (*run)()) {
  const pid_t child = fork();
  if (child == 0) {
    if (!ForbidFilesAndSockets()) _exit(2);
    run();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(ParseDocument, OpensNeitherFilesNorSocketsInAnyFormat) {
  const auto parse_all = [] {
    for (const std::string& greedy : GreedyDocuments()) {
      ParseDocument(absl::StrReplaceAll(greedy, {{"URL", "/etc/passwd"}}), {}).IgnoreError();
    }
    ParseDocument("<html><link rel=stylesheet href=/etc/passwd><p>x", {}).IgnoreError();
    ParseDocument("Headline\n\nText.\n", {}).IgnoreError();
  };
  EXPECT_EQ(StatusOfProcess(+parse_all), 0);
  const auto open_file = [] { std::ifstream("/etc/passwd"); };
  EXPECT_TRUE(WIFSIGNALED(StatusOfProcess(+open_file)));
}

}  // namespace
}  // namespace akin
