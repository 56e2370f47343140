#include "services/ingestion/fetch/address_policy.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

// ::ffff:0:0/96, where IPv4 addresses live.
constexpr size_t kMappedPrefixBytes = 12;
constexpr int kMappedPrefixBits = 96;

IpAddress Mapped(const void* four_bytes) {
  IpAddress address = {};
  address[10] = address[11] = 0xff;
  std::memcpy(address.data() + kMappedPrefixBytes, four_bytes, 4);
  return address;
}

bool IsMapped(const IpAddress& address) {
  const IpAddress prefix = Mapped("\0\0\0\0");
  return std::equal(prefix.begin(), prefix.begin() + kMappedPrefixBytes, address.begin());
}

bool InBlock(const IpAddress& address, const IpAddress& start, int bits) {
  const int bytes = bits / 8;
  if (!std::equal(start.begin(), start.begin() + bytes, address.begin())) return false;
  if (bits % 8 == 0) return true;
  const int mask = 0xff00 >> (bits % 8);
  return ((start[bytes] ^ address[bytes]) & mask & 0xff) == 0;
}

struct Special {
  const char* block;
  const char* what;
};

// IANA's special-purpose registries (RFC 6890 and its successors), and what clouds have added.
constexpr Special kSpecial[] = {
    {"127.0.0.0/8", "a loopback address"},
    {"169.254.169.254", "a cloud's metadata address"},
    {"168.63.129.16", "a cloud's metadata address"},
    {"100.100.100.200", "a cloud's metadata address"},
    {"fd00:ec2::254", "a cloud's metadata address"},
    {"0.0.0.0", "the unspecified address"},
    {"0.0.0.0/8", "an address of this network"},
    {"10.0.0.0/8", "a private address"},
    {"172.16.0.0/12", "a private address"},
    {"192.168.0.0/16", "a private address"},
    {"100.64.0.0/10", "a provider's internal address"},
    {"169.254.0.0/16", "a link-local address"},
    {"192.0.0.0/24", "a reserved address"},
    {"192.0.2.0/24", "a documentation address"},
    {"198.51.100.0/24", "a documentation address"},
    {"203.0.113.0/24", "a documentation address"},
    {"192.88.99.0/24", "an address of a tunnel"},
    {"198.18.0.0/15", "an address for benchmarks"},
    {"224.0.0.0/4", "a multicast address"},
    {"255.255.255.255", "the broadcast address"},
    {"240.0.0.0/4", "a reserved address"},
    {"::", "the unspecified address"},
    {"::1", "a loopback address"},
    {"::/96", "an IPv4 address in disguise"},
    {"2002::/16", "an address of a tunnel"},
    {"2001::/32", "an address of a tunnel"},
    {"2001::/23", "a reserved address"},
    {"2001:db8::/32", "a documentation address"},
    {"3fff::/20", "a documentation address"},
    {"fc00::/7", "a private address"},
    {"fe80::/10", "a link-local address"},
    {"fec0::/10", "a private address"},
    {"ff00::/8", "a multicast address"},
};

struct SpecialBlock {
  CidrList block;
  const char* what;
};

const std::vector<SpecialBlock>& SpecialBlocks() {
  static const auto& blocks = *[] {
    auto* parsed = new std::vector<SpecialBlock>;
    for (const Special& special : kSpecial) {
      parsed->push_back({CidrList::Parse(special.block).value(), special.what});
    }
    return parsed;
  }();
  return blocks;
}

// What is not open to anyone about `address`; "" if nothing is.
absl::string_view WhatIsSpecial(const IpAddress& address) {
  for (const SpecialBlock& special : SpecialBlocks()) {
    if (special.block.Contains(address)) return special.what;
  }
  // Of IPv6, only this part is given out to the internet.
  const bool given_out = (address[0] & 0xe0) == 0x20;  // 2000::/3
  if (!IsMapped(address) && !given_out) return "a reserved address";
  return "";
}

// Behind NAT64 (64:ff9b::/96) every IPv4 host has such an address: what counts is the one inside.
IpAddress WithoutNat64(const IpAddress& address) {
  constexpr IpAddress kNat64 = {0, 0x64, 0xff, 0x9b};
  if (!InBlock(address, kNat64, 96)) return address;
  return Mapped(address.data() + kMappedPrefixBytes);
}

// As resolvers and browsers take it: a number is what ends in one.
bool EndsInNumber(absl::string_view host) {
  absl::ConsumeSuffix(&host, ".");
  absl::string_view label = host.substr(host.rfind('.') + 1);
  if (!label.empty() && std::all_of(label.begin(), label.end(), absl::ascii_isdigit)) return true;
  return absl::ConsumePrefix(&label, "0x") &&
         std::all_of(label.begin(), label.end(), absl::ascii_isxdigit);
}

absl::Status Refused(absl::string_view address, absl::string_view what) {
  return absl::PermissionDeniedError(absl::StrCat(address, " is ", what));
}

}  // namespace

absl::optional<IpAddress> ParseIpAddress(absl::string_view text) {
  const std::string copy(text);
  IpAddress address;
  uint8_t four_bytes[4];
  if (inet_pton(AF_INET, copy.c_str(), four_bytes) == 1) return Mapped(four_bytes);
  if (inet_pton(AF_INET6, copy.c_str(), address.data()) == 1) return address;
  return absl::nullopt;
}

absl::optional<IpAddress> IpAddressOf(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    return Mapped(&reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  }
  if (address.sa_family != AF_INET6) return absl::nullopt;
  IpAddress ip;
  std::memcpy(ip.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, ip.size());
  return ip;
}

std::string FormatIpAddress(const IpAddress& address) {
  char text[INET6_ADDRSTRLEN] = "";
  const bool v4 = IsMapped(address);
  inet_ntop(v4 ? AF_INET : AF_INET6, address.data() + (v4 ? kMappedPrefixBytes : 0), text,
            sizeof(text));
  return text;
}

absl::StatusOr<CidrList> CidrList::Parse(absl::string_view text) {
  CidrList list;
  for (absl::string_view part : absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    ASSIGN_OR_RETURN(const Block block, ParseBlock(absl::StripAsciiWhitespace(part)));
    list.blocks_.push_back(block);
  }
  return list;
}

absl::StatusOr<CidrList::Block> CidrList::ParseBlock(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('/', 1));
  const absl::optional<IpAddress> start = ParseIpAddress(parts.first);
  if (!start) return absl::InvalidArgumentError(absl::StrCat(text, ": no block of addresses"));
  const bool v4 = parts.first.find(':') == absl::string_view::npos;
  const int most = v4 ? 32 : 128;
  int bits = most;
  const bool has_bits = parts.first.size() < text.size();
  if (has_bits && (!absl::SimpleAtoi(parts.second, &bits) || bits < 0 || bits > most)) {
    return absl::InvalidArgumentError(absl::StrCat(text, ": want /0 to /", most));
  }
  return Block{*start, v4 ? kMappedPrefixBits + bits : bits};
}

bool CidrList::Contains(const IpAddress& address) const {
  return std::any_of(blocks_.begin(), blocks_.end(),
                     [&](const Block& block) { return InBlock(address, block.start, block.bits); });
}

absl::Status AddressPolicy::Check(const IpAddress& address) const {
  const IpAddress real = WithoutNat64(address);
  const absl::string_view what = WhatIsSpecial(real);
  if (what.empty() || allowed_.Contains(address) || allowed_.Contains(real)) {
    return absl::OkStatus();
  }
  return Refused(FormatIpAddress(address), what);
}

absl::Status AddressPolicy::CheckHost(absl::string_view host) const {
  if (absl::ConsumePrefix(&host, "[")) {
    absl::ConsumeSuffix(&host, "]");
    const absl::optional<IpAddress> address = ParseIpAddress(host);
    return address ? Check(*address) : Refused(host, "no address");
  }
  if (const absl::optional<IpAddress> address = ParseIpAddress(host)) return Check(*address);
  return EndsInNumber(host) ? CheckNumber(host) : absl::OkStatus();
}

absl::Status AddressPolicy::CheckNumber(absl::string_view host) const {
  in_addr four_bytes;
  const bool is_address = inet_aton(std::string(host).c_str(), &four_bytes) != 0;
  if (is_address && allowed_.Contains(Mapped(&four_bytes))) return absl::OkStatus();
  return Refused(host, "an address in an unusual spelling");
}

}  // namespace akin
