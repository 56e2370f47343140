#ifndef AKIN_SERVICES_AKIN_CLI_ADDRESSES_H_
#define AKIN_SERVICES_AKIN_CLI_ADDRESSES_H_

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/tls/tls_files.h"

namespace akin {

// Where the services are, "host:port" each. Empty: not said here.
struct Addresses {
  std::string storage;
  std::string ingestion;
  std::string search;
  std::string recommendation;
  // How they are called: an empty `ca`, in plaintext.
  TlsFiles tls;

  bool HasAddress() const;
  // Takes from `other` what is empty here.
  void FillFrom(const Addresses& other);
  // The different ones, in the order above.
  std::vector<std::string> Distinct() const;
};

// Where the services of deploy/local listen unless told otherwise.
Addresses DefaultAddresses();

// Of AKIN_ADDRESS (all four), AKIN_STORAGE_ADDRESS and so on, AKIN_TLS_CA, AKIN_TLS_CERT and
// AKIN_TLS_KEY in the environment.
Addresses AddressesFromEnvironment();

// Of the file that deploy/local/up writes: "env" of $AKIN_STATE_DIR, else beside the folder of the
// program (.akin/bin/akin, .akin/env), then .akin/env in a folder above the program, then in one
// above the current folder. None is fine. INVALID_ARGUMENT if the file is not of that form.
absl::StatusOr<Addresses> AddressesFromFile(absl::string_view program);

// Lines NAME=value, as in .akin/env; other names, comments and blank lines are passed over.
absl::StatusOr<Addresses> ParseAddressFile(absl::string_view path, absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_ADDRESSES_H_
