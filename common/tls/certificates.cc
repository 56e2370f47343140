#include "common/tls/certificates.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

template <auto Free>
struct Freed {
  void operator()(auto* object) const { Free(object); }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

Bio Reading(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// Else OpenSSL asks for one on the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

// Null at the end and at what is no certificate.
Certificate NextCertificate(BIO* bio) {
  ERR_clear_error();
  return Certificate(PEM_read_bio_X509(bio, nullptr, NoPassphrase, nullptr));
}

// Whether NextCertificate gave null because there is nothing more.
bool AtEnd() {
  const unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

absl::StatusOr<Certificate> First(const std::string& chain_pem) {
  Certificate first = NextCertificate(Reading(chain_pem).get());
  if (first == nullptr) return absl::InvalidArgumentError("no certificate in PEM form");
  return first;
}

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  ASN1_TIME_to_tm(time, &parts);
  return absl::FromTimeT(timegm(&parts));
}

std::string Shown(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<absl::Time> CertificateEnd(const std::string& chain_pem, absl::Time now) {
  ASSIGN_OR_RETURN(const Certificate first, First(chain_pem));
  const absl::Time begin = TimeOf(X509_get0_notBefore(first.get()));
  const absl::Time end = TimeOf(X509_get0_notAfter(first.get()));
  if (now > end) return absl::InvalidArgumentError(absl::StrCat("expired at ", Shown(end)));
  if (now < begin) {
    return absl::InvalidArgumentError(absl::StrCat("not valid before ", Shown(begin)));
  }
  return end;
}

absl::Status CheckKey(const std::string& key_pem, const std::string& chain_pem) {
  const Key key(PEM_read_bio_PrivateKey(Reading(key_pem).get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr) {
    return absl::InvalidArgumentError("no private key in PEM form without passphrase");
  }
  ASSIGN_OR_RETURN(const Certificate first, First(chain_pem));
  const bool match = X509_check_private_key(first.get(), key.get()) == 1;
  ERR_clear_error();
  return match ? absl::OkStatus()
               : absl::InvalidArgumentError("not the private key of the certificate");
}

absl::Status CheckAuthorities(const std::string& pem) {
  const Bio bio = Reading(pem);
  int count = 0;
  while (NextCertificate(bio.get()) != nullptr) ++count;
  if (!AtEnd()) return absl::InvalidArgumentError("a certificate in it cannot be read");
  if (count == 0) return absl::InvalidArgumentError("no certificate in PEM form");
  return absl::OkStatus();
}

}  // namespace akin
