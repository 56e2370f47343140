#include "tests/e2e/raw_http2.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace akin {
namespace {

// https://www.rfc-editor.org/rfc/rfc9113#section-6
constexpr uint8_t kData = 0, kHeaders = 1, kSettings = 4, kPing = 6, kWindowUpdate = 8;
constexpr uint8_t kContinuation = 9;
constexpr uint8_t kEndStream = 1, kEndHeaders = 4;
constexpr size_t kMaxFrameBytes = 16'384;

std::string BigEndian(uint64_t number, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<char>(number >> (8 * i)));
  return out;
}

// An integer with a prefix of seven bits, https://www.rfc-editor.org/rfc/rfc7541#section-5.1
std::string HpackLength(size_t length) {
  if (length < 127) return std::string(1, static_cast<char>(length));
  std::string out(1, 127);
  for (length -= 127; length >= 128; length /= 128)
    out.push_back(static_cast<char>(length % 128 + 128));
  out.push_back(static_cast<char>(length));
  return out;
}

// A literal field that is not indexed and not packed.
std::string HpackField(const RawHttp2::Header& header) {
  return absl::StrCat(absl::string_view("\0", 1), HpackLength(header.first.size()), header.first,
                      HpackLength(header.second.size()), header.second);
}

}  // namespace

std::string GrpcFrame(absl::string_view message) {
  return absl::StrCat(absl::string_view("\0", 1), BigEndian(message.size(), 4), message);
}

RawHttp2::RawHttp2(absl::string_view address) : authority_(address) {
  const std::vector<std::string> parts = absl::StrSplit(address, ':');
  int port = 0;
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  if (!absl::SimpleAtoi(parts[1], &port) || inet_aton(parts[0].c_str(), &to.sin_addr) == 0)
    std::abort();
  to.sin_port = htons(static_cast<uint16_t>(port));
  socket_ = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::abort();
  Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  SendFrame(kSettings, 0, 0, "");
}

RawHttp2::~RawHttp2() { close(socket_); }

uint32_t RawHttp2::Begin(absl::string_view method, const std::vector<Header>& extra) {
  std::string fields;
  for (const Header& header : std::vector<Header>{{":method", "POST"},
                                                  {":scheme", "http"},
                                                  {":path", std::string(method)},
                                                  {":authority", authority_},
                                                  {"te", "trailers"},
                                                  {"content-type", "application/grpc"}}) {
    fields += HpackField(header);
  }
  for (const Header& header : extra) fields += HpackField(header);
  const uint32_t stream = next_stream_;
  next_stream_ += 2;
  absl::string_view rest = fields;
  for (uint8_t type = kHeaders; type == kHeaders || !rest.empty(); type = kContinuation) {
    const absl::string_view part = rest.substr(0, kMaxFrameBytes);
    rest.remove_prefix(part.size());
    SendFrame(type, rest.empty() ? kEndHeaders : 0, stream, part);
  }
  return stream;
}

uint32_t RawHttp2::Call(absl::string_view method, const std::vector<Header>& extra,
                        absl::string_view message) {
  const uint32_t stream = Begin(method, extra);
  Send(stream, GrpcFrame(message), true);
  return stream;
}

bool RawHttp2::Send(uint32_t stream, absl::string_view bytes, bool end) {
  return SendFrame(kData, end ? kEndStream : 0, stream, bytes);
}

bool RawHttp2::SendFrame(uint8_t type, uint8_t flags, uint32_t stream, absl::string_view payload) {
  return Write(absl::StrCat(BigEndian(payload.size(), 3), BigEndian(type, 1), BigEndian(flags, 1),
                            BigEndian(stream, 4), payload));
}

bool RawHttp2::Write(absl::string_view bytes) {
  while (!bytes.empty() && !closed_) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) closed_ = true;
    if (sent > 0) bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return !closed_;
}

bool RawHttp2::Read(size_t bytes, absl::Time deadline, std::string& out) {
  out.clear();
  while (out.size() < bytes) {
    pollfd ready = {socket_, POLLIN, 0};
    const auto left = absl::ToInt64Milliseconds(deadline - absl::Now());
    if (poll(&ready, 1, static_cast<int>(std::max<int64_t>(left, 0))) != 1) return false;
    char buffer[4096];
    const ssize_t got = recv(socket_, buffer, std::min(sizeof buffer, bytes - out.size()), 0);
    closed_ = closed_ || got <= 0;
    if (got <= 0) return false;
    out.append(buffer, static_cast<size_t>(got));
  }
  return true;
}

bool RawHttp2::Answers(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  std::string head, payload;
  while (Read(9, deadline, head)) {
    const auto byte = [&](size_t i) { return static_cast<uint8_t>(head[i]); };
    const size_t size = size_t{byte(0)} << 16 | size_t{byte(1)} << 8 | byte(2);
    if (!Read(size, deadline, payload)) return false;
    const uint8_t type = byte(3);
    if (type != kSettings && type != kPing && type != kWindowUpdate) return true;
  }
  return false;
}

}  // namespace akin
