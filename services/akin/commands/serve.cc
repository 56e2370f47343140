#include <cstdio>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/rpc/access_guard.h"
#include "common/rpc/run_main.h"
#include "common/rpc/tls_credentials.h"
#include "common/status/status_macros.h"
#include "services/akin/commands/commands.h"
#include "services/akin/embedded/embedded_akin.h"

namespace akin {
namespace {

class ServeCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("data_dir", "DIR", "where everything is kept (wanted; made if missing)", &data_dir_);
    flags.Text("listen", "HOST:PORT",
               "where to listen (default 127.0.0.1:7400; port 0: a free one)", &server_.address);
    flags.Text("web_listen", "HOST:PORT",
               "where the site listens, over plain HTTP (default: there is none)", &web_listen_);
    flags.Text("backup_dir", "DIR", "where `akin backup` may put backups (default: nowhere)",
               &backup_dir_);
    flags.Switch("no_polls", "do not poll feeds by itself (akin feed fetch still does)",
                 &no_polls_);
    flags.Text("fetch_allow_cidr", "LIST",
               "private addresses that feeds may be fetched from, e.g. 10.1.0.0/16,fd00::/8",
               &fetch_allow_cidr_);
    flags.Text("fetch_contact", "URL", "page or mailbox for publishers, sent with each fetch",
               &fetch_contact_);
    flags.Text("tls_client_ca", "FILE",
               "the authority whose certificates callers must have; --tls_cert and --tls_key are "
               "the server's own",
               &tls_client_ca_);
    flags.Switch("tls_client_cert_optional", "serve callers without a certificate, too",
                 &tls_client_cert_optional_);
    flags.Text("policy_file", "FILE", "who may call what: JSON, see deploy/policy.json",
               &access_.files.policy);
    flags.Text("tokens_file", "FILE", "callers' tokens, lines NAME SHA256", &access_.files.tokens);
    flags.Text("audit_log", "FILE",
               "gets a JSON line for each write, withdrawal, purge and denied call (-: standard "
               "output)",
               &access_.audit_log);
    flags.Switch("insecure_listen", "listen in plaintext where others can reach it",
                 &server_.insecure_listen);
    flags.Text("health_listen", "HOST:PORT", "serve health there in plaintext, and nothing else",
               &server_.health_address);
    flags.Text("pipelines", "FILE", "pipelines of Similar News, with plug-ins (akin help pipeline)",
               &pipelines_);
    flags.Text("synonyms", "FILE", "words that are the same for search, a rule a line: Kyiv, Kiev",
               &synonyms_);
    flags.Text("protected_words", "FILE", "words that search takes as they stand, one a line",
               &protected_words_);
    flags.Text("picks", "FILE",
               "what editors want first and last for a query, a rule a line: QUERY => articles/a, "
               "-articles/b",
               &picks_);
    flags.Text("address_file", "FILE", "write the address there once it is served", &address_file_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>&) override {
    if (data_dir_.empty()) return UsageError("--data_dir is missing (see: akin help serve)");
    PrepareSignals();
    RETURN_IF_ERROR(Secure(session.flags().addresses.tls));
    ASSIGN_OR_RETURN(const auto akin,
                     EmbeddedAkin::Start({.data_dir = data_dir_,
                                          .server = server_,
                                          .web_address = web_listen_,
                                          .backup_dir = backup_dir_,
                                          .poll_feeds = !no_polls_,
                                          .fetch_allow_cidr = fetch_allow_cidr_,
                                          .fetch_contact = fetch_contact_,
                                          .pipelines = pipelines_,
                                          .synonyms = synonyms_,
                                          .protected_words = protected_words_,
                                          .picks = picks_,
                                          .identity = session.flags().addresses.tls}));
    RETURN_IF_ERROR(WriteAddress(akin->address()));
    session.out().Line(absl::StrCat("Akin serves on ", akin->address(),
                                    "; in another terminal: akin status --address ",
                                    akin->address()));
    if (!akin->web_address().empty())
      session.out().Line(absl::StrCat("Its news can be read at http://", akin->web_address()));
    session.out().Flush();
    akin->ServeUntilSignal();
    return absl::OkStatus();
  }

 private:
  absl::Status Secure(const TlsFiles& own) {
    ASSIGN_OR_RETURN(server_.guard, AccessGuard::Open(access_));
    if (own.cert.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(
        server_.credentials,
        TlsServerCredentials({own.cert, own.key, tls_client_ca_, "--tls_client_ca"},
                             tls_client_cert_optional_ ? ClientCertificate::kOptional
                                                       : ClientCertificate::kRequired));
    return absl::OkStatus();
  }

  // Appears at once and whole, so that whoever waits for the file can read it.
  absl::Status WriteAddress(const std::string& address) const {
    if (address_file_.empty()) return absl::OkStatus();
    const std::string unfinished = absl::StrCat(address_file_, ".new");
    std::error_code error;
    if (std::ofstream file(unfinished); !(file << address << std::endl))
      return absl::PermissionDeniedError(absl::StrCat(unfinished, ": cannot be written"));
    std::filesystem::rename(unfinished, address_file_, error);
    if (error) return absl::UnavailableError(absl::StrCat(address_file_, ": ", error.message()));
    return absl::OkStatus();
  }

  std::string data_dir_;
  std::string backup_dir_;
  Server::Options server_ = {.address = "127.0.0.1:7400", .stop_delay = absl::Seconds(1)};
  AccessGuard::Options access_;
  std::string tls_client_ca_;
  bool tls_client_cert_optional_ = false;
  std::string web_listen_;
  bool no_polls_ = false;
  std::string fetch_allow_cidr_;
  std::string fetch_contact_;
  std::string pipelines_;
  std::string synonyms_;
  std::string protected_words_;
  std::string picks_;
  std::string address_file_;
};

}  // namespace

std::unique_ptr<Command> NewServeCommand() { return std::make_unique<ServeCommand>(); }

}  // namespace akin
