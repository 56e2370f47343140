#ifndef AKIN_TESTS_BENCH_AKIN_ECHO_SERVER_H_
#define AKIN_TESTS_BENCH_AKIN_ECHO_SERVER_H_

#include <memory>
#include <string>

namespace akin::bench {

// A bare gRPC callback server that answers ListSimilarArticles with the same bytes whatever it is
// asked: what transport and a client cost. On 127.0.0.1, without anything of ours in it.
class EchoServer {
 public:
  explicit EchoServer(const std::string& answer);
  ~EchoServer();

  const std::string& address() const { return address_; }

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  std::string address_;
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_ECHO_SERVER_H_
