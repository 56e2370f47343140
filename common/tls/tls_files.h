#ifndef AKIN_COMMON_TLS_TLS_FILES_H_
#define AKIN_COMMON_TLS_TLS_FILES_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"

namespace akin {

// The PEM files of one end of TLS. Empty: it has none.
struct TlsFiles {
  std::string cert;  // --tls_cert: our certificates, the own one first
  std::string key;   // --tls_key: its private key
  std::string ca;    // whose signatures we trust in the other end's certificate
  // What gave them, for errors.
  std::string ca_flag = "--tls_ca";
  std::string cert_flag = "--tls_cert";
  std::string key_flag = "--tls_key";
};

// What is in them.
struct TlsPems {
  std::string cert, key, ca;
  absl::Time end = absl::InfiniteFuture();  // of our certificate
};

// Reads and checks them. INVALID_ARGUMENT naming the flag and the file if one cannot be read, is
// none, has expired, or the key is another certificate's; if one of cert and key is missing.
absl::StatusOr<TlsPems> ReadTlsFiles(const TlsFiles& files, absl::Time now);

// The files as they were when they were last right. Thread-safe.
class WatchedTlsFiles {
 public:
  // As ReadTlsFiles.
  static absl::StatusOr<std::unique_ptr<WatchedTlsFiles>> Open(const TlsFiles& files);

  // Looks whether they have changed; true, with the new ones in `pems`, if so, and always at the
  // first call. Files that have become wrong are logged, and the old ones stay.
  bool Refresh(TlsPems& pems);

 private:
  WatchedTlsFiles(const TlsFiles& files, std::string stamps, TlsPems pems);

  const TlsFiles files_;
  Mutex mu_;
  std::string stamps_ ABSL_GUARDED_BY(mu_);
  TlsPems pems_ ABSL_GUARDED_BY(mu_);
  bool told_ ABSL_GUARDED_BY(mu_) = false;  // the caller has the current ones
};

}  // namespace akin

#endif  // AKIN_COMMON_TLS_TLS_FILES_H_
