// libFuzzer's entry to the reader of addresses to fetch.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "services/ingestion/fetch/address_policy.h"
#include "services/ingestion/fetch/hop_url.h"

namespace akin {
namespace {

// Ends the process when the reader broke a promise, and says which and for what.
void Require(bool kept, const char* promise, absl::string_view input) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s; input: %s\n", promise, absl::CEscape(input).c_str());
  std::abort();
}

void Check(const HopUrl& hop, absl::string_view bytes) {
  Require(hop.scheme() == "http" || hop.scheme() == "https", "only http and https", bytes);
  Require(absl::StartsWith(hop.Target(), "/"), "targets start with a slash", bytes);
  const absl::StatusOr<HopUrl> again = HopUrl::Parse(hop.url());
  Require(again.ok(), "what is fetched is an address", bytes);
  Require(again->IsSameOrigin(hop), "what is checked is what is fetched", bytes);
  Require(again->url() == hop.url(), "there is one spelling", bytes);
  Require(!again->has_user_info(), "what is fetched has no user info", bytes);
  const absl::StatusOr<HopUrl> with_user = HopUrl::Parse(hop.WithUserInfoOf(hop));
  Require(with_user.ok() && with_user->IsSameOrigin(hop) && with_user->user() == hop.user() &&
              with_user->password() == hop.password(),
          "user info can be put back", bytes);
  Require(!AddressPolicy().CheckHost(hop.host()).ok() || !ParseIpAddress(hop.host()) ||
              AddressPolicy().Check(*ParseIpAddress(hop.host())).ok(),
          "literal addresses are judged as addresses", bytes);
}

void Read(absl::string_view bytes) {
  const absl::StatusOr<HopUrl> hop = HopUrl::Parse(bytes);
  if (hop.ok()) Check(*hop, bytes);
  static const HopUrl& base = *new HopUrl(HopUrl::Parse("https://wire.example/a/b?c").value());
  const absl::StatusOr<HopUrl> next = base.Redirected(bytes);
  if (next.ok()) Check(*next, bytes);
}

}  // namespace
}  // namespace akin

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  akin::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
