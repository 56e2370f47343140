#ifndef AKIN_COMMON_TLS_TESTING_TEST_CERTIFICATES_H_
#define AKIN_COMMON_TLS_TESTING_TEST_CERTIFICATES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// A certificate authority for tests, and the certificates that it signs, as PEM files in a folder
// of its own that goes with it. What cannot be made ends the test program. One thread.
class TestAuthority {
 public:
  TestAuthority();
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;

  struct Wishes {
    // X.509's form, as openssl writes it: "DNS:localhost,IP:127.0.0.1,URI:spiffe://akin/reader".
    std::string names = "DNS:localhost,IP:127.0.0.1";
    absl::Duration valid_for = absl::Hours(1);  // negative: it has expired
  };
  // Writes NAME.crt and NAME.key, over those that are there.
  void Issue(absl::string_view name, const Wishes& wishes);

  std::string ca() const { return File("ca.crt"); }
  std::string cert(absl::string_view name) const;
  std::string key(absl::string_view name) const;
  std::string File(absl::string_view name) const;

 private:
  struct Identity;
  std::string folder_;
  Identity* ca_;
};

// Replaces a file at once, as one ought to.
void ReplaceFile(const std::string& path, const std::string& content);

}  // namespace akin

#endif  // AKIN_COMMON_TLS_TESTING_TEST_CERTIFICATES_H_
