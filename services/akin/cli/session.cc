#include "services/akin/cli/session.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/file/config_file.h"
#include "common/rpc/tls_credentials.h"

namespace akin {

void GlobalFlags::DeclareIn(Flags& flags) {
  flags.Switch("json", "print each answer as one line of JSON, errors too", &json);
  flags.Duration("timeout", "give up after this long (default 30s)", &timeout);
  flags.Text("address", "HOST:PORT", "all four services are here (`akin serve`)", &address);
  flags.Text("storage_address", "HOST:PORT", "where storage is", &addresses.storage);
  flags.Text("ingestion_address", "HOST:PORT", "where ingestion is", &addresses.ingestion);
  flags.Text("search_address", "HOST:PORT", "where search is", &addresses.search);
  flags.Text("recommendation_address", "HOST:PORT", "where recommendation is",
             &addresses.recommendation);
  flags.Text("tls_ca", "FILE", "call by TLS; the authority of the services' certificates",
             &addresses.tls.ca);
  flags.Text("tls_cert", "FILE", "our certificate", &addresses.tls.cert);
  flags.Text("tls_key", "FILE", "its private key", &addresses.tls.key);
  flags.Text("token_file", "FILE", "our token, where we have no certificate; wants --tls_ca",
             &token_file);
  flags.Switch("help", "say how this command is used", &help);
}

Session::Session(const GlobalFlags& globals, const Addresses& addresses, absl::string_view program)
    : flags_(globals),
      out_(globals.json),
      addresses_(addresses),
      timeout_(globals.timeout),
      program_(program) {}

storage::v1::StorageService::Stub& Session::storage() {
  if (!storage_) storage_ = storage::v1::StorageService::NewStub(ChannelTo(addresses_.storage));
  return *storage_;
}

ingestion::v1::IngestionService::Stub& Session::ingestion() {
  if (!ingestion_)
    ingestion_ = ingestion::v1::IngestionService::NewStub(ChannelTo(addresses_.ingestion));
  return *ingestion_;
}

search::v1::SearchService::Stub& Session::search() {
  if (!search_) search_ = search::v1::SearchService::NewStub(ChannelTo(addresses_.search));
  return *search_;
}

recommendation::v1::RecommendationService::Stub& Session::recommendation() {
  if (!recommendation_)
    recommendation_ =
        recommendation::v1::RecommendationService::NewStub(ChannelTo(addresses_.recommendation));
  return *recommendation_;
}

std::unique_ptr<storage::v1::BackupService::Stub> Session::backups() {
  return storage::v1::BackupService::NewStub(ChannelTo(addresses_.storage));
}

std::unique_ptr<news::v1::StatusService::Stub> Session::status(const std::string& address) {
  return news::v1::StatusService::NewStub(ChannelTo(address));
}

// gRPC: "connections to all backends failing; last error: UNKNOWN: ipv4:127.0.0.1:7401: Failed to
// connect to remote host: Connection refused".
absl::Status Session::ForPeople(const grpc::Status& status) {
  constexpr absl::string_view kUnreachable = "connections to all backends failing; last error: ";
  const std::string text = status.error_message();
  absl::string_view message = text;
  if (!absl::ConsumePrefix(&message, kUnreachable)) return FromGrpcStatus(status);
  absl::ConsumePrefix(&message, "UNKNOWN: ");
  return absl::UnavailableError(
      absl::StrCat("no server can be reached (is Akin running? deploy/local/up): ", message));
}

// That the files are right was seen to before.
std::shared_ptr<grpc::ChannelCredentials> Session::Credentials() const {
  if (addresses_.tls.ca.empty()) return nullptr;
  const auto tls = TlsChannelCredentials(addresses_.tls).value();
  if (flags_.token_file.empty()) return tls;
  const std::string token = ReadConfigFile(flags_.token_file).value_or("");
  return grpc::CompositeChannelCredentials(
      tls, grpc::AccessTokenCredentials(std::string(absl::StripAsciiWhitespace(token))));
}

std::shared_ptr<grpc::Channel> Session::ChannelTo(const std::string& address) {
  if (credentials_ == nullptr) credentials_ = Credentials();
  auto& channel = channels_[address];
  if (channel == nullptr) channel = NewChannel(address, {.credentials = credentials_});
  return channel;
}

}  // namespace akin
