#include "common/tls/testing/test_certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace akin {

struct TestAuthority::Identity {
  EVP_PKEY* key;
  X509* certificate;
};

namespace {

void Want(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "test certificates: %s failed\n", what);
  std::abort();
}

template <typename Write>
std::string Pem(Write write) {
  BIO* bio = BIO_new(BIO_s_mem());
  Want(write(bio) == 1, "writing PEM");
  char* bytes = nullptr;
  const auto size = static_cast<size_t>(BIO_get_mem_data(bio, &bytes));
  std::string text(bytes, size);
  BIO_free(bio);
  return text;
}

void AddExtension(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  Want(extension != nullptr, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

X509* NewCertificate(EVP_PKEY* key, const std::string& common_name, absl::Duration valid_for) {
  static long serial = 0;
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -7200);
  X509_gmtime_adj(X509_getm_notAfter(certificate), absl::ToInt64Seconds(valid_for));
  X509_set_pubkey(certificate, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  return certificate;
}

}  // namespace

TestAuthority::TestAuthority() {
  std::string folder = (std::filesystem::temp_directory_path() / "akin-tls-XXXXXX").string();
  Want(mkdtemp(folder.data()) != nullptr, "mkdtemp");
  folder_ = folder;
  ca_ = new Identity{EVP_EC_gen("P-256"), nullptr};
  ca_->certificate = NewCertificate(ca_->key, "test authority", absl::Hours(24));
  X509_set_issuer_name(ca_->certificate, X509_get_subject_name(ca_->certificate));
  AddExtension(ca_->certificate, NID_basic_constraints, "critical,CA:TRUE");
  Want(X509_sign(ca_->certificate, ca_->key, EVP_sha256()) > 0, "signing");
  ReplaceFile(ca(), Pem([&](BIO* bio) { return PEM_write_bio_X509(bio, ca_->certificate); }));
}

TestAuthority::~TestAuthority() {
  X509_free(ca_->certificate);
  EVP_PKEY_free(ca_->key);
  delete ca_;
  std::error_code error;
  std::filesystem::remove_all(folder_, error);
}

void TestAuthority::Issue(absl::string_view name, const Wishes& wishes) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = NewCertificate(key, "test", wishes.valid_for);
  X509_set_issuer_name(certificate, X509_get_subject_name(ca_->certificate));
  AddExtension(certificate, NID_subject_alt_name, wishes.names);
  Want(X509_sign(certificate, ca_->key, EVP_sha256()) > 0, "signing");
  ReplaceFile(this->key(name), Pem([&](BIO* bio) {
                return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
              }));
  ReplaceFile(cert(name), Pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); }));
  X509_free(certificate);
  EVP_PKEY_free(key);
}

std::string TestAuthority::cert(absl::string_view name) const {
  return File(absl::StrCat(name, ".crt"));
}

std::string TestAuthority::key(absl::string_view name) const {
  return File(absl::StrCat(name, ".key"));
}

std::string TestAuthority::File(absl::string_view name) const {
  return absl::StrCat(folder_, "/", name);
}

void ReplaceFile(const std::string& path, const std::string& content) {
  const std::string unfinished = absl::StrCat(path, ".new");
  std::ofstream(unfinished, std::ios::binary) << content;
  std::filesystem::rename(unfinished, path);
}

}  // namespace akin
