#ifndef AKIN_TESTS_E2E_RAW_HTTP2_H_
#define AKIN_TESTS_E2E_RAW_HTTP2_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace akin {

// One HTTP/2 connection that sends what no gRPC library would: any bytes as headers, any frames.
// Answers are read and thrown away but for whether they come. One thread.
class RawHttp2 {
 public:
  using Header = std::pair<std::string, std::string>;

  // To "127.0.0.1:port"; a server that cannot be reached ends the test program.
  explicit RawHttp2(absl::string_view address);
  ~RawHttp2();
  RawHttp2(const RawHttp2&) = delete;
  RawHttp2& operator=(const RawHttp2&) = delete;

  // A gRPC call of "/package.Service/Method" with `extra` headers, as they are; its stream's id.
  uint32_t Call(absl::string_view method, const std::vector<Header>& extra,
                absl::string_view message);

  // The headers alone, so that the call goes on.
  uint32_t Begin(absl::string_view method, const std::vector<Header>& extra);
  // A DATA frame of a call; false once the connection is gone.
  bool Send(uint32_t stream, absl::string_view bytes, bool end);

  // Whether a frame other than SETTINGS, PING and WINDOW_UPDATE comes in time; false at the end of
  // the connection too.
  bool Answers(absl::Duration timeout);
  // Whether the server has closed the connection.
  bool Closed() const { return closed_; }

 private:
  bool SendFrame(uint8_t type, uint8_t flags, uint32_t stream, absl::string_view payload);
  bool Write(absl::string_view bytes);
  bool Read(size_t bytes, absl::Time deadline, std::string& out);

  const std::string authority_;
  int socket_ = -1;
  uint32_t next_stream_ = 1;
  bool closed_ = false;
};

// A message as gRPC frames it.
std::string GrpcFrame(absl::string_view message);

}  // namespace akin

#endif  // AKIN_TESTS_E2E_RAW_HTTP2_H_
