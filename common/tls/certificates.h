#ifndef AKIN_COMMON_TLS_CERTIFICATES_H_
#define AKIN_COMMON_TLS_CERTIFICATES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

// What is in PEM texts. Errors are INVALID_ARGUMENT and say what is wrong with the text, never what
// is in it. Thread-safe.
namespace akin {

// When the first certificate of a chain ends. An error if there is none, or if it has ended or not
// begun at `now`.
absl::StatusOr<absl::Time> CertificateEnd(const std::string& chain_pem, absl::Time now);

// Whether `key_pem` is a private key without passphrase, and that of the chain's first certificate.
absl::Status CheckKey(const std::string& key_pem, const std::string& chain_pem);

// Whether there is a certificate in it, and nothing that only looks like one.
absl::Status CheckAuthorities(const std::string& pem);

}  // namespace akin

#endif  // AKIN_COMMON_TLS_CERTIFICATES_H_
