#include "services/ingestion/fetch/address_policy.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

AddressPolicy Allowing(absl::string_view blocks) {
  return AddressPolicy(CidrList::Parse(blocks).value());
}

TEST(AddressPolicyTest, AddressesOfTheInternetAreFine) {
  const AddressPolicy policy;
  for (const char* address : {"1.1.1.1",
                              "9.255.255.255",
                              "11.0.0.0",
                              "93.184.216.34",
                              "100.63.255.255",
                              "100.128.0.0",
                              "126.255.255.255",
                              "128.0.0.0",
                              "169.253.255.255",
                              "169.255.0.0",
                              "172.15.255.255",
                              "172.32.0.0",
                              "192.0.1.0",
                              "192.167.255.255",
                              "192.169.0.0",
                              "198.17.255.255",
                              "198.20.0.0",
                              "223.255.255.255",
                              "2001:200::1",
                              "2606:4700:4700::1111",
                              "2a00:1450:4001:800::200e",
                              "2003::1",
                              "2620:0:2d0:200::7"}) {
    EXPECT_TRUE(policy.Check(*ParseIpAddress(address)).ok()) << address;
    EXPECT_TRUE(policy.CheckHost(address).ok()) << address;
  }
}

struct Refusal {
  const char* address;
  const char* what;
};

class RefusedAddressTest : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedAddressTest, IsRefusedAndNamed) {
  const auto status = AddressPolicy().Check(*ParseIpAddress(GetParam().address));
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << GetParam().address;
  EXPECT_THAT(std::string(status.message()), HasSubstr(GetParam().what));
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedAddressTest,
    testing::Values(Refusal{"127.0.0.1", "loopback"}, Refusal{"127.255.255.255", "loopback"},
                    Refusal{"0.0.0.0", "unspecified"}, Refusal{"0.1.2.3", "this network"},
                    Refusal{"10.0.0.0", "private"}, Refusal{"10.255.255.255", "private"},
                    Refusal{"172.16.0.1", "private"}, Refusal{"172.31.255.255", "private"},
                    Refusal{"192.168.1.1", "private"}, Refusal{"100.64.0.1", "internal"},
                    Refusal{"100.127.255.255", "internal"}, Refusal{"100.100.100.200", "metadata"},
                    Refusal{"169.254.1.1", "link-local"}, Refusal{"169.254.169.254", "metadata"},
                    Refusal{"168.63.129.16", "metadata"}, Refusal{"192.0.0.192", "reserved"},
                    Refusal{"192.0.2.1", "documentation"}, Refusal{"198.51.100.1", "documentation"},
                    Refusal{"203.0.113.9", "documentation"}, Refusal{"192.88.99.1", "tunnel"},
                    Refusal{"198.18.0.1", "benchmarks"}, Refusal{"198.19.255.255", "benchmarks"},
                    Refusal{"224.0.0.1", "multicast"}, Refusal{"239.255.255.255", "multicast"},
                    Refusal{"240.0.0.1", "reserved"}, Refusal{"255.255.255.255", "broadcast"},
                    Refusal{"::", "unspecified"}, Refusal{"::1", "loopback"},
                    Refusal{"fd00:ec2::254", "metadata"}, Refusal{"fc00::1", "private"},
                    Refusal{"fdff::1", "private"}, Refusal{"fe80::1", "link-local"},
                    Refusal{"febf::1", "link-local"}, Refusal{"fec0::1", "private"},
                    Refusal{"ff02::1", "multicast"}, Refusal{"2001:db8::1", "documentation"},
                    Refusal{"3fff::1", "documentation"}, Refusal{"100::1", "reserved"},
                    Refusal{"4000::1", "reserved"}, Refusal{"5f00::1", "reserved"},
                    // IPv4 inside IPv6.
                    Refusal{"::ffff:127.0.0.1", "loopback"}, Refusal{"::ffff:10.0.0.1", "private"},
                    Refusal{"::ffff:a9fe:a9fe", "metadata"}, Refusal{"::127.0.0.1", "disguise"},
                    Refusal{"::8.8.8.8", "disguise"}, Refusal{"::ffff:0:127.0.0.1", "reserved"},
                    Refusal{"64:ff9b::127.0.0.1", "loopback"},
                    Refusal{"64:ff9b::10.1.2.3", "private"},
                    Refusal{"64:ff9b::169.254.169.254", "metadata"},
                    Refusal{"64:ff9b:1::8.8.8.8", "reserved"}, Refusal{"2002:7f00:1::1", "tunnel"},
                    Refusal{"2002:808:808::1", "tunnel"},
                    Refusal{"2001:0:4136:e378:8000:63bf:80ff:fffe", "tunnel"},
                    Refusal{"2001:10::1", "reserved"}, Refusal{"2001:2::1", "reserved"}));

TEST(AddressPolicyTest, BehindNat64TheAddressInsideCounts) {
  EXPECT_TRUE(AddressPolicy().Check(*ParseIpAddress("64:ff9b::8.8.8.8")).ok());
  EXPECT_TRUE(AddressPolicy().Check(*ParseIpAddress("::ffff:8.8.8.8")).ok());
}

TEST(AddressPolicyTest, ConfigurationAllowsExactlyItsBlocks) {
  const AddressPolicy policy = Allowing("10.1.0.0/16, 127.0.0.1,fd12:3456::/32");
  for (const char* address : {"10.1.0.0", "10.1.255.255", "127.0.0.1", "fd12:3456::9",
                              "::ffff:10.1.2.3", "64:ff9b::10.1.2.3"}) {
    EXPECT_TRUE(policy.Check(*ParseIpAddress(address)).ok()) << address;
  }
  for (const char* address : {"10.0.255.255", "10.2.0.0", "127.0.0.2", "fd12:3457::1", "::1"}) {
    EXPECT_FALSE(policy.Check(*ParseIpAddress(address)).ok()) << address;
  }
  EXPECT_TRUE(Allowing("10.0.0.0/9").Check(*ParseIpAddress("10.127.0.1")).ok());
  EXPECT_FALSE(Allowing("10.0.0.0/9").Check(*ParseIpAddress("10.128.0.1")).ok());
}

TEST(AddressPolicyTest, NumbersThatHideAnAddressAreRefused) {
  const AddressPolicy policy;
  for (const char* host :
       {"2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "017700000001", "127.0.0.1.",
        "127.0.0.01", "0", "134744072", "1.2.3.4.5", "a.0x", "[::1]", "[::ffff:7f00:1]",
        "[fe80::1%25eth0]", "[nonsense]"}) {
    EXPECT_FALSE(policy.CheckHost(host).ok()) << host;
  }
  for (const char* host : {"localhost", "wire.example", "1.example", "127.0.0.1.nip.io", "0x7f.org",
                           "8.8.8.8", "[2606:4700:4700::1111]"}) {
    EXPECT_TRUE(policy.CheckHost(host).ok()) << host;
  }
}

TEST(AddressPolicyTest, AnAllowedAddressMayBeSpelledAsANumber) {
  EXPECT_TRUE(Allowing("127.0.0.0/8").CheckHost("2130706433").ok());
  EXPECT_TRUE(Allowing("127.0.0.0/8").CheckHost("0x7f.1").ok());
  EXPECT_FALSE(Allowing("127.0.0.0/8").CheckHost("0xa.1").ok());
}

TEST(AddressPolicyTest, SocketAddressesAreReadInBothFamilies) {
  sockaddr_in v4 = {};
  v4.sin_family = AF_INET;
  v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(IpAddressOf(reinterpret_cast<sockaddr&>(v4)), ParseIpAddress("127.0.0.1"));
  sockaddr_in6 v6 = {};
  v6.sin6_family = AF_INET6;
  v6.sin6_addr = in6addr_loopback;
  EXPECT_EQ(IpAddressOf(reinterpret_cast<sockaddr&>(v6)), ParseIpAddress("::1"));
  sockaddr other = {};
  other.sa_family = AF_UNIX;
  EXPECT_EQ(IpAddressOf(other), absl::nullopt);
}

TEST(CidrListTest, WhatIsNoBlockIsNamed) {
  for (const char* text : {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::1/129", "example.com",
                           "10.0.0.0/", "10.0.0.0/8 11.0.0.0/8", "/8"}) {
    const auto list = CidrList::Parse(text);
    ASSERT_EQ(list.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(list.status().message()), HasSubstr(text));
  }
}

TEST(CidrListTest, EmptyListContainsNothingAndZeroBitsEverything) {
  EXPECT_FALSE(CidrList::Parse("")->Contains(*ParseIpAddress("1.1.1.1")));
  EXPECT_TRUE(CidrList::Parse("0.0.0.0/0")->Contains(*ParseIpAddress("1.1.1.1")));
  EXPECT_FALSE(CidrList::Parse("0.0.0.0/0")->Contains(*ParseIpAddress("::1")));
  EXPECT_TRUE(CidrList::Parse("::/0")->Contains(*ParseIpAddress("::1")));
}

}  // namespace
}  // namespace akin
