#ifndef AKIN_SERVICES_INGESTION_FETCH_ADDRESS_POLICY_H_
#define AKIN_SERVICES_INGESTION_FETCH_ADDRESS_POLICY_H_

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace akin {

// An IPv6 address, or an IPv4 one as IPv6 maps it (::ffff:1.2.3.4), in network order.
using IpAddress = std::array<uint8_t, 16>;

// From the usual spellings only: dotted decimal, or IPv6 without brackets and zone.
absl::optional<IpAddress> ParseIpAddress(absl::string_view text);
// nullopt if it is neither IPv4 nor IPv6.
absl::optional<IpAddress> IpAddressOf(const sockaddr& address);
std::string FormatIpAddress(const IpAddress& address);

// Blocks of addresses. Thread-compatible.
class CidrList {
 public:
  CidrList() = default;
  // "10.1.0.0/16, fd00::/8, 127.0.0.1": separated by commas, an address alone is a block of one.
  // INVALID_ARGUMENT names the part that is none.
  static absl::StatusOr<CidrList> Parse(absl::string_view text);

  bool Contains(const IpAddress& address) const;

 private:
  struct Block {
    IpAddress start;
    int bits;
  };
  static absl::StatusOr<Block> ParseBlock(absl::string_view text);

  std::vector<Block> blocks_;
};

// Which addresses of the network may be fetched from: what anyone on the internet can reach, and
// nothing that only we can (this machine, our network, a cloud's metadata), unless it is allowed by
// configuration. Thread-safe.
class AddressPolicy {
 public:
  AddressPolicy() = default;
  explicit AddressPolicy(CidrList allowed) : allowed_(std::move(allowed)) {}

  // To be asked about the address that is really connected to. PERMISSION_DENIED says what it is:
  // "127.0.0.1 is a loopback address".
  absl::Status Check(const IpAddress& address) const;

  // Of a URL's host, decoded, in lower case: refuses literal addresses as Check does, and numeric
  // spellings that hide one (2130706433, 0x7f.1, 0177.0.0.1). A name is fine until it is resolved.
  absl::Status CheckHost(absl::string_view host) const;

 private:
  absl::Status CheckNumber(absl::string_view host) const;

  CidrList allowed_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_ADDRESS_POLICY_H_
