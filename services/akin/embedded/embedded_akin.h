#ifndef AKIN_SERVICES_AKIN_EMBEDDED_EMBEDDED_AKIN_H_
#define AKIN_SERVICES_AKIN_EMBEDDED_EMBEDDED_AKIN_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/server.h"
#include "common/tls/tls_files.h"

namespace grpc {
class Channel;
}

namespace akin {

// All four services in this process, behind one address, and the site that shows their news,
// without Redis: for a laptop and for tests. Thread-safe.
class EmbeddedAkin {
 public:
  struct Options {
    // Everything is kept below this folder; made if missing.
    std::string data_dir;
    // Where it listens, and how; metrics are the process's.
    Server::Options server = {.stop_delay = absl::Seconds(1)};
    // Where the site listens, in plaintext; empty: there is none.
    std::string web_address;
    // Folder of the backups that may be made of storage; empty: none.
    std::string backup_dir;
    // Poll the feeds that are subscribed to.
    bool poll_feeds = true;
    // Private addresses that feeds may be fetched from, "10.1.0.0/16,fd00::/8".
    std::string fetch_allow_cidr;
    // Whom publishers can turn to: a page or a mailbox.
    std::string fetch_contact;
    // File of the pipelines of Similar News; empty: none.
    std::string pipelines;
    // Files of the newsroom's rules for queries; empty: none.
    std::string synonyms;
    std::string protected_words;
    std::string picks;
    // Certificate and key that are shown to plug-ins with TLS; empty: none.
    TlsFiles identity = {};
  };

  // Serves from when it returns; the views may still be catching up. The message of an error is
  // for whoever started the process.
  static absl::StatusOr<std::unique_ptr<EmbeddedAkin>> Start(const Options& options);
  virtual ~EmbeddedAkin() = default;

  // "host:port" with the real port.
  virtual const std::string& address() const = 0;
  // The same of the site; "" without one.
  virtual std::string web_address() const = 0;
  // Reaches all services without a socket.
  virtual std::shared_ptr<grpc::Channel> channel() = 0;
  // Blocks until SIGTERM or SIGINT, which no thread may take otherwise, then drains.
  virtual void ServeUntilSignal() = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_EMBEDDED_EMBEDDED_AKIN_H_
