#ifndef AKIN_TESTS_FAULT_TCP_PROXY_H_
#define AKIN_TESTS_FAULT_TCP_PROXY_H_

#include <list>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "common/sync/mutex.h"

namespace akin {

// The network between two processes on 127.0.0.1, to be cut, slowed and held up. Thread-safe.
class TcpProxy {
 public:
  enum class Way {
    kOpen,
    kCut,        // connections are closed, and new ones as soon as they are made
    kHoldThere,  // what is sent to the server waits; so do new connections' first bytes
    kHoldBack,   // what the server answers waits
    kSlow        // both ways, some 100 KB a second
  };

  TcpProxy();
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  // "127.0.0.1:port", for clients.
  std::string address() const;
  // Where connections lead to, "127.0.0.1:port"; nowhere before.
  void LeadTo(const std::string& server);
  void Set(Way way);
  // Resets all connections that there are (RST).
  void Reset();

 private:
  struct Connection;

  void Serve();
  void Accept();
  // False once the connection has ended.
  bool Forward(Connection& connection, Way way);
  Way TakeOrders();

  int listener_ = -1;
  int port_ = 0;
  std::list<Connection> connections_;  // of the thread

  Mutex mu_;
  Way way_ ABSL_GUARDED_BY(mu_) = Way::kOpen;
  int server_port_ ABSL_GUARDED_BY(mu_) = 0;
  bool reset_ ABSL_GUARDED_BY(mu_) = false;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace akin

#endif  // AKIN_TESTS_FAULT_TCP_PROXY_H_
