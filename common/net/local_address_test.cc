#include "common/net/local_address.h"

#include "gtest/gtest.h"

namespace akin {
namespace {

TEST(LocalAddress, OnlyLoopbackAndSocketsAreLocal) {
  for (const char* address :
       {"127.0.0.1:7401", "127.9.9.9:0", "[::1]:7401", "localhost:7401", "ipv4:127.0.0.1:1",
        "dns:///localhost:1", "dns:127.0.0.1:1", "ipv6:[::1]:1", "unix:/run/akin.sock"}) {
    EXPECT_TRUE(IsLocalAddress(address)) << address;
  }
  for (const char* address :
       {"0.0.0.0:7401", "[::]:7401", "10.0.0.1:7401", "192.168.0.1:1", ":7401", "storage:7401",
        "localhost.example.com:1", "127.0.0.1.example.com:1", "dns:///picks:1",
        "dns://127.0.0.1/picks:1", "ipv4:127.0.0.1:1,10.0.0.1:1", "[::ffff:0.0.0.0]:1", "*:1"}) {
    EXPECT_FALSE(IsLocalAddress(address)) << address;
  }
}

}  // namespace
}  // namespace akin
