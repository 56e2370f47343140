#include "common/rpc/caller_identity.h"

#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "grpc/grpc_security_constants.h"
#include "grpcpp/security/auth_context.h"

namespace akin {
namespace {

absl::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

void AddProperty(const grpc::AuthContext& connection, const char* property, Caller& caller) {
  for (const grpc::string_ref& value : connection.FindPropertyValues(property))
    caller.principals.emplace_back(value.data(), value.size());
}

// "ssl" of TLS, "insecure" of plaintext. There is no context within a process.
bool IsEncrypted(const grpc::AuthContext* connection) {
  if (connection == nullptr) return false;
  const auto types = connection->FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  return !types.empty() && View(types.front()) == GRPC_SSL_TRANSPORT_SECURITY_TYPE;
}

bool IsLocal(absl::string_view address) {
  return absl::StartsWith(address, "ipv4:127.") || address == "ipv6:%5B::1%5D" ||
         address == "ipv6:[::1]" || absl::StartsWith(address, "unix") ||
         absl::StartsWith(address, "inproc");
}

absl::Status Unknown(absl::string_view reason, absl::string_view message) {
  return ErrorWithReason(absl::StatusCode::kUnauthenticated, reason, message);
}

// "" if the caller sent none; other ways to authenticate are not ours.
std::string BearerToken(const grpc::CallbackServerContext& server) {
  const std::string header = HeaderOf(server, "authorization").value_or("");
  constexpr absl::string_view kScheme = "bearer ";
  if (!absl::StartsWithIgnoreCase(header, kScheme)) return "";
  return header.substr(kScheme.size());
}

absl::Status IdentifyByToken(const std::string& token, bool is_safe, const Tokens* tokens,
                             Caller& caller) {
  if (!is_safe) {
    return Unknown("TOKEN_IN_PLAINTEXT",
                   "authorization: a token wants TLS; this one is no secret now");
  }
  const auto name = tokens == nullptr ? absl::nullopt : tokens->NameOf(token);
  if (!name) return Unknown("TOKEN_UNKNOWN", "authorization: the token is not known");
  caller.principals.push_back(absl::StrCat("token:", *name));
  return absl::OkStatus();
}

}  // namespace

std::string AddressOfPeer(absl::string_view peer) {
  if (!absl::StartsWith(peer, "ipv4:") && !absl::StartsWith(peer, "ipv6:"))
    return std::string(peer);
  return std::string(peer.substr(0, peer.rfind(':')));
}

absl::optional<std::string> HeaderOf(const grpc::CallbackServerContext& server,
                                     const std::string& key) {
  const auto [begin, end] = server.client_metadata().equal_range(key);
  if (begin == end) return absl::nullopt;
  std::vector<absl::string_view> values;
  for (auto entry = begin; entry != end; ++entry) values.push_back(View(entry->second));
  return absl::StrJoin(values, ",");
}

absl::StatusOr<Caller> IdentifyCaller(const grpc::CallbackServerContext& server,
                                      const Tokens* tokens) {
  Caller caller;
  caller.address = AddressOfPeer(server.peer());
  const std::shared_ptr<const grpc::AuthContext> connection = server.auth_context();
  if (connection != nullptr) {
    AddProperty(*connection, GRPC_PEER_URI_PROPERTY_NAME, caller);
    AddProperty(*connection, GRPC_PEER_DNS_PROPERTY_NAME, caller);
  }
  if (!caller.IsAnonymous()) return caller;
  const std::string token = BearerToken(server);
  if (token.empty()) return caller;
  const bool is_safe = IsEncrypted(connection.get()) || IsLocal(caller.address);
  RETURN_IF_ERROR(IdentifyByToken(token, is_safe, tokens, caller));
  return caller;
}

}  // namespace akin
